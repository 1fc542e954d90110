"""One number of every candidate as colours: a grid of cells, or dots where the candidates are random."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent

from gui import numbers, theme
from gui.plots.lean import LeanPlot, Ticks
from gui.search.area import Area, area_of, neighbour
from gui.search.cells import Cell, Metric
from gui.search.colours import Colours
from gui.search.dots import Dots
from gui.search.grid_cells import LEAST_HEIGHT, GridCells
from gui.search.ring import Ring
from gui.theme import Theme
from gui.widgets.canvas import width_of
from model.arrays import Doubles
from model.ranges import log_ticks
from model.search.records import Plan

_ARROWS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REACH_PX = 14.0
_TICK_GAP, _PITCH, _MOST_FIGURES = 8.0, 24.0, 7


class HeatMap(LeanPlot):
    """Step sizes across, strengths upwards, both logarithmic.

    `hovered` tells the place of the candidate under the mouse or None, `picked` one that is chosen, `opened` one that
    is to be opened; `laid_out` that the axes stand elsewhere.
    """

    hovered = Signal(object)
    picked = Signal(int)
    opened = Signal(int)
    laid_out = Signal()
    own_keys = (*_ARROWS, *_ENTER)

    def __init__(self, name: str) -> None:
        """Wait for a plan."""
        super().__init__()
        self.plan: Plan | None = None
        self.area: Area | None = None
        self._shown: tuple[Sequence[Cell], Doubles, Colours] = ((), np.empty(0), Colours(Metric.ACCURACY, (0.0, 1.0)))
        self._theme = theme.DARK
        self._marked: tuple[int | None, int | None] = (None, None)
        self.grid, self.dots = GridCells(self), Dots(self)
        self.best, self.chosen = Ring(self, 1.5, 9, z=5), Ring(self, 4.5, 13, z=6)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.pointed.connect(self._hover)
        self.clicked.connect(self._pick)
        self.double_clicked.connect(self._open_at)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        super().set_theme(theme)
        self._theme = theme
        self._draw()

    def show_plan(self, plan: Plan) -> None:
        """Have room for the candidates of a plan."""
        if plan == self.plan:
            return
        self.plan, self.area = plan, area_of(plan)
        self._shown, self._marked = ((), np.empty(0), self._shown[2]), (None, None)
        self.grid.show_area(self.area)
        self.dots.show_area(self.area)
        self.set_spans(self.area.across, self.area.up, is_log=True, is_log_x=True)
        self.set_x_name("step size η")
        self.lay_out()

    def show_cells(self, cells: Sequence[Cell], values: Doubles, colours: Colours) -> None:
        """Show the candidates of the plan with their values (n,), NaN where there is none."""
        self._shown = (cells, values, colours)
        self._draw()

    def mark(self, best: int | None, chosen: int | None) -> None:
        """Put a ring around the best candidate, and another around the chosen one."""
        self._marked = (best, chosen)
        self._draw_rings()

    def lay_out(self) -> None:
        super().lay_out()
        if self.plan is not None:
            self.name_ticks(None if self.plan.is_random else self._cell_ticks(self.plan))
            self._draw()
        self.laid_out.emit()

    def _cell_ticks(self, plan: Plan) -> tuple[Ticks, Ticks]:
        """The values of the columns and rows where there is room for all of them; else as on any axis."""
        assert self.area is not None
        across, up = (
            [(float(np.log10(value)), numbers.compact(value)) for value in span.values]
            for span in (plan.step_sizes, plan.strengths)
        )
        widest = max(width_of(text, theme.SMALL_PX) for _, text in across) + _TICK_GAP
        if widest * len(across) > self.frame.width():
            across = log_ticks(self.area.across)
        if LEAST_HEIGHT * len(up) > self.frame.height() or max(len(text) for _, text in up) > _MOST_FIGURES:
            up = log_ticks(self.area.up, max(1, int(self.frame.height() / _PITCH)))
        return across, up

    def _draw(self) -> None:
        if self.area is not None and len(self._shown[0]) == len(self.area.points):
            self.grid.show(*self._shown, self._theme)
            self.dots.show(*self._shown, self._theme)
            self._draw_rings()

    def _draw_rings(self) -> None:
        look = self._theme
        self.best.recolour(look.text, look.window, 2)
        self.chosen.recolour(look.accent, look.window, 3 if self.hasFocus() else 2)
        for ring, place in zip((self.best, self.chosen), self._marked, strict=True):
            if place is None or self.area is None or place >= len(self.area.points):
                ring.hide()
            else:
                ring.show_around(place, self.area, self._size)

    @property
    def _size(self) -> tuple[float, float]:
        return self.frame.width(), self.frame.height()

    def candidate_at(self, place: tuple[float, float]) -> int | None:
        """The candidate at a place of the axes."""
        return self.area.candidate_at(place, self._size, _REACH_PX) if self.area is not None else None

    def point_of(self, candidate: int) -> QPointF:
        """Where on the widget a candidate is."""
        assert self.area is not None
        x, y = self.area.points[candidate].tolist()
        return self.pixel_at(x, y)

    @Slot(object)
    def _hover(self, place: tuple[float, float] | None) -> None:
        self.hovered.emit(None if place is None else self.candidate_at(place))

    @Slot(float, float)
    def _pick(self, x: float, y: float) -> None:
        found = self.candidate_at((x, y))
        if found is not None:
            self.picked.emit(found)

    @Slot(QPointF)
    def _open_at(self, point: QPointF) -> None:
        place = self.place_at(point)
        found = self.candidate_at(place) if place is not None else None
        if found is not None:
            self.opened.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        best, chosen = self._marked
        start = next((place for place in (chosen, best) if place is not None), 0)
        if self.area is None or event.key() not in self.own_keys:
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self.opened.emit(start)
        else:
            self.picked.emit(neighbour(self.area.scaled(self._size), start, _ARROWS[Qt.Key(event.key())]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw_rings()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._draw_rings()
