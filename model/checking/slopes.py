"""Slopes of the loss by finite differences, and how far they are from the analytic gradient."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.checking.subject import Subject, losses_at

SMALLEST_STEP, LARGEST_STEP = 1e-14, 1e-1
_A_DECADE = 4
STEPS: Doubles = frozen(10.0 ** (np.arange(-14 * _A_DECADE, -_A_DECADE + 1) / _A_DECADE))


@dataclass(frozen=True, slots=True)
class Method:
    """How slopes are found: the step h, (L(w + h) - L(w)) / h or (L(w + h) - L(w - h)) / 2h, and the precision."""

    h: float = 1e-4
    is_centred: bool = False
    is_double: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """For some parameters (M,): L ahead of each, L behind (at w - h, or at w itself), and their quotient."""

    ahead: Doubles
    behind: Doubles
    quotients: Doubles


def slopes(subject: Subject, method: Method, k: int, inputs: Labels) -> Slopes:
    """The slopes for the weights of class k and inputs (M,), in the precision of the subject."""
    weights = subject.weights[k, inputs][:, None]
    h = weights.dtype.type(method.h)
    if method.is_centred:
        ahead, behind = losses_at(subject, k, inputs, np.concatenate([weights + h, weights - h], axis=1)).T
        quotients = (ahead - behind) / (2 * h)
    else:
        ahead = losses_at(subject, k, inputs, weights + h)[:, 0]
        behind = np.full_like(ahead, subject.data_loss + subject.penalty)
        quotients = (ahead - behind) / h
    return Slopes(*(array.astype(np.float64) for array in (ahead, behind, quotients)))


def relative_errors(analytic: Floats, numerical: Floats) -> Doubles:
    """|a - n| / max(|a|, |n|), number by number, and 0 where both are 0."""
    a, n = analytic.astype(np.float64), numerical.astype(np.float64)
    largest = np.maximum(np.abs(a), np.abs(n))
    errors: Doubles = np.abs(a - n) / np.where(largest == 0, 1.0, largest)
    return errors


def errors_by_step(subject: Subject, analytic: float, k: int, d: int) -> tuple[Doubles, Doubles]:
    """The relative errors at each of STEPS (T,), with forward and with centred differences: (T,), (T,)."""
    weight, steps = subject.weights[k, d], STEPS.astype(subject.weights.dtype)
    values = np.concatenate([weight + steps, weight - steps])[None]
    ahead, behind = np.split(losses_at(subject, k, np.array([d]), values)[0], 2)
    forward = (ahead - (subject.data_loss + subject.penalty)) / steps
    centred = (ahead - behind) / (2 * steps)
    exact = np.full(len(STEPS), analytic)
    return relative_errors(exact, forward), relative_errors(exact, centred)
