"""How much of a plane is looked at: room around what must be in view, and no jumping."""

from dataclasses import dataclass
from math import hypot

import numpy as np

from model.arrays import Doubles
from model.ranges import Span

_REACH = 2.2  # times the longest step
_AHEAD, _BEHIND, _ASIDE = 1.0, 0.35, 0.7  # shares of the reach
_LEAST_AHEAD, _LEAST_AROUND = 1.25, 0.2  # times the longest step
_ROOM, _LEAST_ROOM = 0.25, 0.05  # shares of the width
_TOO_WIDE = 3.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the plane, from low to high in t and in u."""

    t: Span
    u: Span

    @property
    def spans(self) -> tuple[Span, Span]:
        """Both spans."""
        return self.t, self.u

    def holds(self, other: "Area") -> bool:
        """Whether another area lies within this one."""
        pairs = zip(self.spans, other.spans, strict=True)
        return all(mine[0] <= theirs[0] and theirs[1] <= mine[1] for mine, theirs in pairs)

    def with_room(self, share: float) -> "Area":
        """The area with so large a share of its width and height added on every side."""
        (left, right), (low, high) = self.spans
        aside, above = share * (right - left), share * (high - low)
        return Area((left - aside, right + aside), (low - above, high + above))

    def joined(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        pairs = zip(self.spans, other.spans, strict=True)
        t, u = ((min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs)
        return Area(t, u)


def area_of(places: Doubles) -> Area:
    """The smallest area that holds places (n, 2)."""
    low, high = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    return Area((low[0], high[0]), (low[1], high[1]))


def area_of_grid(ts: Doubles, us: Doubles) -> Area:
    """The area that a grid of ts (T,) and us (U,) covers."""
    return Area((float(ts[0]), float(ts[-1])), (float(us[0]), float(us[-1])))


def area_around(places: Doubles, last: Area | None) -> Area:
    """The area to look at around places (n, 2); the last one stays while it fits."""
    tight = area_of(places)
    return held_area(tight.with_room(_LEAST_ROOM), tight.with_room(_ROOM), last)


def area_downhill(steps: Doubles, before: Doubles, last: Area | None) -> Area:
    """The area to look at where t goes downhill from (0, 0); the last one stays while it fits.

    steps (n,) are lengths of steps ahead, before (m, 2) are places to be seen as well.
    """
    longest = max([*steps.tolist(), *(hypot(*place) for place in before.tolist())], default=0.0) or 1.0
    ahead = max(steps.tolist(), default=0.0)
    around = _LEAST_AROUND * longest
    least = Area((-around, max(_LEAST_AHEAD * ahead, around)), (-around, around))
    if len(before):
        least = least.joined(area_of(1.1 * before))
    reach = _REACH * longest
    whole = Area((-_BEHIND * reach, _AHEAD * reach), (-_ASIDE * reach, _ASIDE * reach))
    return held_area(least, whole.joined(least), last)


def held_area(least: Area, fitting: Area, last: Area | None) -> Area:
    """The last area where it holds what must be in view and is not far too wide; otherwise the fitting one."""
    if last is None or not last.holds(least):
        return fitting
    widths = ((old[1] - old[0], new[1] - new[0]) for old, new in zip(last.spans, fitting.spans, strict=True))
    return last if all(old <= _TOO_WIDE * new for old, new in widths) else fitting


def grid(span: Span, side: int) -> Doubles:
    """So many evenly spaced points from one end of a span to the other: (side,)."""
    return np.linspace(*span, side)
