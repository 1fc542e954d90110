"""What is told of a race: frozen records, safe to hold in any thread."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles
from model.datasets.dataset import Dataset
from model.measure import Measure
from model.records import Mode, Params, Settings

MOST_RUNNERS = 8


@dataclass(frozen=True, slots=True)
class Runner:
    """One run of a race: what it is called, what it does differently, and which colour is its own (0..7)."""

    name: str
    settings: Settings
    seed: int
    colour: int


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """Where one runner is. The curves have the rows of a snapshot's; epoch counts passes over the training images."""

    runner: Runner
    number: int
    epoch: float
    has_diverged: bool
    params: Params
    measure: Measure
    batch_curve: Doubles
    measure_curve: Doubles

    @property
    def weight_norm(self) -> float:
        """|W|, the square root of the sum of all squared weights."""
        return float(np.sqrt(np.vdot(self.params.weights, self.params.weights)))


@dataclass(frozen=True, slots=True, eq=False)
class RaceSnapshot:
    """All that can be seen of a race at one moment; number is how many steps the foremost runner has taken.

    identity is another one for every race that is begun. trouble is a sentence for the user, or empty.
    """

    identity: int
    mode: Mode
    dataset: Dataset
    number: int
    lanes: tuple[Lane, ...]
    steps_per_second: float
    trouble: str = ""
