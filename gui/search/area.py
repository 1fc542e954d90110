"""Where the candidates of a search stand: pure functions, no Qt."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles
from model.ranges import Span
from model.search.records import Plan
from model.search.records import Span as Values

Pair = tuple[float, float]
_BEYOND = 0.06  # of an area with random points: how far it reaches beyond what was wished for
_DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Candidates at points (n, 2), step size and strength in powers of ten, and the ranges around them.

    On a grid of columns times rows each has a cell; where they are random, there are none.
    """

    points: Doubles
    across: Span
    up: Span
    columns: int
    rows: int

    @property
    def has_cells(self) -> bool:
        """Whether it is a grid."""
        return self.columns > 0

    @property
    def cell(self) -> Pair:
        """How wide and how high a cell is."""
        return (self.across[1] - self.across[0]) / self.columns, (self.up[1] - self.up[0]) / self.rows

    def scaled(self, size: Pair) -> Doubles:
        """The points in units of which so many lie across and up the whole area."""
        spread = (self.across[1] - self.across[0], self.up[1] - self.up[0])
        return np.asarray(self.points * np.array(size) / spread)

    def candidate_at(self, place: Pair, size: Pair, reach: float) -> int | None:
        """Whose cell a place is in; or whose point is nearest, within reach where the area is of this size."""
        if self.has_cells:
            width, height = self.cell
            column, row = int((place[0] - self.across[0]) / width), int((place[1] - self.up[0]) / height)
            return min(max(row, 0), self.rows - 1) * self.columns + min(max(column, 0), self.columns - 1)
        spread = np.array([self.across[1] - self.across[0], self.up[1] - self.up[0]])
        away = np.hypot(*((self.points - place) * np.array(size) / spread).T)
        return int(away.argmin()) if len(away) and away.min() <= reach else None


def area_of(plan: Plan) -> Area:
    """The area of a plan."""
    points = np.log10([(point.step_size, point.strength) for point in plan.points])
    across, up = _range(plan.step_sizes, plan.is_random), _range(plan.strengths, plan.is_random)
    sides = (0, 0) if plan.is_random else (plan.step_sizes.count, plan.strengths.count)
    return Area(points, across, up, *sides)


def _range(span: Values, is_random: bool) -> Span:
    """From a little below the lowest value to a little beyond the highest, on a grid by half a cell."""
    low, high = float(np.log10(span.low)), float(np.log10(span.high))
    beyond = (high - low) * (_BEYOND if is_random else 0.5 / (span.count - 1))
    return low - beyond, high + beyond


def neighbour(places: Doubles, start: int, direction: str) -> int:
    """Which of places (n, 2), to the right and up, is the next one in a direction; start where there is none."""
    ahead = np.array(_DIRECTIONS[direction])
    along = (places - places[start]) @ ahead
    across = np.abs((places - places[start]) @ ahead[::-1])
    costs = np.where((along > _ROUNDING) & (across <= 2 * along + _ROUNDING), along + 2 * across, np.inf)
    return int(costs.argmin()) if np.isfinite(costs).any() else start
