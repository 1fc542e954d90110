"""The loss bench: scores to play with, and what each loss makes of them, term by term."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.losses import hinge, margins, probabilities, softmax, squared_hinge
from model.ranges import Span, held_span

_ALIKE = 1e-9
_AROUND = 2.0
_POINTS = 401


class Rule(StrEnum):
    """The losses that are compared."""

    HINGE = "hinge"
    SQUARED_HINGE = "squared hinge"
    SOFTMAX = "softmax"


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """What a loss makes of scores (K, N): losses (N,), their gradients for the scores (K, N), and the way there.

    terms are (K, N) each: of a hinge its summands, of the softmax e^s and the probabilities.
    """

    rule: Rule
    terms: tuple[Floats, ...]
    losses: Floats
    gradient: Floats

    def __post_init__(self) -> None:
        for array in (*self.terms, self.losses, self.gradient):
            frozen(array)

    @property
    def mean(self) -> float:
        """The mean loss of all images."""
        return float(self.losses.mean())


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """Scores of N images for K classes, base (K, N), with true classes, labels (N,); one image is looked at.

    What is weighed is scale * base + shift.
    """

    base: Doubles
    labels: Labels
    image: int = 0
    margin: float = 1.0
    shift: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        frozen(self.base)
        frozen(self.labels)

    @property
    def scores(self) -> Doubles:
        """The scores that the losses see: (K, N)."""
        seen: Doubles = self.scale * self.base + self.shift
        return seen

    @property
    def label(self) -> int:
        """The true class of the image that is looked at."""
        return int(self.labels[self.image])

    def with_score(self, k: int, score: float) -> "Bench":
        """The same with another score, as the losses see it, of the image that is looked at."""
        base = self.base.copy()
        base[k, self.image] = (score - self.shift) / self.scale
        return replace(self, base=base)

    def with_label(self, k: int) -> "Bench":
        """The same with another true class of the image that is looked at."""
        labels = self.labels.copy()
        labels[self.image] = k
        return replace(self, labels=labels)


def weigh(bench: Bench) -> tuple[Weighed, ...]:
    """What each loss makes of the scores, in the order of `Rule`. An e^s beyond float64 is infinite."""
    scores, labels, margin = bench.scores, bench.labels, bench.margin
    short = margins(scores, labels, margin)
    with np.errstate(over="ignore"):
        exponentials: Doubles = np.exp(scores)
    return (
        Weighed(Rule.HINGE, (short,), *hinge(scores, labels, margin)),
        Weighed(Rule.SQUARED_HINGE, (np.square(short),), *squared_hinge(scores, labels, margin)),
        Weighed(Rule.SOFTMAX, (exponentials, probabilities(scores)), *softmax(scores, labels)),
    )


def span_of_true_score(bench: Bench, last: Span | None) -> Span:
    """A range for the true class's score around where it is and where it would satisfy the hinge; it does not jump."""
    scores = bench.scores[:, bench.image]
    own, best_other = float(scores[bench.label]), float(np.delete(scores, bench.label).max())
    return held_span(min(own, best_other) - _AROUND, max(own, best_other + bench.margin) + _AROUND, last)


def true_score_varied(bench: Bench, span: Span) -> tuple[Doubles, tuple[Weighed, ...]]:
    """Scores (T,) that the true class may have, and what the losses make of each, with all others as they are."""
    places = np.linspace(*span, _POINTS)
    scores = np.repeat(bench.scores[:, bench.image, None], _POINTS, axis=1)
    scores[bench.label] = places
    return places, weigh(Bench(scores, np.full(_POINTS, bench.label), margin=bench.margin))


@dataclass(frozen=True, slots=True)
class Effect:
    """The loss of one image before a change of all scores, and after."""

    rule: Rule
    before: float
    after: float

    @property
    def is_ignored(self) -> bool:
        """Whether the change changes nothing, rounding aside."""
        return abs(self.after - self.before) <= _ALIKE * max(1.0, abs(self.before))


def effects_of_scale(bench: Bench) -> tuple[Effect, ...]:
    """What scaling all scores does to each loss, without the shift."""
    return _effects(replace(bench, shift=0.0, scale=1.0), replace(bench, shift=0.0))


def effects_of_shift(bench: Bench) -> tuple[Effect, ...]:
    """What shifting all scores, scaled already, does to each loss."""
    return _effects(replace(bench, shift=0.0), bench)


def _effects(before: Bench, after: Bench) -> tuple[Effect, ...]:
    return tuple(
        Effect(old.rule, float(old.losses[before.image]), float(new.losses[before.image]))
        for old, new in zip(weigh(before), weigh(after), strict=True)
    )
