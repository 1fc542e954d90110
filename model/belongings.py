"""What of a session is not the trainer's: pictures that were brought in, and how the views are laid out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from model.arrays import Bytes, frozen

MOST_PICTURES = 200
LARGEST_SIDE = 1024


@dataclass(frozen=True, slots=True, eq=False)
class SavedPicture:
    """A picture: pixels (H, W, 3 or 1), what it is called, and its class as the user names it.

    Raises ValueError where the pixels are of another shape, or a side is longer than LARGEST_SIDE.
    """

    title: str
    pixels: Bytes
    named: str | None = None

    def __post_init__(self) -> None:
        frozen(self.pixels)
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] not in (1, 3):
            raise ValueError("a picture of another shape")
        if not 0 < min(self.pixels.shape[:2]) <= max(self.pixels.shape[:2]) <= LARGEST_SIDE:
            raise ValueError("a picture of another size")


@dataclass(frozen=True, slots=True, eq=False)
class Belongings:
    """At most MOST_PICTURES pictures, and the layout of the views as JSON has it; the model never looks into it."""

    pictures: tuple[SavedPicture, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Belongings()
