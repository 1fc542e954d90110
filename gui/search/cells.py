"""What is known of each candidate of a search: pure functions, no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import nan, sqrt

import numpy as np

from model.search.records import Job, Outcome, Plan, Point, SearchSnapshot


class CellState(Enum):
    """How far a candidate is."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"
    DIVERGED = "diverged"
    GIVEN_UP = "given up"


class Metric(Enum):
    """What the maps show."""

    ACCURACY = "accuracy"
    LOSS = "loss"

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self is Metric.ACCURACY else -1


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One candidate: the outcomes of the folds that have ended, in their order, and whether one is worked on."""

    point: Point
    state: CellState
    outcomes: tuple[Outcome, ...]
    is_running: bool
    reason: str = ""

    def mean(self, row: str) -> float:
        """The mean over the folds of where a row of the curve ended; NaN before any has."""
        return float(np.mean([outcome.last(row) for outcome in self.outcomes])) if self.outcomes else nan

    def error(self, row: str) -> float:
        """The standard error of that mean; NaN for fewer than two folds."""
        values = [outcome.last(row) for outcome in self.outcomes]
        return float(np.std(values, ddof=1) / sqrt(len(values))) if len(values) > 1 else nan


def cells_of(search: SearchSnapshot) -> tuple[Cell, ...]:
    """Every candidate as it is at a moment."""
    return tuple(_cell(point, search) for point in search.plan.points)


def empty_cells(plan: Plan) -> tuple[Cell, ...]:
    """Every candidate before a search has begun."""
    return tuple(Cell(point, CellState.WAITING, (), False) for point in plan.points)


def _cell(point: Point, search: SearchSnapshot) -> Cell:
    jobs = [Job(point, fold) for fold in range(search.plan.folds)]
    outcomes = tuple(search.outcomes[job] for job in jobs if job in search.outcomes)
    reason = next((search.given_up[job] for job in jobs if job in search.given_up), "")
    is_running = any(job in search.running for job in jobs)
    state = CellState.RUNNING if is_running else CellState.WAITING
    if any(outcome.diverged_at is not None for outcome in outcomes):
        state = CellState.DIVERGED
    elif reason:
        state = CellState.GIVEN_UP
    elif outcomes:
        state = CellState.ENDED
    return Cell(point, state, outcomes, is_running, reason)


def best_of(cells: Iterable[Cell], metric: Metric) -> Cell | None:
    """The candidate of the best validation, of those that have ended soundly."""
    sound = [cell for cell in cells if cell.state is CellState.ENDED]
    return max(sound, key=lambda cell: metric.sign * cell.mean(f"validation_{metric.value}"), default=None)
