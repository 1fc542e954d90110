"""What is told of the strategies: frozen records, safe to hold in any thread."""

from dataclasses import dataclass
from enum import StrEnum

from model.arrays import Doubles, frozen
from model.datasets.dataset import Dataset
from model.measure import Measure
from model.records import Mode, Params, Settings
from model.strategies.costs import slopes_of

LANE_ROWS = (
    "evaluations", "number", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "test_accuracy",
)  # fmt: skip


class StrategyKind(StrEnum):
    """The five strategies, in the order of the lecture."""

    RANDOM = "random search"
    LOCAL = "random local search"
    NUMERICAL = "numerical gradient"
    ANALYTIC = "analytic gradient"
    BATCHES = "mini-batches"

    @property
    def is_search(self) -> bool:
        """Whether it tries one W after the other, instead of following a gradient."""
        return self in (StrategyKind.RANDOM, StrategyKind.LOCAL)


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """A numerical gradient that is being worked out: the slopes (K, D + 1) of the first `known` inputs, else 0.

    The biases are the weights of one more input, which is always 1.
    """

    values: Doubles
    known: int = 0

    def __post_init__(self) -> None:
        frozen(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where a strategy stands after so many tries or steps.

    params are the best of a search, those after the last step of a descent. loss is the data loss on the training
    images as far as the strategy itself knows it: of the best W, or of the W where the last step began; NaN before.
    evaluations says what all that has cost, slopes how far a numerical gradient is.
    """

    number: int
    evaluations: float
    params: Params
    loss: float
    has_diverged: bool = False
    slopes: Slopes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StrategyLane:
    """A strategy as it is shown: where it stands, the newest measurement of it, and a column of LANE_ROWS for each.

    price is what its next try or step costs as a whole, in evaluations.
    """

    kind: StrategyKind
    standing: Standing
    price: float
    measure: Measure
    curve: Doubles

    @property
    def is_measured(self) -> bool:
        """Whether the newest measurement is of where it stands."""
        return self.measure.number == self.standing.number

    @property
    def share(self) -> float:
        """How much of the next step is done already, from 0 to 1: a numerical gradient takes long."""
        slopes = self.standing.slopes
        return slopes.known * len(slopes.values) / slopes_of(self.standing.params) if slopes is not None else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class StrategiesSnapshot:
    """All that can be seen of the strategies at one moment. Each may use `budget` evaluations so far.

    identity is another one whenever they begin anew. trouble is a sentence for the user, or empty.
    """

    identity: int
    mode: Mode
    dataset: Dataset
    settings: Settings
    seed: int
    budget: float
    lanes: tuple[StrategyLane, ...]
    evaluations_per_second: float
    trouble: str = ""

    def lane(self, kind: StrategyKind) -> StrategyLane:
        """The lane of a strategy."""
        return next(lane for lane in self.lanes if lane.kind is kind)
