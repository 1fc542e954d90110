"""How far an image is from being taken for another class, and the image on the way there."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Bytes, Doubles, Floats, frozen
from model.datasets.dataset import Dataset
from model.perturbations import in_bytes
from model.records import Params


@dataclass(frozen=True, slots=True, eq=False)
class Flip:
    """The shortest way from class k to class j: along W_j - W_k, in the space that the classifier sees.

    scores (K,) are those of the image where it starts; direction (H, W, C) has length 1; slopes (K,) say how the
    scores change along it. distance is (s_k - s_j) / |W_k - W_j|, the way to where both are equal: negative where j
    is ahead already, infinite where the templates are the same.
    """

    k: int
    j: int
    scores: Doubles
    direction: Doubles
    slopes: Doubles
    distance: float

    def __post_init__(self) -> None:
        for array in (self.scores, self.direction, self.slopes):
            frozen(array)

    def first(self) -> tuple[int, float]:
        """Who overtakes k first on this way, and how far along: j, unless a third class is quicker."""
        lead, closing = self.scores[self.k] - self.scores, self.slopes - self.slopes[self.k]
        with np.errstate(divide="ignore", invalid="ignore"):
            ways = np.where((lead >= 0) & (closing > 0), lead / closing, np.inf)
        best = int(ways.argmin())
        return (self.j, self.distance) if ways[best] >= ways[self.j] else (best, float(ways[best]))


def flip(params: Params, shape: tuple[int, ...], scores: Floats, k: int, j: int) -> Flip:
    """The way of an image with these scores (K,) from class k to class j; shape is the image's (H, W, C)."""
    weights = params.weights.astype(np.float64)
    towards = weights[j] - weights[k]
    length = float(np.linalg.norm(towards))
    starts = np.asarray(scores, np.float64)
    direction = towards / length if length else np.zeros_like(towards)
    distance = float(starts[k] - starts[j]) / length if length else np.inf
    return Flip(k, j, starts, direction.reshape(shape), weights @ direction, distance)


def nearest(params: Params, scores: Floats, k: int) -> int:
    """The class other than k whose boundary with k is nearest to an image with these scores (K,)."""
    weights, starts = params.weights.astype(np.float64), np.asarray(scores, np.float64)
    lengths = np.linalg.norm(weights - weights[k], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.where(lengths > 0, np.abs(starts[k] - starts) / lengths, np.inf)
    ways[k] = np.inf
    best = int(ways.argmin())
    return best if best != k else (k + 1) % len(starts)


def moved(dataset: Dataset, picture: Bytes, way: Doubles) -> Doubles:
    """The pixel values (H, W, C) of a picture after a way in the space that the classifier sees, (H, W, C).

    They are not rounded, and lie below 0 or above 255 where no picture can be. What is not seen (scale 0) stays.
    """
    return picture + in_bytes(dataset, way)


@dataclass(frozen=True, slots=True, eq=False)
class Displayable:
    """Pixel values as a picture can have them: whole numbers 0..255, (H, W, C); cut says how many lay beyond."""

    picture: Bytes
    cut: int

    def __post_init__(self) -> None:
        frozen(self.picture)


def displayable(values: Doubles) -> Displayable:
    """The nearest picture to pixel values (H, W, C)."""
    rounded = np.rint(values)
    return Displayable(np.clip(rounded, 0, 255).astype(np.uint8), int(((rounded < 0) | (rounded > 255)).sum()))
