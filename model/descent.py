"""Gradient descent: which images come next, one update, and how good the classifier is now."""

from dataclasses import dataclass, replace

import numpy as np

from model.arrays import Bytes, Floats, Labels
from model.classifier import folded, predict, score_rows, unfolded
from model.confusion import confusion
from model.datasets.dataset import Dataset, Preprocessing
from model.losses import data_loss
from model.penalties import Dropout, add_penalty_gradient, dropout, penalty
from model.products import Scratch, share_out, sum_of_rows, times_rows
from model.records import Batch, Measure, Params, Settings, Step


def epoch_order(train: Labels, seed: int, epoch: int) -> Labels:
    """The training rows (n,) in the order in which one epoch takes them: a function of seed and epoch alone."""
    return np.random.default_rng((seed, epoch)).permutation(train)


def draw(order: Labels, labels: Labels, seed: int, epoch: int, position: int, size: int) -> Batch:
    """The batch that begins at a position of the epoch's order; the last of an epoch may be smaller."""
    rows = order[position : position + size]
    return Batch(rows, labels[rows], seed, epoch, position)


def move(params: Params, gradient: Params, rate: float) -> Params:
    """Take one step downhill; the old parameters stay as they were."""
    factor = np.float32(rate)
    return Params(params.weights - factor * gradient.weights, params.biases - factor * gradient.biases)


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
        np.add(times_rows(weights, rows), offsets[:, None], out=scores[:, part])
    return scores


def descend(
    params: Params, batch: Batch, settings: Settings, dataset: Dataset, scratch: Scratch, number: int = 0
) -> Step:
    """One update on one batch: scores, loss, gradient and new parameters. All arrays are newly allocated."""
    seen = sight(dataset, settings)
    weights, offsets = folded(params, seen.preprocessing)
    scores = np.empty((len(weights), batch.size), np.float32)
    by_score = np.empty_like(scores)
    losses = np.empty(batch.size, np.float32)

    def sum_gradients(own: Scratch, parts: list[slice]) -> Floats:
        total = None
        for part in parts:
            rows = own.as_floats(seen.pixels(batch, part, own))
            np.add(times_rows(weights, rows), offsets[:, None], out=scores[:, part])
            losses[part], by_score[:, part] = data_loss(settings, scores[:, part], batch.labels[part])
            sums = sum_of_rows(by_score[:, part], rows)
            total = sums if total is None else np.add(total, sums, out=total)
        assert total is not None
        return total

    halves = share_out(scratch, batch.size, sum_gradients)
    by_byte = halves[0] if len(halves) == 1 else halves[0] + halves[1]
    by_bias = by_score.sum(axis=1) / np.float32(batch.size)
    by_weight = unfolded(by_byte, by_bias, seen.preprocessing, batch.size)
    add_penalty_gradient(settings, params.weights, by_weight)
    gradient = Params(by_weight, by_bias)
    return Step(
        number=number,
        batch=batch,
        settings=settings,
        before=params,
        scores=scores,
        image_losses=losses,
        score_gradient=by_score,
        data_loss=float(losses.mean(dtype=np.float64)),
        penalty=penalty(settings, params.weights),
        gradient=gradient,
        after=move(params, gradient, settings.step_size),
    )


def with_step_size(step: Step, settings: Settings) -> Step:
    """The same step under settings that differ in the step size alone: the gradient need not be found again."""
    return replace(step, settings=settings, after=move(step.before, step.gradient, settings.step_size))


def batch_accuracy(step: Step) -> float:
    """The share of the batch whose highest score is the true class's."""
    true_scores = step.scores[step.batch.labels, np.arange(step.batch.size)]
    return float(np.mean(true_scores >= step.scores.max(axis=0)))


def measure(number: int, params: Params, settings: Settings, dataset: Dataset, scratch: Scratch) -> Measure:
    """Loss on each whole split, and what is taken for what."""
    losses, predictions = {}, {}
    for split in ("train", "validation", "test"):
        rows: Labels = getattr(dataset, split)
        scores = score_rows(params, dataset, rows, scratch)
        losses[split] = float(data_loss(settings, scores, dataset.labels[rows])[0].mean(dtype=np.float64))
        predictions[split] = predict(scores)
    labels, classes = dataset.labels, len(params.biases)
    return Measure(
        number=number,
        train_loss=losses["train"],
        validation_loss=losses["validation"],
        penalty=penalty(settings, params.weights),
        train_accuracy=float(np.mean(predictions["train"] == labels[dataset.train])),
        validation_confusion=confusion(labels[dataset.validation], predictions["validation"], classes),
        test_confusion=confusion(labels[dataset.test], predictions["test"], classes),
    )


def alone(step: Step, row: int, dataset: Dataset, scratch: Scratch) -> Step:
    """The step that would be taken in place of this one if its batch were a single image, any row of the data set."""
    rows = np.array([row])
    batch = replace(step.batch, rows=rows, labels=dataset.labels[rows])
    return descend(step.before, batch, step.settings, dataset, scratch, step.number)
