"""How the step size changes while a run goes on: a function of the epochs that have passed, and of nothing else.

So a step met again, on whatever way, has the same step size to the bit. e is counted in passes over the training
images and has fractions within one, T is how many epochs a schedule goes over, eta the step size that is chosen.
"""

from enum import StrEnum
from math import cos, floor, pi

# A step of exactly nothing would have no landscape around it, and no schedule could be undone by another step size.
LEAST = 1e-6
_FAR = 1e9


class ScheduleKind(StrEnum):
    """The schedules that can be chosen."""

    CONSTANT = "constant"
    STEP = "step"
    COSINE = "cosine"
    INVERSE = "1/t"


def factor(kind: ScheduleKind, over: float, epochs: float) -> float:
    """By what the step size is multiplied when so many epochs have passed: from 1 down, but never below LEAST.

    STEP halves it every T epochs, 2^-floor(e / T), and INVERSE is 1 / (1 + e / T). Source: CS231n, "Neural networks 3:
    annealing the learning rate"; the second goes back to H. Robbins and S. Monro, "A stochastic approximation method",
    1951. COSINE is (1 + cos(pi e / T)) / 2 up to T epochs, and stays at its end from there on. Source: I. Loshchilov
    and F. Hutter, "SGDR", 2017, without its restarts.
    """
    if kind is ScheduleKind.CONSTANT:
        return 1.0
    passed = min(epochs / over, _FAR)
    if kind is ScheduleKind.STEP:
        return max(0.5 ** floor(passed), LEAST)
    if kind is ScheduleKind.COSINE:
        return max((1 + cos(pi * min(passed, 1.0))) / 2, LEAST)
    return max(1 / (1 + passed), LEAST)
