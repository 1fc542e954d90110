"""The data loss at many points at once, without another look at the images.

Along a plane the score differences to the true class are D = gaps + t * first + u * second, each (K, N). A line is a
plane too: with the same slopes twice, and points t + u, of which t takes the coarse steps and u the fine ones.
"""

from collections.abc import Iterator

import numpy as np

from model.arrays import Doubles, Floats

_SAFE_EXPONENT = {np.dtype(np.float32): 80.0, np.dtype(np.float64): 600.0}
_CHUNK_VALUES = 1 << 17
_KINKS = 1 << 15


def softmax_sums(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """The sum over images of log sum_k e^{D_k} at every point of a grid: (T, U).

    The exponential of a sum is a product: for each image, e^{gaps + t first} (T, K) times e^{u second} (K, U) is one
    small matrix product, so T + U exponentials a class serve T * U points. Where they might overflow, each point is
    worked out by itself.
    """
    total = np.zeros((len(ts), len(us)))
    size = max(16, _CHUNK_VALUES // (len(ts) * len(us)))
    for start in range(0, gaps.shape[1], size):
        chunk = (np.ascontiguousarray(array[:, start : start + size].T) for array in (gaps, first, second))
        g, a, b = chunk
        sums = _separable if _is_safe(g, a, b, ts, us) else _point_by_point
        total += sums(g, a, b, ts.astype(g.dtype), us.astype(g.dtype))
    return total


def hinge_sums(gaps: Floats, first: Floats, second: Floats, margin: float, ts: Doubles, us: Doubles) -> Doubles:
    """The sum over images and all classes but the true one of max(0, D + margin) at every point of a grid: (T, U).

    us must be evenly spaced. For one t, each term is zero up to a kink and then a line in u: the terms are sorted
    into the cells of the grid by their kinks, and the sums of intercepts and slopes are carried along. A term that
    falls, max(0, x), is x + max(0, -x), whose second part rises.
    """
    total = np.zeros((len(ts), len(us)))
    for c, a, b in _terms(gaps, first, second, margin):
        falling = b < 0
        base = (c[falling].sum(dtype=np.float64), a[falling].sum(dtype=np.float64), b[falling].sum(dtype=np.float64))
        signs = np.where(falling, -1, 1).astype(c.dtype)
        total += _rising_sums(c * signs, a * signs, b * signs, ts, us)
        total += base[0] + ts[:, None] * base[1] + us * base[2]
    # The true class's own term, max(0, 0 + margin), does not belong to the sum.
    total -= margin * gaps.shape[1]
    return total


def is_even(points: Doubles) -> bool:
    """Whether points are evenly spaced, rising, and more than a few."""
    steps = np.diff(points)
    return len(points) > 3 and bool(steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0.0))


def _terms(gaps: Floats, first: Floats, second: Floats, margin: float) -> Iterator[tuple[Floats, Floats, Floats]]:
    flat = (gaps + gaps.dtype.type(margin)).ravel(), first.ravel(), second.ravel()
    for start in range(0, gaps.size, _KINKS):
        c, a, b = (array[start : start + _KINKS] for array in flat)
        yield c, a, b


def _rising_sums(c: Floats, a: Floats, b: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """Sums of max(0, c + t a + u b) for b >= 0, by the grid cell of each kink."""
    cells, step = len(us), us[1] - us[0]
    with np.errstate(divide="ignore"):
        inverse = c.dtype.type(-1 / step) / b  # infinite where b is 0: such a term is always or never there
    slopes = b.astype(np.float64)
    total = np.empty((len(ts), cells))
    for row, t in enumerate(ts):
        now = c + c.dtype.type(t) * a
        with np.errstate(invalid="ignore", over="ignore"):
            place = now * inverse
        place -= c.dtype.type(us[0] / step)
        cell = np.nan_to_num(np.clip(np.ceil(place), 0, cells), nan=cells).astype(np.intp)
        intercepts = np.bincount(cell, weights=now, minlength=cells + 1)[:cells]
        rises = np.bincount(cell, weights=slopes, minlength=cells + 1)[:cells]
        total[row] = np.cumsum(intercepts) + us * np.cumsum(rises)
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


def _point_by_point(g: Floats, a: Floats, b: Floats, ts: Floats, us: Floats) -> Doubles:
    total = np.empty((len(ts), len(us)))
    for i, t in enumerate(ts):
        row = g + t * a
        for j, u in enumerate(us):
            gaps = row + u * b
            top = gaps.max(axis=1)
            sums = np.exp(gaps - top[:, None]).sum(axis=1)
            total[i, j] = (np.log(sums) + top).sum(dtype=np.float64)
    return np.where(np.isnan(total), np.inf, total)  # beyond the largest number, inf - inf
