"""Folds of a data set: each holds back other images for validation, as many of every class as its own split does."""

import numpy as np

from model.arrays import Labels
from model.datasets.arrange import arrange, arranged_on, split
from model.datasets.arrangement import Arrangement
from model.datasets.dataset import Dataset

_SEED = 0


def fold(dataset: Dataset, arrangement: Arrangement, number: int) -> Dataset:
    """The data set arranged so, with other images held back for each number from 0 on; 0 is its own split.

    No image is held back twice. All others that are not for testing are there to learn from; as everywhere, fewer of
    each class may be used of them, and wrong labels are among them alone. number is below `most_folds`.
    """
    if not number:
        return arrange(dataset, arrangement)
    opened = dataset.as_opened
    train, validation = split(opened, arrangement.validation)
    held_back = _held_back(opened.labels, train, validation, number)
    rest = np.setdiff1d(np.union1d(train, validation), held_back)
    return arranged_on(opened, arrangement, rest, held_back)


def most_folds(dataset: Dataset, arrangement: Arrangement) -> int:
    """How many folds there can be before images run out."""
    opened = dataset.as_opened
    train, validation = split(opened, arrangement.validation)
    others, own = (np.bincount(opened.labels[rows], minlength=len(opened.classes)) for rows in (train, validation))
    return 1 + int((others[own > 0] // own[own > 0]).min(initial=len(train)))


def _held_back(labels: Labels, train: Labels, validation: Labels, number: int) -> Labels:
    """The rows (n,) that fold `number` validates on, from 1 on: sorted."""
    chance = np.random.default_rng((_SEED, 3))
    taken = []
    for k in np.unique(labels[validation]):
        count = int(np.count_nonzero(labels[validation] == k))
        order = chance.permutation(train[labels[train] == k])
        taken.append(order[(number - 1) * count : number * count])
    return np.sort(np.concatenate(taken))
