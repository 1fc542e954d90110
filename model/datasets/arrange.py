"""The same images arranged otherwise: nothing is copied but positions and labels."""

from dataclasses import replace

import numpy as np

from model.arrays import Labels
from model.datasets.arrangement import AS_OPENED, Arrangement
from model.datasets.dataset import Dataset, split_off
from model.datasets.seeing import preprocessing

_SEED = 0


def arrange(dataset: Dataset, arrangement: Arrangement) -> Dataset:
    """The data set arranged so, whatever its arrangement was; it shares the images.

    The test images never change. A smaller training set is part of every larger one, and noise of every larger noise
    over the same images.
    """
    opened = dataset.as_opened
    if arrangement == AS_OPENED:
        return opened
    return arranged_on(opened, arrangement, *split(opened, arrangement.validation))


def arranged_on(opened: Dataset, arrangement: Arrangement, train: Labels, validation: Labels) -> Dataset:
    """A data set as it was opened arranged so, with these rows to learn from, or some of them, and to validate on."""
    train = _some_of_each(train, opened.labels, arrangement.per_class)
    return replace(
        opened,
        labels=_with_noise(opened.labels, train, len(opened.classes), arrangement.noise),
        train=train,
        validation=validation,
        preprocessing=preprocessing(arrangement.seen, opened.pixels, train, opened.shape[2]),
        arrangement=arrangement,
        opened=opened,
    )


def split(opened: Dataset, share: float) -> tuple[Labels, Labels]:
    """Training and validation: as they were opened, or the same images shared out otherwise."""
    if share == AS_OPENED.validation:
        return opened.train, opened.validation
    pool = np.union1d(opened.train, opened.validation)
    kept, off = split_off(opened.labels[pool], share)
    return pool[kept], pool[off]


def _some_of_each(train: Labels, labels: Labels, count: int | None) -> Labels:
    """So many of the rows (n,) of each class, or all where there are fewer: sorted."""
    if count is None:
        return train
    chance = np.random.default_rng((_SEED, 1))
    of_each = [chance.permutation(train[labels[train] == k])[:count] for k in np.unique(labels[train])]
    return np.sort(np.concatenate(of_each))


def _with_noise(labels: Labels, train: Labels, classes: int, share: float) -> Labels:
    """Labels (N,) with a share of those of the rows `train` changed to another class, each as likely."""
    count = round(share * len(train))
    if not count:
        return labels
    chance = np.random.default_rng((_SEED, 2))
    order, offsets = chance.random(len(labels)), chance.integers(1, max(classes, 2), len(labels))
    wrong = train[np.argsort(order[train], kind="stable")[:count]]
    noisy = labels.copy()
    noisy[wrong] = (labels[wrong] + offsets[wrong]) % classes
    return noisy
