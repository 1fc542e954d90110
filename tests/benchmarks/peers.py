"""The others, each in the fair best form that its own documentation shows. An absent one is left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from model.arrays import Doubles, Floats, Labels
from model.records import LossKind, PenaltyKind, Settings

if TYPE_CHECKING:
    from tests.benchmarks.clock import Work

torch: Any = None
SGDClassifier: Any = None
with suppress(ImportError):
    torch = import_module("torch")
with suppress(ImportError):
    SGDClassifier = import_module("sklearn.linear_model").SGDClassifier


def endless_batches(count: int, size: int, seed: int = 0) -> Iterator[Labels]:
    """Rows of batch after batch, epoch after epoch; whole batches only."""
    chance = np.random.default_rng(seed)
    while True:
        order = chance.permutation(count)
        for start in range(0, count - size + 1, size):
            yield order[start : start + size]


class Torch:
    """PyTorch on the CPU, eager: nn.Linear, its own losses, SGD; the data preloaded as float32."""

    def __init__(self, seen: Floats, labels: Labels, classes: int) -> None:
        self.images = torch.from_numpy(seen)
        self.labels = torch.from_numpy(labels)
        self.model = torch.nn.Linear(seen.shape[1], classes)

    def training_step(self, settings: Settings) -> Work:
        """One update on the next batch."""
        decay = 2 * settings.strength if settings.penalty is PenaltyKind.L2 else 0.0
        groups = [{"params": [self.model.weight], "weight_decay": decay}, {"params": [self.model.bias]}]
        optimizer = torch.optim.SGD(groups, lr=settings.step_size)
        rows = endless_batches(len(self.labels), settings.batch_size)
        loss_of = self._loss(settings)

        def step() -> None:
            chosen = torch.from_numpy(next(rows))
            images = self.images[chosen]
            if settings.dropout_rate:
                images = torch.nn.functional.dropout(images, settings.dropout_rate)
            loss = loss_of(self.model(images), self.labels[chosen])
            if settings.penalty is PenaltyKind.L1:
                loss = loss + settings.strength * self.model.weight.abs().sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()

        return step

    def full_gradient(self, settings: Settings) -> Work:
        """The gradient on all images."""
        loss_of = self._loss(settings)

        def gradient() -> None:
            self.model.zero_grad(set_to_none=True)
            loss_of(self.model(self.images), self.labels).backward()

        return gradient

    def one_point(self, settings: Settings) -> Work:
        """The loss of all images at one point: one forward pass."""
        loss_of = self._loss(settings)

        def forward() -> Any:
            with torch.inference_mode():
                return loss_of(self.model(self.images), self.labels)

        return forward

    def _loss(self, settings: Settings) -> Any:
        if settings.loss is LossKind.SOFTMAX:
            return torch.nn.functional.cross_entropy
        return torch.nn.functional.multi_margin_loss


class Coursework:
    """NumPy in float64, vectorised, as a course assignment writes it."""

    def __init__(self, seen: Floats, labels: Labels, classes: int) -> None:
        self.images = seen.astype(np.float64)
        self.labels = labels
        self.weights = np.random.default_rng(0).normal(0, 1e-3, (seen.shape[1], classes))
        self.biases = np.zeros(classes)

    def training_step(self, settings: Settings) -> Work:
        """One update on the next batch."""
        rows = endless_batches(len(self.labels), settings.batch_size)

        def step() -> None:
            chosen = next(rows)
            images, labels = self.images[chosen], self.labels[chosen]
            loss, by_score = self._loss(images @ self.weights + self.biases, labels, settings)
            loss += settings.strength * np.sum(self.weights * self.weights)
            self.weights -= settings.step_size * (images.T @ by_score + 2 * settings.strength * self.weights)
            self.biases -= settings.step_size * by_score.sum(axis=0)

        return step

    @staticmethod
    def _loss(scores: Doubles, labels: Labels, settings: Settings) -> tuple[float, Doubles]:
        count = np.arange(len(labels))
        if settings.loss is LossKind.SOFTMAX:
            scores = np.exp(scores - scores.max(axis=1, keepdims=True))
            gradient = scores / scores.sum(axis=1, keepdims=True)
            loss = -np.log(gradient[count, labels]).mean()
            gradient[count, labels] -= 1
        else:
            margins = np.maximum(0, scores - scores[count, labels][:, None] + 1)
            margins[count, labels] = 0
            loss = margins.sum(axis=1).mean()
            gradient = (margins > 0).astype(np.float64)
            gradient[count, labels] = -gradient.sum(axis=1)
        return loss, gradient / len(labels)


class Sklearn:
    """scikit-learn's SGDClassifier, batch by batch."""

    def __init__(self, seen: Floats, labels: Labels, classes: int) -> None:
        self.images, self.labels, self.classes = seen, labels, np.arange(classes)

    def training_step(self, settings: Settings) -> Work:
        """One pass of partial_fit over the next batch."""
        loss = "log_loss" if settings.loss is LossKind.SOFTMAX else "hinge"
        model = SGDClassifier(
            loss=loss, alpha=2 * settings.strength, learning_rate="constant", eta0=settings.step_size, shuffle=False
        )
        rows = endless_batches(len(self.labels), settings.batch_size)

        def step() -> None:
            chosen = next(rows)
            model.partial_fit(self.images[chosen], self.labels[chosen], classes=self.classes)

        return step


def missing() -> list[str]:
    """Sentences about the peers that are not installed."""
    hint = 'pip install -e ".[bench]" brings it'
    return [
        f"{name} is not installed and is left out ({hint})."
        for name, module in (("PyTorch", torch), ("scikit-learn", SGDClassifier))
        if module is None
    ]
