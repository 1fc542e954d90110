"""Why a score is what it is: the pixels of an image times the weights of a class, pixel by pixel, and the bias."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Bytes, Doubles, Floats, frozen
from model.datasets.dataset import Dataset
from model.records import Params

Patch = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What each pixel adds to a score s = sum(weights * inputs) + bias; inputs and weights are (H, W, C), float64.

    For a class k the weights are W_k; for "k rather than j" they are W_k - W_j, the bias b_k - b_j and the score
    s_k - s_j. score is what the classifier makes of the image, in its own precision.
    """

    inputs: Doubles
    weights: Doubles
    bias: float
    score: float

    def __post_init__(self) -> None:
        frozen(self.inputs)
        frozen(self.weights)

    @property
    def products(self) -> Doubles:
        """The map W_k * x: (H, W, C). With the bias it adds up to the score."""
        return self.weights * self.inputs

    def map_of(self, channel: int | None) -> Doubles:
        """The map of one channel, or the sum over all of them: (H, W)."""
        products = self.products
        return products.sum(axis=-1) if channel is None else products[..., channel]


def seen_of(dataset: Dataset, picture: Bytes) -> Doubles:
    """What the classifier sees of a picture (H, W, C) of the data set's shape: x, (H, W, C), float64."""
    return dataset.preprocessing.apply(picture.reshape(1, -1)).reshape(picture.shape).astype(np.float64)


def scores_of(params: Params, seen: Doubles) -> Floats:
    """The scores of an image as seen, (H, W, C), without dropout: (K,)."""
    return params.weights @ seen.reshape(-1) + params.biases


def evidence_for(params: Params, seen: Doubles, scores: Floats, k: int, rather_than: int | None = None) -> Evidence:
    """The evidence in an image as seen, (H, W, C), for class k, or for k rather than another; scores (K,) are its."""
    weights, bias, score = (_one(array, k, rather_than) for array in (params.weights, params.biases, scores))
    return Evidence(seen, weights.reshape(seen.shape), float(bias), float(score))


def _one(array: Floats, k: int, j: int | None) -> Doubles:
    """The entry of a class, or the difference of two, in float64."""
    own = array[k].astype(np.float64)
    return np.asarray(own if j is None else own - array[j])


def cuts(length: int, patches: int) -> list[int]:
    """Where each of about equal parts of a side begins, and the end: at most as many parts as pixels."""
    count = min(patches, length)
    return [length * part // count for part in range(count + 1)]


def patch_sums(pixels: Doubles, patches: int) -> Doubles:
    """The sums of a map (H, W) over a grid of so many patches a side: (rows, columns) of patches."""
    height, width = pixels.shape
    rows = np.add.reduceat(pixels, cuts(height, patches)[:-1], axis=0)
    sums: Doubles = np.add.reduceat(rows, cuts(width, patches)[:-1], axis=1)
    return sums


def patch_at(row: int, column: int, shape: tuple[int, ...], patches: int) -> Patch:
    """The patch that a pixel lies in: its row and column in the grid."""
    down, across = cuts(shape[0], patches), cuts(shape[1], patches)
    return int(np.searchsorted(down, row, "right")) - 1, int(np.searchsorted(across, column, "right")) - 1


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From nothing to a score: the bias, the strongest patches for and against, all others together.

    regions are (patch, sum), first those for, strongest first, then those against, strongest last.
    """

    bias: float
    regions: tuple[tuple[Patch, float], ...]
    score: float

    @property
    def rest(self) -> float:
        """What all other patches add together: whatever the bars that are shown leave of the score, to the bit."""
        return self.score - self.bias - sum(amount for _, amount in self.regions)

    @property
    def amounts(self) -> tuple[float, ...]:
        """What each bar adds: bias, regions, rest."""
        return (self.bias, *(amount for _, amount in self.regions), self.rest)

    def rounded(self, decimals: int) -> tuple[float, ...]:
        """The amounts with so many decimals, the rest such that those that are shown add up to the rounded score."""
        shown = [round(amount, decimals) for amount in self.amounts[:-1]]
        return (*shown, round(round(self.score, decimals) - sum(shown), decimals))


def waterfall(evidence: Evidence, patches: int, of_each: int) -> Waterfall:
    """The bias, at most so many patches for and as many against, the rest; of all channels together."""
    sums = patch_sums(evidence.map_of(None), patches)
    order = np.argsort(sums, axis=None, kind="stable")
    places = [(int(place // sums.shape[1]), int(place % sums.shape[1])) for place in order]
    against = [(place, float(sums[place])) for place in places[:of_each] if sums[place] < 0]
    strongest = [(place, float(sums[place])) for place in places[::-1][:of_each] if sums[place] > 0]
    return Waterfall(evidence.bias, (*strongest, *reversed(against)), evidence.score)
