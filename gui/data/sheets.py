"""Many pictures as one: Qt paints one large image far sooner than hundreds of small ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import Bytes

SIDE, FRAME, GAP, CORNER = 64, 2, 2, 12
PITCH = SIDE + 2 * FRAME + GAP
Mask = NDArray[np.bool_]
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Colours:
    """RGB of what is between the pictures, of both kinds of frame, and of the corner."""

    ground: Rgb
    wrong: Rgb
    chosen: Rgb
    corner: Rgb


def sheet(pictures: Bytes, columns: int, wrong: Mask, chosen: Mask, marked: Mask, colours: Colours) -> Bytes:
    """Pictures (n, H, W, 3 or 1) in rows of so many columns, each in a cell of PITCH pixels: RGB.

    Frames of two kinds and a mark in the corner tell what wrong, chosen and marked (n,) say.
    """
    count = len(pictures)
    rows = -(-count // columns)
    cells = np.empty((rows * columns, PITCH, PITCH, 3), np.uint8)
    cells[:] = colours.ground
    framed = cells[:count, : PITCH - GAP, : PITCH - GAP]
    framed[wrong] = colours.wrong
    framed[chosen] = colours.chosen
    fitted = fit(pictures)
    cells[:count, FRAME : FRAME + SIDE, FRAME : FRAME + SIDE] = colours.ground
    height, width = fitted.shape[1:3]
    top, left = FRAME + (SIDE - height) // 2, FRAME + (SIDE - width) // 2
    cells[:count, top : top + height, left : left + width] = fitted
    cells[np.flatnonzero(marked), FRAME : FRAME + CORNER, FRAME : FRAME + CORNER] = colours.corner
    laid = cells.reshape(rows, columns, PITCH, PITCH, 3).swapaxes(1, 2)
    return np.ascontiguousarray(laid.reshape(rows * PITCH, columns * PITCH, 3))


def fit(pictures: Bytes) -> Bytes:
    """Pictures (n, H, W, C) enlarged by a whole number, or with pixels left out, so that SIDE pixels hold them."""
    largest = max(pictures.shape[1:3])
    if largest > SIDE:
        stride = -(-largest // SIDE)
        return pictures[:, ::stride, ::stride]
    zoom = SIDE // largest
    return pictures.repeat(zoom, axis=1).repeat(zoom, axis=2)
