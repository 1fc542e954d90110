"""What is checked: the loss of one batch, as a function of every single parameter, in one precision."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.datasets.dataset import Dataset
from model.losses import data_loss
from model.penalties import penalty
from model.products import Scratch
from model.records import LossKind, PenaltyKind, Settings, Step
from model.sight import sight

MOST_IMAGES = 512


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The images of one step as it sees them, and the parameters it starts from.

    The biases stand as weights of one more input, which is always 1: weights (K, D + 1), inputs (D + 1, N), scores
    (K, N), all of one precision. data_loss and penalty are the parts of L there.
    """

    settings: Settings
    labels: Labels
    weights: Floats
    inputs: Floats
    scores: Floats
    data_loss: np.floating[Any]
    penalty: np.floating[Any]

    def __post_init__(self) -> None:
        for array in (self.weights, self.inputs, self.scores):
            frozen(array)

    @property
    def loss(self) -> float:
        """L at the parameters as they are."""
        return float(self.data_loss + self.penalty)

    @property
    def bias(self) -> int:
        """D, which input is the one of the biases."""
        return len(self.inputs) - 1


def subject_of(step: Step, dataset: Dataset, scratch: Scratch, is_double: bool) -> Subject:
    """The subject of a step, with at most MOST_IMAGES of its batch, in float64 or float32."""
    kind = np.float64 if is_double else np.float32
    seen = sight(dataset, step.settings)
    images = min(step.batch.size, MOST_IMAGES)
    inputs = np.ones((dataset.pixels.shape[1] + 1, images), kind)
    for part in scratch.parts(step.batch.size):
        if part.start < images:
            pixels = seen.preprocessing.apply(seen.pixels(step.batch, part, scratch))
            inputs[:-1, part.start : part.stop] = pixels[: images - part.start].T
    weights: Floats = np.column_stack([step.before.weights, step.before.biases]).astype(kind)
    scores: Floats = weights @ inputs
    labels = step.batch.labels[:images]
    return Subject(
        settings=step.settings,
        labels=labels,
        weights=weights,
        inputs=inputs,
        scores=scores,
        data_loss=data_loss(step.settings, scores, labels)[0].mean(),
        penalty=kind(penalty(step.settings, weights[:, :-1])),
    )


def losses_at(subject: Subject, k: int, inputs: Labels, values: Floats) -> Floats:
    """L with the weight of class k and of each of inputs (M,) at other values (M, T), one at a time: (M, T).

    A change of one weight changes the scores of its class alone, by the change times its input; all others stay.
    The precision is that of the subject, so a change too small for it changes nothing.
    """
    change = (values - subject.weights[k, inputs][:, None]).astype(subject.weights.dtype)
    moved = subject.scores[k] + change[..., None] * subject.inputs[inputs][:, None]
    scores = np.repeat(subject.scores, change.size, axis=0).reshape(len(subject.scores), -1)
    scores[k] = moved.ravel()
    losses = data_loss(subject.settings, scores, np.tile(subject.labels, change.size))[0]
    means = losses.reshape(moved.shape).mean(axis=-1)
    sums: Floats = means + (subject.penalty + _penalty_changes(subject, k, inputs, values))
    return sums


def _penalty_changes(subject: Subject, k: int, inputs: Labels, values: Floats) -> Floats:
    """How much more each value (M, T) costs than the weight does as it is; a bias costs nothing."""
    old, factor = subject.weights[k, inputs][:, None], subject.settings.strength
    if subject.settings.penalty is PenaltyKind.L2:
        costs: Floats = factor * (values**2 - old**2)
    elif subject.settings.penalty is PenaltyKind.L1:
        costs = factor * (np.abs(values) - np.abs(old))
    else:
        costs = np.zeros_like(values)
    costs[inputs == subject.bias] = 0
    return costs


def kinks(subject: Subject, k: int, d: int) -> Doubles:
    """The changes of one weight at which its loss has a kink, nearest first.

    The hinge has one wherever a margin passes zero, L1 where the weight does; the softmax and L2 are smooth.
    """
    found = [np.empty(0)]
    if subject.settings.loss is LossKind.HINGE:
        found.append(_margin_kinks(subject, k, d))
    if subject.settings.penalty is PenaltyKind.L1 and d != subject.bias:
        found.append(np.array([-subject.weights[k, d]]))
    changes = np.concatenate(found).astype(np.float64)
    return changes[np.argsort(np.abs(changes), kind="stable")]


def _margin_kinks(subject: Subject, k: int, d: int) -> Doubles:
    images = np.arange(len(subject.labels))
    margins = subject.scores - subject.scores[subject.labels, images] + subject.settings.margin
    margins[subject.labels, images] = np.nan  # the true class has no term
    x, is_true = subject.inputs[d], subject.labels == k
    with np.errstate(all="ignore"):  # an input of zero moves nothing
        changes = np.concatenate([-(margins[k] / x)[~is_true], (margins / x)[:, is_true].ravel()])
    finite: Doubles = changes[np.isfinite(changes)].astype(np.float64)
    return finite
