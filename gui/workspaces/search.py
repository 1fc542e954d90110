"""Search: many settings tried, as maps of what comes of each."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.search import words
from gui.search.board import SearchBoard
from gui.search.cells import Cell
from gui.search.form import SearchForm
from gui.search.scene import Scene
from gui.search.transport import SearchTransport, may_resume
from gui.search.wish import SearchWish, around, complaint, cost, plan_of, settings_of, usual_wish, wish_of
from gui.search_desk import SearchDesk
from gui.theme import Theme
from gui.widgets.labels import title_row
from gui.workspaces.names import TRAIN
from model.records import Settings, Snapshot
from model.search.commands import OpenRun, Seek
from model.search.records import Job, SearchSnapshot

_EXPLANATION = (
    "Every cell is a run from the same start with its own step size and strength, all else as in the controls on the "
    "left. Compare both maps: high in training but not in validation is overfitting, low in both is underfitting. "
    "Training is measured on a thousand of its images. Hover a cell for its numbers, click it to keep them, double "
    "click it (or press Enter) to open its run in Train."
)
_DONE = "This very search is done; change a field for another."


class SearchWorkspace(QWidget):
    """Holds the wish and the newest moment of the search."""

    def __init__(self, desk: SearchDesk) -> None:
        """Wait for a data set."""
        super().__init__()
        self.setObjectName("workspace")
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._is_touched = self._is_behind = False
        self._refusal = ""
        self._opening: tuple[int, Settings] | None = None
        self.search: SearchSnapshot | None = None
        self.form, self.transport, self.board = SearchForm(), SearchTransport(), SearchBoard()
        self._lay_out()
        self._connect()
        desk.awaited.emit()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.board.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the main run: a search is on its images, and what it does not vary is as in its settings."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or self._is_other(old, snapshot):
            self._meet(snapshot, old)
        if self._is_behind and self.isVisible():
            self._draw()
        self._follow(snapshot)

    @Slot(object)
    def show_search(self, search: SearchSnapshot) -> None:
        """Show a moment of the search."""
        is_other = self.search is None or search.identity != self.search.identity
        self.search, self._is_behind = search, True
        if search.trouble:
            self._end_opening()
        if is_other:
            self._show_wish(wish_of(search.plan), search.plan.source)
        self.transport.show_search(search)
        self._consider()
        if self.isVisible():
            self._draw()

    @staticmethod
    def _is_other(old: Snapshot, new: Snapshot) -> bool:
        return old.dataset is not new.dataset or (old.settings, old.seed) != (new.settings, new.seed)

    def _meet(self, snapshot: Snapshot, old: Snapshot | None) -> None:
        """Begin with what is usual for a data set, and go along with its settings until a field is touched."""
        source = snapshot.dataset.name
        is_other_set = old is not None and old.dataset.name != source
        is_here = self.search is not None and self.search.plan.source == source
        if is_other_set or not (self._is_touched or is_here):
            self._is_touched = False
            self._show_wish(usual_wish(source, snapshot.settings), source)
        else:
            self._consider()
        self._is_behind = True
        if is_other_set:
            self._end_opening()

    def _show_wish(self, wish: SearchWish, source: str) -> None:
        self._refusal = ""
        self.form.show_wish(wish, source)
        self._consider()

    def _consider(self) -> None:
        """Say what a search as it is wished for would cost, or why it cannot be begun."""
        wish, snapshot = self.form.wish, self._snapshot
        if wish is None or snapshot is None:
            return
        self.transport.scheduler = self.form.scheduler
        wrong = complaint(wish) or self.form.address_complaint
        if wrong or self._refusal:
            self.transport.show_wish(wrong or self._refusal, is_warning=True, may_start=not wrong)
        elif self.search is None:
            self.transport.show_wish(cost(wish, snapshot), is_warning=False, may_start=True)
        elif self.search.plan == plan_of(wish, snapshot):
            is_left = may_resume(self.search)
            self.transport.show_wish(words.left_over(self.search) if is_left else _DONE, False, may_start=is_left)
        else:
            self.transport.show_wish(f"Start anew: {cost(wish, snapshot)}", is_warning=False, may_start=True)

    def _draw(self) -> None:
        """Show the search; before there is one, the area that is wished for."""
        self._is_behind, wish, snapshot = False, self.form.wish, self._snapshot
        if snapshot is None:
            return
        if self.search is not None:
            plan = self.search.plan
        elif wish is not None and not complaint(wish):
            plan = plan_of(wish, snapshot)
        else:
            return
        dataset = snapshot.dataset if snapshot.dataset.name == plan.source else None
        title = dataset.title if dataset is not None else self._desk.titles.get(plan.source, plan.source)
        self.board.show_scene(Scene(plan, self.search, dataset, title))

    @Slot(object)
    def _open(self, cell: Cell) -> None:
        """Ask for the run of a candidate on the first fold; it is worked out again, and becomes the main run."""
        if self.search is not None and self._snapshot is not None:
            self._opening = (self._snapshot.run, settings_of(self.search.plan, cell.point))
            self.board.show_opening(True)
            self._desk.commanded.emit(OpenRun(self.search.identity, Job(cell.point, 0)))

    def _follow(self, snapshot: Snapshot) -> None:
        """Go to Train once the run that was asked for is there."""
        if self._opening is not None and snapshot.run != self._opening[0] and snapshot.settings == self._opening[1]:
            self._end_opening()
            QTimer.singleShot(0, self._leave)  # after all others have seen the moment

    @Slot()
    def _leave(self) -> None:
        """The controls follow; whoever has gone elsewhere meanwhile stays there."""
        if self._snapshot is not None:
            self._desk.opened.emit(self._snapshot.settings)
            if self.isVisible():
                self._desk.left_for.emit(TRAIN)

    def _end_opening(self) -> None:
        self._opening = None
        self.board.show_opening(False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(title_row("Search", _EXPLANATION, self.board.shown))
        column.addWidget(self.form)
        column.addWidget(self.transport)
        column.addWidget(self.board, 1)

    def _connect(self) -> None:
        self._desk.told.connect(self.show_search)
        self.form.edited.connect(self._edit)
        self.form.refused.connect(self._refuse)
        self.transport.started.connect(self._start)
        self.transport.commanded.connect(self._desk.commanded)
        self.board.open_wished.connect(self._open)
        self.board.around_wished.connect(self._look_closer)

    @Slot()
    def _edit(self) -> None:
        self._is_touched, self._refusal = True, ""
        self.transport.forget_trouble()
        self._consider()
        if self.search is None:
            self._draw()

    @Slot(object)
    def _look_closer(self, cell: Cell) -> None:
        if self.form.wish is not None and self.search is not None:
            plan = self.search.plan
            self.form.show_wish(around(self.form.wish, plan, cell.point), plan.source)
            self._edit()

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self._consider()

    @Slot()
    def _start(self) -> None:
        if self.form.wish is not None and self._snapshot is not None:
            self.transport.wait()
            self._desk.commanded.emit(Seek(plan_of(self.form.wish, self._snapshot), self.form.scheduler))
