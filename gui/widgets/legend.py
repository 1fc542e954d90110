"""A row of names with the colour of their line and their value now."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QGraphicsRectItem, QSizePolicy

from gui import theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Canvas, Text, width_of

_SWATCH = 12
_HEIGHT = 20
_GAP, _WIDE_GAP = 6, 10
_FAINT = 0.3


class Legend(Canvas):
    """Entries (key, name); each has a theme colour and, where set, a value. Widths are fixed, so nothing moves."""

    hidden_changed = Signal()

    def __init__(self, entries: tuple[tuple[str, str], ...], widest_value: str, hideable: bool = False) -> None:
        """Entries (colour field of the theme, name); widest_value is how much room a value gets.

        Where hideable, a click on an entry hides what it stands for, and another brings it back.
        """
        super().__init__()
        self.hidden: set[str] = set()
        self._is_hideable = hideable
        if hideable:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip("Click a name to hide its curve, and again to show it")
        self._names = dict(entries)
        self.values: dict[str, str] = {}
        self._end = 0.0
        self._room = width_of(widest_value, theme.SMALL_PX)
        self._theme = theme.DARK
        self._items = {
            key: (QGraphicsRectItem(), Text(theme.SMALL_PX), Text(theme.SMALL_PX, changes=True)) for key in self._names
        }
        for items in self._items.values():
            items[0].setPen(NO_PEN)
            for item in items:
                self.items_on.addItem(item)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        for key, (swatch, _, _) in self._items.items():
            swatch.setBrush(QColor(getattr(theme, key)))
        self._show()

    def set_values(self, values: dict[str, str]) -> None:
        """Show these values; an entry without one shows only its name."""
        if values != self.values:
            self.values = values
            self.setAccessibleDescription(
                ", ".join(f"{name} {values.get(key, '')}" for key, name in self._names.items())
            )
            self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self._key_at(event.position().x())
        if self._is_hideable and key is not None:
            self.hidden ^= {key}
            self._show()
            self.hidden_changed.emit()

    def _key_at(self, x: float) -> str | None:
        starts = {key: swatch.rect().left() for key, (swatch, _, _) in self._items.items()}
        return next((key for key, left in reversed(starts.items()) if left <= x <= self._end), None)

    def lay_out(self) -> None:
        left = 0.0
        for key, (swatch, name, value) in self._items.items():
            swatch.setRect(left, _HEIGHT / 2 - 1, _SWATCH, 2)
            left += _SWATCH + _GAP
            name.stand_at(left, _HEIGHT / 2)
            left += width_of(self._names[key], theme.SMALL_PX) + _GAP
            value.stand_at(left, _HEIGHT / 2)
            left += self._room + _WIDE_GAP
        self._end = left
        self._show()

    def _show(self) -> None:
        for key, (swatch, name, value) in self._items.items():
            is_hidden = key in self.hidden
            name.say(self._names[key], self._theme.faint if is_hidden else self._theme.muted)
            value.say("" if is_hidden else self.values.get(key, ""), self._theme.text)
            swatch.setOpacity(_FAINT if is_hidden else 1.0)
