"""The run of a job, worked out once more with its whole history: a run as if it had been trained here."""

from collections.abc import Callable, Mapping
from threading import Event, Thread

import numpy as np

from model.allowance import allowance, budget
from model.datasets.arrange import arrange
from model.datasets.dataset import Dataset
from model.run import Run
from model.search.records import Job, Outcome, Plan
from model.search.work import settings_of

_SHARE = 8


def replay(dataset: Dataset, plan: Plan, job: Job, stop: Event) -> Run | None:
    """The run of a job's point on the data set's own split, at its end; None where it was stopped.

    It keeps fewer parameters than the present run may, which is still there; the steps between are worked out again.
    """
    with np.errstate(all="ignore"):
        arranged = arrange(dataset, plan.arrangement)
        set_bytes = 4 * len(dataset.classes) * (dataset.pixels.shape[1] + 1)
        little = allowance(set_bytes, budget() // _SHARE)
        run = Run(arranged, settings_of(plan, job), plan.seed, allowed=little)
        while run.epoch < plan.epochs and not stop.is_set() and run.advance():
            if run.epoch.is_integer():
                run.measure()
        return None if stop.is_set() else Run.resumed(arranged, run.state(), run.identity)


def name_of(run: Run) -> str:
    """What a run is called in Train."""
    settings = run.settings
    return f"step size {settings.step_size:g}, {settings.penalty} {settings.strength:g}"


class Replay:
    """A replay in a thread of its own: it takes as long as the job took."""

    def __init__(self, job: Job, work: Callable[[Event], Run | None], tell: Callable[["Replay"], None]) -> None:
        """Begin; tell hears, in that thread, that it is over."""
        self.job = job
        self.run: Run | None = None
        self._trouble: Exception | None = None
        self._work, self._tell = work, tell
        self._stop = Event()
        self._thread = Thread(target=self._go, name="replay of a job", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Come to nothing, and wait for the thread to end."""
        self._stop.set()
        self._thread.join()

    def remark(self, outcomes: Mapping[Job, Outcome]) -> str:
        """What is to be told of it beside the run itself; empty where nothing is."""
        if self._trouble is not None:
            return f"The run cannot be opened ({str(self._trouble) or type(self._trouble).__name__})."
        found = outcomes.get(Job(self.job.point, 0))
        if self.run is None or found is None or found.params is None or found.diverged_at is not None:
            return ""
        same = np.array_equal(self.run.params.weights, found.params.weights)
        return "" if same else "The last digits of this run differ from those that its worker found."

    def _go(self) -> None:
        try:
            self.run = self._work(self._stop)
        except Exception as trouble:
            self._trouble = trouble
        self._tell(self)
