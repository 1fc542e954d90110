"""The hinge loss, and sums of absolute values, at every point of a grid, by their kinks."""

import numpy as np

from model.arrays import Doubles, Floats, Labels
from model.helping import in_halves
from model.sweeps import strips
from model.sweeps.strips import Terms, in_strips, reach, some

_LANES = 8


def hinge_sums(gaps: Floats, first: Floats, second: Floats, margin: float, ts: Doubles, us: Doubles) -> Doubles:
    """The sum over images and all classes but the true one of max(0, D + margin) at every point of a grid: (T, U).

    us must be evenly spaced. A term that is above zero all over the grid is linear, and one below is nothing there.
    For one t, each other term is zero up to a kink and then a line in u: the terms are sorted into the cells of the
    grid by their kinks, and the sums of intercepts and slopes are carried along. A term that falls, max(0, x), is
    x + max(0, -x), whose second part rises.
    """

    def sums_of(part: slice) -> Doubles:
        return _hinge_sums(gaps[:, part], first[:, part], second[:, part], margin, ts, us)

    return in_halves(sums_of, gaps.shape)


def _hinge_sums(gaps: Floats, first: Floats, second: Floats, margin: float, ts: Doubles, us: Doubles) -> Doubles:
    terms = (gaps + gaps.dtype.type(margin)).ravel(), first.ravel(), second.ravel()
    # The true class's own term, max(0, 0 + margin), does not belong to the sum.
    total = np.full((len(ts), len(us)), -margin * gaps.shape[1])
    for start in range(0, gaps.size, strips.AT_ONCE):
        total += in_strips(some(terms, slice(start, start + strips.AT_ONCE)), ts, us, _settle_sums, _kinked_sums)
    return total


def absolute_sums(values: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """The sum of |values + t first + u second| over all elements (K, D), at every point of a grid: (T, U).

    us must be evenly spaced. |x| = 2 max(0, x) - x, so it is a hinge without margin.
    """
    rising = hinge_sums(values, first, second, 0.0, ts, us)
    return 2 * rising - _linear_sums((values, first, second), ts, us)


def is_even(points: Doubles) -> bool:
    """Whether points are evenly spaced, rising, and more than a few."""
    steps = np.diff(points)
    return len(points) > 3 and bool(steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0.0))


def _settle_sums(terms: Terms, ts: Doubles, us: Doubles) -> tuple[Doubles, Terms]:
    """The sums of those terms that are above zero all over the grid, and the terms that bend there."""
    least, most = reach(terms, ts, us)
    is_always_there = (least >= 0) & (most < np.inf)  # not where it overflows on the way
    return _linear_sums(some(terms, is_always_there), ts, us), some(terms, ~(is_always_there | (most <= 0)))


def _kinked_sums(terms: Terms, ts: Doubles, us: Doubles) -> Doubles:
    """Sums of max(0, c + t a + u b), by their kinks."""
    c, a, b = terms
    falling = b < 0
    signs = np.where(falling, -1, 1).astype(c.dtype)
    rising = _rising_sums(c * signs, a * signs, np.abs(b), ts, us)  # not b * signs, which may be -0
    return rising + _linear_sums(some(terms, falling), ts, us)


def _linear_sums(terms: Terms, ts: Doubles, us: Doubles) -> Doubles:
    """Sums of c + t a + u b: (T, U)."""
    value, by_t, by_u = (term.sum(dtype=np.float64) for term in terms)
    sums: Doubles = value + ts[:, None] * by_t + us * by_u
    return sums


def _rising_sums(c: Floats, a: Floats, b: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """Sums of max(0, c + t a + u b) for b >= 0, by the grid cell of each kink.

    Neighbours count in cells of their own, a lane each: the processor waits for a cell that is added to twice in a row.
    """
    cells, step = len(us), us[1] - us[0]
    with np.errstate(divide="ignore"):
        inverse = c.dtype.type(-1 / step) / b  # infinite where b is 0: such a term is always or never there
    slopes = b.astype(np.float64)
    lanes = np.arange(len(c)) % _LANES * (cells + 1)
    first, never = np.zeros_like(c), np.full_like(c, cells)  # NumPy compares faster with arrays than with numbers
    total = np.empty((len(ts), cells))
    for row, t in enumerate(ts):
        now = c + c.dtype.type(t) * a
        with np.errstate(invalid="ignore", over="ignore"):
            place = now * inverse
        place -= c.dtype.type(us[0] / step)
        np.ceil(place, out=place)
        np.fmax(place, first, out=place)  # what is no number counts as there, and so does its value: 0, or no number
        cell = np.minimum(place, never, out=place).astype(np.intp)
        cell += lanes
        intercepts, rises = (_in_cells(cell, weights, cells) for weights in (now, slopes))
        total[row] = np.cumsum(intercepts) + us * np.cumsum(rises)
    return total


def _in_cells(cell: Labels, weights: Floats, cells: int) -> Doubles:
    """The sum of the weights in each cell of the grid, over all lanes; what lies beyond the last cell is left out."""
    counts = np.bincount(cell, weights=weights, minlength=_LANES * (cells + 1))
    sums: Doubles = counts.reshape(_LANES, -1).sum(axis=0)[:cells]
    return sums
