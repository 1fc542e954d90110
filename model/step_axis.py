"""The t axis of a landscape: how far along the direction it reaches."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log2, log10

import numpy as np

from model.arrays import Doubles
from model.ranges import nice_ceiling

POINTS = 201
_AN_OCTAVE = 16
_LEFT_SHARE = 0.06
_ROOM_FOR_CHOSEN = 1.3
_ROOM_FOR_BEST = 2.6
_TOO_WIDE = 3.5
_LOG_ROOM = 4.0
_LOG_GRID = 2.0  # ends of a logarithmic axis stand at half decades
_LOG_SPARE_DECADES = 2.0


@dataclass(frozen=True, slots=True)
class Axis:
    """The t axis, from low to high; a logarithmic one has only positive t."""

    low: float
    high: float
    is_log: bool = False

    def points(self) -> list[Doubles]:
        """Where the loss is worked out: evenly spaced pieces, one for a linear axis, one an octave for the other."""
        if not self.is_log:
            return [np.linspace(self.low, self.high, POINTS)]
        octaves = ceil(log2(self.high / self.low) - 1e-9)
        edges = np.append(self.low * 2.0 ** np.arange(octaves), self.high)
        pieces = [np.linspace(a, b, _AN_OCTAVE, endpoint=False) for a, b in pairwise(edges)]
        return [*pieces, edges[-1:]]


def fitting_axis(chosen: float, best: float | None, last: Axis | None, is_log: bool) -> Axis:
    """The t axis with both steps in view; the last one stays while it still fits."""
    if last is not None and last.is_log is not is_log:
        last = None
    if is_log:
        return _fitting_log_axis(chosen, best or chosen, last)
    need = max(_ROOM_FOR_CHOSEN * chosen, _ROOM_FOR_BEST * (best or 0.0))
    if last is not None and need <= last.high <= _TOO_WIDE * need:
        return last
    reach = nice_ceiling(need)
    return Axis(-_LEFT_SHARE * reach, reach)


def _fitting_log_axis(chosen: float, best: float, last: Axis | None) -> Axis:
    low, high = min(chosen, best) / _LOG_ROOM, max(chosen, best) * _LOG_ROOM
    if last is not None and last.low <= low and high <= last.high:
        spare = log10(last.high / last.low) - log10(high / low)
        if spare <= _LOG_SPARE_DECADES:
            return last
    ends = floor(_LOG_GRID * log10(low)) / _LOG_GRID, ceil(_LOG_GRID * log10(high)) / _LOG_GRID
    return Axis(10.0 ** ends[0], 10.0 ** ends[1], is_log=True)
