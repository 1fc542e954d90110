"""Losses, penalties and accuracies at many points at once, without another look at the images.

Along a plane the score differences to the true class are D = gaps + t * first + u * second, each (K, N). A line is a
plane too: with the same slopes twice, and points t + u, of which t takes the coarse steps and u the fine ones.
"""

from collections.abc import Callable
from functools import partial
from math import ceil

import numpy as np
from numpy.typing import NDArray

from model.arrays import Doubles, Floats, Labels
from model.helping import both

Terms = tuple[Floats, Floats, Floats]
Which = slice | NDArray[np.bool_] | tuple[slice, Labels]
Settle = Callable[[Terms, Doubles, Doubles], tuple[Doubles, Terms]]
Work = Callable[[Terms, Doubles, Doubles], Doubles]
_SAFE_EXPONENT = {np.dtype(np.float32): 80.0, np.dtype(np.float64): 600.0}
_PIECE_EXPONENT = {np.dtype(np.float32): 30.0, np.dtype(np.float64): 300.0}
_CHUNK_VALUES = 1 << 17
_KINKS = 1 << 17
_LANES = 8
_FEW_ROWS = 7
_WORTH_TWO = 100_000


def softmax_sums(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """The sum over images of log sum_k e^{D_k} at every point of a grid: (T, U).

    The exponential of a sum is a product: for each image, e^{gaps + t first} (T, K) times e^{u second} (K, U) is one
    small matrix product, so T + U exponentials a class serve T * U points. Where they might overflow, each point is
    worked out by itself.
    """

    def sums_of(part: slice) -> Doubles:
        return _softmax_sums(gaps[:, part], first[:, part], second[:, part], ts, us)

    return _in_halves(sums_of, gaps.shape)


def _softmax_sums(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    total = np.zeros((len(ts), len(us)))
    size = max(16, _CHUNK_VALUES // (len(ts) * len(us)))
    for start in range(0, gaps.shape[1], size):
        chunk = (np.ascontiguousarray(array[:, start : start + size].T) for array in (gaps, first, second))
        g, a, b = chunk
        sums = _separable if _is_safe(g, a, b, ts, us) else _in_pieces
        total += sums(g, a, b, ts.astype(g.dtype), us.astype(g.dtype))
    return total


def hinge_sums(gaps: Floats, first: Floats, second: Floats, margin: float, ts: Doubles, us: Doubles) -> Doubles:
    """The sum over images and all classes but the true one of max(0, D + margin) at every point of a grid: (T, U).

    us must be evenly spaced. A term that is above zero all over the grid is linear, and one below is nothing there.
    For one t, each other term is zero up to a kink and then a line in u: the terms are sorted into the cells of the
    grid by their kinks, and the sums of intercepts and slopes are carried along. A term that falls, max(0, x), is
    x + max(0, -x), whose second part rises.
    """

    def sums_of(part: slice) -> Doubles:
        return _hinge_sums(gaps[:, part], first[:, part], second[:, part], margin, ts, us)

    return _in_halves(sums_of, gaps.shape)


def _hinge_sums(gaps: Floats, first: Floats, second: Floats, margin: float, ts: Doubles, us: Doubles) -> Doubles:
    terms = (gaps + gaps.dtype.type(margin)).ravel(), first.ravel(), second.ravel()
    # The true class's own term, max(0, 0 + margin), does not belong to the sum.
    total = np.full((len(ts), len(us)), -margin * gaps.shape[1])
    for start in range(0, gaps.size, _KINKS):
        total += _in_strips(_some(terms, slice(start, start + _KINKS)), ts, us, _settle_sums, _kinked_sums)
    return total


def _in_strips(terms: Terms, ts: Doubles, us: Doubles, settle: Settle, work: Work) -> Doubles:
    """What `work` gives for a grid, by ever fewer ts at a time, where `settle` leaves ever fewer terms open."""
    if len(ts) == 1:
        return work(terms, ts, us)
    settled, left = settle(terms, ts, us)
    if len(ts) <= _FEW_ROWS:
        return settled + work(left, ts, us)
    middle = len(ts) // 2
    strips: Doubles = np.concatenate([_in_strips(left, part, us, settle, work) for part in (ts[:middle], ts[middle:])])
    return settled + strips


def _settle_sums(terms: Terms, ts: Doubles, us: Doubles) -> tuple[Doubles, Terms]:
    """The sums of those terms that are above zero all over the grid, and the terms that bend there."""
    least, most = _reach(terms, ts, us)
    is_always_there = (least >= 0) & (most < np.inf)  # not where it overflows on the way
    return _linear_sums(_some(terms, is_always_there), ts, us), _some(terms, ~(is_always_there | (most <= 0)))


def _kinked_sums(terms: Terms, ts: Doubles, us: Doubles) -> Doubles:
    """Sums of max(0, c + t a + u b), by their kinks."""
    c, a, b = terms
    falling = b < 0
    signs = np.where(falling, -1, 1).astype(c.dtype)
    rising = _rising_sums(c * signs, a * signs, np.abs(b), ts, us)  # not b * signs, which may be -0
    return rising + _linear_sums(_some(terms, falling), ts, us)


def absolute_sums(values: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """The sum of |values + t first + u second| over all elements (K, D), at every point of a grid: (T, U).

    us must be evenly spaced. |x| = 2 max(0, x) - x, so it is a hinge without margin.
    """
    rising = hinge_sums(values, first, second, 0.0, ts, us)
    return 2 * rising - _linear_sums((values, first, second), ts, us)


def right_counts(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """How many images have no D above 0, so that none scores higher than the true class: (T, U).

    us must be evenly spaced. For one t, D_k <= 0 on one side of its kink, so an image is right on an interval of u:
    its ends are sorted into the cells of the grid, and the count is carried along. Images that are right or wrong all
    over the grid need no such look.
    """

    def counts_of(part: slice) -> Doubles:
        total, size = np.zeros((len(ts), len(us))), max(16, _KINKS // len(gaps))
        for start in range(part.start, part.stop, size):
            images = slice(start, min(start + size, part.stop))
            terms = gaps[:, images], first[:, images], second[:, images]
            total += _in_strips(terms, ts, us, _settle_counts, _right_by_kinks)
        return total

    return _in_halves(counts_of, gaps.shape)


def _in_halves(sums_of: Callable[[slice], Doubles], shape: tuple[int, ...]) -> Doubles:
    """A sum over images of score differences (K, N), of which a second thread takes a half where there are many."""
    classes, images = shape
    if classes * images < _WORTH_TWO:
        return sums_of(slice(0, images))
    one, other = both(partial(sums_of, slice(0, images // 2)), partial(sums_of, slice(images // 2, images)))
    return one + other


def is_even(points: Doubles) -> bool:
    """Whether points are evenly spaced, rising, and more than a few."""
    steps = np.diff(points)
    return len(points) > 3 and bool(steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0.0))


def _some(terms: Terms, which: Which) -> Terms:
    c, a, b = terms
    return c[which], a[which], b[which]


def _reach(terms: Terms, ts: Doubles, us: Doubles) -> tuple[Floats, Floats]:
    """The least and the most that each of the terms c + t a + u b comes to on a grid: at its corners."""
    c, a, b = terms
    least, most = c.copy(), c.copy()
    for slope, points in ((a, ts), (b, us)):
        ends = [slope * slope.dtype.type(end) for end in (points.min(), points.max())]
        least += np.minimum(*ends)
        most += np.maximum(*ends)
    return least, most


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


def _settle_counts(terms: Terms, ts: Doubles, us: Doubles) -> tuple[Doubles, Terms]:
    """How many images are right all over the grid, and those that are neither right nor wrong all over it."""
    least, most = _reach(terms, ts, us)
    is_right, is_wrong = (most <= 0).all(axis=0), (least > 0).any(axis=0)
    counts = np.full((len(ts), len(us)), float(np.count_nonzero(is_right)))
    return counts, _some(terms, (slice(None), np.flatnonzero(~(is_right | is_wrong))))


def _right_by_kinks(terms: Terms, ts: Doubles, us: Doubles) -> Doubles:
    """The counts of `right_counts`, of images (K, n) whose intervals of u have a first and a last cell."""
    c, a, b = terms
    cells, step, kind = len(us), us[1] - us[0], c.dtype.type
    with np.errstate(divide="ignore", over="ignore"):
        inverse = kind(-1 / step) / b
    rising, falling, flat = b > 0, b < 0, b == 0
    total = np.empty((len(ts), cells))
    for row, t in enumerate(ts):
        now = c + kind(t) * a
        with np.errstate(invalid="ignore", over="ignore"):
            place = now * inverse
        place -= kind(us[0] / step)
        first = np.ceil(np.where(falling, place, 0).max(axis=0))
        last = np.floor(np.where(rising, place, cells - 1).min(axis=0))
        is_there = (first <= last) & ~(flat & (now > 0)).any(axis=0)
        begins = np.bincount(first[is_there].astype(np.intp), minlength=cells)
        ends = np.bincount(last[is_there].astype(np.intp) + 1, minlength=cells + 1)
        total[row] = np.cumsum(begins - ends[:cells])
    return total


def _is_safe(g: Floats, a: Floats, b: Floats, ts: Doubles, us: Doubles) -> bool:
    """Whether no exponential overflows or vanishes: D is linear, so the ends of the grid tell."""
    reach = max(float(np.abs(g + g.dtype.type(t) * a).max()) for t in (ts[0], ts[-1]))
    far = float(np.abs(b).max()) * float(np.abs(us).max())
    return reach < _SAFE_EXPONENT[g.dtype] and far < _SAFE_EXPONENT[g.dtype] and reach + far < _SAFE_EXPONENT[g.dtype]


def _separable(g: Floats, a: Floats, b: Floats, ts: Floats, us: Floats) -> Doubles:
    rows = a[:, None, :] * ts[None, :, None]
    rows += g[:, None, :]
    columns = b[:, :, None] * us
    sums = np.matmul(np.exp(rows, out=rows), np.exp(columns, out=columns))
    logs: Doubles = np.log(sums, out=sums).sum(axis=0)
    return logs


def _in_pieces(g: Floats, a: Floats, b: Floats, ts: Floats, us: Floats) -> Doubles:
    """The same in pieces of the us, each so narrow that the columns stay safe; every row is shifted by its largest."""
    spread = float((b.max(axis=1) - b.min(axis=1)).max())
    wanted = spread * float(us[-1] - us[0]) / (2 * _PIECE_EXPONENT[g.dtype])
    count = ceil(wanted) if wanted < len(us) else len(us)
    total = []
    for piece in np.array_split(us, max(1, count)):
        centre = (piece[0] + piece[-1]) / 2
        rows = a[:, None, :] * ts[None, :, None]
        rows += (g + centre * b)[:, None, :]
        tops = rows.max(axis=2)
        rows -= tops[:, :, None]
        columns = b[:, :, None] * (piece - centre)
        sums = np.matmul(np.exp(rows, out=rows), np.exp(columns, out=columns))
        total.append((np.log(sums, out=sums) + tops[:, :, None]).sum(axis=0, dtype=np.float64))
    sums = np.concatenate(total, axis=1)
    return np.where(np.isnan(sums), np.inf, sums)  # beyond the largest number, inf - inf
