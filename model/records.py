"""What travels between the rooms: frozen records with read-only arrays, safe to hold in any thread."""

from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.confusion import accuracy, recall
from model.datasets.dataset import Dataset


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

    strength is lambda for L2 and L1, the rate p for dropout, and without meaning for NONE.
    """

    loss: LossKind = LossKind.SOFTMAX
    margin: float = 1.0
    penalty: PenaltyKind = PenaltyKind.L2
    strength: float = 0.01
    step_size: float = 0.01
    batch_size: int = 256

    @property
    def dropout_rate(self) -> float:
        """The share of pixels that a training step drops."""
        return self.strength if self.penalty is PenaltyKind.DROPOUT else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some of the training images: rows (B,) of the data set, their labels (B,), and where they were drawn.

    The dropout mask follows from seed, epoch and position alone, so a batch met again is dropped alike.
    """

    rows: Labels
    labels: Labels
    seed: int
    epoch: int
    position: int

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

    scores and score_gradient are (K, B), the latter dL_i/ds of each image by itself; image_losses is (B,).
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
    after: Params

    def __post_init__(self) -> None:
        for array in (self.scores, self.image_losses, self.score_gradient):
            frozen(array)

    @property
    def loss(self) -> float:
        """The loss of this batch before the update: data part plus penalty."""
        return self.data_loss + self.penalty

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
class Measure:
    """The classifier at one step, on each whole split, without dropout.

    The confusions are counts (K, K) as those of confusion.confusion; the accuracies of validation and test follow from
    them, and so does class_accuracy (K,), which is of validation, NaN for a class that it has no images of.
    """

    number: int
    train_loss: float
    validation_loss: float
    penalty: float
    train_accuracy: float
    validation_confusion: Labels
    test_confusion: Labels
    validation_accuracy: float = field(init=False)
    test_accuracy: float = field(init=False)
    class_accuracy: Doubles = field(init=False)

    def __post_init__(self) -> None:
        for counts in (self.validation_confusion, self.test_confusion):
            frozen(counts)
        object.__setattr__(self, "validation_accuracy", accuracy(self.validation_confusion))
        object.__setattr__(self, "test_accuracy", accuracy(self.test_confusion))
        object.__setattr__(self, "class_accuracy", frozen(recall(self.validation_confusion)))


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


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no run to show: a sentence for the user."""

    sentence: str


class Unanswerable(Exception):  # noqa: N818
    """There is no answer to a question about the landscape; the message is a sentence for the user."""
