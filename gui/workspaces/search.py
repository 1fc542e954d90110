"""Search: many settings tried, as maps of what comes of each."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.search import words
from gui.search.cells import Cell, Metric, best_of, cells_of, empty_cells
from gui.search.detail import CandidateView
from gui.search.form import SearchForm
from gui.search.maps import SearchMaps
from gui.search.transport import SearchTransport
from gui.search.wish import SearchWish, complaint, cost, plan_of, settings_of, usual_wish, wish_of
from gui.search_desk import SearchDesk
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row
from gui.workspaces.names import TRAIN
from model.datasets.dataset import Dataset
from model.records import Snapshot
from model.search.commands import OpenRun, Seek
from model.search.records import Job, Plan, SearchMode, SearchSnapshot

_EXPLANATION = (
    "Every cell is a run from the same start with its own step size and strength, all else as in the controls on the "
    "left. Compare both maps: high in training but not in validation is overfitting, low in both is underfitting. "
    "Hover a cell for its numbers, click it to keep them, double click it (or press Enter) to open its run in Train."
)
_EMPTY = "Start, and each cell shows how well its step size and strength did. Rows are strengths, columns step sizes."


class SearchWorkspace(QWidget):
    """Holds the wish, the newest moment of the search, and which candidate is looked at."""

    def __init__(self, desk: SearchDesk) -> None:
        """Wait for a data set."""
        super().__init__()
        self.setObjectName("workspace")
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._is_touched = self._is_behind = False
        self._refusal = ""
        self.search: SearchSnapshot | None = None
        self.plan: Plan | None = None
        self.cells: tuple[Cell, ...] = ()
        self.best: Cell | None = None
        self.chosen: int | None = None
        self._hovered: int | None = None
        self.metric: Choice[Metric] = Choice(
            [
                (Metric.ACCURACY, "accuracy", "The share of images that are classified right"),
                (Metric.LOSS, "loss", "The data loss, without the penalty"),
            ],
            "Shown on the maps",
            quiet=True,
        )
        self.form, self.transport = SearchForm(), SearchTransport()
        self.maps, self.detail = SearchMaps(), CandidateView()
        self._lay_out()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.maps.set_theme(theme)
        self.detail.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the main run: a search is on its images, and what it does not vary is as in its settings."""
        old, self._snapshot = self._snapshot, snapshot
        dataset = snapshot.dataset
        is_other_set = old is None or old.dataset.name != dataset.name
        if self.search is not None and self.search.plan.source == dataset.name and old is None:
            is_other_set = False
        if is_other_set or (not self._is_touched and self._is_usual_no_more(snapshot)):
            self._is_touched = False
            self._show_wish(usual_wish(dataset.name, snapshot.settings))
        elif old is None or (old.settings, old.seed, old.dataset) != (snapshot.settings, snapshot.seed, dataset):
            self._consider()
        if self._is_behind or is_other_set:
            self._draw()

    def _is_usual_no_more(self, snapshot: Snapshot) -> bool:
        return self.search is None and usual_wish(snapshot.dataset.name, snapshot.settings) != self.form.wish

    @Slot(object)
    def show_search(self, search: SearchSnapshot) -> None:
        """Show a moment of the search."""
        is_other = self.search is None or search.identity != self.search.identity
        self.search, self._is_behind = search, True
        if is_other:
            self.chosen = None
            self._show_wish(wish_of(search.plan), search.plan.source)
        self.transport.show_search(search)
        self._consider()
        if self.isVisible():
            self._draw()

    @property
    def dataset(self) -> Dataset | None:
        """The data set that is searched on, where it is that of the main run."""
        if self._snapshot is None or self.plan is None:
            return None
        dataset = self._snapshot.dataset
        is_same = (dataset.name, dataset.arrangement) == (self.plan.source, self.plan.arrangement)
        return dataset if is_same else None

    def _show_wish(self, wish: SearchWish, source: str | None = None) -> None:
        if source is None and self._snapshot is not None:
            source = self._snapshot.dataset.name
        self.form.show_wish(wish, source or "")
        self._refusal = ""
        self._consider()

    def _consider(self) -> None:
        """Say what a search as it is wished for would cost, or why it cannot be begun; without one, show its area."""
        wish, snapshot = self.form.wish, self._snapshot
        if wish is None or snapshot is None:
            return
        self.transport.scheduler = self.form.scheduler
        wrong = complaint(wish) or self.form.address_complaint
        if wrong or self._refusal:
            self.transport.show_wish(wrong or self._refusal, is_warning=True, may_start=not wrong)
        elif self._is_done(plan_of(wish, snapshot)):
            self.transport.show_wish("This very search is done; change a field for another.", False, may_start=False)
        else:
            self.transport.show_wish(cost(wish, snapshot), False, may_start=True)
        if self.search is None and not complaint(wish):
            self._draw()

    def _is_done(self, plan: Plan) -> bool:
        search = self.search
        is_same = search is not None and search.mode is SearchMode.DONE and search.plan == plan
        return is_same and search is not None and not search.given_up

    def _draw(self) -> None:
        self._is_behind = False
        if self.search is not None:
            self.plan, self.cells = self.search.plan, cells_of(self.search)
        elif self.form.wish is not None and self._snapshot is not None:
            self.plan = plan_of(self.form.wish, self._snapshot)
            self.cells = empty_cells(self.plan)
        if self.plan is None:
            return
        self.best = best_of(self.cells, self.metric.value)
        self.maps.about.say(*words.about_plan(self.plan, self._title()))
        self.maps.show_cells(self.plan, self.cells, self.metric.value)
        self.maps.sentence.setText(self._sentence())
        self._show_looked_at()

    def _title(self) -> str:
        assert self.plan is not None
        if self._snapshot is not None and self._snapshot.dataset.name == self.plan.source:
            return self._snapshot.dataset.title
        return self.plan.source

    def _sentence(self) -> str:
        if self.search is None:
            return _EMPTY
        if self.best is None:
            return words.nothing_sound(self.cells, self.search)
        images = len(self.dataset.validation) if self.dataset is not None else 0
        return words.best(self.cells, self.best, self.search, self.metric.value, images)

    @property
    def looked_at(self) -> int | None:
        """The candidate whose numbers are seen: the one under the mouse, else the chosen one, else the best."""
        if self._hovered is not None and self._hovered < len(self.cells):
            return self._hovered
        if self.chosen is not None:
            return self.chosen
        return self.best.point.place if self.best is not None else None

    def _show_looked_at(self) -> None:
        self.maps.mark(self.best.point.place if self.best is not None else None, self.chosen)
        place = self.looked_at
        if place is None:
            self.detail.show_nothing()
        elif self.plan is not None:
            cell = self.cells[place]
            self.detail.show_cell(cell, self.plan, self.metric.value, self.dataset)
            self.detail.open.setEnabled(self._may_open(cell))

    @Slot(object)
    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self._show_looked_at()

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.chosen = place
        self._show_looked_at()

    @Slot(int)
    def _open(self, place: int) -> None:
        """Let the main run go on with that of a candidate, on the first fold."""
        job = Job(self.cells[place].point, 0)
        if self.search is not None and self._may_open(self.cells[place]):
            self._desk.commanded.emit(OpenRun(self.search.identity, job))
            self._desk.opened.emit(settings_of(self.search.plan, job.point))
            self._desk.left_for.emit(TRAIN)

    def _may_open(self, cell: Cell) -> bool:
        """Whether there is a run of the first fold, on the images of the main run."""
        return self.dataset is not None and any(outcome.job.fold == 0 for outcome in cell.outcomes)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(title_row("Search", _EXPLANATION, self.metric))
        column.addWidget(self.form)
        column.addWidget(self.transport)
        column.addWidget(self.maps, 1)
        column.addWidget(self.detail)

    def _connect(self) -> None:
        self._desk.told.connect(self.show_search)
        self.form.edited.connect(self._edit)
        self.form.refused.connect(self._refuse)
        self.metric.chosen.connect(self._draw)
        self.transport.started.connect(self._start)
        self.transport.commanded.connect(self._desk.commanded)
        self.maps.hovered.connect(self._hover)
        self.maps.picked.connect(self._choose)
        self.maps.opened.connect(self._open)
        self.detail.open_wished.connect(self._open_looked_at)

    @Slot()
    def _edit(self) -> None:
        self._is_touched, self._refusal = True, ""
        self._consider()

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self._consider()

    @Slot()
    def _start(self) -> None:
        if self.form.wish is not None and self._snapshot is not None:
            self._desk.commanded.emit(Seek(plan_of(self.form.wish, self._snapshot), self.form.scheduler))

    @Slot()
    def _open_looked_at(self) -> None:
        if self.looked_at is not None:
            self._open(self.looked_at)
