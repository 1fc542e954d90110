"""The names of the runners at the ends of their curves, so that a figure tells its story without a table."""

from collections.abc import Sequence

import numpy as np

from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.theme import Theme
from model.arrays import Doubles
from model.ranges import Span

_APART_PX = 18.0
_ABOVE_PX = 12.0
_LATE = 0.7


class CurveNames:
    """A note a runner: above the end of its curve, or at the upper edge where the curve leaves the plot."""

    def __init__(self, plot: LeanPlot, most: int) -> None:
        """Have room for so many."""
        self._plot = plot
        self.notes = [Note() for _ in range(most)]
        for note in self.notes:
            plot.add(note, 30)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for note in self.notes:
            note.recolour(theme.text, theme.window)

    def show(self, names: Sequence[str], curves: Sequence[tuple[Doubles, Doubles]], span: Span) -> None:
        """Name these curves of points (n,), (n,), of which what is within a span of y is seen."""
        ends = [_end(x, y, span[1]) for x, y in curves]
        inside = [place for place, end in enumerate(ends) if end is not None and not end[2]]
        wished = [self._pixel(ends[place]) - _ABOVE_PX for place in inside]
        lowest, highest = (self._plot.pixel_at(0.0, end).y() for end in span)
        bounds = highest + _APART_PX / 2, lowest - _APART_PX / 2
        heights = dict(zip(inside, spread_apart(wished, _APART_PX, bounds), strict=True))
        room, left_out = self._plot.spans[0] if self._plot.spans else span, [0, 0]
        for place, note in enumerate(self.notes):
            end = ends[place] if place < len(ends) else None
            if end is None:
                note.hide()
            elif end[2]:
                is_late = end[0] > _LATE * room[1]
                down = left_out[is_late] * _APART_PX / note.height
                note.say(f"{names[place]} ↑", (end[0], span[1]), (float(is_late), -down))
                left_out[is_late] += 1
            else:
                off = (heights[place] - self._pixel(end)) / note.height
                note.say(names[place], (end[0], end[1]), (1.0, 0.5 - off))

    def _pixel(self, end: "tuple[float, float, bool] | None") -> float:
        assert end is not None
        return self._plot.pixel_at(end[0], end[1]).y()


def _end(x: Doubles, y: Doubles, top: float) -> tuple[float, float, bool] | None:
    """Where a curve ends, or leaves the plot for good at its upper edge, and whether it does; None for no curve."""
    seen = np.flatnonzero(np.isfinite(y) & (y <= top))
    if len(x) < 2 or not len(seen):
        return None
    last = int(seen[-1])
    return float(x[last]), float(y[last]), last < len(y) - 1


def spread_apart(places: Sequence[float], gap: float, bounds: Span) -> list[float]:
    """Places within bounds that are at least a gap apart, in the order of these and as near to them as can be.

    Those too near each other move as one, about their middle: isotonic regression by pooling adjacent violators. The
    gap gets smaller where there is no room for all.
    """
    least, most = bounds
    gap = min(gap, (most - least) / max(len(places) - 1, 1))
    order = sorted(range(len(places)), key=lambda place: places[place])
    pools: list[tuple[float, int]] = []  # where the first of a pool would like to stand, and how many there are
    for rank, place in enumerate(order):
        wish, count = places[place] - rank * gap, 1
        while pools and pools[-1][0] > wish:
            before, many = pools.pop()
            wish, count = (before * many + wish * count) / (many + count), count + many
        pools.append((wish, count))
    found = [wish for wish, count in pools for _ in range(count)]
    spread = [0.0] * len(places)
    for rank, place in enumerate(order):
        spread[place] = min(max(found[rank], least), most - (len(places) - 1) * gap) + rank * gap
    return spread
