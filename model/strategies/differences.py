"""Forward differences of the mean data loss: how much it changes where one weight grows by h, for many weights.

Such a change moves the scores of one class and leaves all others as they are, so only the terms of the loss that hold
them are worked out again; the others would cancel exactly.
"""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Labels, frozen
from model.classifier import folded
from model.datasets.dataset import Dataset
from model.losses import data_loss, probabilities
from model.products import Scratch, share_out
from model.records import LossKind, Params, Settings

STEP = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The training images at some parameters: their labels (N,), mean data loss, and what differences start from.

    terms is (K, N): the probabilities of the softmax; or the hinge's s_j - s_y + margin, and minus infinity for the
    true class, which has no term.
    """

    settings: Settings
    labels: Labels
    loss: float
    terms: Doubles

    def __post_init__(self) -> None:
        frozen(self.terms)


def base(params: Params, settings: Settings, dataset: Dataset, scratch: Scratch) -> Base:
    """Score the training images in float64."""
    double = Params(params.weights.astype(np.float64), params.biases.astype(np.float64))
    weights, offsets = folded(double, dataset.preprocessing)
    labels = dataset.labels[dataset.train]
    scores = np.empty((len(weights), len(labels)))

    def score(own: Scratch, parts: list[slice]) -> None:
        for part in parts:
            rows = own.take(dataset.pixels, dataset.train[part]).astype(np.float64)
            np.add(weights @ rows.T, offsets[:, None], out=scores[:, part])

    share_out(scratch, len(labels), score)
    loss = float(data_loss(settings, scores, labels)[0].mean())
    return Base(settings, labels, loss, _terms(scores, labels, settings))


def _terms(scores: Doubles, labels: Labels, settings: Settings) -> Doubles:
    if settings.loss is LossKind.SOFTMAX:
        return probabilities(scores)
    images = np.arange(len(labels))
    terms: Doubles = scores - scores[labels, images] + settings.margin
    terms[labels, images] = -np.inf
    return terms


def seen_inputs(dataset: Dataset, inputs: slice) -> Doubles:
    """Some inputs (P, N) of the training images as seen, in float64; input D is 1, for the biases."""
    seen, pixels = dataset.preprocessing, dataset.pixels.shape[1]
    columns = slice(inputs.start, min(inputs.stop, pixels))
    scale = seen.scale[columns] if isinstance(seen.scale, np.ndarray) else seen.scale
    found = np.ones((inputs.stop - inputs.start, len(dataset.train)))
    values = dataset.pixels[:, columns][dataset.train] * np.float64(np.float32(scale))
    found[: values.shape[1]] = (values - seen.shift[columns]).T
    return found


def forward_slopes(at: Base, inputs: Doubles, step: float = STEP) -> Doubles:
    """(L(w + h) - L(w)) / h for the weights of every class and these inputs (P, N): (K, P)."""
    differences = _hinge if at.settings.loss is LossKind.HINGE else _softmax
    return differences(at, step * inputs) / (step * len(at.labels))


def _softmax(at: Base, changes: Doubles) -> Doubles:
    """With p_k the probability, log sum e^s changes by log(1 + p_k (e^change - 1)): sums over images, (K, P)."""
    grown = np.expm1(changes)
    sums = np.empty((len(at.terms), len(changes)))
    room = np.empty_like(changes)
    for k, share in enumerate(at.terms):
        np.log1p(np.multiply(grown, share, out=room), out=room)
        sums[k] = room.sum(axis=1) - changes @ (at.labels == k)
    return sums


def _hinge(at: Base, changes: Doubles) -> Doubles:
    """Where k is a wrong class, its one term changes; where it is the true one, all do: sums over images, (K, P)."""
    sums = np.empty((len(at.terms), len(changes)))
    room = np.empty_like(changes)
    for k, row in enumerate(at.terms):
        own = at.labels == k
        np.maximum(np.add(changes, row, out=room), 0, out=room)
        sums[k] = room.sum(axis=1) - np.maximum(row, 0).sum()
        shrunk = changes[:, own]
        for others in at.terms[:, own]:
            sums[k] += np.maximum(others - shrunk, 0).sum(axis=1) - np.maximum(others, 0).sum()
    return sums
