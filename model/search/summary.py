"""What a search has found: a line a point over its folds, the best point and how sure that is, and all as a table."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import nan, sqrt
from statistics import fmean, stdev

from model.provenance import versions
from model.search.records import Job, Outcome, Plan, Point

COLUMNS = (
    "point", "fold", "step size", "strength", "epoch", "step", "diverged at", "training loss", "validation loss",
    "training accuracy", "validation accuracy", "validation images", "seconds",
)  # fmt: skip
_LAST = {
    "training loss": "train_loss",
    "validation loss": "validation_loss",
    "training accuracy": "train_accuracy",
    "validation accuracy": "validation_accuracy",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A point over the folds that have ended: means of validation, and how far they may be off.

    accuracy_error is the standard error over the folds; of a single one it is that of a share of so many images, the
    binomial one. loss_error is NaN then. Where some runs diverged, the means are those of the last finite moments.
    """

    point: Point
    folds: int
    diverged: int
    accuracy: float
    accuracy_error: float
    loss: float
    loss_error: float
    images: int

    @property
    def error_words(self) -> str:
        """Which kind of error accuracy_error is."""
        if self.folds > 1:
            return f"standard error over {self.folds} folds"
        return f"standard error of a share of {self.images:,} images"


@dataclass(frozen=True, slots=True)
class Best:
    """The point with the highest validation accuracy that has not diverged, and those within its error of it."""

    cell: Cell
    rivals: tuple[Cell, ...]


def cells(plan: Plan, outcomes: Mapping[Job, Outcome]) -> tuple[Cell, ...]:
    """A cell for each point of which a job has ended, in the order of the points."""
    found = []
    for point in plan.points:
        ended = [outcomes[job] for job in (Job(point, fold) for fold in range(plan.folds)) if job in outcomes]
        if ended:
            found.append(_cell(point, ended))
    return tuple(found)


def best_of(found: Iterable[Cell]) -> Best | None:
    """The best cell; None where all have diverged."""
    fine = [cell for cell in found if not cell.diverged]
    if not fine:
        return None
    best = max(fine, key=lambda cell: (cell.accuracy, -cell.loss))
    least = best.accuracy - best.accuracy_error
    return Best(best, tuple(cell for cell in fine if cell is not best and cell.accuracy >= least))


def as_row(outcome: Outcome) -> tuple[object, ...]:
    """What COLUMNS name, of one outcome; diverged at is empty where it did not."""
    job, point = outcome.job, outcome.job.point
    told = {
        "point": point.place,
        "fold": job.fold,
        "step size": point.step_size,
        "strength": point.strength,
        "step": outcome.steps,
        "diverged at": "" if outcome.diverged_at is None else outcome.diverged_at,
        "validation images": outcome.validated,
        "seconds": round(outcome.seconds, 4),
    }
    told |= {name: outcome.last(key) for name, key in _LAST.items()} | {"epoch": int(outcome.last("epoch"))}
    return tuple(told[name] for name in COLUMNS)


def facts(plan: Plan) -> dict[str, str]:
    """What made a table, and all that it takes to search so again."""
    return {"search": json.dumps(asdict(plan)), "made with": versions()}


def _cell(point: Point, ended: Sequence[Outcome]) -> Cell:
    accuracies, losses = ([each.last(key) for each in ended] for key in ("validation_accuracy", "validation_loss"))
    images = ended[0].validated
    share = accuracies[0]
    alone = sqrt(share * (1 - share) / images) if images else nan
    return Cell(
        point=point,
        folds=len(ended),
        diverged=sum(each.diverged_at is not None for each in ended),
        accuracy=fmean(accuracies),
        accuracy_error=_standard_error(accuracies) if len(ended) > 1 else alone,
        loss=fmean(losses),
        loss_error=_standard_error(losses) if len(ended) > 1 else nan,
        images=images,
    )


def _standard_error(values: Sequence[float]) -> float:
    return stdev(values) / sqrt(len(values))
