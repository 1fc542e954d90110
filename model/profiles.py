"""The loss along one direction from where the run stands, and what is remarkable on the way.

A survey has a profile for the coming batch, for the training images and for the validation images, all along the
same direction d: L(W - t d) at the points of a t axis. It is a gradient, or the velocity that the coming step goes
against, where that has one.
"""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from model import landscape
from model.arrays import Doubles, Labels, frozen
from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.descent import descend, move, score_batch
from model.landscape import Line
from model.products import Scratch
from model.records import Batch, Params, PenaltyKind, Step
from model.step_axis import Axis, fitting_axis

SAMPLE = 1024
MOST_KINKS = 300


class Along(Enum):
    """What the direction is: the coming step's, or the gradient of all training images."""

    BATCH = "batch"
    TRAINING = "training"


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The loss of some images along the direction, its data part and penalty at each point (T,).

    best is the t of the lowest loss, None where it falls without end; start and lowest are the losses at 0 and there.
    """

    line: Line
    data: Doubles
    penalties: Doubles
    start: float
    best: float | None
    lowest: float

    def __post_init__(self) -> None:
        frozen(self.data)
        frozen(self.penalties)

    @property
    def losses(self) -> Doubles:
        """Data part and penalty together: (T,)."""
        return self.data + self.penalties

    def loss_at(self, t: float) -> float:
        """The loss at any point of the line."""
        return landscape.loss_at(self.line, t)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What does the loss look like around the coming step? axis is the last survey's, to stay with while it fits.

    Where not is_whole, a sample stands for the training images and for the validation images.
    """

    identity: int
    step: Step
    dataset: Dataset
    run: int = 0
    along: Along = Along.BATCH
    is_whole: bool = True
    is_log: bool = False
    axis: Axis | None = None
    keep_axis: bool = False

    @property
    def is_of_batch(self) -> bool:
        """Whether the direction is that of the coming step: the gradient of its batch, or the new velocity."""
        return self.along is Along.BATCH

    @property
    def is_of_velocity(self) -> bool:
        """Whether older gradients are part of the direction."""
        return self.is_of_batch and self.step.velocity is not None


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """The answer. `main` is the profile of the images whose gradient g the direction d is, or is the newest part of.

    slope is that of its tangent, -g.d: -|g|^2 along a gradient, but it may even be positive along a velocity.
    break_even is the t at which its loss is back where it started (None where it never is), and kinks are places where
    a term of its hinge loss begins or ends, at most MOST_KINKS of them.
    """

    question: Question
    direction: Params
    axis: Axis
    points: Doubles
    batch: Profile
    training: Profile
    validation: Profile
    slope: float
    break_even: float | None
    kinks: Doubles

    def __post_init__(self) -> None:
        frozen(self.points)
        frozen(self.kinks)

    @property
    def identity(self) -> int:
        """Which question this answers."""
        return self.question.identity

    @property
    def step(self) -> Step:
        """The coming step it was asked about."""
        return self.question.step

    @property
    def main(self) -> Profile:
        """The profile of the batch, or of the training images where the direction is their gradient."""
        return self.batch if self.question.along is Along.BATCH else self.training

    @property
    def profiles(self) -> tuple[Profile, Profile, Profile]:
        """Batch, training and validation."""
        return self.batch, self.training, self.validation

    def at(self, t: float) -> Params:
        """The parameters at t: W - t d."""
        return move(self.step.before, self.direction, t)


def sample_of(rows: Labels, most: int = SAMPLE) -> Labels:
    """At most so many rows, evenly taken from all."""
    return rows[:: -(-len(rows) // most)]


def survey(question: Question, scratch: Scratch, last: Survey | None = None) -> Survey:
    """Answer a question; what it shares with the last survey is not worked out again."""
    if last is None or not _shares_lines(last.question, question):
        direction = _direction(question, scratch)
        lines = _lines(question, direction, scratch)
    else:
        direction, lines = last.direction, (last.batch.line, last.training.line, last.validation.line)
    chosen = question.step.step_size
    main = lines[0] if question.along is Along.BATCH else lines[1]
    best = landscape.best_step(main, chosen)
    axis = question.axis if question.keep_axis and question.axis else None
    axis = axis or fitting_axis(chosen, best, question.axis, question.is_log)
    pieces = axis.points()
    penalties = np.concatenate([landscape.penalties_at(main, piece) for piece in pieces])
    batch, training, validation = (
        _profile(line, pieces, penalties, best if line is main else landscape.best_step(line, chosen)) for line in lines
    )
    return Survey(
        question=question,
        direction=direction,
        axis=axis,
        points=np.concatenate(pieces),
        batch=batch,
        training=training,
        validation=validation,
        slope=landscape.slope_at(main, 0.0),
        break_even=landscape.break_even(main, best) if best else best,
        kinks=landscape.kinks_between(main, axis.low, axis.high, MOST_KINKS),
    )


def _profile(line: Line, pieces: list[Doubles], penalties: Doubles, best: float | None) -> Profile:
    data = np.concatenate([landscape.data_losses_along(line, piece) for piece in pieces])
    lowest = landscape.loss_at(line, best) if best is not None else float("nan")
    return Profile(line, data, penalties, landscape.loss_at(line, 0.0), best, lowest)


def _shares_lines(last: Question, question: Question) -> bool:
    is_same_step = last.step.gradient is question.step.gradient
    return is_same_step and last.along is question.along and (last.is_whole or not question.is_whole)


def _direction(question: Question, scratch: Scratch) -> Params:
    """That of the coming step, or the gradient of the training images: of all, or of the sample, without dropout."""
    step, dataset = question.step, question.dataset
    if question.along is Along.BATCH:
        return step.direction
    rows = _rows(question, dataset.train)
    whole = Batch(rows, dataset.labels[rows], step.batch.seed, step.batch.epoch, 0)
    plain = step.settings
    if plain.penalty is PenaltyKind.DROPOUT:
        plain = replace(plain, penalty=PenaltyKind.NONE)
    return descend(step.before, whole, plain, dataset, scratch).gradient


def _rows(question: Question, rows: Labels) -> Labels:
    return rows if question.is_whole else sample_of(rows)


def _lines(question: Question, direction: Params, scratch: Scratch) -> tuple[Line, Line, Line]:
    """The step's batch, dropped pixels and all, and the training and validation images, along the direction."""
    step, dataset = question.step, question.dataset
    slopes = score_batch(direction, step.batch, step.settings, dataset, scratch)
    lines = [landscape.line(step.scores, slopes, step.batch.labels, step.before, direction, step.settings)]
    for split in (dataset.train, dataset.validation):
        rows = _rows(question, split)
        scores, slopes = score_rows_with((step.before, direction), dataset, rows, scratch)
        lines.append(landscape.line(scores, slopes, dataset.labels[rows], step.before, direction, step.settings))
    return lines[0], lines[1], lines[2]
