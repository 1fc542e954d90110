"""The cells of a grid, each with its number where there is room for it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem

from gui import theme
from gui.pictures import rgb
from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.plots.surface import colour_map
from gui.search.area import Area
from gui.search.cells import Cell, CellState, Metric
from gui.search.colours import Colours
from gui.search.notes import SIGNS, have_notes, write
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, width_of
from model.arrays import Bytes, Doubles

LEAST_HEIGHT = 16.0
_SIDE_PX = 6.0
_WIDEST = {Metric.ACCURACY: "88.8", Metric.LOSS: "8.888"}
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_BRIGHT = 110
_ON_BRIGHT, _ON_DARK = "#101418", "#f4f6f8"


class GridCells:
    """A rectangle a cell, so that a drawing of them is as sharp as the screen, and what is written on them."""

    def __init__(self, plot: LeanPlot) -> None:
        """Be empty."""
        self._plot = plot
        self._area: Area | None = None
        self._cells: list[QGraphicsRectItem] = []
        self._painted: Bytes = np.empty((0, 3), np.uint8)
        self._lines, self._fine_lines = plot.curve(2.0, z=-50), plot.curve(1.0, z=-50)
        self.notes: list[Note] = []

    def show_area(self, area: Area) -> None:
        """Have the cells of an area, or none where it has none."""
        self._area = area if area.has_cells else None
        have_notes(self.notes, self._plot, 0)  # those of another area stand elsewhere
        have_notes(self.notes, self._plot, area.columns * area.rows)
        for lines in (self._lines, self._fine_lines):
            lines.setVisible(area.has_cells)
        while self._cells:
            self._plot.remove(self._cells.pop())
        if area.has_cells:
            self._make_cells(area)

    def _make_cells(self, area: Area) -> None:
        columns, rows, (width, height) = area.columns, area.rows, area.cell
        for x, y in area.points.tolist():
            self._cells.append(QGraphicsRectItem(x - width / 2, y - height / 2, width, height))
            self._cells[-1].setPen(NO_PEN)
            self._plot.add(self._cells[-1], -60)
        self._painted = np.full((columns * rows, 3), 0, np.uint8)
        xs, ys = np.linspace(*area.across, columns + 1), np.linspace(*area.up, rows + 1)
        upright = np.repeat(xs, 2), np.tile(area.up, columns + 1)
        level = np.tile(area.across, rows + 1), np.repeat(ys, 2)
        for lines in (self._lines, self._fine_lines):
            lines.set_pairs(*(np.concatenate(pair) for pair in zip(upright, level, strict=True)))

    def show(self, cells: Sequence[Cell], values: Doubles, colours: Colours, look: Theme) -> None:
        """Show the cells with their values (n,), NaN where there is none."""
        if self._area is None:
            return
        height = self._plot.frame.height() / self._area.rows
        for lines, is_shown in ((self._lines, height >= LEAST_HEIGHT), (self._fine_lines, height < LEAST_HEIGHT)):
            lines.recolour(look.window)
            lines.setVisible(is_shown)
        painted = colour_map()[colours.levels(values)]
        painted[~np.isfinite(values)] = rgb(look.field)
        self._paint(painted)
        for note, cell, value, place, ground in zip(self.notes, cells, values, self._area.points, painted, strict=True):
            text, tone = SIGNS.get(cell.state, ""), look.warning if cell.state is CellState.DIVERGED else look.muted
            if np.isfinite(value):
                text, tone = self._written(cell, float(value), colours), _on(ground)
            write(note, text, tone, (float(place[0]), float(place[1])))

    def _paint(self, painted: Bytes) -> None:
        """Give the cells these colours (n, 3); none is touched that has its own already."""
        for place in np.flatnonzero((painted != self._painted).any(axis=1)).tolist():
            self._cells[place].setBrush(QColor(*painted[place].tolist()))
        self._painted = painted

    def _written(self, cell: Cell, value: float, colours: Colours) -> str:
        """The number of a cell where there is room for it, and whether more is to come."""
        assert self._area is not None
        room = self._plot.frame.width() / self._area.columns - _SIDE_PX
        more = SIGNS[CellState.RUNNING] if cell.is_running else ""
        is_high = self._plot.frame.height() / self._area.rows >= LEAST_HEIGHT
        if not is_high or width_of(_WIDEST[colours.metric], theme.SMALL_PX) > room:
            return more
        text = f"{colours.write(value)}{more}"
        return text if width_of(text, theme.SMALL_PX) <= room else colours.write(value)


def _on(ground: Bytes) -> str:
    """The colour of a text on the colour of a cell (3,)."""
    return _ON_BRIGHT if ground @ _LUMINANCE > _BRIGHT else _ON_DARK
