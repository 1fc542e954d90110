"""Changes of a picture as the classifier sees it, bytes (H, W, C): pure, each gives a new picture."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Bytes, Doubles
from model.datasets.dataset import Dataset
from model.evidence import Patch, cuts


def shifted(picture: Bytes, right: int, down: int) -> Bytes:
    """Move a picture by so many pixels; what comes in at a side repeats the last row or column there."""
    height, width, _ = picture.shape
    rows = np.clip(np.arange(height) - down, 0, height - 1)
    columns = np.clip(np.arange(width) - right, 0, width - 1)
    moved: Bytes = picture[rows[:, None], columns]
    return moved


def mirrored(picture: Bytes) -> Bytes:
    """Exchange left and right."""
    return np.ascontiguousarray(picture[:, ::-1])


def brightened(picture: Bytes, amount: int) -> Bytes:
    """Add to every byte, cut off at 0 and 255."""
    brighter: Bytes = np.clip(picture.astype(np.int16) + amount, 0, 255).astype(np.uint8)
    return brighter


def noisy(picture: Bytes, deviation: float, seed: int) -> Bytes:
    """Add normal noise with this standard deviation in bytes, cut off at 0 and 255; the same for the same seed."""
    noise = np.random.default_rng(seed).standard_normal(picture.shape) * deviation
    return np.clip(np.rint(picture + noise), 0, 255).astype(np.uint8)


def covered(picture: Bytes, patch: Patch, patches: int, cover: Bytes) -> Bytes:
    """Replace one patch of a grid of so many a side by what a cover (H, W, C) has there."""
    down, across = cuts(picture.shape[0], patches), cuts(picture.shape[1], patches)
    row, column = patch
    there = slice(down[row], down[row + 1]), slice(across[column], across[column + 1])
    made = picture.copy()
    made[there] = cover[there]
    return made


def in_bytes(dataset: Dataset, seen: Doubles) -> Doubles:
    """A difference (H, W, C) of what is seen, as the difference of pixel values; 0 where nothing is seen (scale 0)."""
    scale = np.broadcast_to(np.asarray(dataset.preprocessing.scale, np.float64), seen.size).reshape(seen.shape)
    return np.divide(seen, scale, out=np.zeros(seen.shape), where=scale != 0)


def neutral(dataset: Dataset) -> Bytes:
    """The picture (H, W, C) that counts nothing: each byte is the one seen as nearest to 0."""
    shift = dataset.preprocessing.shift.astype(np.float64).reshape(dataset.shape)
    cover: Bytes = np.clip(np.rint(in_bytes(dataset, shift)), 0, 255).astype(np.uint8)
    return cover


@dataclass(frozen=True, slots=True)
class Perturbation:
    """Everything that is done to a picture, in this order; as it stands it changes nothing.

    right and down are in pixels, brightness and noise (its standard deviation) in bytes; hidden are the patches of a
    grid of so many a side that are covered by what counts nothing.
    """

    is_mirrored: bool = False
    right: int = 0
    down: int = 0
    brightness: int = 0
    noise: int = 0
    hidden: frozenset[Patch] = frozenset()
    patches: int = 4
    seed: int = 0

    def applied(self, dataset: Dataset, picture: Bytes) -> Bytes:
        """The changed picture (H, W, C)."""
        made = mirrored(picture) if self.is_mirrored else picture
        if self.right or self.down:
            made = shifted(made, self.right, self.down)
        if self.brightness:
            made = brightened(made, self.brightness)
        if self.noise:
            made = noisy(made, self.noise, self.seed)
        for patch in sorted(self.hidden):
            made = covered(made, patch, self.patches, neutral(dataset))
        return made
