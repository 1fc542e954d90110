"""How many images each class has in each split."""

from PySide6.QtWidgets import QGraphicsEllipseItem

from gui import theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, brush, elided
from model.arrays import Labels

_ROW, _HEADER, _COLUMN, _DOT = 18, 22, 44, 7


class CountsTable(Canvas):
    """A row a class, a column a split."""

    def __init__(self, headers: tuple[str, ...]) -> None:
        """Have these columns."""
        super().__init__()
        self._theme = theme.DARK
        self._headers = headers
        self._counts: dict[str, tuple[int, ...]] = {}
        self.setAccessibleName("How many images each class has")
        self.setMinimumHeight(_HEADER + 2 * _ROW)

    @property
    def counts(self) -> dict[str, tuple[int, ...]]:
        """What it says: the counts of each class, in the order of the columns."""
        return self._counts

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_counts(self, counts: tuple[Labels, ...], classes: tuple[str, ...]) -> None:
        """Show counts (K,) for each column."""
        self._counts = {name: tuple(int(column[k]) for column in counts) for k, name in enumerate(classes)}
        self.setAccessibleDescription("; ".join(f"{name} {row}" for name, row in self._counts.items()))
        self.lay_out()

    def lay_out(self) -> None:
        self.items_on.clear()
        self._write_row(_HEADER / 2, "", self._headers, self._theme.muted)
        room = max(int((self.height() - _HEADER) / _ROW), 1)
        listed = list(self._counts.items())
        shown = listed if len(listed) <= room else listed[: room - 1]
        for k, (name, row) in enumerate(shown):
            middle = _HEADER + (k + 0.5) * _ROW
            self._write_row(middle, name, tuple(f"{count:,}" for count in row), self._theme.text)
            dot = QGraphicsEllipseItem(0, middle - _DOT / 2, _DOT, _DOT)
            dot.setPen(NO_PEN)
            dot.setBrush(brush(theme.class_colour(k)))
            self.items_on.addItem(dot)
        if len(shown) < len(listed):
            words = f"and {len(listed) - len(shown):,} more"
            self._write_row(_HEADER + (len(shown) + 0.5) * _ROW, words, (), self._theme.muted)

    def _write_row(self, middle: float, name: str, cells: tuple[str, ...], tone: str) -> None:
        columns = self.width() - _COLUMN * len(self._headers)
        self._write(_DOT + 6, middle, elided(name, theme.SMALL_PX, columns - _DOT - 8), tone, Anchor.AlignLeft)
        for n, cell in enumerate(cells):
            self._write(columns + (n + 1) * _COLUMN, middle, cell, tone, Anchor.AlignRight)

    def _write(self, x: float, middle: float, text: str, tone: str, anchor: Anchor) -> None:
        item = Text(theme.SMALL_PX, anchor)
        item.say(text, tone)
        item.stand_at(x, middle)
        self.items_on.addItem(item)
