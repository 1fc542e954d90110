"""The maps, and below them the candidate that is looked at."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.search import words
from gui.search.candidate import CandidateView
from gui.search.cells import Cell, Metric, best_of, cells_of, empty_cells
from gui.search.maps import SearchMaps
from gui.search.scene import Scene
from gui.theme import Theme
from gui.widgets.choice import Choice

_DETAIL_SHARE, _MOST_DETAIL = 0.31, 224
_EMPTY = "Start, and each cell shows how well its step size and strength did. Rows are strengths, columns step sizes."


class SearchBoard(QWidget):
    """`open_wished` tells a candidate whose run is to be opened, `around_wished` one to search around."""

    open_wished = Signal(object)
    around_wished = Signal(object)

    def __init__(self) -> None:
        """Wait for a scene."""
        super().__init__()
        self.scene: Scene | None = None
        self.cells: Sequence[Cell] = ()
        self.best: Cell | None = None
        self.chosen: int | None = None
        self._hovered: int | None = None
        self._is_opening = False
        self.shown: Choice[Metric] = Choice(
            [
                (Metric.ACCURACY, "accuracy", "The share of images that are classified right"),
                (Metric.LOSS, "loss", "The data loss, without the penalty"),
            ],
            "Shown on the maps",
            quiet=True,
        )
        self.maps, self.detail = SearchMaps(), CandidateView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.maps, 1)
        column.addWidget(self.detail)
        self.shown.chosen.connect(self._draw)
        self.maps.hovered.connect(self._hover)
        self.maps.picked.connect(self._choose)
        self.maps.opened.connect(self._open)
        self.detail.open_wished.connect(self._open_looked_at)
        self.detail.around_wished.connect(self._tell_around)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.maps.set_theme(theme)
        self.detail.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share, least = round(_DETAIL_SHARE * self.height()), self.detail.minimumSizeHint().height()
        self.detail.setMaximumHeight(min(max(share, least), _MOST_DETAIL))

    def show_scene(self, scene: Scene) -> None:
        """Show a moment; another plan has no candidate chosen."""
        if self.scene is None or scene.plan != self.scene.plan:
            self.chosen = self._hovered = None
        self.scene = scene
        self.cells = cells_of(scene.search, self.cells) if scene.search is not None else empty_cells(scene.plan)
        self._draw()

    def show_opening(self, is_opening: bool) -> None:
        """Say that a run is being opened, or not."""
        self._is_opening = is_opening
        self._show_looked_at()

    @property
    def looked_at(self) -> Cell | None:
        """The candidate whose numbers are seen: the one under the mouse, else the chosen one, else the best."""
        place = self._hovered if self._hovered is not None else self.chosen
        return self.cells[place] if place is not None else self.best

    def may_open(self, cell: Cell) -> bool:
        """Whether there is a run of the first fold, on the images of the main run."""
        is_here = self.scene is not None and self.scene.dataset is not None
        return is_here and not self._is_opening and any(outcome.job.fold == 0 for outcome in cell.outcomes)

    @Slot()
    def _draw(self) -> None:
        if self.scene is None:
            return
        plan, metric = self.scene.plan, self.shown.value
        self.best = best_of(self.cells, metric)
        self.maps.about.say(*words.about_plan(plan, self.scene.title))
        self.maps.show_cells(plan, self.cells, metric)
        self.maps.sentence.setText(self._sentence(self.scene))
        self._show_looked_at()

    def _sentence(self, scene: Scene) -> str:
        if scene.search is None:
            return _EMPTY
        if self.best is None:
            return words.nothing_sound(self.cells, scene.search)
        return words.best(self.cells, self.best, scene.search, self.shown.value)

    def _show_looked_at(self) -> None:
        self.maps.mark(self.best.point.place if self.best is not None else None, self.chosen)
        cell = self.looked_at
        if cell is None or self.scene is None or self.scene.search is None:
            self.detail.show_nothing()
            return
        self.detail.show_cell(cell, self.scene, self.shown.value)
        said = words.aloud(cell, self.scene.plan)
        for shown in self.maps.maps:
            shown.setAccessibleDescription(said)
        self.detail.open.setEnabled(self.may_open(cell))
        self.detail.open.setText("Opening …" if self._is_opening else "Open in Train")

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
        if self.may_open(self.cells[place]):
            self.open_wished.emit(self.cells[place])

    @Slot()
    def _open_looked_at(self) -> None:
        if self.looked_at is not None:
            self._open(self.looked_at.point.place)

    @Slot()
    def _tell_around(self) -> None:
        if self.looked_at is not None:
            self.around_wished.emit(self.looked_at)
