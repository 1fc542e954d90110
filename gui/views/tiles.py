"""K small pictures with their names, as large as the place allows."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QMouseEvent, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsRectItem

from gui import numbers, theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Canvas
from model.arrays import Bytes, Floats

_LABEL_HEIGHT = 24
_LABEL_WIDTH = 124
_COLUMN_GAP = 16


class Tiles(Canvas):
    """A picture a class, and below it the class and a value. `pointed` tells what is hovered."""

    pointed = Signal(object)

    def __init__(self, write: Callable[[float], str] = numbers.percent, gap: int = _COLUMN_GAP) -> None:
        """Show nothing yet; write says how a value is written, gap how many pixels are between columns."""
        super().__init__()
        self._gap = gap
        self._write = write
        self.theme = theme.DARK
        self.pictures: Bytes = np.empty((0, 1, 1, 3), np.uint8)
        self._strip: Bytes = np.empty((1, 1, 1, 4), np.uint8)
        self._tiles: list[QGraphicsRectItem] = []
        self._labels = QGraphicsPixmapItem()
        self.items_on.addItem(self._labels)
        self._classes: tuple[str, ...] = ()
        self._values: Floats = np.empty(0)
        self.setMouseTracking(True)
        self.setMinimumHeight(2 * (48 + _LABEL_HEIGHT))
        self.setAccessibleName("Templates")

    def sizeHint(self) -> QSize:
        return QSize(800, 2 * (110 + _LABEL_HEIGHT))

    def show_tiles(self, pictures: Bytes, classes: tuple[str, ...], values: Floats) -> None:
        """Show pictures (K, H, W, 3) with their names and values (K,)."""
        is_other_shape = pictures.shape != self.pictures.shape
        is_other_text = classes is not self._classes or values is not self._values
        self.pictures, self._classes, self._values = pictures, classes, values
        if is_other_shape:
            self._make_tiles()
            self.lay_out()
        elif is_other_text:
            self._labels.setPixmap(self._painted_labels())
        self._strip[..., :3] = pictures[..., ::-1]
        for tile in self._tiles:
            tile.update()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.theme = theme
        self.set_ground(theme.window)
        self._labels.setPixmap(self._painted_labels())

    def lay_out(self) -> None:
        _, height, width, _ = self.pictures.shape
        for k, tile in enumerate(self._tiles):
            place = self.tile(k)
            across, down = place.width() / width, place.height() / height
            tile.setTransform(QTransform(across, 0, 0, down, place.left(), place.top() - k * height * down))
        self._labels.setPixmap(self._painted_labels())

    def tile(self, k: int) -> QRect:
        """Where the picture of class k is painted."""
        columns, side = self._grid()
        row, column = divmod(k, columns)
        pitch = (self.width() + self._gap) / columns
        left = round(column * pitch + (pitch - self._gap - side) / 2)
        _, height, width, _ = self.pictures.shape
        return QRect(left, row * (side + _LABEL_HEIGHT), side, round(side * height / width))

    def _make_tiles(self) -> None:
        """One strip of memory for all pictures. Each tile is a window onto its part; Qt reads it when it paints."""
        for tile in self._tiles:
            self.items_on.removeItem(tile)
        count, height, width, _ = self.pictures.shape
        self._strip = np.zeros((count, height, width, 4), np.uint8)
        strip = QImage(self._strip.data, width, count * height, QImage.Format.Format_RGB32)
        self._tiles = [QGraphicsRectItem(0, k * height, width, height) for k in range(count)]
        for tile in self._tiles:
            tile.setPen(NO_PEN)
            tile.setBrush(QBrush(strip))
            self.items_on.addItem(tile)

    def _grid(self) -> tuple[int, int]:
        """How many columns, and how wide a tile: whatever makes the tiles largest."""
        count = max(len(self._classes), 1)
        best = (1, 16)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            side = min(self.width() // columns - self._gap, self.height() // rows - _LABEL_HEIGHT)
            if side > best[1]:
                best = (columns, side)
        return best

    def _painted_labels(self) -> QPixmap:
        """All labels on one layer: they change far more rarely than the pictures."""
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        painter = QPainter(layer)
        for k, name in enumerate(self._classes):
            self._paint_label(painter, k, name, self.tile(k))
        painter.end()
        return layer

    def _paint_label(self, painter: QPainter, k: int, name: str, tile: QRect) -> None:
        columns, _ = self._grid()
        width = max(tile.width(), min((self.width() + self._gap) / columns - self._gap, _LABEL_WIDTH))
        area = QRectF(tile.center().x() - width / 2 + 0.5, tile.bottom() + 1, width, _LABEL_HEIGHT - 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.class_colour(k)))
        painter.drawEllipse(QPointF(area.left() + 4, area.center().y() + 1), 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(theme.font(theme.SMALL_PX))
        value = self._write(float(self._values[k]))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        room = area.adjusted(13, 0, -painter.fontMetrics().horizontalAdvance(value) - 4, 0)
        painter.setPen(QColor(self.theme.text))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._place(event.position()))

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)

    def _place(self, point: QPointF) -> tuple[int, int, int] | None:
        _, height, width, _ = self.pictures.shape
        for k in range(len(self._classes)):
            tile = self.tile(k)
            if tile.contains(point.toPoint()):
                row = int((point.y() - tile.top()) * height / tile.height())
                column = int((point.x() - tile.left()) * width / tile.width())
                return k, min(row, height - 1), min(column, width - 1)
        return None
