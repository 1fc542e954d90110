"""Several runs in lockstep. Those that see the same batch share it: it is gathered and turned into floats once.

Every run is to the bit what it is by itself, because its products are the same. One product of all stacked weights,
(8 K, D), was measured too: it is no faster than eight of (K, D), which already run close to the processor's peak, and
its last bits differ.
"""

from collections import defaultdict
from concurrent.futures import Executor

from model.datasets.dataset import Dataset
from model.descent import Start, descend_together, measure_together
from model.products import Scratch
from model.race.racing_run import RacingRun
from model.race.records import Lane, Runner
from model.run import Run

_WORTH_HELP = 100_000  # pixel values of a batch from which a second thread pays


class Race:
    """Runs from the same start, one step each in turn. A run whose loss is no longer finite stays where it is."""

    def __init__(self, dataset: Dataset, runners: tuple[Runner, ...], helper: Executor | None = None) -> None:
        """Line up; helper lends a second thread to steps that are worth it."""
        self.dataset = dataset
        self.runners = runners
        self.number = 0
        self._helper = helper
        self._scratch = Scratch(dataset.pixels.shape[1])
        self.runs = tuple(RacingRun(dataset, runner) for runner in runners)

    def name(self, runners: tuple[Runner, ...]) -> None:
        """Call the runners otherwise; their settings must be the same."""
        self.runners = runners

    @property
    def is_over(self) -> bool:
        """Whether nobody can take another step."""
        self._foresee()
        return all(run.has_diverged for run in self.runs)

    def advance(self) -> None:
        """One step for everybody who can take one."""
        self._foresee()
        for run in self.runs:
            if run.number == self.number:  # whoever diverged earlier stays behind
                run.advance()
        self.number = max((run.number for run in self.runs), default=0)

    def back(self, steps: int) -> None:
        """Undo steps, as far as everybody can; who had diverged by then is still there."""
        steps = min(steps, *(run.back_steps + self.number - run.number for run in self.runs))
        self.number -= steps
        for run in self.runs:
            if run.number > self.number:
                run.back(run.number - self.number)

    def fork(self, place: int) -> Run:
        """A run as this one, for another thread to go on with: what they share is never written to."""
        run = self.runs[place]
        return Run.resumed(self.dataset, run.state(), run.identity)

    def measure(self) -> None:
        """Measure everybody who is not, in one pass over the images."""
        due = [run for run in self.runs if not run.is_measured]
        if due:
            starts = [Start(run.params, run.settings, run.number) for run in due]
            for run, found in zip(due, measure_together(starts, self.dataset, self._scratch), strict=True):
                run.note(found)

    @property
    def is_measured(self) -> bool:
        """Whether everybody is measured where they are."""
        return all(run.is_measured for run in self.runs)

    def lanes(self) -> tuple[Lane, ...]:
        """Where everybody is."""
        self._foresee()
        return tuple(_lane(runner, run) for runner, run in zip(self.runners, self.runs, strict=True))

    def _foresee(self) -> None:
        """Work out the coming steps, those on the same batch together."""
        groups = defaultdict(list)
        for run in self.runs:
            if not run.knows_coming:
                settings = run.settings
                groups[run.seed, run.epoch, settings.batch_size, settings.dropout_rate].append(run)
        for group in groups.values():
            self._foresee_together(group)

    def _foresee_together(self, group: list[RacingRun]) -> None:
        batch = group[0].coming_batch()
        is_worth = batch.size * self._scratch.pixels_an_image >= _WORTH_HELP
        starts = [Start(run.params, run.settings, run.number, run.velocity) for run in group]
        helper = self._helper if is_worth else None
        steps = descend_together(starts, batch, self.dataset, self._scratch, helper)
        for run, step in zip(group, steps, strict=True):
            run.foresee(step)


def _lane(runner: Runner, run: RacingRun) -> Lane:
    kept = run.kept(runner.name)
    return Lane(
        runner=runner,
        number=run.number,
        epoch=run.epoch,
        has_diverged=run.has_diverged,
        params=run.params,
        measure=kept.measure,
        batch_curve=kept.batch_curve,
        measure_curve=kept.measure_curve,
    )
