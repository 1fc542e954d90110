"""Gradient descent: which images come next, one update, and how good the classifier is now."""

from collections.abc import Sequence
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import dataclass, replace

import numpy as np

from model.arrays import Bytes, Floats, Labels
from model.classifier import folded, predict, score_rows_with, unfolded
from model.confusion import confusion
from model.datasets.dataset import Dataset, Preprocessing
from model.losses import data_loss, true_places
from model.measure import Measure
from model.momentum import follow
from model.penalties import Dropout, add_penalty_gradient, dropout, penalty
from model.products import Scratch, share_out, sum_of_rows, times_rows
from model.records import Batch, Params, Settings, Step


def epoch_order(train: Labels, seed: int, epoch: int) -> Labels:
    """The training rows (n,) in the order in which one epoch takes them: a function of seed and epoch alone."""
    return np.random.default_rng((seed, epoch)).permutation(train)


def draw(order: Labels, labels: Labels, seed: int, epoch: int, position: int, size: int) -> Batch:
    """The batch that begins at a position of the epoch's order; the last of an epoch may be smaller.

    Raises ValueError where no image is left.
    """
    rows = order[position : position + size]
    if not len(rows):
        raise ValueError(f"No batch begins at image {position} of {len(order)}.")
    return Batch(rows, labels[rows], seed, epoch, position, epoch + position / len(order))


def move(params: Params, gradient: Params, rate: float) -> Params:
    """Take one step downhill; the old parameters stay as they were."""
    downhill = np.float32(-rate)
    weights, biases = downhill * gradient.weights, downhill * gradient.biases
    weights += params.weights
    biases += params.biases
    return Params(weights, biases)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What one training step sees of the data set: dropout, where the settings ask for it, and preprocessing."""

    dataset: Dataset
    dropped: Dropout | None

    @property
    def preprocessing(self) -> Preprocessing:
        """How the bytes of this step are seen."""
        return self.dropped.seen if self.dropped else self.dataset.preprocessing

    def pixels(self, batch: Batch, part: slice, scratch: Scratch) -> Bytes:
        """The bytes (n, D) of a part of the batch; valid until the next call."""
        taken = scratch.take(self.dataset.pixels, batch.rows[part])
        if self.dropped:
            self.dropped.drop(taken, self._seed(batch, part))
        return taken

    def kept(self, batch: Batch, part: slice) -> Bytes:
        """Which bytes (n, D) of a part of the batch this step does not drop: 1, or 0 for a dropped one."""
        shape = (len(batch.rows[part]), self.dataset.pixels.shape[1])
        return self.dropped.kept(shape, self._seed(batch, part)) if self.dropped else np.ones(shape, np.uint8)

    @staticmethod
    def _seed(batch: Batch, part: slice) -> tuple[int, ...]:
        return batch.seed, batch.epoch, batch.position, part.start


def sight(dataset: Dataset, settings: Settings) -> Sight:
    """What a training step with these settings sees."""
    rate = settings.dropout_rate
    return Sight(dataset, dropout(rate, dataset.preprocessing) if rate else None)


def score_batch(params: Params, batch: Batch, settings: Settings, dataset: Dataset, scratch: Scratch) -> Floats:
    """Score a batch as its training step sees it, dropped pixels and all: (K, B)."""
    seen = sight(dataset, settings)
    weights, offsets = folded(params, seen.preprocessing)
    scores = np.empty((len(weights), batch.size), np.float32)
    for part in scratch.parts(batch.size):
        rows = scratch.as_floats(seen.pixels(batch, part, scratch))
        times_rows(weights, offsets, rows, scores[:, part])
    return scores


def descend(
    params: Params,
    batch: Batch,
    settings: Settings,
    dataset: Dataset,
    scratch: Scratch,
    number: int = 0,
    velocity: Params | None = None,
) -> Step:
    """One update on one batch: scores, loss, gradient and new parameters. All arrays are newly allocated."""
    return descend_together([Start(params, settings, number, velocity)], batch, dataset, scratch)[0]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where an update begins, with which velocity, and how it is taken."""

    params: Params
    settings: Settings
    number: int = 0
    velocity: Params | None = None


class _Ascent:
    """The gradient of one start, gathered part by part of the batch."""

    def __init__(self, start: Start, seen: Preprocessing, images: int) -> None:
        self.start, self.seen = start, seen
        self._weights, self._offsets = folded(start.params, seen)
        self._scores = np.empty((len(self._weights), images), np.float32)
        self._by_score = np.empty_like(self._scores)
        self._losses = np.empty(images, np.float32)
        self._scale = seen.scale / images

    def see(self, rows: Floats, part: slice, labels: Labels) -> Floats:
        """Take note of a part of the batch, rows (n, D); returns its share of the gradient, before it is unfolded."""
        scores = times_rows(self._weights, self._offsets, rows, self._scores[:, part])
        self._losses[part], by_score = data_loss(self.start.settings, scores, labels[part])
        self._by_score[:, part] = by_score
        return sum_of_rows(by_score, rows, self._scale)

    def step(self, by_byte: Floats, batch: Batch) -> Step:
        """The update, when the whole batch was seen and its sum is this."""
        params, settings = self.start.params, self.start.settings
        by_bias = self._by_score.sum(axis=1) / np.float32(batch.size)
        by_weight = unfolded(by_byte, by_bias, self.seen)
        add_penalty_gradient(settings, params.weights, by_weight)
        gradient = Params(by_weight, by_bias)
        velocity = self.start.velocity if settings.momentum else None
        direction = follow(gradient, velocity, settings.momentum)
        return Step(
            number=self.start.number,
            batch=batch,
            settings=settings,
            before=params,
            scores=self._scores,
            image_losses=self._losses,
            score_gradient=self._by_score,
            data_loss=float(np.add.reduce(self._losses, dtype=np.float64)) / batch.size,
            penalty=penalty(settings, params.weights),
            gradient=gradient,
            velocity=velocity,
            direction=direction,
            after=move(params, direction, settings.step_size_after(batch.passed)),
        )


