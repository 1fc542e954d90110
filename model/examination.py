"""Everything the workspace Evidence asks about one picture, answered at once."""

from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np

from model.arrays import Bytes, Doubles, Floats, frozen
from model.classifier import score_picture
from model.datasets.dataset import Dataset
from model.evidence import Evidence, Waterfall, evidence_for, scores_of, seen_of, waterfall
from model.flip import Displayable, Flip, displayable, flip, moved, nearest
from model.perturbations import Perturbation
from model.records import Params

_REGIONS_OF_EACH = 3


class Named(Enum):
    """A class that is named by what it is to the picture."""

    PREDICTED = "predicted"
    RUNNER_UP = "runner-up"
    TRUE = "true class"


Which = Named | int | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: which class, rather than which other (None: by itself), what is done to the picture.

    share says how far to go towards another label, in parts of the way to where both scores are equal.
    """

    k: Which = Named.PREDICTED
    rather_than: Which = None
    perturbation: Perturbation = field(default_factory=Perturbation)
    share: float = 0.0
    patches: int = 4


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """The answer. label is the class of the changed picture before it goes anywhere, way the one it is sent.

    values (H, W, C) are the pixel values where it has gone to, shown the nearest picture to them, shown_label the
    class of that. scores (K,) and evidence are those of the values, exactly.
    """

    label: int
    true: int | None
    k: int
    rather_than: int | None
    way: Flip
    gone: float
    values: Doubles
    scores: Floats
    shown: Displayable
    shown_label: int
    evidence: Evidence
    bars: Waterfall

    def __post_init__(self) -> None:
        frozen(self.values)
        frozen(self.scores)

    @property
    def is_finite(self) -> bool:
        """Whether its numbers mean anything."""
        return bool(np.isfinite(self.scores).all() and np.isfinite(self.evidence.weights).all())

    @property
    def runner_up(self) -> int:
        """The class with the second highest score, before the picture goes anywhere."""
        second = resolved(Named.RUNNER_UP, self.way.scores, None)
        assert second is not None
        return second

    @property
    def label_now(self) -> int:
        """The class of the values, where they have gone to."""
        return int(self.scores.argmax())


def examine(params: Params, dataset: Dataset, picture: Bytes, true: int | None, wish: Wish) -> Examination:
    """Examine a picture (H, W, C) of the data set's shape; true is its class, if known.

    Where the scores are not finite, neither is the answer. The way goes from the label to the class that is asked
    about, or, where that is the label, to the one it is compared with, or else to the one that is nearest.
    """
    changed = wish.perturbation.applied(dataset, picture)
    start = seen_of(dataset, changed)
    first_scores = scores_of(params, start)
    k, j = _asked(wish, first_scores, true)
    label = int(first_scores.argmax())
    way = flip(params, start.shape, first_scores, label, _target(params, first_scores, k, j))
    gone = wish.share * way.distance if np.isfinite(way.distance) else 0.0
    seen = start + gone * way.direction
    values = moved(dataset, changed, gone * way.direction)
    shown = displayable(values)
    scores = scores_of(params, seen)
    evidence = evidence_for(params, seen, scores, k, j)
    return Examination(
        label,
        true,
        k,
        j,
        way,
        gone,
        values,
        scores,
        shown,
        int(score_picture(params, dataset, shown.picture).argmax()),
        evidence,
        waterfall(evidence, wish.patches, _REGIONS_OF_EACH),
    )


def resolved(which: Which, scores: Floats, true: int | None) -> int | None:
    """The class that is meant; the predicted one where the true class is not known, or the index is none here."""
    order = np.argsort(-scores, kind="stable")
    if which is None or (isinstance(which, int) and which < len(scores)):
        return which
    if which is Named.TRUE and true is not None:
        return true
    return int(order[:2][-1 if which is Named.RUNNER_UP else 0])


def _asked(wish: Wish, scores: Floats, true: int | None) -> tuple[int, int | None]:
    """The class asked about, and the one it is compared with, where that is another."""
    k, j = resolved(wish.k, scores, true), resolved(wish.rather_than, scores, true)
    assert k is not None
    return k, None if j == k else j


def _target(params: Params, scores: Floats, k: int, j: int | None) -> int:
    label = int(scores.argmax())
    if k != label:
        return k
    return nearest(params, scores, label) if j is None else j


def unchanged(wish: Wish) -> Wish:
    """The same question about the picture as it is; a grid stays as fine as it was."""
    return replace(wish, share=0.0, perturbation=Perturbation(patches=wish.patches))
