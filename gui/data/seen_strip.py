"""Pictures in two rows: as they are, and below as the weights see them."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGraphicsPixmapItem

from gui import theme
from gui.pictures import thumbnail, weight_pictures
from gui.theme import Theme
from gui.widgets.canvas import Canvas, Text
from model.arrays import Bytes, Floats
from model.templates import levels

MOST = 24
_GAP, _NAMES, _LARGEST = 6, 66, 128
_TITLES = ("pixels", "as W sees")


class SeenStrip(Canvas):
    """As many pictures beside each other as there is room for."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self.pictures: Bytes = np.empty((0, 1, 1, 1), np.uint8)
        self.seen: Floats = np.empty((0, 1), np.float32)
        self.setAccessibleName("Images as they are and as the weights see them")
        self.setMinimumHeight(2 * 22 + _GAP)

    def sizeHint(self) -> QSize:
        return QSize(500, 2 * 72 + _GAP)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_pictures(self, pictures: Bytes, seen: Floats) -> None:
        """Show pictures (n, H, W, C), and what is seen of them (n, D)."""
        self.pictures, self.seen = pictures, seen
        self.lay_out()

    def lay_out(self) -> None:
        self.items_on.clear()
        if not len(self.pictures):
            return
        side = int(min((self.height() - _GAP) / 2, _LARGEST))
        shape = (self.pictures.shape[1], self.pictures.shape[2], self.pictures.shape[3])
        signed = weight_pictures(levels(self.seen, shape, is_shared=True), self._theme.is_dark)
        for row, (title, pictures) in enumerate(zip(_TITLES, (self.pictures, signed), strict=True)):
            top = row * (side + _GAP)
            words = Text(theme.SMALL_PX)
            words.say(title, self._theme.muted)
            words.stand_at(0, top + side / 2)
            self.items_on.addItem(words)
            for n in range(min(len(pictures), int((self.width() - _NAMES + _GAP) / (side + _GAP)))):
                item = QGraphicsPixmapItem(thumbnail(pictures[n], side))
                item.setPos(_NAMES + n * (side + _GAP), top)
                self.items_on.addItem(item)