def descend_together(
    starts: Sequence[Start], batch: Batch, dataset: Dataset, scratch: Scratch, helper: Executor | None = None
) -> list[Step]:
    """An update for each of several starts on one batch, which is gathered once: to the bit what each is by itself.

    The settings must drop the same share of pixels. Where there is a helper, a second thread takes half of the starts.
    """
    seen = sight(dataset, starts[0].settings)
    ascents = [_Ascent(start, seen.preprocessing, batch.size) for start in starts]
    if helper is not None and len(starts) > 1 and len(scratch.parts(batch.size)) == 1:
        return _halves(ascents, batch, seen, scratch, helper)

    def sum_gradients(own: Scratch, parts: list[slice]) -> list[Floats]:
        totals: list[Floats] = []
        for part in parts:
            rows = own.as_floats(seen.pixels(batch, part, own))
            sums = [ascent.see(rows, part, batch.labels) for ascent in ascents]
            added = zip(totals, sums, strict=True) if totals else ()
            totals = [np.add(total, more, out=total) for total, more in added] or sums
        return totals

    halves = share_out(scratch, batch.size, sum_gradients)
    sums = halves[0] if len(halves) == 1 else [one + other for one, other in zip(*halves, strict=True)]
    return [ascent.step(by_byte, batch) for ascent, by_byte in zip(ascents, sums, strict=True)]


def _halves(ascents: list[_Ascent], batch: Batch, seen: Sight, scratch: Scratch, helper: Executor) -> list[Step]:
    """The updates on a batch of one part, half of them in each of two threads."""
    part = scratch.parts(batch.size)[0]
    rows = scratch.as_floats(seen.pixels(batch, part, scratch))

    def steps(some: list[_Ascent]) -> list[Step]:
        return [ascent.step(ascent.see(rows, part, batch.labels), batch) for ascent in some]

    half = len(ascents) // 2
    others = helper.submit(copy_context().run, steps, ascents[half:])
    return [*steps(ascents[:half]), *others.result()]


def with_step_size(step: Step, settings: Settings) -> Step:
    """The same step under settings that differ in step size and schedule alone: its direction stays as it is."""
    rate = settings.step_size_after(step.batch.passed)
    return replace(step, settings=settings, after=move(step.before, step.direction, rate))


def batch_accuracy(step: Step) -> float:
    """The share of the batch whose highest score is the true class's."""
    true_scores = step.scores.take(true_places(step.batch.labels))
    return int(np.count_nonzero(true_scores >= np.maximum.reduce(step.scores, axis=0))) / step.batch.size


def measure(number: int, params: Params, settings: Settings, dataset: Dataset, scratch: Scratch) -> Measure:
    """Loss on each whole split, and what is taken for what."""
    return measure_together([Start(params, settings, number)], dataset, scratch)[0]


def measure_together(starts: Sequence[Start], dataset: Dataset, scratch: Scratch) -> list[Measure]:
    """Several classifiers measured in one pass over the images; to rounding what each is by itself."""
    rows = {split: getattr(dataset, split) for split in ("train", "validation", "test")}
    every = [start.params for start in starts]
    scores = {split: score_rows_with(every, dataset, taken, scratch) for split, taken in rows.items()}
    return [
        _measured(start, {split: found[place] for split, found in scores.items()}, dataset)
        for place, start in enumerate(starts)
    ]


def _measured(start: Start, scores: dict[str, Floats], dataset: Dataset) -> Measure:
    losses, predictions = {}, {}
    for split, found in scores.items():
        labels = dataset.labels[getattr(dataset, split)]
        losses[split] = float(data_loss(start.settings, found, labels)[0].mean(dtype=np.float64))
        predictions[split] = predict(found)
    told, classes = dataset.labels, len(start.params.biases)
    return Measure(
        number=start.number,
        train_loss=losses["train"],
        validation_loss=losses["validation"],
        penalty=penalty(start.settings, start.params.weights),
        train_accuracy=float(np.mean(predictions["train"] == told[dataset.train])),
        validation_confusion=confusion(told[dataset.validation], predictions["validation"], classes),
        test_confusion=confusion(told[dataset.test], predictions["test"], classes),
    )


def alone(step: Step, row: int, dataset: Dataset, scratch: Scratch) -> Step:
    """The step that would be taken in place of this one if its batch were a single image, any row of the data set."""
    rows = np.array([row])
    batch = replace(step.batch, rows=rows, labels=dataset.labels[rows])
    return descend(step.before, batch, step.settings, dataset, scratch, step.number, step.velocity)
