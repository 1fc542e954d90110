"""Pictures made on the spot, and the files they are saved in."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from model.arrays import Bytes

RED, GREEN, BLUE, WHITE, BLACK = (230, 30, 20), (20, 200, 60), (30, 60, 220), (255, 255, 255), (0, 0, 0)
SUFFIXES = {
    "PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "BMP": ".bmp",
    "WEBP": ".webp", "TIFF": ".tif", "PPM": ".ppm", "AVIF": ".avif",
}  # fmt: skip


def plain(colour: tuple[int, int, int], width: int = 40, height: int = 30) -> Image.Image:
    """One colour all over."""
    return Image.new("RGB", (width, height), colour)


def quarters() -> Bytes:
    """A picture that no turn and no flip leaves alone: red, green, blue and white, 24 wide and 16 high."""
    picture = np.empty((16, 24, 3), np.uint8)
    picture[:8, :12], picture[:8, 12:] = RED, GREEN
    picture[8:, :12], picture[8:, 12:] = BLUE, WHITE
    return picture


def content(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of an image file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def saved(folder: Path, image: Image.Image, kind: str = "PNG", **options: Any) -> Path:
    """An image file with the usual ending of its kind."""
    path = folder / f"picture{SUFFIXES[kind]}"
    path.write_bytes(content(image, kind, **options))
    return path


def mean_colour(pixels: Bytes) -> list[float]:
    """The mean of each channel."""
    colour: list[float] = pixels.reshape(-1, pixels.shape[-1]).mean(axis=0).tolist()
    return colour


def is_near(pixels: Bytes, colour: tuple[int, int, int], tolerance: float = 6) -> bool:
    """Whether the mean colour is about this one."""
    return max(abs(one - other) for one, other in zip(mean_colour(pixels), colour, strict=True)) <= tolerance
