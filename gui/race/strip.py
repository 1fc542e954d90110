"""The ten templates as small multiples in a row of a table."""

import numpy as np
from PySide6.QtGui import QBrush, QImage, QTransform
from PySide6.QtWidgets import QGraphicsRectItem

from gui.pictures import rgb, weight_pictures
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN
from model.arrays import Bytes, Floats
from model.templates import levels

_GAP, _LEAST_SIDE = 2, 24


class TemplateStrip(QGraphicsRectItem):
    """Weights as pictures beside each other, written into the memory that Qt paints from."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setPen(NO_PEN)
        self._pixels: Bytes = np.empty((1, 1, 4), np.uint8)
        self._shown: tuple[Floats, Theme] | None = None
        self._place = (0.0, 0.0, 1.0, 1.0)

    def show_weights(self, weights: Floats, shape: tuple[int, int, int], look: Theme) -> None:
        """Show weights (K, D) of images of a shape (H, W, C); those that are shown already are left alone."""
        if self._shown is not None and self._shown[0] is weights and self._shown[1] is look:
            return
        self._shown = weights, look
        pictures = weight_pictures(levels(weights, shape, False), look.is_dark)
        large = max(1, _LEAST_SIDE // max(shape[:2]))  # two pixels, scaled smoothly, would be one blur
        pictures = pictures.repeat(large, axis=1).repeat(large, axis=2)
        count, height, width, _ = pictures.shape
        size = (height, count * (width + _GAP), 4)
        if self._pixels.shape != size:
            self._pixels = np.zeros(size, np.uint8)
            self.setRect(0, 0, size[1], height)
            self.setBrush(QBrush(QImage(self._pixels.data, size[1], height, QImage.Format.Format_RGB32)))
            self._fit()
        cells = self._pixels.reshape(height, count, width + _GAP, 4)
        cells[..., :3] = rgb(look.window)[::-1]
        cells[:, :, :width, :3] = pictures.transpose(1, 0, 2, 3)[..., ::-1]
        self.update()

    def stand(self, left: float, top: float, width: float, height: float) -> None:
        """Stand in a place, as large as fits it."""
        self._place = (left, top, width, height)
        self._fit()

    def _fit(self) -> None:
        left, top, room, pitch = self._place
        height, width, _ = self._pixels.shape
        scale = min((pitch - 4) / height, room / width)
        self.setTransform(QTransform(scale, 0, 0, scale, left, top + (pitch - scale * height) / 2))
