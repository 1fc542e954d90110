"""Where numbers stand on an axis that may be logarithmic."""

from math import log10

import numpy as np

from model.arrays import Doubles
from model.ranges import Span
from model.step_axis import Axis

_NOWHERE = -999.0


class TScale:
    """The places of step sizes t on their axis: t itself, or its power of ten."""

    def __init__(self, axis: Axis) -> None:
        """Be the scale of this axis."""
        self._axis = axis

    @property
    def span(self) -> Span:
        """The places of both ends."""
        return self.place(self._axis.low), self.place(self._axis.high)

    def place(self, t: float) -> float:
        """Where t stands; far to the left where it has no place."""
        if not self._axis.is_log:
            return t
        return log10(t) if t > 0 else _NOWHERE

    def places(self, ts: Doubles) -> Doubles:
        """Where positive ts (n,) stand, or any on a linear axis."""
        return np.log10(ts) if self._axis.is_log else ts

    def t(self, place: float) -> float:
        """Which t stands at a place."""
        return float(10.0**place) if self._axis.is_log else place

    def shown(self, ts: Doubles, values: Doubles) -> tuple[Doubles, Doubles]:
        """Those of ts (n,) that have a place, as places, with their values (n,)."""
        if not self._axis.is_log:
            return ts, values
        return self.places(ts[ts > 0]), values[ts > 0]
