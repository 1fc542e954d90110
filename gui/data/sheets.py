"""Many pictures as one: Qt paints one large image far sooner than hundreds of small ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import Bytes

SIDE, FRAME, GAP, CORNER = 64, 2, 2, 12
PITCH = SIDE + 2 * FRAME + GAP
Mask = NDArray[np.bool_]
Packed = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Colours:
    """What is between the pictures, both kinds of frame, and the corner: each as 0xAARRGGBB."""

    ground: int
    wrong: int
    chosen: int
    corner: int


def sheet(pictures: Bytes, columns: int, wrong: Mask, chosen: Mask, marked: Mask, colours: Colours) -> Packed:
    """Pictures (n, H, W, 3 or 1) in rows of so many columns, each in a cell of PITCH pixels: 0xAARRGGBB.

    Frames of two kinds and a mark in the corner tell what wrong, chosen and marked (n,) say.
    """
    count = len(pictures)
    rows = -(-count // columns)
    cells = np.full((rows * columns, PITCH, PITCH), colours.ground, np.uint32)
    framed = cells[:count, : PITCH - GAP, : PITCH - GAP]
    framed[wrong] = colours.wrong
    framed[chosen] = colours.chosen
    inside = cells[:count, FRAME : FRAME + SIDE, FRAME : FRAME + SIDE]
    inside[wrong | chosen] = colours.ground
    fitted = fit(pack(pictures))
    height, width = fitted.shape[1:]
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    inside[:, top : top + height, left : left + width] = fitted
    inside[np.flatnonzero(marked), :CORNER, :CORNER] = colours.corner
    laid = cells.reshape(rows, columns, PITCH, PITCH).swapaxes(1, 2)
    return np.ascontiguousarray(laid.reshape(rows * PITCH, columns * PITCH))


def pack(pictures: Bytes) -> Packed:
    """Pictures (n, H, W, 3 or 1) with a number a pixel: (n, H, W), 0xAARRGGBB."""
    red, green, blue = (pictures[..., channel].astype(np.uint32) for channel in (0, pictures.shape[-1] // 2, -1))
    packed: Packed = np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    return packed


def fit(pictures: Packed) -> Packed:
    """Pictures (n, H, W) enlarged by a whole number, or with pixels left out, so that SIDE pixels hold them."""
    largest = max(pictures.shape[1:])
    if largest > SIDE:
        stride = -(-largest // SIDE)
        return pictures[:, ::stride, ::stride]
    zoom = SIDE // largest
    return pictures.repeat(zoom, axis=2).repeat(zoom, axis=1)
