"""From a picture that is open to plain pixels: every mode and depth, a block at a time, so that no copy is large.

Shares with `model.images`, which keeps the door, the knowledge of Pillow.
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from model.arrays import Bytes, Floats

Box = tuple[int, int, int, int]
_BLOCK = 128
_WIDE = ("I", "F")
_CLEAR = ("RGBA", "LA", "PA", "La", "RGBa")
_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright_rgb(image: Image.Image, side: int) -> Bytes:
    """The first frame as RGB (H, W, 3), its longer side at most so long, upright, on white."""
    image.load()
    orientation = _orientation(image)  # TIFF is turned by loading, and then has none
    small = _boxed(image, max(1, max(image.size) // (2 * side)))
    if max(small.size) > side:
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
    turn = _TURNS.get(orientation)
    return np.asarray(_on_white(small if turn is None else small.transpose(turn)))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # a broken EXIF block must not cost the picture
        return 1


def _boxed(image: Image.Image, factor: int) -> Image.Image:
    """The picture with eight bits a channel, each box of factor x factor pixels averaged to one."""
    across, down = (min(factor, length) for length in image.size)
    mode = _mode_of(image)
    ends = _range_of(image) if _is_wide(image) else (0.0, 0.0)
    made = Image.new(mode, (-(-image.width // across), -(-image.height // down)))
    for box in _blocks(image, across, down):
        block = image.crop(box)
        even = _eight_bits(block, *ends) if _is_wide(image) else block.convert(mode)
        made.paste(even.reduce((across, down)), (box[0] // across, box[1] // down))
    return made


def _blocks(image: Image.Image, across: int, down: int) -> Iterator[Box]:
    for top in range(0, image.height, _BLOCK * down):
        for left in range(0, image.width, _BLOCK * across):
            yield left, top, min(left + _BLOCK * across, image.width), min(top + _BLOCK * down, image.height)


def _is_wide(image: Image.Image) -> bool:
    return image.mode in _WIDE or image.mode.startswith("I;16")


def _mode_of(image: Image.Image) -> str:
    """What the blocks are brought to: grey, colour, or colour that shows through."""
    if _is_wide(image):
        return "L"
    if image.mode in _CLEAR or "transparency" in image.info:
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def _values(block: Image.Image) -> Floats:
    """The numbers of a block of a wide picture; those that are none are 0."""
    numbers = np.asarray(block)
    if numbers.dtype.kind == "f":
        return np.nan_to_num(numbers.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    return numbers.astype(np.float64 if numbers.itemsize > 2 else np.float32)


def _range_of(image: Image.Image) -> tuple[float, float]:
    """The values that are black and white: the smallest usual range that holds the picture, or its own."""
    ends = [(values.min(), values.max()) for values in (_values(image.crop(box)) for box in _blocks(image, 1, 1))]
    low, high = float(min(end[0] for end in ends)), float(max(end[1] for end in ends))
    usual = (1.0, 255.0, 65535.0) if image.mode == "F" else (65535.0,)
    fitting = [top for top in usual if low >= 0 and high <= top]
    return (0.0, fitting[0]) if fitting else (low, max(high, low + 1))


def _eight_bits(block: Image.Image, low: float, high: float) -> Image.Image:
    """Scale a block of 16 bits or floats by the range: Pillow's own conversion would clip it."""
    return Image.fromarray(np.rint((_values(block) - low) * (255 / (high - low))).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
