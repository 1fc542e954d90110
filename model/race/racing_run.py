"""A run whose steps and measurements may be worked out elsewhere, together with those of others."""

from model.allowance import allowance, budget
from model.datasets.dataset import Dataset
from model.measure import Measure
from model.race.records import MOST_RUNNERS, Runner
from model.records import Step
from model.run import Run


class RacingRun(Run):
    """A run of a race: eight of them remember no more than one run may."""

    def __init__(self, dataset: Dataset, runner: Runner) -> None:
        """Stand at the start."""
        set_bytes = 4 * len(dataset.classes) * (dataset.pixels.shape[1] + 1)
        super().__init__(dataset, runner.settings, runner.seed, allowed=allowance(set_bytes, budget() // MOST_RUNNERS))

    @property
    def knows_coming(self) -> bool:
        """Whether the next step is worked out already."""
        return self._coming is not None

    def foresee(self, step: Step) -> None:
        """Know the next step, which was worked out elsewhere: just what `coming` would have found."""
        self._coming = step

    def note(self, found: Measure) -> None:
        """Take in a measurement of just this moment."""
        self._measurements.add(found, self.epoch, self.settings)
