"""One update taken apart: what it did with a single image of its batch, from the pixels to the new scores.

What the `Step` recorded (scores, losses, gradients, parameters) is read from it, never computed again. Only what it
does not hold is worked out here: the picture as it was seen, the single terms, the outer product, the scores after.
"""

from dataclasses import dataclass

import numpy as np

from model.arrays import Bytes, Doubles, Floats, frozen
from model.classifier import class_scores
from model.datasets.dataset import Dataset
from model.descent import score_batch
from model.losses import data_loss, probabilities
from model.penalties import add_penalty_gradient, penalty
from model.products import Scratch
from model.records import LossKind, Step
from model.sight import sight

_LARGEST_EXPONENT = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Eye:
    """What one image of a batch looks like to the update: its bytes, those that were kept (1 or 0), and x: (D,)."""

    pixels: Bytes
    kept: Bytes
    fill: Bytes
    x: Floats

    def __post_init__(self) -> None:
        for array in (self.pixels, self.kept, self.fill, self.x):
            frozen(array)

    @property
    def dropped_share(self) -> float:
        """The share of the inputs that this image lost to dropout."""
        return 1.0 - float(self.kept.mean())


def look(step: Step, position: int, dataset: Dataset, scratch: Scratch) -> Eye:
    """The image at a position (0..B-1) of the step's batch, dropped pixels and all, as the step itself saw it."""
    seen = sight(dataset, step.settings)
    part, place = _part_with(position, step.batch.size, scratch)
    taken = seen.pixels(step.batch, part, scratch)[place]
    return Eye(
        pixels=dataset.pixels[step.batch.rows[position]].copy(),
        kept=seen.kept(step.batch, part)[place].copy(),
        fill=seen.fill,
        x=seen.preprocessing.apply(taken),
    )


def _part_with(position: int, size: int, scratch: Scratch) -> tuple[slice, int]:
    """The part of the batch that an image lies in, because dropout is drawn part by part, and its place there."""
    part = next(part for part in scratch.parts(size) if part.start <= position < part.stop)
    return part, position - part.start


def margins(scores: Floats, label: int, margin: float) -> Floats:
    """s_j - s_y + margin for scores (K,) of an image of class `label`: (K,), NaN for that class itself."""
    found: Floats = scores - scores[label] + scores.dtype.type(margin)
    found[label] = np.nan
    return found


