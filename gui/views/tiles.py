"""K small pictures with their names, as large as the place allows."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QMouseEvent, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsRectItem

from gui import numbers, theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, elided, width_of
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
        self._labels: list[_Label] = []
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
            self._make_items()
            self.lay_out()
        elif is_other_text:
            self._show_labels()
        self._strip[..., :3] = pictures[..., ::-1]
        for tile in self._tiles:
            tile.update()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.theme = theme
        self.set_ground(theme.window)
        self._show_labels()

    def lay_out(self) -> None:
        _, height, width, _ = self.pictures.shape
        for k, tile in enumerate(self._tiles):
            place = self.tile(k)
            across, down = place.width() / width, place.height() / height
            tile.setTransform(QTransform(across, 0, 0, down, place.left(), place.top() - k * height * down))
        columns, _ = self._grid()
        room = (self.width() + self._gap) // columns - self._gap
        for k, label in enumerate(self._labels):
            label.stand_below(self.tile(k), room)
        self._show_labels()

    def tile(self, k: int) -> QRect:
        """Where the picture of class k is painted."""
        columns, side = self._grid()
        row, column = divmod(k, columns)
        pitch = (self.width() + self._gap) / columns
        left = round(column * pitch + (pitch - self._gap - side) / 2)
        _, height, width, _ = self.pictures.shape
        return QRect(left, row * (side + _LABEL_HEIGHT), side, round(side * height / width))

    def _make_items(self) -> None:
        """One strip of memory for all pictures. Each tile is a window onto its part; Qt reads it when it paints."""
        self.items_on.clear()
        count, height, width, _ = self.pictures.shape
        self._strip = np.zeros((count, height, width, 4), np.uint8)
        strip = QImage(self._strip.data, width, count * height, QImage.Format.Format_RGB32)
        self._tiles = [QGraphicsRectItem(0, k * height, width, height) for k in range(count)]
        for tile in self._tiles:
            tile.setPen(NO_PEN)
            tile.setBrush(QBrush(strip))
            self.items_on.addItem(tile)
        self._labels = [_Label(k) for k in range(count)]
        for label in self._labels:
            for item in label.items:
                self.items_on.addItem(item)

    def _show_labels(self) -> None:
        for label, name, value in zip(self._labels, self._classes, self._values, strict=True):
            label.say(name, self._write(float(value)), self.theme)

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


class _Label:
    """What stands below a tile: a dot in the colour of the class, its name, and its value."""

    def __init__(self, k: int) -> None:
        self._dot = QGraphicsEllipseItem(0, -3.5, 7, 7)
        self._dot.setPen(NO_PEN)
        self._dot.setBrush(QColor(theme.class_colour(k)))
        self._name, self._value = Text(theme.SMALL_PX), Text(theme.SMALL_PX, Anchor.AlignRight)
        self._width = 0.0
        self.items = (self._dot, self._name, self._value)

    def stand_below(self, tile: QRect, room: int) -> None:
        """Stand below a tile, as wide as it is, or wider where there is room."""
        self._width = max(tile.width(), min(room, _LABEL_WIDTH))
        left, middle = tile.center().x() - self._width / 2 + 0.5, tile.bottom() + _LABEL_HEIGHT / 2 - 1
        self._dot.setPos(left + 0.5, middle + 1)
        self._name.stand_at(left + 13, middle)
        self._value.stand_at(left + self._width, middle)

    def say(self, name: str, value: str, theme: Theme) -> None:
        """Name and value in a theme's colours."""
        room = self._width - 13 - width_of(value, self._value.pixels) - 4
        self._value.say(value, theme.muted)
        self._name.say(elided(name, self._name.pixels, room), theme.text)
