"""What can be asked of the strategies, besides to play, pause and advance."""

from dataclasses import dataclass

from model.commands import Advance, Pace, Pause, Play
from model.datasets.dataset import Dataset
from model.records import Settings
from model.strategies.records import StrategyKind


@dataclass(frozen=True, slots=True, eq=False)
class BeginSearching:
    """Put all strategies at the start, on these images, with the loss, step size and batch size of the settings."""

    dataset: Dataset
    settings: Settings
    seed: int


@dataclass(frozen=True, slots=True)
class TakeOneEach:
    """One try or one step for each, whatever it costs."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Let the training thread go on, with these settings, from where a strategy stands."""

    identity: int
    kind: StrategyKind
    settings: Settings


StrategyCommand = Play | Pause | Advance | Pace | BeginSearching | TakeOneEach | HandOver