def positive(margins: Floats) -> Floats:
    """max(0, margin) of each class, 0 where there is none: (K,)."""
    return np.fmax(margins, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """One update, and one image of its batch: at `position`, of class `label`.

    keep is the share of inputs that dropout keeps, by which the kept ones are divided: 1 without dropout.
    """

    step: Step
    position: int
    label: int
    eye: Eye
    keep: float

    @property
    def x(self) -> Floats:
        """The image as the update saw it: (D,)."""
        return self.eye.x

    @property
    def scores(self) -> Floats:
        """The K scores, of the record."""
        return self.step.scores[:, self.position]

    @property
    def products(self) -> Floats:
        """W x alone, each score without its bias: (K,)."""
        products: Floats = self.scores - self.step.before.biases
        return products

    @property
    def loss(self) -> float:
        """L_i, of the record."""
        return float(self.step.image_losses[self.position])

    @property
    def score_gradient(self) -> Floats:
        """dL_i/ds, of the record: (K,)."""
        return self.step.score_gradient[:, self.position]

    @property
    def margins(self) -> Floats:
        """s_j - s_y + margin of every class, before the maximum with zero: (K,); NaN for the true class."""
        return margins(self.scores, self.label, self.step.settings.margin)

    @property
    def hinge_terms(self) -> Floats:
        """max(0, s_j - s_y + margin), and 0 for the true class: (K,). Their sum is L_i of the hinge."""
        return positive(self.margins)

    @property
    def hinge_terms_after(self) -> Floats:
        """The same with the new parameters: (K,)."""
        return positive(margins(self.scores_after, self.label, self.step.settings.margin))

    @property
    def exponent_shift(self) -> float:
        """What is subtracted from the scores so that their exponentials fit a number: mostly 0."""
        largest = float(np.abs(self.scores).max())
        return float(self.scores.max()) if largest > _LARGEST_EXPONENT else 0.0

    @property
    def exponentials(self) -> Doubles:
        """e^{s_k}, of the scores shifted by `exponent_shift`: (K,)."""
        exponentials: Doubles = np.exp(self.scores.astype(np.float64) - self.exponent_shift)
        return exponentials

    @property
    def probabilities(self) -> Doubles:
        """The softmax of the scores: (K,)."""
        return probabilities(self.scores[:, None])[:, 0]

    @property
    def weight_gradient(self) -> Floats:
        """dL_i/dW, the outer product of dL_i/ds with x: (K, D). The penalty is no part of it."""
        return np.outer(self.score_gradient, self.x)

    @property
    def penalty_gradient(self) -> Floats:
        """The gradient of lambda R(W): (K, D)."""
        gradient = np.zeros_like(self.step.before.weights)
        add_penalty_gradient(self.step.settings, self.step.before.weights, gradient)
        return gradient

    @property
    def update(self) -> Floats:
        """What the step adds to W, -eta dL/dW, or with momentum -eta v: (K, D)."""
        return -np.float32(self.step.step_size) * self.step.direction.weights

    @property
    def carried(self) -> Floats | None:
        """What of the update earlier gradients add, -eta mu v: (K, D). None where there is no velocity."""
        velocity, factor = self.step.velocity, -np.float32(self.step.step_size * self.step.settings.momentum)
        return None if velocity is None else factor * velocity.weights

    @property
    def pushed(self) -> Floats:
        """What of the update the gradient of the batch adds, -eta dL/dW: (K, D)."""
        return -np.float32(self.step.step_size) * self.step.gradient.weights

    @property
    def leads_uphill(self) -> bool:
        """Whether the loss rises already where the step begins: along a velocity it may, never along the gradient."""
        g, v = self.step.gradient, self.step.direction
        return bool(np.vdot(g.weights, v.weights) + np.vdot(g.biases, v.biases) < 0)

    @property
    def scores_after(self) -> Floats:
        """The K scores of the same image, seen the same way, with the new parameters."""
        return class_scores(self.step.after, self.x[None])[:, 0]

    @property
    def probabilities_after(self) -> Doubles:
        """The softmax of the scores after: (K,)."""
        return probabilities(self.scores_after[:, None])[:, 0]

    @property
    def loss_after(self) -> float:
        """L_i with the new parameters."""
        losses, _ = data_loss(self.step.settings, self.scores_after[:, None], np.array([self.label]))
        return float(losses[0])

    @property
    def is_hinge(self) -> bool:
        """Whether the loss is the hinge, rather than the softmax."""
        return self.step.settings.loss is LossKind.HINGE


def take_apart(step: Step, position: int, dataset: Dataset, scratch: Scratch) -> Anatomy:
    """Take a step apart for the image at a position (0..B-1) of its batch."""
    seen = sight(dataset, step.settings)
    keep = seen.dropped.keep if seen.dropped else 1.0
    return Anatomy(step, position, int(step.batch.labels[position]), look(step, position, dataset, scratch), keep)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The loss of a whole batch: its data part and its penalty."""

    data_loss: float
    penalty: float

    @property
    def loss(self) -> float:
        """Both together."""
        return self.data_loss + self.penalty


def outcome_after(step: Step, dataset: Dataset, scratch: Scratch) -> Outcome:
    """The loss of the step's batch, its pixels dropped alike, with the new parameters."""
    scores = score_batch(step.after, step.batch, step.settings, dataset, scratch)
    losses, _ = data_loss(step.settings, scores, step.batch.labels)
    return Outcome(float(losses.mean(dtype=np.float64)), penalty(step.settings, step.after.weights))


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight that is followed through the stages: of class k, and the input d it is multiplied with."""

    k: int
    d: int


def telling_weight(anatomy: Anatomy) -> Weight:
    """The weight of the true class whose input is the farthest from zero: the image moves it the most."""
    return Weight(anatomy.label, int(np.abs(anatomy.x).argmax()))


def weight_at(anatomy: Anatomy, shape: tuple[int, int, int], k: int, row: int, column: int) -> Weight:
    """The weight of class k at a pixel: of its channels the one whose input is the farthest from zero."""
    channels = np.abs(anatomy.x.reshape(shape)[row, column])
    start = (row * shape[1] + column) * shape[2]
    return Weight(k, start + int(channels.argmax()))
