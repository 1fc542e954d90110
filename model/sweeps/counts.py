"""How many images are right at every point of a grid."""

import numpy as np

from model.arrays import Doubles, Floats
from model.helping import in_halves
from model.sweeps import strips
from model.sweeps.strips import Terms, in_strips, reach, some


def right_counts(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles) -> Doubles:
    """How many images have no D above 0, so that none scores higher than the true class: (T, U).

    us must be evenly spaced. For one t, D_k <= 0 on one side of its kink, so an image is right on an interval of u:
    its ends are sorted into the cells of the grid, and the count is carried along. Images that are right or wrong all
    over the grid need no such look.
    """

    def counts_of(part: slice) -> Doubles:
        total, size = np.zeros((len(ts), len(us))), max(16, strips.AT_ONCE // len(gaps))
        for start in range(part.start, part.stop, size):
            images = slice(start, min(start + size, part.stop))
            terms = gaps[:, images], first[:, images], second[:, images]
            total += in_strips(terms, ts, us, _settle_counts, _right_by_kinks)
        return total

    return in_halves(counts_of, gaps.shape)


def _settle_counts(terms: Terms, ts: Doubles, us: Doubles) -> tuple[Doubles, Terms]:
    """How many images are right all over the grid, and those that are neither right nor wrong all over it."""
    least, most = reach(terms, ts, us)
    is_right, is_wrong = (most <= 0).all(axis=0), (least > 0).any(axis=0)
    counts = np.full((len(ts), len(us)), float(np.count_nonzero(is_right)))
    return counts, some(terms, (slice(None), np.flatnonzero(~(is_right | is_wrong))))


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
