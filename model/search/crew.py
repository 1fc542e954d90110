"""Who works: an executor, how much it is given at once, and what its workers need to find the images."""

import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future

from model.datasets.dataset import Dataset
from model.search.records import Job, Outcome, Plan
from model.search.seats import Seats
from model.search.supply import Supply
from model.search.task import work


class CrewError(Exception):
    """Nobody can work; the text is a sentence for the user."""


class Crew:
    """Any executor, and how to make it anew when it breaks. size is how many jobs it is given at once."""

    def __init__(self, make: Callable[[], Executor], supply: Supply | Dataset, size: int, words: str) -> None:
        """Begin; words say who works."""
        self._make = make
        self._executor = make()
        self.supply, self.size, self.words = supply, size, words
        self.address = ""

    def submit(self, plan: Plan, job: Job) -> "Future[Outcome]":
        """Have a job worked out; raises BrokenExecutor where all workers have died, CrewError where nobody comes."""
        return self._executor.submit(work, self.supply, plan, job)

    def revive(self) -> bool:
        """After a worker has died: whether all others died with it, and were begun anew."""
        try:
            self._executor.submit(int)
        except BrokenExecutor:
            self._executor.shutdown(wait=True)
            self._executor = self._make()
            return True
        return False

    def refresh(self) -> None:
        """Look who is there; raises CrewError where there will be nobody any more."""

    def has_killed(self, trouble: BaseException) -> bool:  # noqa: ARG002
        """Whether a job that ended so has ended its worker several times, perhaps not alone."""
        return False

    def mends(self, trouble: BaseException) -> bool:  # noqa: ARG002
        """Whether what a job ended with was no fault of it, and will not be met again."""
        return False

    def end(self, at_once: bool) -> None:
        """Let everybody go, and wait until all are gone; at once, or after what they do."""
        self._executor.shutdown(wait=True, cancel_futures=at_once)


Hire = Callable[[Supply, Dataset, str], Crew]
"""Find workers: for a data set, laid out and as it is, and with the address of a cluster, or none. May raise."""


class LocalCrew(Crew):
    """Processes of this computer."""

    def __init__(self, supply: Supply, workers: int) -> None:
        """So many processes, each of which takes one core."""
        self._seats = Seats(workers)
        words = "1 process" if workers == 1 else f"{workers} processes"
        super().__init__(lambda: self._seats, supply, workers, f"{words} on this computer")

    def submit(self, plan: Plan, job: Job) -> "Future[Outcome]":
        """Have a job worked out; raises CrewError where the system begins no process any more."""
        try:
            return super().submit(plan, job)
        except OSError as trouble:
            raise CrewError(f"No process can be begun ({trouble.strerror or trouble}).") from trouble

    def revive(self) -> bool:
        """Nobody dies with another."""
        return False

    def end(self, at_once: bool) -> None:
        """Let the processes end."""
        if at_once:
            self._seats.kill()
        else:
            self._seats.shutdown()


def usual_workers() -> int:
    """A process for each core but one, which is left for the window."""
    return max(1, len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 2) - 1)


def hiring(workers: int | None = None) -> Hire:
    """Hire so many processes of this computer, or the usual ones; where there is an address, its cluster."""

    def hire(supply: Supply, dataset: Dataset, address: str) -> Crew:
        if address:
            from model.search.cluster import ClusterCrew

            return ClusterCrew(supply, dataset, address)
        return LocalCrew(supply, workers or usual_workers())

    return hire
