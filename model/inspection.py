"""What there is to see in a data set: means of its classes, and what the classifier makes of every image of a split."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from model.arrays import Doubles, Floats, Labels, frozen
from model.classifier import predict, score_rows
from model.datasets.dataset import Dataset
from model.datasets.sums import class_sums
from model.losses import data_loss
from model.products import Scratch
from model.records import Params, Settings


class Split(StrEnum):
    """A part of a data set."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"

    def rows(self, dataset: Dataset) -> Labels:
        """The rows (n,) of a data set that belong to it, sorted."""
        rows: Labels = getattr(dataset, self.value)
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class InspectionQuestion:
    """What is to be known of a split with these parameters, which the run had after `number` steps."""

    identity: int
    run: int
    number: int
    dataset: Dataset
    split: Split
    params: Params
    settings: Settings


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """The training images of a data set, class by class: how many, and the means of their bytes.

    counts (K,) are by the labels that training is told; class_means (K, D), NaN for a class without images; mean (D,).
    """

    dataset: Dataset
    counts: Labels
    mean: Doubles
    class_means: Doubles

    def __post_init__(self) -> None:
        for array in (self.counts, self.mean, self.class_means):
            frozen(array)


@dataclass(frozen=True, slots=True, eq=False)
class Grades:
    """What the classifier makes of rows (n,), which are sorted: the class it predicts and the loss of each, (n,)."""

    dataset: Dataset
    rows: Labels
    predictions: Labels
    losses: Floats

    def __post_init__(self) -> None:
        for array in (self.rows, self.predictions, self.losses):
            frozen(array)

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Whether each is taken for the class of its label: (n,)."""
        return np.equal(self.predictions, self.dataset.labels[self.rows])


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """The whole answer to a question."""

    question: InspectionQuestion
    portrait: Portrait
    grades: Grades

    @property
    def identity(self) -> int:
        """Which question it answers."""
        return self.question.identity


def portray(dataset: Dataset) -> Portrait:
    """Look at all training images of a data set."""
    labels, classes = dataset.labels[dataset.train], len(dataset.classes)
    counts = np.bincount(labels, minlength=classes)
    sums = class_sums(dataset.pixels, dataset.train, labels, classes)
    means = sums / np.where(counts, counts, np.nan)[:, None]
    return Portrait(dataset, counts, sums.sum(axis=0) / len(labels), means)


def grade(params: Params, settings: Settings, dataset: Dataset, rows: Labels, scratch: Scratch) -> Grades:
    """Score rows (n,) of a data set, without dropout."""
    scores = score_rows(params, dataset, rows, scratch)
    losses, _ = data_loss(settings, scores, dataset.labels[rows])
    return Grades(dataset, rows, predict(scores), losses)


def inspect(question: InspectionQuestion, scratch: Scratch, last: Inspection | None) -> Inspection:
    """Answer a question; the portrait is that of the last answer where the data set is the same."""
    dataset = question.dataset
    is_known = last is not None and last.portrait.dataset is dataset
    portrait = last.portrait if last is not None and is_known else portray(dataset)
    rows = question.split.rows(dataset)
    return Inspection(question, portrait, grade(question.params, question.settings, dataset, rows, scratch))
