"""The losses of all images of the batch as bars, and their mean."""

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from gui import numbers, theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text
from gui.widgets.typeset import Typeset
from model.arrays import Floats

_TOP, _BOTTOM, _RIGHT = 28, 22, 92
_LEAST_BAR, _WIDEST_BAR = 3.0, 40.0


class BatchLosses(Canvas):
    """A bar an image, in the order of the batch; `chosen` tells the position of one that is clicked."""

    chosen = Signal(int)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self.losses: Floats = np.empty(0)
        self.mean = 0.0
        self.position = 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("The loss of each image of the batch; click one to take it apart")
        self.setAccessibleName("The losses of the batch")

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_losses(self, losses: Floats, mean: float, position: int) -> None:
        """Show losses (B,), their mean, and which of them is taken apart."""
        self.losses, self.mean, self.position = losses, mean, position
        self.lay_out()

    def lay_out(self) -> None:
        self.items_on.clear()
        if not len(self.losses) or self.width() <= _RIGHT:
            return
        path = QPainterPath()
        for position in range(len(self.losses)):
            path.addRect(self.bar(position))
        bars = QGraphicsPathItem(path)
        bars.setPen(NO_PEN)
        bars.setBrush(QColor(self._theme.batch))
        self.items_on.addItem(bars)
        own = self.bar(self.position)
        wide = own.adjusted(0, 0, max(_LEAST_BAR - own.width(), 0), 0)
        self._rectangle(wide.adjusted(0, -2 * (not own.height()), 0, 0), self._theme.accent)
        self._show_mean()
        title = Typeset(r"L_i \text{ of each image of the batch}", theme.HEADING_PX, self._theme.muted)
        title.setPos(0, _TOP - 13)
        self.items_on.addItem(title)
        self._write("this image", own.center().x(), self.height() - _BOTTOM / 2, self._theme.accent)

    def bar(self, position: int) -> QRectF:
        """Where the bar of an image is."""
        pitch = self._pitch()
        height = self._height(float(self.losses[position]))
        width = min(max(pitch - 1, 0.6 * pitch), _WIDEST_BAR)
        left = position * pitch + max((pitch - 1 - width) / 2, 0)
        return QRectF(left, self.height() - _BOTTOM - height, width, height)

    def _pitch(self) -> float:
        return (self.width() - _RIGHT) / len(self.losses)

    def _height(self, loss: float) -> float:
        largest = max(float(self.losses.max()), 1e-12)
        return (self.height() - _TOP - _BOTTOM) * loss / largest

    def _show_mean(self) -> None:
        y = self.height() - _BOTTOM - self._height(self.mean)
        self._rectangle(QRectF(0, round(y), self.width() - _RIGHT + 6, 1), self._theme.text)
        words = Text(theme.SMALL_PX)
        words.say(f"mean {numbers.loss(self.mean)}", self._theme.text)
        words.stand_at(self.width() - _RIGHT + 12, y)
        self.items_on.addItem(words)

    def _write(self, text: str, x: float, y: float, colour: str) -> None:
        room = self.width() - _RIGHT
        anchor = Anchor.AlignLeft if x < 40 else Anchor.AlignRight if x > room - 40 else Anchor.AlignHCenter
        words = Text(theme.SMALL_PX, anchor)
        words.say(text, colour)
        words.stand_at(min(max(x, 0), room), y)
        self.items_on.addItem(words)

    def _rectangle(self, place: QRectF, colour: str) -> None:
        made = QGraphicsRectItem(place)
        made.setPen(NO_PEN)
        made.setBrush(QColor(colour))
        self.items_on.addItem(made)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = int(event.position().x() / self._pitch()) if len(self.losses) else -1
        if 0 <= position < len(self.losses):
            self.chosen.emit(position)
