"""A session: all that it takes to sit down again where one got up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from model.arrays import Bytes, frozen
from model.keeping.surroundings import Surroundings
from model.states import StoryState

MOST_PICTURES = 200
LARGEST_SIDE = 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """The data set that a session is about, and how to know it again."""

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    images: int
    fingerprint: str


@dataclass(frozen=True, slots=True, eq=False)
class SavedPicture:
    """A picture that was brought in: pixels (H, W, 3 or 1), what it is called, and its class as the user names it."""

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
    """What of a session is not the trainer's: the pictures, and how the views are laid out, in words of JSON."""

    pictures: tuple[SavedPicture, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """What a session file holds."""

    origin: Origin
    story: StoryState
    belongings: Belongings
    surroundings: Surroundings
