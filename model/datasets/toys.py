"""Data sets small enough to understand whole: points of the plane as images of two pixels, and the image of four."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.arrays import Bytes, Doubles, Labels
from model.datasets.dataset import Dataset, assemble

POINTS = 1000
_TEST = 200
_SEED = 0
_REACH = 110
Points = tuple[Doubles, Labels]

# The lecture's image of four pixels, a cat. Dog and ship are the same pixels in other places.
FOUR_PIXELS = {
    "cat": ((56, 231), (24, 2)),
    "dog": ((2, 56), (231, 24)),
    "ship": ((231, 24), (2, 56)),
}
_COPIES = 100
_NOISE = 20


def blobs(chance: np.random.Generator) -> Points:
    """Three round clouds: what a linear classifier is made for."""
    labels = np.arange(POINTS) % 3
    angles = 2 * np.pi * labels / 3 + np.pi / 2
    return 0.6 * _on_circle(angles) + chance.normal(0, 0.13, (POINTS, 2)), labels


def rings(chance: np.random.Generator) -> Points:
    """A ring around a disc: no straight line parts them."""
    labels = np.arange(POINTS) % 2
    radius = np.where(labels == 0, 0.25, 0.8) + chance.normal(0, 0.06, POINTS)
    return radius[:, None] * _on_circle(chance.uniform(0, 2 * np.pi, POINTS)), labels


def xor(chance: np.random.Generator) -> Points:
    """Four clouds, of which opposite ones belong together: each pixel alone says nothing."""
    corner = np.arange(POINTS) % 4
    signs = np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)])[corner]
    return 0.5 * signs + chance.normal(0, 0.13, (POINTS, 2)), corner // 2


def spiral(chance: np.random.Generator) -> Points:
    """Two arms wound around each other."""
    labels = np.arange(POINTS) % 2
    along = np.sqrt(chance.uniform(0.02, 1, POINTS))
    points = 0.9 * along[:, None] * _on_circle(3 * np.pi * along + np.pi * labels)
    return points + chance.normal(0, 0.02, (POINTS, 2)), labels


SHAPES: dict[str, tuple[str, tuple[str, ...], Callable[[np.random.Generator], Points]]] = {
    "toy-blobs": ("Blobs", ("top", "left", "right"), blobs),
    "toy-rings": ("Rings", ("inner", "outer"), rings),
    "toy-xor": ("XOR", ("alike", "unlike"), xor),
    "toy-spiral": ("Spiral", ("first arm", "second arm"), spiral),
}
FOUR = "toy-four-pixels"


def load_points(name: str) -> Dataset:
    """1,000 points as images of two pixels (1, 2): across is the first pixel, up the second; the same each time."""
    title, classes, make = SHAPES[name]
    points, labels = make(np.random.default_rng(_SEED))
    pixels = np.clip(np.rint(127.5 + _REACH * points), 0, 255).astype(np.uint8).reshape(POINTS, 1, 2, 1)
    return assemble(
        name, f"{title}, 2 pixels", classes, (pixels[_TEST:], labels[_TEST:]), (pixels[:_TEST], labels[:_TEST])
    )


def load_four_pixels() -> Dataset:
    """The image of four pixels and two of its kind, each with noisy copies; the first test image is the lecture's."""
    chance = np.random.default_rng(_SEED)
    labels = np.arange(3 * _COPIES) % 3
    ideals = np.array(list(FOUR_PIXELS.values()))[labels]
    noise = chance.integers(-_NOISE, _NOISE + 1, ideals.shape)
    noise[:3] = 0
    images: Bytes = np.clip(ideals + noise, 0, 255).astype(np.uint8)[..., None]
    test = len(labels) // 5
    return assemble(
        FOUR, "Four pixels", tuple(FOUR_PIXELS), (images[test:], labels[test:]), (images[:test], labels[:test])
    )


def _on_circle(angles: Doubles) -> Doubles:
    return np.column_stack([np.cos(angles), np.sin(angles)])
