"""Images as a classifier sees them, with parameters of any size, for property tests."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as some

from model.arrays import Bytes, Doubles, Floats
from model.datasets.dataset import Dataset, Preprocessing
from model.evidence import scores_of, seen_of
from model.records import Params
from tests.model.small import small_dataset

SHAPES = ((5, 7, 3), (6, 6, 1), (2, 3, 3), (1, 1, 1), (9, 4, 1))


@dataclass(frozen=True)
class Sight:
    """A picture (H, W, C), a data set of its shape, parameters, and what follows from them."""

    dataset: Dataset
    params: Params
    picture: Bytes

    @property
    def seen(self) -> Doubles:
        return seen_of(self.dataset, self.picture)

    @property
    def scores(self) -> Floats:
        return scores_of(self.params, self.seen)


def sight(shape: tuple[int, int, int], classes: int, seed: int, size: float, is_standardised: bool) -> Sight:
    """Random weights of this size for a random picture; standardised has a scale of its own for each pixel."""
    chance = np.random.default_rng(seed)
    dataset = small_dataset(shape, classes, of_each=8, seed=seed % 7)
    if is_standardised:
        scale = chance.uniform(0.002, 0.05, (dataset.pixels.shape[1],)).astype(np.float32)
        shift = scale * np.mean(dataset.pixels, axis=0, dtype=np.float32)
        dataset = replace(dataset, preprocessing=Preprocessing(scale, shift, "standardised"))
    weights = (size * chance.standard_normal((classes, dataset.pixels.shape[1]))).astype(np.float32)
    biases = (size * chance.standard_normal(classes)).astype(np.float32)
    return Sight(dataset, Params(weights, biases), chance.integers(0, 256, shape, np.uint8))


sights = some.builds(
    sight,
    some.sampled_from(SHAPES),
    some.integers(2, 6),
    some.integers(0, 10_000),
    some.sampled_from((1e-4, 0.1, 1.0, 300.0)),
    some.booleans(),
)
