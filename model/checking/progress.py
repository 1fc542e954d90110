"""How much of the numerical gradient is known, what it has cost, and what it says about the analytic one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from model.arrays import Doubles, Floats, Labels, frozen
from model.checking.mistakes import gradient_of
from model.checking.slopes import Method, relative_errors, slopes
from model.checking.subject import Subject
from model.datasets.dataset import Dataset
from model.losses import data_loss
from model.products import Scratch

TOLERANCE = 1e-2
_CLEARLY = 0.01
_VALUES_AT_ONCE = 400_000
_ANSWER_S = 0.025
_REPETITIONS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """The slopes (K, D + 1) that are known, 0 where they are not yet, and what they have cost."""

    slopes: Doubles
    known: NDArray[np.bool_]
    evaluations: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        frozen(self.slopes)
        frozen(self.known)

    @property
    def count(self) -> int:
        """How many numbers are known."""
        return int(np.count_nonzero(self.known))

    @property
    def is_whole(self) -> bool:
        """Whether all are."""
        return bool(self.known.all())


def nothing_known(subject: Subject) -> Progress:
    """The beginning."""
    return Progress(np.zeros(subject.weights.shape), np.zeros(subject.weights.shape, np.bool_))


def learn(progress: Progress, subject: Subject, method: Method, k: int, inputs: Labels) -> Progress:
    """Find the slopes of class k for inputs (M,)."""
    start = perf_counter()
    found = slopes(subject, method, k, inputs).quotients
    values, known = progress.slopes.copy(), progress.known.copy()
    values[k, inputs], known[k, inputs] = found, True
    evaluations = (2 if method.is_centred else 1) * len(inputs) + (not method.is_centred and progress.evaluations == 0)
    return Progress(values, known, progress.evaluations + evaluations, progress.seconds + perf_counter() - start)


@dataclass(frozen=True, slots=True)
class Prices:
    """Seconds that one analytic gradient takes, and one evaluation of the loss with every score found anew."""

    gradient: float
    evaluation: float


@dataclass(frozen=True, slots=True, eq=False)
class WholeQuestion:
    """A request to go on with the numerical gradient for a moment."""

    identity: int
    dataset: Dataset
    subject: Subject
    method: Method
    progress: Progress


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """What is known after that moment, and the prices."""

    identity: int
    subject: Subject
    progress: Progress
    prices: Prices


def fill(question: WholeQuestion, _: Scratch, last: Filled | None) -> Filled:
    """Go on from the first pixels that some class lacks, all classes alike, for about a fortieth of a second."""
    subject, progress = question.subject, question.progress
    is_same = last is not None and last.subject is subject
    prices = last.prices if is_same and last is not None else _prices(subject)
    end = perf_counter() + _ANSWER_S
    count = max(1, _VALUES_AT_ONCE // (2 * subject.scores.size))
    while not progress.is_whole and perf_counter() < end:
        first = int(np.argmin(progress.known.all(axis=0)))
        columns = np.arange(first, min(first + count, len(subject.inputs)))
        for k in range(len(subject.weights)):
            lacking = columns[~progress.known[k, columns]]
            if len(lacking):
                progress = learn(progress, subject, question.method, k, lacking)
    return Filled(question.identity, subject, progress, prices)


def _prices(subject: Subject) -> Prices:
    def evaluate() -> None:
        data_loss(subject.settings, subject.weights @ subject.inputs, subject.labels)[0].mean()

    return Prices(_median_time(partial(gradient_of, subject)), _median_time(evaluate))


def _median_time(action: Callable[[], object]) -> float:
    times = []
    for _ in range(_REPETITIONS):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return sorted(times)[_REPETITIONS // 2]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What the check finds in the numbers that are known: how many are off by more than TOLERANCE.

    off_by_class (K,) are those of the gradient that is checked, off_if_right how many a right one would have.
    worst is class and input of the largest relative error, None where nothing is known.
    """

    compared: int
    off_by_class: Labels
    off_if_right: int
    worst: tuple[int, int] | None
    worst_error: float

    @property
    def off(self) -> int:
        """How many are off."""
        return int(self.off_by_class.sum())

    @property
    def is_caught(self) -> bool:
        """Whether the check sees clearly more wrong than it sees with a right gradient."""
        return self.off - self.off_if_right > _CLEARLY * self.compared


def judge(progress: Progress, checked: Floats, right: Floats) -> Verdict:
    """Hold a gradient (K, D + 1) to the slopes that are known, and the right one beside it."""
    errors = np.where(progress.known, relative_errors(checked, progress.slopes), 0.0)
    rightly = np.where(progress.known, relative_errors(right, progress.slopes), 0.0)
    place = divmod(int(errors.argmax()), errors.shape[1]) if progress.count else None
    return Verdict(
        compared=progress.count,
        off_by_class=np.count_nonzero(errors > TOLERANCE, axis=1),
        off_if_right=int(np.count_nonzero(rightly > TOLERANCE)),
        worst=place,
        worst_error=float(errors.max()),
    )
