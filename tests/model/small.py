"""Small data sets and parameters, every kind of settings, and a look into records."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from model.arrays import Floats, Labels
from model.datasets.dataset import Dataset, assemble
from model.penalties import dropout
from model.products import Scratch
from model.records import Batch, LossKind, Params, PenaltyKind, Settings

STRENGTHS = {PenaltyKind.NONE: 0.0, PenaltyKind.L2: 0.03, PenaltyKind.L1: 0.02, PenaltyKind.DROPOUT: 0.4}
KINDS = [(loss, penalty) for loss in LossKind for penalty in PenaltyKind]
MARGINS = {LossKind.HINGE: (1.0, 2.5), LossKind.SOFTMAX: (1.0,)}


def kind(loss: LossKind, penalty: PenaltyKind, margin: float = 1.0, step_size: float = 0.1) -> Settings:
    """Settings for small data: batches of eight."""
    return Settings(loss, margin, penalty, STRENGTHS[penalty], step_size, batch_size=8)


EVERY_KIND = [kind(loss, penalty) for loss, penalty in KINDS]
EVERY_KIND_AND_MARGIN = [kind(loss, penalty, margin) for loss, penalty in KINDS for margin in MARGINS[loss]]


def _name(settings: object) -> str | None:
    if not isinstance(settings, Settings):
        return None
    return f"{settings.loss}-{settings.penalty}-{settings.margin:g}"


for_every_kind = pytest.mark.parametrize("settings", EVERY_KIND, ids=_name)
for_every_kind_and_margin = pytest.mark.parametrize("settings", EVERY_KIND_AND_MARGIN, ids=_name)


def small_dataset(
    shape: tuple[int, int, int] = (2, 2, 3), classes: int = 3, of_each: int = 20, seed: int = 0, spread: int = 60
) -> Dataset:
    """Noisy copies of one random picture a class; a quarter of them for testing."""
    chance = np.random.default_rng(seed)
    ideals = chance.integers(40, 216, (classes, *shape))
    labels = np.tile(np.arange(classes), of_each)
    noise = chance.integers(-spread, spread + 1, (len(labels), *shape))
    images = np.clip(ideals[labels] + noise, 0, 255).astype(np.uint8)
    cut = len(labels) // 4
    names = tuple(f"class {k}" for k in range(classes))
    return assemble("small", "Small", names, (images[cut:], labels[cut:]), (images[:cut], labels[:cut]))


def small_params(dataset: Dataset, seed: int = 1) -> Params:
    """Float32 parameters with no weight near zero, so that |W| has no kink near them."""
    chance = np.random.default_rng(seed)
    size = (len(dataset.classes), dataset.pixels.shape[1])
    weights = chance.uniform(0.1, 0.8, size) * chance.choice((-1, 1), size)
    biases = chance.uniform(-0.2, 0.2, size[0])
    return Params(weights.astype(np.float32), biases.astype(np.float32))


def doubled(params: Params) -> Params:
    """The same parameters in float64."""
    return Params(params.weights.astype(np.float64), params.biases.astype(np.float64))


def scratch_for(dataset: Dataset) -> Scratch:
    return Scratch(dataset.pixels.shape[1])


def batch_of(dataset: Dataset, count: int, seed: int = 5) -> Batch:
    """The first training images, as a batch from the middle of an epoch."""
    rows = dataset.train[:count].copy()
    return Batch(rows, dataset.labels[rows], seed, epoch=2, position=count)


def seen_in_training(dataset: Dataset, batch: Batch, settings: Settings) -> Floats:
    """What a training step sees of a batch (B, D), in float64: dropped pixels rebuilt from the batch's seed."""
    pixels, seen = dataset.pixels[batch.rows], dataset.preprocessing
    if settings.dropout_rate:
        dropped = dropout(settings.dropout_rate, seen)
        seen = dropped.seen
        for part in scratch_for(dataset).parts(batch.size):
            dropped.drop(pixels[part], (batch.seed, batch.epoch, batch.position, part.start))
    return pixels * np.float64(np.float32(seen.scale)) - seen.shift.astype(np.float64)


def seen_plainly(dataset: Dataset, rows: Labels) -> Floats:
    """Rows of a data set as seen without dropout, in float64."""
    seen = dataset.preprocessing
    return dataset.pixels[rows] * np.float64(np.float32(seen.scale)) - seen.shift.astype(np.float64)


def arrays_in(record: object, path: str = "") -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Every array in a record and in the records it holds, with the way to it."""
    if isinstance(record, np.ndarray):
        yield path, record
    elif is_dataclass(record):
        for field in fields(record):
            yield from arrays_in(getattr(record, field.name), f"{path}.{field.name}")


def content_of(record: object) -> dict[str, bytes]:
    """The bytes of every array in a record, for an exact comparison later."""
    return {path: array.tobytes() for path, array in arrays_in(record)}


def same_bits(one: Params, other: Params) -> bool:
    return content_of(one) == content_of(other)
