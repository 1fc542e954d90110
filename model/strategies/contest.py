"""All strategies side by side: each may use the same number of loss evaluations, and goes as far as that takes it."""

from dataclasses import replace
from typing import Protocol

from model.curve import Curve
from model.datasets.dataset import Dataset
from model.descent import measure
from model.measure import Measure
from model.products import Scratch
from model.records import PenaltyKind, Settings
from model.run import Run
from model.strategies.descents import AnalyticDescent, BatchDescent, NumericalDescent
from model.strategies.records import LANE_ROWS, Standing, StrategyKind, StrategyLane
from model.strategies.searches import LocalSearch, RandomSearch

_MAKERS = (RandomSearch, LocalSearch, NumericalDescent, AnalyticDescent, BatchDescent)
_EXTREMES = "train_loss"
_MOST_COLUMNS = 4096
# On a logarithmic axis a tenth more is always the same distance, of some pixels.
_MEASURED_EVERY = 1.1


class Strategy(Protocol):
    """What each strategy can do: from where it stands, the next move; nothing of it is kept but to be faster."""

    kind: StrategyKind

    def start(self) -> Standing:
        """Where it begins."""

    def price(self, standing: Standing) -> float:
        """The evaluations for the next try or step."""

    def move_cost(self, standing: Standing) -> float:
        """The evaluations for the next move: the same, or those of a part of a step."""

    def advance(self, standing: Standing) -> Standing:
        """The next move."""


def searched_with(settings: Settings) -> Settings:
    """The settings of the strategies: plain steps, and the data loss alone.

    A random W is so large that with the usual regularization hardly anything but its size would count.
    """
    return Settings(
        loss=settings.loss,
        margin=settings.margin,
        penalty=PenaltyKind.NONE,
        strength=0.0,
        step_size=settings.step_size,
        batch_size=settings.batch_size,
    )


class Contestant:
    """One strategy, where it stands, and what was measured of it."""

    def __init__(self, strategy: Strategy, dataset: Dataset, settings: Settings, scratch: Scratch) -> None:
        """Stand at the start, measured."""
        self.strategy = strategy
        self._dataset, self._settings, self._scratch = dataset, settings, scratch
        self.standing = strategy.start()
        self.goal = 0
        self._curve = Curve(LANE_ROWS, _EXTREMES, _MOST_COLUMNS)
        self._next_measured_at = 0.0
        self._measure = self._measured()

    @property
    def owes(self) -> bool:
        """Whether it has still to make a try or step that was asked of it."""
        return self.standing.number < self.goal and not self.standing.has_diverged

    @property
    def is_measured(self) -> bool:
        """Whether the newest measurement is of where it stands."""
        return self._measure.number == self.standing.number

    def move(self) -> None:
        """Make the next move; measured are those whose W is new, not closer to each other than can be seen."""
        before, self.standing = self.standing, self.strategy.advance(self.standing)
        if self.standing.params is not before.params:
            if self.standing.evaluations >= self._next_measured_at:
                self.measure()
        elif self._measure.number == before.number < self.standing.number:  # nothing better was found
            self._measure = replace(self._measure, number=self.standing.number)

    def spend(self, budget: float) -> None:
        """Make moves as long as they can be paid for."""
        while not self.standing.has_diverged and self._can_pay(budget):
            self.move()

    def measure(self) -> None:
        """Measure where it stands."""
        self._measure = self._measured()

    def lane(self) -> StrategyLane:
        """What is told of it."""
        price = self.strategy.price(self.standing)
        return StrategyLane(self.strategy.kind, self.standing, price, self._measure, self._curve.prefix())

    def _can_pay(self, budget: float) -> bool:
        return self.standing.evaluations + self.strategy.move_cost(self.standing) <= budget

    def _measured(self) -> Measure:
        standing = self.standing
        found = measure(standing.number, standing.params, self._settings, self._dataset, self._scratch)
        accuracies = found.train_accuracy, found.validation_accuracy, found.test_accuracy
        losses = found.train_loss, found.validation_loss
        self._curve.append(standing.evaluations, standing.number, *losses, *accuracies)
        self._next_measured_at = _MEASURED_EVERY * standing.evaluations if not self.strategy.kind.is_search else 0.0
        return found


class Contest:
    """The five strategies on the training images, from the same start, with one budget.

    They take turns in one thread, whose large products are worked out by two. A third thread for the mini-batches was
    measured too: on two cores it makes the whole no faster, rather slower.
    """

    def __init__(self, dataset: Dataset, settings: Settings, seed: int) -> None:
        """Line up; the budget pays for the loss of the start."""
        self.dataset, self.seed = dataset, seed
        self.settings = own = searched_with(settings)
        self.budget = 1.0
        scratch = Scratch(dataset.pixels.shape[1])
        made = (make(dataset, own, seed, scratch) for make in _MAKERS)
        self.contestants = tuple(Contestant(strategy, dataset, own, scratch) for strategy in made)

    def advance(self) -> None:
        """One more evaluation for everybody. Whoever has used more already waits."""
        self.budget += 1
        for contestant in self.contestants:
            contestant.spend(self.budget)

    def ask_one_each(self) -> None:
        """Let everybody make one try or step more, whatever it costs."""
        for contestant in self.contestants:
            contestant.goal = max(contestant.goal, contestant.standing.number) + 1

    @property
    def owes(self) -> bool:
        """Whether some have still to do what was asked of them."""
        return any(contestant.owes for contestant in self.contestants)

    def repay(self) -> None:
        """One move of each who owes any: of a numerical gradient it takes many."""
        for contestant in self.contestants:
            if contestant.owes:
                contestant.move()

    def forgive(self) -> None:
        """Ask no more of anybody."""
        for contestant in self.contestants:
            contestant.goal = 0

    @property
    def is_measured(self) -> bool:
        """Whether everybody is measured where they stand."""
        return all(contestant.is_measured for contestant in self.contestants)

    def measure(self) -> None:
        """Measure everybody who is not."""
        for contestant in self.contestants:
            if not contestant.is_measured:
                contestant.measure()

    def lanes(self) -> tuple[StrategyLane, ...]:
        """Where everybody is."""
        return tuple(contestant.lane() for contestant in self.contestants)

    def run_from(self, kind: StrategyKind, settings: Settings, identity: int = 0) -> Run:
        """A run for the training thread that stands where a strategy stands; its start is the one they share."""
        run = Run(self.dataset, settings, self.seed, identity)
        run.jump(next(c.standing.params for c in self.contestants if c.strategy.kind is kind))
        return run
