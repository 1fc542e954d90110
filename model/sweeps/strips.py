"""Grids taken strip by strip: the smaller the part of a grid, the fewer terms do anything there but rise or fall."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from model.arrays import Doubles, Floats, Labels

Terms = tuple[Floats, Floats, Floats]
Which = slice | NDArray[np.bool_] | tuple[slice, Labels]
Settle = Callable[[Terms, Doubles, Doubles], tuple[Doubles, Terms]]
Work = Callable[[Terms, Doubles, Doubles], Doubles]
AT_ONCE = 1 << 17
_FEW_ROWS = 7


def in_strips(terms: Terms, ts: Doubles, us: Doubles, settle: Settle, work: Work) -> Doubles:
    """What `work` gives for a grid, by ever fewer ts at a time, where `settle` leaves ever fewer terms open."""
    if len(ts) == 1:
        return work(terms, ts, us)
    settled, left = settle(terms, ts, us)
    if len(ts) <= _FEW_ROWS:
        return settled + work(left, ts, us)
    middle = len(ts) // 2
    strips: Doubles = np.concatenate([in_strips(left, part, us, settle, work) for part in (ts[:middle], ts[middle:])])
    return settled + strips


def some(terms: Terms, which: Which) -> Terms:
    """Those of the terms."""
    c, a, b = terms
    return c[which], a[which], b[which]


def reach(terms: Terms, ts: Doubles, us: Doubles) -> tuple[Floats, Floats]:
    """The least and the most that each of the terms c + t a + u b comes to on a grid: at its corners."""
    c, a, b = terms
    least, most = c.copy(), c.copy()
    for slope, points in ((a, ts), (b, us)):
        ends = [slope * slope.dtype.type(end) for end in (points.min(), points.max())]
        least += np.minimum(*ends)
        most += np.maximum(*ends)
    return least, most
