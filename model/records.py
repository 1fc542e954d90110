"""What travels between the rooms: frozen records with read-only arrays, safe to hold in any thread."""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.datasets.dataset import Dataset
from model.measure import Measure
from model.schedules import ScheduleKind, factor


class LossKind(StrEnum):
    """The data losses that can be chosen."""

    HINGE = "hinge"
    SOFTMAX = "softmax"


class PenaltyKind(StrEnum):
    """The regularizations that can be chosen."""

    NONE = "none"
    L2 = "l2"
    L1 = "l1"
    DROPOUT = "dropout"


class Mode(Enum):
    """What the training thread is doing.

    PAUSED --Play--> RUNNING --Pause--> PAUSED
    PAUSED --Advance--> ADVANCING --done, Pause--> PAUSED
    RUNNING, ADVANCING --loss no longer finite--> DIVERGED --Back, Reset--> PAUSED
    """

    PAUSED = "paused"
    RUNNING = "running"
    ADVANCING = "advancing"
    DIVERGED = "diverged"

    @property
    def is_moving(self) -> bool:
        """Whether steps are being taken."""
        return self in (Mode.RUNNING, Mode.ADVANCING)


@dataclass(frozen=True, slots=True, eq=False)
class Params:
    """The parameters of the classifier, or a direction in their space: weights (K, D), biases (K,)."""

    weights: Floats
    biases: Floats

    def __post_init__(self) -> None:
        frozen(self.weights)
        frozen(self.biases)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user may change while training.

    strength is lambda for L2 and L1, the rate p for dropout, and without meaning for NONE; over is the T of a schedule,
    in epochs, momentum mu, from 0, which is none, to below 1.
    """

    loss: LossKind = LossKind.SOFTMAX
    margin: float = 1.0
    penalty: PenaltyKind = PenaltyKind.L2
    strength: float = 0.01
    step_size: float = 0.01
    batch_size: int = 256
    schedule: ScheduleKind = ScheduleKind.CONSTANT
    over: float = 10.0
    momentum: float = 0.0

    def step_size_after(self, epochs: float) -> float:
        """The step size when so many epochs have passed, as the schedule has it."""
        return self.step_size * factor(self.schedule, self.over, epochs)

    @property
    def of_loss(self) -> "Settings":
        """What the loss depends on: the same, but for how steps are taken."""
        return Settings(self.loss, self.margin, self.penalty, self.strength, step_size=0.0, batch_size=0)

    def pulls_like(self, other: "Settings") -> bool:
        """Whether steps have the same direction with these and with other settings, however far they go."""
        return replace(self, step_size=0.0, schedule=other.schedule, over=other.over) == replace(other, step_size=0.0)

    @property
    def dropout_rate(self) -> float:
        """The share of pixels that a training step drops."""
        return self.strength if self.penalty is PenaltyKind.DROPOUT else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some of the training images: rows (B,) of the data set, their labels (B,), and where they were drawn.

    The dropout mask follows from seed, epoch and position alone, so a batch met again is dropped alike; passed counts
    the epochs before it, in fractions.
    """

    rows: Labels
    labels: Labels
    seed: int
    epoch: int
    position: int
    passed: float = 0.0

    def __post_init__(self) -> None:
        frozen(self.rows)
        frozen(self.labels)

    @property
    def size(self) -> int:
        """B, the number of images."""
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One update, whole: where it starts, what it saw, and where it leads.

    scores and score_gradient are (K, B), the latter dL_i/ds of each image by itself; image_losses is (B,). It goes
    against direction: the gradient, or with momentum the new velocity. velocity is the old one, None where it is zero.
    """

    number: int
    batch: Batch
    settings: Settings
    before: Params
    scores: Floats
    image_losses: Floats
    score_gradient: Floats
    data_loss: float
    penalty: float
    gradient: Params
    velocity: Params | None
    direction: Params
    after: Params

    def __post_init__(self) -> None:
        for array in (self.scores, self.image_losses, self.score_gradient):
            frozen(array)

    @property
    def loss(self) -> float:
        """The loss of this batch before the update: data part plus penalty."""
        return self.data_loss + self.penalty

    @property
    def step_size(self) -> float:
        """What the schedule makes of the step size at this batch."""
        return self.settings.step_size_after(self.batch.passed)

    @property
    def new_velocity(self) -> Params | None:
        """The velocity that the next step begins with; a step without momentum leaves none."""
        return self.direction if self.settings.momentum else None

    @property
    def is_finite(self) -> bool:
        """Whether this step can be taken."""
        return bool(np.isfinite(self.loss))


@dataclass(frozen=True, slots=True, eq=False)
class Waypoint:
    """Parameters that a run went through, after so many steps."""

    number: int
    params: Params


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run that was left for another: how far it went, and its curves, with rows as those of a snapshot."""

    identity: int
    name: str
    number: int
    settings: Settings
    measure: Measure
    batch_curve: Doubles
    measure_curve: Doubles

    def named(self, name: str) -> "KeptRun":
        """The same by another name."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """All that can be seen of a run at one moment.

    number is the step that is looked at, newest how far the run has gone; the curves always reach that far.
    batch_curve (5, n) has the rows of curve.BATCH_ROWS, a column a step taken;
    measure_curve (7, m) those of curve.MEASURE_ROWS, a column a measurement.
    name is the run's, kept are the runs that were left for others.
    taken_with is what the last step was taken with, None before the first.
    back_steps says how far Back reaches; previous is where the last step began, None where that is not known;
    trail has some of the parameters that the run went through, oldest first. images_per_second is 0 when not running.
    trouble is a sentence for the user, or empty.
    """

    run: int
    mode: Mode
    dataset: Dataset
    settings: Settings
    seed: int
    number: int
    epoch: float
    newest: int
    params: Params
    coming: Step
    measure: Measure
    batch_curve: Doubles
    measure_curve: Doubles
    kept: tuple[KeptRun, ...]
    name: str
    back_steps: int
    taken_with: Settings | None
    previous: Params | None
    trail: tuple[Waypoint, ...]
    images_per_second: float
    trouble: str
