"""What can be asked of a race, besides to play, pause, advance and go back."""

from dataclasses import dataclass

from model.commands import Advance, Back, Pace, Pause, Play
from model.datasets.dataset import Dataset
from model.race.records import Runner
from model.records import Settings


@dataclass(frozen=True, slots=True, eq=False)
class LineUp:
    """Put these runners at the start. Where only names differ from the present ones, the race goes on, unless anew."""

    dataset: Dataset
    runners: tuple[Runner, ...]
    is_anew: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LineUpStepSizes:
    """Put the four step sizes of the lecture at the start, scaled to the data set and these settings."""

    dataset: Dataset
    settings: Settings
    seed: int


@dataclass(frozen=True, slots=True)
class GiveAway:
    """Let the training thread go on with a copy of the runner at this place."""

    race: int
    place: int


RaceCommand = Play | Pause | Advance | Back | Pace | LineUp | LineUpStepSizes | GiveAway
