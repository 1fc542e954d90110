"""One picture, as large as its place, with crisp pixels."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.pictures import to_image
from gui.theme import Theme
from model.arrays import Bytes


class PixelView(QWidget):
    """Shows pixels (H, W, 3 or 1) in a square; small images keep hard edges, photographs are smooth."""

    def __init__(self, side: int, name: str) -> None:
        """Be a square of this many pixels; name is for those who hear the screen."""
        super().__init__()
        self._image = QImage()
        self._theme = theme.DARK
        self._side = side
        self.setFixedSize(QSize(side, side))
        self.setAccessibleName(name)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.update()

    def show_pixels(self, pixels: Bytes) -> None:
        """Show a picture."""
        self._image = to_image(pixels)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_on(painter)
        painter.end()

    def paint_on(self, painter: QPainter) -> None:
        """Paint the picture, its corner where the painter stands."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.fillPath(path, QColor(self._theme.field))
        if not self._image.isNull():
            painter.setClipPath(path)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._image.width() > self._side)
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(
                QRectF((self._side - size.width()) / 2, (self._side - size.height()) / 2, size.width(), size.height()),
                self._image,
            )
