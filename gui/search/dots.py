"""Random candidates as dots."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QBrush, QColor

from gui.plots.items import Dot, Note, pen
from gui.plots.lean import LeanPlot
from gui.plots.surface import colour_map
from gui.search.area import Area
from gui.search.cells import Cell, CellState
from gui.search.colours import Colours
from gui.search.notes import SIGNS, have_notes, write
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN
from model.arrays import Doubles

_SIZE = 12
_KNOWN_Z = 2


class Dots:
    """A dot a candidate in the colour of its value, or a sign."""

    def __init__(self, plot: LeanPlot) -> None:
        """Be empty."""
        self._plot = plot
        self._area: Area | None = None
        self.dots: list[Dot] = []
        self.notes: list[Note] = []

    def show_area(self, area: Area) -> None:
        """Have the points of an area, or none where it has cells."""
        self._area = None if area.has_cells else area
        count = 0 if area.has_cells else len(area.points)
        have_notes(self.notes, self._plot, 0)  # those of another area stand elsewhere
        have_notes(self.notes, self._plot, count)
        while len(self.dots) < count:
            self.dots.append(self._plot.dot(_SIZE, _KNOWN_Z))
        while len(self.dots) > count:
            self._plot.remove(self.dots.pop())
        for dot, place in zip(self.dots, area.points, strict=False):
            dot.show_at(float(place[0]), float(place[1]))

    def show(self, cells: Sequence[Cell], values: Doubles, colours: Colours, look: Theme) -> None:
        """Show the candidates with their values (n,), NaN where there is none."""
        if self._area is None:
            return
        painted = colour_map()[colours.levels(values)].tolist()
        faint = pen(look.muted, 1)
        for dot, note, cell, value, place, colour in zip(
            self.dots, self.notes, cells, values, self._area.points, painted, strict=True
        ):
            is_known = bool(np.isfinite(value))
            sign = "" if is_known else SIGNS.get(cell.state, "")
            dot.setBrush(QColor(*colour) if is_known else QBrush())
            dot.setZValue(_KNOWN_Z if is_known else _KNOWN_Z - 1)
            dot.setPen(NO_PEN if sign else faint)
            tone = look.warning if cell.state is CellState.DIVERGED else look.text
            write(note, sign, tone, (float(place[0]), float(place[1])))
