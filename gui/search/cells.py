"""What is known of each candidate of a search: pure functions, no Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from math import isfinite, nan
from statistics import fmean

from model.search import summary
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
    """One candidate: what the folds that have ended found, in their order, and whether one is worked on."""

    point: Point
    state: CellState
    outcomes: tuple[Outcome, ...]
    is_running: bool
    found: summary.Cell | None = None
    reason: str = ""

    def mean(self, split: str, metric: Metric) -> float:
        """The mean over the folds, of validation or train; NaN before any has ended."""
        if self.found is None:
            return nan
        if split == "validation":
            return self.found.accuracy if metric is Metric.ACCURACY else self.found.loss
        return fmean(outcome.last(f"{split}_{metric.value}") for outcome in self.outcomes)

    def error(self, metric: Metric) -> float:
        """The standard error of the mean of validation; NaN where it is not known."""
        if self.found is None:
            return nan
        return self.found.accuracy_error if metric is Metric.ACCURACY else self.found.loss_error


def cells_of(search: SearchSnapshot, last: Sequence[Cell] = ()) -> tuple[Cell, ...]:
    """Every candidate as it is at a moment; last is what was found before, of which most is still so."""
    folds, known = range(search.plan.folds), {cell.point: cell for cell in last}
    ended = {
        point: tuple(search.outcomes[job] for job in (Job(point, fold) for fold in folds) if job in search.outcomes)
        for point in search.plan.points
    }
    old = {point: known[point].found for point in ended if point in known and known[point].outcomes == ended[point]}
    new = {outcome.job: outcome for point in ended if point not in old for outcome in ended[point]}
    found = old | {cell.point: cell for cell in summary.cells(search.plan, new)}
    return tuple(_cell(point, search, outcomes, found.get(point)) for point, outcomes in ended.items())


def empty_cells(plan: Plan) -> tuple[Cell, ...]:
    """Every candidate before a search has begun."""
    return tuple(Cell(point, CellState.WAITING, (), False) for point in plan.points)


def _cell(point: Point, search: SearchSnapshot, outcomes: tuple[Outcome, ...], found: summary.Cell | None) -> Cell:
    jobs = [Job(point, fold) for fold in range(search.plan.folds)]
    reason = next((search.given_up[job] for job in jobs if job in search.given_up), "")
    is_running = any(job in search.running for job in jobs)
    state = CellState.RUNNING if is_running else CellState.WAITING
    if found is not None and found.diverged:
        state = CellState.DIVERGED
    elif reason:
        state = CellState.GIVEN_UP
    elif outcomes:
        state = CellState.ENDED
    return Cell(point, state, outcomes, is_running, found, reason)


def best_of(cells: Iterable[Cell], metric: Metric) -> Cell | None:
    """The candidate of the best validation, of those that have ended soundly; of equal accuracies that of less loss."""
    sound = [cell for cell in cells if cell.state is CellState.ENDED]
    return max(sound, key=lambda cell: (_worth(cell, metric), -cell.mean("validation", Metric.LOSS)), default=None)


def rivals(cells: Sequence[Cell], best: Cell, metric: Metric) -> tuple[Cell, ...]:
    """The others that are no worse than the best by more than its standard error; none where that is not known."""
    least = _worth(best, metric) - best.error(metric)
    sound = (cell for cell in cells if cell.state is CellState.ENDED and cell is not best)
    return tuple(cell for cell in sound if isfinite(least) and _worth(cell, metric) >= least)


def _worth(cell: Cell, metric: Metric) -> float:
    return metric.sign * cell.mean("validation", metric)
