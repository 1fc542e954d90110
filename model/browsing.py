"""Which images are looked at, and in which order."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from model.arrays import Labels
from model.datasets.dataset import Dataset
from model.inspection import Grades, Split


class Verdict(StrEnum):
    """Which images are wanted, by what is made of them."""

    ANY = "any"
    RIGHT = "right"
    WRONG = "wrong"
    MISLABELLED = "mislabelled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice of images: of a split, with a label, taken for a class, right or wrong. None is any.

    In the order of the data set, or the highest loss first.
    """

    split: Split = Split.TRAIN
    label: int | None = None
    taken_for: int | None = None
    verdict: Verdict = Verdict.ANY
    hardest_first: bool = False

    @property
    def needs_grades(self) -> bool:
        """Whether it depends on what the classifier makes of the images."""
        return self.hardest_first or self.taken_for is not None or self.verdict in (Verdict.RIGHT, Verdict.WRONG)


def find(dataset: Dataset, wanted: Wanted, grades: Grades | None) -> Labels:
    """The rows (m,) that are wanted, in their order; without grades whatever depends on them is left open."""
    rows = wanted.split.rows(dataset)
    is_in = np.ones(len(rows), bool)
    if wanted.label is not None:
        is_in &= dataset.labels[rows] == wanted.label
    if wanted.verdict is Verdict.MISLABELLED:
        is_in &= dataset.labels[rows] != dataset.true_labels[rows]
    if grades is None:
        return rows[is_in]
    if wanted.taken_for is not None:
        is_in &= grades.predictions == wanted.taken_for
    if wanted.verdict in (Verdict.RIGHT, Verdict.WRONG):
        is_in &= grades.is_right == (wanted.verdict is Verdict.RIGHT)
    found: Labels = rows[is_in]
    if wanted.hardest_first:
        losses = np.nan_to_num(grades.losses[is_in], nan=np.inf)
        found = found[np.argsort(-losses, kind="stable")]
    return found
