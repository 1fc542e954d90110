"""What can be asked of the training thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.belongings import NOTHING, Belongings
from model.datasets.arrangement import Arrangement
from model.records import Params, Settings

if TYPE_CHECKING:
    from model.run import Run


DEFAULT_PACE = 60.0


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a data set by name and start a run on it."""

    source: str
    settings: Settings
    seed: int


@dataclass(frozen=True, slots=True)
class Play:
    """Take steps until told otherwise."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop after the current step."""


@dataclass(frozen=True, slots=True)
class Advance:
    """Take so many steps, at full speed, then pause."""

    steps: int = 1


@dataclass(frozen=True, slots=True)
class Back:
    """Undo so many steps: parameters, batch order and curves as they were."""

    steps: int = 1


@dataclass(frozen=True, slots=True)
class Reset:
    """Start again; from the same weights and batches where the seed is the same."""

    seed: int


@dataclass(frozen=True, slots=True)
class Rearrange:
    """Start a run on the same images arranged otherwise; the present one is kept if it has taken any step."""

    arrangement: Arrangement


@dataclass(frozen=True, slots=True)
class Tune:
    """Go on with other settings, from the next step."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class Pace:
    """Play at so many steps a second; None is as fast as possible."""

    steps_per_second: float | None


@dataclass(frozen=True, slots=True)
class Leap:
    """Take the coming step, in its own direction, with this step size; the settings stay.

    It is meant for a run that stands at this step, and nothing happens where it does not any more.
    """

    run: int
    number: int
    step_size: float


@dataclass(frozen=True, slots=True, eq=False)
class Jump:
    """Stand at these parameters, without velocity: a step like any other, that Back undoes.

    It is meant for a run, and if a number is given, for one that stands at that step; otherwise nothing happens.
    """

    run: int
    number: int | None
    params: Params


@dataclass(frozen=True, slots=True)
class Visit:
    """Pause, and look at the moment after so many steps; the run stays as it is."""

    number: int


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on from the moment that is looked at, as another run; the old one is kept."""


@dataclass(frozen=True, slots=True)
class Restore:
    """Take up a kept run again; the present one is kept in its place."""

    run: int


@dataclass(frozen=True, slots=True)
class Rename:
    """Call a run, the present or a kept one, otherwise."""

    run: int
    name: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Forget a kept run."""

    run: int


@dataclass(frozen=True, slots=True, eq=False)
class Adopt:
    """Go on with a run from elsewhere, by this name; the present one is kept. Nobody else may use it any more.

    Nothing happens where it learns from other images than the present one.
    """

    run: Run
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Save:
    """Write the session to a file, while training goes on. The outcome is reported."""

    path: Path
    belongings: Belongings = NOTHING


@dataclass(frozen=True, slots=True)
class Open:
    """Open a session file, and pause. The outcome is reported; where it is refused, nothing has changed."""

    path: Path


@dataclass(frozen=True, slots=True)
class Export:
    """Write the weights of what is looked at (.npz), or the run as a script (.py). The outcome is reported."""

    path: Path


TimeCommand = Rearrange | Visit | Continue | Restore | Rename | Delete | Adopt
StepCommand = Play | Pause | Advance | Back | Reset | Tune | Leap | Jump
RunCommand = StepCommand | TimeCommand
Command = Begin | Pace | Save | Open | Export | RunCommand
