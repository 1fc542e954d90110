"""Where a function crosses zero, by its values alone."""

from collections.abc import Callable
from math import isfinite

_DOUBLINGS = 60
_ITERATIONS = 100
_TOLERANCE = 1e-9


def rising_root(function: Callable[[float], float], low: float, guess: float) -> float | None:
    """The crossing of a function that is negative at `low` and rises: None where it stays negative.

    The bracket grows from `guess` by doubling; overflow counts as positive. Relative accuracy about 1e-9.
    """
    high = max(guess, low)
    for _ in range(_DOUBLINGS):
        if not function(high) < 0:
            return _between(function, low, high)
        low, high = high, 2 * high
    return None


def _between(function: Callable[[float], float], low: float, high: float) -> float:
    """Chandrupatla's method: inverse quadratic interpolation where it is safe, bisection where it is not.

    Source: T. R. Chandrupatla, Advances in Engineering Software 28 (1997), 145-149.
    """
    a, b = high, low
    fa, fb = _finite(function(a)), _finite(function(b))
    c, fc, share = a, fa, 0.5
    for _ in range(_ITERATIONS):
        t = a + share * (b - a)
        ft = _finite(function(t))
        if (ft < 0) == (fa < 0):
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = t, ft
        tolerance = _TOLERANCE * abs(a if abs(fa) < abs(fb) else b) / max(abs(b - a), 1e-300)
        if tolerance > 0.5 or fa == 0:
            break
        share = min(max(_interpolated(a, b, c, fa, fb, fc), tolerance), 1 - tolerance)
    return a if abs(fa) < abs(fb) else b


def _interpolated(a: float, b: float, c: float, fa: float, fb: float, fc: float) -> float:
    place, height = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not height**2 < place or not (1 - height) ** 2 < 1 - place:
        return 0.5
    return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)


def _finite(value: float) -> float:
    return value if isfinite(value) else 1e300
