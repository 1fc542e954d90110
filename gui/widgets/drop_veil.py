"""The veil over the window while something is dragged across it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.theme import Theme


class DropVeil(QWidget):
    """Says that the window takes what is being dragged; lets the drag itself pass."""

    def __init__(self, parent: QWidget, text: str) -> None:
        """Lie over the parent, hidden."""
        super().__init__(parent)
        self._text = text
        self._theme = theme.DARK
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme

    def cover(self) -> None:
        """Cover the whole parent."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.veil))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(24, 24, -24, -24), 12, 12)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(theme.font(20, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
