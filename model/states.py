"""Runs and stories as records: all that is needed to go on from them, bit for bit."""

from dataclasses import dataclass

from model.arrays import Doubles
from model.datasets.arrangement import Arrangement
from model.history import Memory
from model.measure import Measure
from model.measurements import Basis
from model.records import Params, Settings, Waypoint


@dataclass(frozen=True, slots=True, eq=False)
class RunState:
    """A run at one moment: where it stands, how it got there, and what was measured of it.

    It stands after so many steps, at a position in an epoch; the order of the images in it follows from seed and epoch.
    Where has_landed, no step led there, but a jump. velocity is None where it is zero. The curves are (5, n) and (7, m)
    as those of a snapshot.
    """

    identity: int
    arrangement: Arrangement
    seed: int
    settings: Settings
    number: int
    epoch: int
    position: int
    params: Params
    velocity: Params | None
    has_landed: bool
    memory: Memory
    trail_stride: int
    trail: tuple[Waypoint, ...]
    batch_curve: Doubles
    measure_curve: Doubles
    measures: tuple[Measure, ...]
    basis: Basis | None


@dataclass(frozen=True, slots=True, eq=False)
class StoryState:
    """Runs on one data set: the present one and its name, and those that were left, with their names, oldest first.

    Where an earlier moment is looked at, visited says after how many steps, and the settings to go on with from there.
    """

    name: str
    present: RunState
    kept: tuple[tuple[str, RunState], ...]
    visited: tuple[int, Settings] | None

    @property
    def highest_identity(self) -> int:
        """Of all its runs."""
        return max(self.present.identity, *(run.identity for _, run in self.kept), 0)
