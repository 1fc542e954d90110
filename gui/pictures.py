"""Arrays of pixels as Qt images, nearest-neighbour crisp, and the colour maps for signed weights."""

from functools import cache, lru_cache

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap

from model.arrays import Bytes, frozen


def to_image(pixels: Bytes) -> QImage:
    """An image of its own memory from pixels (H, W, 3) in RGB or (H, W, 1) in grey."""
    height, width, channels = pixels.shape
    packed = np.ascontiguousarray(pixels)
    kind = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    return QImage(packed.data, width, height, width * channels, kind).copy()


@cache
def rgb(colour: str) -> tuple[int, int, int]:
    """A colour of the theme as bytes."""
    named = QColor(colour)
    return named.red(), named.green(), named.blue()


def thumbnail(pixels: Bytes, side: int) -> QPixmap:
    """A picture of pixels (H, W, 3 or 1) that fits a square; small images keep hard edges."""
    image = to_image(pixels)
    is_small = max(image.width(), image.height()) <= 64
    mode = Qt.TransformationMode.FastTransformation if is_small else Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, mode))


@lru_cache(maxsize=2)
def diverging_map(is_dark: bool) -> Bytes:
    """Colours (256, 3) for signed values, level 128 neutral: blue below, orange above, safe for colour-blind eyes.

    Zero is the tone of the ground, so that what pulls stands out; lightness changes alike on both sides.
    """
    middle = (0x22, 0x25, 0x2A) if is_dark else (0xF4, 0xF4, 0xF2)
    ends = ((0x6C, 0xB8, 0xFF), (0xFF, 0xA0, 0x47)) if is_dark else ((0x0B, 0x4F, 0x9E), (0xA6, 0x46, 0x00))
    share = (np.arange(256) - 128) / 128
    strength = np.abs(share)[:, None] ** 0.9
    towards = np.where(share[:, None] < 0, ends[0], ends[1])
    return frozen(np.rint(middle * (1 - strength) + towards * strength).astype(np.uint8))


def weight_pictures(levels: Bytes, is_dark: bool) -> Bytes:
    """Weight images (K, H, W, C) of levels as RGB (K, H, W, 3): colour as it is, grey through the diverging map."""
    return levels if levels.shape[-1] == 3 else diverging_map(is_dark)[levels[..., 0]]
