"""The whole state of a gradient check, and one weight's numbers: what the screen shows is read from here."""

from dataclasses import dataclass, replace

import numpy as np

from model.arrays import Doubles, Floats, frozen
from model.checking.mistakes import Mistake, gradient_of, why_not
from model.checking.progress import Progress, Verdict, judge, learn, nothing_known
from model.checking.slopes import Method, errors_by_step, relative_errors, slopes
from model.checking.subject import Subject, kinks, subject_of
from model.datasets.dataset import Dataset
from model.products import Scratch
from model.records import Step


@dataclass(frozen=True, slots=True)
class Place:
    """A parameter: of class k, and the input d it is multiplied with; the last input is the 1 of the bias."""

    k: int
    d: int


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What is checked, how, and how far that is. checked is the gradient (K, D + 1) with the mistake, right without."""

    step: Step
    dataset: Dataset
    subject: Subject
    method: Method
    mistake: Mistake
    place: Place
    right: Floats
    checked: Floats
    progress: Progress

    def __post_init__(self) -> None:
        frozen(self.right)
        frozen(self.checked)

    @property
    def verdict(self) -> Verdict:
        """What the check finds so far."""
        return judge(self.progress, self.checked, self.right)

    @property
    def mistake_is_without_effect(self) -> bool:
        """Whether the gradient with the mistake is the right one here all the same."""
        return self.mistake is not Mistake.NONE and bool(np.allclose(self.checked, self.right, rtol=1e-6, atol=0))


def set_up(step: Step, dataset: Dataset, scratch: Scratch, method: Method, wished: Mistake, place: Place) -> Bench:
    """A bench for a step on which nothing but one parameter is known; a mistake its settings exclude is not made.

    A place that the data set does not have gives way to the weight with the largest gradient.
    """
    subject = subject_of(step, dataset, scratch, method.is_double)
    right = gradient_of(subject)
    if place.k >= len(right) or place.d > subject.bias or place.k < 0:
        place = telling_place(right)
    mistake = Mistake.NONE if why_not(wished, step.settings) else wished
    checked = right.copy() if mistake is Mistake.NONE else gradient_of(subject, mistake)
    bench = Bench(step, dataset, subject, method, mistake, place, right, checked, nothing_known(subject))
    return at(bench, place)


def telling_place(gradient: Floats) -> Place:
    """The weight whose gradient is the largest."""
    k, d = divmod(int(np.abs(gradient[:, :-1]).argmax()), gradient.shape[1] - 1)
    return Place(k, d)


def strongest_at(bench: Bench, k: int, row: int, column: int) -> Place:
    """Of the channels of a pixel, the one whose weight in class k has the largest gradient."""
    _, width, channels = bench.dataset.shape
    first = (row * width + column) * channels
    return Place(k, first + int(np.abs(bench.right[k, first : first + channels]).argmax()))


def at(bench: Bench, place: Place) -> Bench:
    """Look at a parameter, and know its slope."""
    progress = bench.progress
    if not progress.known[place.k, place.d]:
        progress = learn(progress, bench.subject, bench.method, place.k, np.array([place.d]))
    return replace(bench, place=place, progress=progress)


def after(bench: Bench) -> Place:
    """The next dimension of the same class; after the last, the first."""
    return Place(bench.place.k, (bench.place.d + 1) % len(bench.subject.inputs))


def with_mistake(bench: Bench, mistake: Mistake) -> Bench:
    """Make another mistake; the slopes that are known stay."""
    return replace(bench, mistake=mistake, checked=gradient_of(bench.subject, mistake))


def with_method(bench: Bench, method: Method, scratch: Scratch) -> Bench:
    """Find slopes in another way: what is known begins anew, and in another precision everything does."""
    if method.is_double != bench.method.is_double:
        return set_up(bench.step, bench.dataset, scratch, method, bench.mistake, bench.place)
    begun = replace(bench, method=method, progress=nothing_known(bench.subject))
    return at(begun, bench.place)


@dataclass(frozen=True, slots=True, eq=False)
class Quotient:
    """One parameter checked: its value, L there, ahead and behind, both slopes and their relative error.

    error_if_right is the one that a gradient without the mistake would have. kinks_inside says how many kinks of the
    loss lie between the two points, nearest_kink how far the nearest is (infinity where there is none).
    """

    weight: float
    loss: float
    ahead: float
    behind: float
    numerical: float
    analytic: float
    error: float
    error_if_right: float
    kinks_inside: int
    nearest_kink: float


def quotient(bench: Bench) -> Quotient:
    """The numbers of the parameter that is looked at."""
    subject, place, method = bench.subject, bench.place, bench.method
    found = slopes(subject, method, place.k, np.array([place.d]))
    analytic, right = (g[place.k, place.d : place.d + 1] for g in (bench.checked, bench.right))
    changes = kinks(subject, place.k, place.d)
    lowest = -method.h if method.is_centred else 0.0
    return Quotient(
        weight=float(subject.weights[place.k, place.d]),
        loss=subject.loss,
        ahead=float(found.ahead[0]),
        behind=float(found.behind[0]),
        numerical=float(found.quotients[0]),
        analytic=float(analytic[0]),
        error=float(relative_errors(analytic, found.quotients)[0]),
        error_if_right=float(relative_errors(right, found.quotients)[0]),
        kinks_inside=int(np.count_nonzero((lowest <= changes) & (changes <= method.h))),
        nearest_kink=float(abs(changes[0])) if len(changes) else np.inf,
    )


def error_curves(bench: Bench) -> tuple[Doubles, Doubles]:
    """The relative error of the parameter that is looked at against h, forward and centred: see `STEPS`."""
    place = bench.place
    return errors_by_step(bench.subject, float(bench.checked[place.k, place.d]), place.k, place.d)
