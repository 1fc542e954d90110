"""A row of names with the colour of their line and their value now."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.theme import Theme

_SWATCH = 14
_HEIGHT = 20


class Legend(QWidget):
    """Entries (key, name); each has a theme colour and, where set, a value. Widths are fixed, so nothing moves."""

    def __init__(self, entries: tuple[tuple[str, str], ...], widest_value: str) -> None:
        """Entries (colour field of the theme, name); widest_value is how much room a value gets."""
        super().__init__()
        self._entries = entries
        self._values: dict[str, str] = {}
        self._widest = widest_value
        self._theme = theme.DARK
        self.setFont(theme.font(theme.SMALL_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.update()

    def set_name(self, key: str, name: str) -> None:
        """Call an entry otherwise."""
        self._entries = tuple((k, name if k == key else old) for k, old in self._entries)
        self.update()

    def set_values(self, values: dict[str, str]) -> None:
        """Show these values; an entry without one shows only its name."""
        if values != self._values:
            self._values = values
            self.setAccessibleDescription(", ".join(f"{name} {values.get(key, '')}" for key, name in self._entries))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = painter.fontMetrics()
        gap = metrics.horizontalAdvance(" ")
        left, aligned = 0.0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for key, name in self._entries:
            painter.fillRect(QRectF(left, _HEIGHT / 2 - 1, _SWATCH, 2), QColor(getattr(self._theme, key)))
            left += _SWATCH + 6
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(left, 0, 200, _HEIGHT), aligned, name)
            left += metrics.horizontalAdvance(name) + 1.5 * gap
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QRectF(left, 0, 200, _HEIGHT), aligned, self._values.get(key, ""))
            left += metrics.horizontalAdvance(self._widest) + 3 * gap
        painter.end()
