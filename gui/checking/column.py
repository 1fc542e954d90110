"""W, W + h and the gradient in columns, a row a dimension, as one writes them on a blackboard."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QGraphicsRectItem

from gui import numbers, theme
from gui.checking.words import digits, error_text, input_name, loss_decimals
from gui.one_step.figures import exact
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text
from gui.widgets.typeset import Typeset
from model.checking.bench import Bench, Place, Quotient
from model.checking.slopes import relative_errors

_HEAD, _ROW = 44, 22
_NAME, _LEAST_CELL = 68, 84
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension: its name, its cells, and whether it is the one that is looked at."""

    d: int
    name: str
    cells: tuple[str, ...]
    is_current: bool


def columns(bench: Bench) -> tuple[str, ...]:
    """The headers, from W to the relative error."""
    moved = ("W + h", "W − h") if bench.method.is_centred else ("W + h",)
    return ("W", *moved, *(rf"\text{{{name}}}" for name in ("numerical", "analytic", "relative error")))


def rows(bench: Bench, count: int) -> tuple[Row, ...]:
    """The page of so many dimensions that the one which is looked at is on."""
    first = bench.place.d // count * count
    return tuple(_row(bench, d) for d in range(first, min(first + count, len(bench.subject.inputs))))


def _row(bench: Bench, d: int) -> Row:
    k, is_current = bench.place.k, d == bench.place.d
    weight = float(bench.subject.weights[k, d])
    signs = (1, -1) if bench.method.is_centred else (1,)
    moved = tuple(_moved(weight, sign * bench.method.h) if is_current else exact(weight) for sign in signs)
    if bench.progress.known[k, d]:
        analytic, numerical = bench.checked[k, d : d + 1], bench.progress.slopes[k, d : d + 1]
        error = float(relative_errors(analytic, numerical)[0])
        found = (digits(float(numerical[0])), digits(float(analytic[0])), error_text(error))
    else:
        found = (_UNKNOWN, digits(float(bench.checked[k, d])), "")
    return Row(d, input_name(bench.dataset, d), (exact(weight), *moved, *found), is_current)


def _moved(weight: float, change: float) -> str:
    """The changed weight; where its digits would not show the change, as a sum."""
    if abs(change) >= 1e-6:
        return exact(weight + change)
    sign = "+" if change > 0 else numbers.MINUS
    return f"w {sign} {numbers.compact(abs(change))}"


class ColumnTable(Canvas):
    """The dimensions of one class; `chosen` tells which is clicked."""

    chosen = Signal(int)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self._bench: Bench | None = None
        self._found: Quotient | None = None
        self.rows: tuple[Row, ...] = ()
        self.heads: tuple[str, ...] = ()
        self.setAccessibleName("W, W + h and the gradient, a row a dimension")
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_bench(self, bench: Bench, found: Quotient) -> None:
        """Show the dimensions around the one that is looked at."""
        self._bench, self._found = bench, found
        self.lay_out()

    def lay_out(self) -> None:
        self.items_on.clear()
        if self._bench is None or self._found is None:
            return
        self.heads = columns(self._bench)
        self.rows = rows(self._bench, max(int((self.height() - _HEAD) / _ROW), 1))
        self.setAccessibleDescription("; ".join(f"{row.name}: {', '.join(row.cells)}" for row in self.rows))
        shown = min(len(self.heads), max(int((self.width() - _NAME) / _LEAST_CELL), 1))
        cell = (self.width() - _NAME - 6) / shown
        self._write_heads(self._bench, self._found, shown, cell)
        for place, row in enumerate(self.rows):
            self._write_row(place, row, shown, cell)

    def _write_heads(self, bench: Bench, found: Quotient, shown: int, cell: float) -> None:
        decimals = min(loss_decimals(found, bench.method.is_double), 8)
        losses = (found.loss, found.ahead, *((found.behind,) if bench.method.is_centred else ()))
        for n, head in enumerate(self.heads[:shown]):
            made = Typeset(head, theme.BODY_PX, self._theme.muted)
            made.setPos(round(_NAME + (n + 1) * cell - made.length), 14)
            self.items_on.addItem(made)
            if n < len(losses):
                text = f"L {numbers.plain(losses[n], decimals)}"
                self._write(text, _NAME + (n + 1) * cell, 29, Anchor.AlignRight, self._theme.text)

    def _write_row(self, place: int, row: Row, shown: int, cell: float) -> None:
        middle = _HEAD + (place + 0.5) * _ROW
        if row.is_current:
            ground = QGraphicsRectItem(0, middle - _ROW / 2, self.width(), _ROW)
            ground.setPen(NO_PEN)
            ground.setBrush(QColor(self._theme.field))
            self.items_on.addItem(ground)
        plain = self._theme.text if row.is_current else self._theme.muted
        self._write(row.name, 6, middle, Anchor.AlignLeft, plain, row.is_current)
        moved = len(self.heads) - 4
        for n, text in enumerate(row.cells[:shown]):
            is_moved = row.is_current and 1 <= n <= moved
            tone = self._theme.accent if is_moved else self._theme.faint if text == _UNKNOWN else plain
            self._write(text, _NAME + (n + 1) * cell, middle, Anchor.AlignRight, tone, is_moved)

    def _write(
        self, text: str, x: float, middle: float, anchor: Qt.AlignmentFlag, tone: str, bold: bool = False
    ) -> None:
        item = Text(theme.SMALL_PX, anchor)
        item.say(text, tone, bold)
        item.stand_at(x, middle)
        self.items_on.addItem(item)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - _HEAD) // _ROW)
        if 0 <= place < len(self.rows):
            self.chosen.emit(self.rows[place].d)


def beside(bench: Bench, d: int) -> Place:
    """Another dimension of the class that is looked at."""
    return Place(bench.place.k, d)
