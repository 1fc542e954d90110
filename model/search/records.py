"""What is searched, and what is told of it: frozen records, safe to hold in any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from model.arrays import Doubles, frozen
from model.datasets.arrangement import Arrangement
from model.records import Params, Settings

LEAST_SIDE, MOST_SIDE = 2, 20
MOST_FOLDS = 5
MOST_EPOCHS = 1000
CURVE_ROWS = ("epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy")


@dataclass(frozen=True, slots=True)
class Span:
    """Values from low to high, evenly spread on a logarithmic axis."""

    low: float
    high: float
    count: int

    @property
    def values(self) -> tuple[float, ...]:
        """All of them, ends included."""
        return tuple(float(f"{value:.4g}") for value in np.geomspace(self.low, self.high, self.count))


@dataclass(frozen=True, slots=True)
class Point:
    """One candidate: where it stands among all, and what it tries."""

    place: int
    step_size: float
    strength: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried: every step size with every strength, or as many random points of the same area.

    settings are the same for all but in step size and strength. Fold 0 is the split of the data set as it is; each
    further one holds back other images, as many of every class, for validation, and trains on all the rest.
    """

    source: str
    arrangement: Arrangement
    settings: Settings
    step_sizes: Span
    strengths: Span
    is_random: bool
    epochs: int
    folds: int
    seed: int

    @property
    def points(self) -> tuple[Point, ...]:
        """All candidates; on a grid row by row: the strengths are its rows, the step sizes its columns."""
        if self.is_random:
            return self._random_points()
        pairs = [(step, strength) for strength in self.strengths.values for step in self.step_sizes.values]
        return tuple(Point(place, *pair) for place, pair in enumerate(pairs))

    @property
    def jobs(self) -> tuple["Job", ...]:
        """All there is to do, in the order in which it is done: the first fold of every point comes first."""
        return tuple(Job(point, fold) for fold in range(self.folds) for point in self.points)

    def _random_points(self) -> tuple[Point, ...]:
        chance = np.random.default_rng((self.seed, 0))
        count = self.step_sizes.count * self.strengths.count
        ends = [np.log([span.low, span.high]) for span in (self.step_sizes, self.strengths)]
        values = np.exp([chance.uniform(low, high, count) for low, high in ends])
        return tuple(Point(place, *(float(f"{v:.4g}") for v in pair)) for place, pair in enumerate(values.T))


@dataclass(frozen=True, slots=True)
class Job:
    """One run: a candidate on one fold."""

    point: Point
    fold: int


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of a job: where the run ended, and its curve (5, n) with CURVE_ROWS, a column an epoch from 0 on.

    Validation is measured on all of its images; training on as many, but a thousand at least, the same ones always.
    Where it diverged, diverged_at is the step, and what is told is the last that was finite. params are kept of fold 0
    alone, and not of the worst points where they would take too much room: None for the others. validated is how many
    images it was validated on.
    """

    job: Job
    params: Params | None
    curve: Doubles
    steps: int
    diverged_at: int | None
    seconds: float
    validated: int = 0

    def __post_init__(self) -> None:
        frozen(self.curve)

    def last(self, row: str) -> float:
        """The end of a row of the curve."""
        return float(self.curve[CURVE_ROWS.index(row), -1])


class SearchMode(Enum):
    """What the search is doing.

    RUNNING --Halt--> PAUSED --Proceed--> RUNNING --all jobs ended or given up--> DONE
    RUNNING, PAUSED --Drop, trouble--> CANCELLED --Proceed--> RUNNING
    DONE --Proceed, where jobs were given up--> RUNNING
    """

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True, eq=False)
class SearchSnapshot:
    """All that can be seen of a search at one moment.

    outcomes has what has ended, running what is being worked on, given_up why a job was not tried any more.
    seconds_left is None until it can be told. workers says who works, in words. trouble is a sentence, or empty.
    opening is the job whose run is being worked out again to be handed to the training thread.
    """

    identity: int
    mode: SearchMode
    plan: Plan
    outcomes: Mapping[Job, Outcome]
    running: frozenset[Job]
    given_up: Mapping[Job, str]
    seconds_left: float | None
    workers: str
    trouble: str = ""
    opening: Job | None = None
