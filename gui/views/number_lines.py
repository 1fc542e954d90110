"""Formulas with their numbers, one below the other; a long one breaks between its terms."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from gui import theme
from gui.theme import Theme
from gui.widgets.canvas import Canvas, Text, width_of

_LINE = 18
_NAME = 96.0
_BETWEEN = 5.0
Entry = tuple[str, tuple[str, ...]]


class NumberLines(Canvas):
    """Entries (name, pieces): the name to the left, the pieces on as many lines as they need."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self._theme = theme.DARK
        self._names: list[Text] = []
        self._lines: list[Text] = []
        self._most = 0
        self.setAccessibleName("The losses with their numbers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(480, _LINE * self._most)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self._show()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these; the height grows with the lines and stays, so that nothing below jumps."""
        self.entries = entries
        self._show()

    def fit(self) -> None:
        """Be only as high as the next entries need."""
        self._most = 0

    def lay_out(self) -> None:
        self._show()

    def _show(self) -> None:
        at = 0
        for number, (name, pieces) in enumerate(self.entries):
            shown = self._item(self._names, number)
            shown.say(name, self._theme.muted)
            shown.stand_at(0.0, (at + 0.5) * _LINE)
            for line in broken(pieces, self.width() - _NAME):
                words = self._item(self._lines, at)
                words.say(line, self._theme.text)
                words.stand_at(_NAME, (at + 0.5) * _LINE)
                at += 1
        for words in self._lines[at:]:
            words.say("", self._theme.text)
        if at > self._most:
            self._most = at
            self.updateGeometry()

    def _item(self, items: list[Text], number: int) -> Text:
        while len(items) <= number:
            items.append(Text(theme.SMALL_PX))
            self.items_on.addItem(items[-1])
        return items[number]


def broken(pieces: tuple[str, ...], room: float) -> list[str]:
    """Pieces on lines, each as full as the room allows."""
    lines: list[str] = []
    used = 0.0
    for piece in pieces:
        width = width_of(piece, theme.SMALL_PX)
        if lines and used + width <= room:
            lines[-1] += " " + piece
        else:
            lines.append(piece)
            used = 0.0
        used += width + _BETWEEN
    return lines
