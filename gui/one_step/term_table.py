"""A row a class: its name, three numbers, and a bar."""

from math import isfinite

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsRectItem

from gui import theme
from gui.one_step.tables import Line, Table
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text
from gui.widgets.typeset import Typeset

_HEADER = 26
_LARGEST_ROW = 32
_NAME = 104
_LEAST_CELL, _LARGEST_CELL, _CELL_SHARE = 84, 132, 0.15
_BAR_GAP, _LARGEST_BAR = 24, 420
_FAINT = 0.4


class TermTable(Canvas):
    """Rows of a `Table`; the true class is marked, and what adds nothing is faint."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self.table: Table | None = None
        self.classes: tuple[str, ...] = ()
        self.setAccessibleName("The numbers of each class")

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_table(self, table: Table, classes: tuple[str, ...]) -> None:
        """Show a table, a row a class."""
        self.table, self.classes = table, classes
        rows = zip(classes, table.lines, strict=True)
        self.setAccessibleDescription("; ".join(f"{name} {' '.join(line.cells)}" for name, line in rows))
        self.lay_out()

    def lay_out(self) -> None:
        self.items_on.clear()
        if self.table is None:
            return
        self._write_headers(self.table)
        values = [v for line in self.table.lines for v in (line.bar, line.before) if v is not None and isfinite(v)]
        reach, is_signed = max(map(abs, values), default=0.0), any(v < 0 for v in values)
        for k, line in enumerate(self.table.lines):
            self._write_row(k, line)
            if line.bar is not None and isfinite(line.bar):
                self._draw_bar(k, line.bar, line.before, (reach or 1.0, is_signed))

    @property
    def _row(self) -> float:
        return min((self.height() - _HEADER) / max(len(self.classes), 1), _LARGEST_ROW)

    @property
    def _cell(self) -> float:
        return min(max(_LEAST_CELL, _CELL_SHARE * self.width()), _LARGEST_CELL)

    def _bar_span(self) -> tuple[float, float]:
        left = _NAME + 3 * self._cell + _BAR_GAP
        return left, min(self.width() - 4.0, left + _LARGEST_BAR)

    def _write_headers(self, table: Table) -> None:
        for n, header in enumerate(table.headers):
            self._write_header(header, _NAME + (n + 1) * self._cell, is_right=True)
        if table.bars != table.headers[-1]:
            self._write_header(table.bars, self._bar_span()[0], is_right=False)

    def _write_header(self, markup: str, x: float, is_right: bool) -> None:
        made = Typeset(markup, theme.BODY_PX, self._theme.muted)
        made.setPos(round(x - made.length * is_right), _HEADER - 10)
        self.items_on.addItem(made)

    def _write_row(self, k: int, line: Line) -> None:
        assert self.table is not None
        middle, is_true = _HEADER + (k + 0.5) * self._row, k == self.table.true
        if is_true:
            self._rectangle(0, middle - self._row / 2, _NAME + 3 * self._cell + 8, self._row, self._theme.field)
        dot = QGraphicsEllipseItem(6, middle - 3.5, 7, 7)
        dot.setPen(NO_PEN)
        dot.setBrush(QColor(theme.class_colour(k)))
        dot.setOpacity(_FAINT if line.is_faint and not is_true else 1.0)
        self.items_on.addItem(dot)
        tone = self._theme.faint if line.is_faint and not is_true else self._theme.text
        self._write(self.classes[k], 19, middle, Anchor.AlignLeft, tone, is_true)
        for n, text in enumerate(line.cells):
            self._write(text, _NAME + (n + 1) * self._cell, middle, Anchor.AlignRight, tone, is_true)

    def _write(self, text: str, x: float, middle: float, anchor: Qt.AlignmentFlag, tone: str, bold: bool) -> None:
        item = Text(theme.BODY_PX, anchor)
        item.say(text, tone, bold)
        item.stand_at(x, middle)
        self.items_on.addItem(item)

    def _draw_bar(self, k: int, bar: float, before: float | None, span: tuple[float, bool]) -> None:
        reach, is_signed = span
        left, right = self._bar_span()
        zero = (left + right) / 2 if is_signed else left
        scale = (right - zero) / reach
        middle = _HEADER + (k + 0.5) * self._row
        colour = theme.class_colour(k)
        self._rectangle(left, middle - 4, right - left, 8, self._theme.field)
        if before is not None:
            self._bar(zero, middle - 5, scale * before, 5, colour).setOpacity(_FAINT)
            self._bar(zero, middle, scale * bar, 5, colour)
        else:
            self._bar(zero, middle - 4, scale * bar, 8, colour)
        self._rectangle(round(zero), middle - 6, 1, 12, self._theme.faint)

    def _bar(self, zero: float, top: float, length: float, height: float, colour: str) -> QGraphicsRectItem:
        return self._rectangle(min(zero, zero + length), top, abs(length), height, colour)

    def _rectangle(self, left: float, top: float, width: float, height: float, colour: str) -> QGraphicsRectItem:
        made = QGraphicsRectItem(left, top, width, height)
        made.setPen(NO_PEN)
        made.setBrush(QColor(colour))
        self.items_on.addItem(made)
        return made
