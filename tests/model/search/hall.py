"""A searcher with a small data set, plans of a moment, and workers that wait, fail and die when they are told to."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from model.commands import Adopt
from model.datasets.arrangement import AS_OPENED, Arrangement
from model.datasets.dataset import Dataset
from model.datasets.folds import fold
from model.records import LossKind, PenaltyKind
from model.search.commands import SearchCommand
from model.search.crew import Crew, Hire, LocalCrew
from model.search.records import Job, Outcome, Plan, SearchMode, SearchSnapshot, Span
from model.search.searcher import Searcher
from model.search.supply import Supply
from model.search.task import work
from model.search.work import run_job
from tests.model.recorder import Recorder
from tests.model.small import content_of, kind, small_dataset

SMALL = small_dataset(of_each=40)
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
_DEADLINE_S = 20.0
_GLANCE_S = 0.005


def plan(
    steps: int = 2, strengths: int = 2, folds: int = 1, epochs: int = 2, arrangement: Arrangement = AS_OPENED
) -> Plan:
    """A search of a moment on the small data set."""
    spans = Span(0.01, 0.2, steps), Span(1e-3, 0.1, strengths)
    return Plan("small", arrangement, PLAIN, *spans, False, epochs, folds, 3)


def open_source(source: str) -> Dataset:
    """Knows one data set, called small; it is opened anew each time."""
    if source != "small":
        raise LookupError("there is no such data set.")
    return replace(SMALL)


class Serial(Executor):
    """Works itself, at once."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as trouble:
            future.set_exception(trouble)
        return future


def serially(supply: Supply, _: Dataset, __: str) -> Crew:
    """Hire nobody."""
    return Crew(Serial, supply, 1, "nobody")


def at_signs(supply: Supply | Dataset, plan: Plan, job: Job, signs: Path) -> Outcome:
    """Work as signs in a folder say: die, fail or wait at a place, until there is a sign to go on."""
    name = f"{job.point.place}-{job.fold}"
    (signs / f"{name}.{os.getpid()}.begun").touch()
    if (signs / f"{name}.dies").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    if (signs / f"{name}.fails").exists():
        raise ValueError("told to fail")
    end = monotonic() + _DEADLINE_S
    while (signs / f"{name}.waits").exists() and monotonic() < end:
        sleep(_GLANCE_S)
    return work(supply, plan, job)


class Signs:
    """The folder of signs, and hiring of workers that heed them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def put(self, sign: str, *jobs: Job) -> None:
        for job in jobs:
            (self.folder / f"{job.point.place}-{job.fold}.{sign}").touch()

    def take(self, sign: str) -> None:
        for path in self.folder.glob(f"*.{sign}"):
            path.unlink()

    def begun(self, job: Job) -> int:
        """How often a job was begun, by so many processes."""
        return len([*self.folder.glob(f"{job.point.place}-{job.fold}.*.begun")])

    def wait_for(self, job: Job, times: int = 1) -> list[int]:
        """The processes that began a job, once it was begun so often."""
        end = monotonic() + _DEADLINE_S
        while self.begun(job) < times:
            assert monotonic() < end, "The job is not begun."
            sleep(_GLANCE_S)
        return [int(path.name.split(".")[1]) for path in self.folder.glob(f"{job.point.place}-{job.fold}.*.begun")]

    def processes(self, count: int) -> Hire:
        """Hire so many processes."""

        def hire(supply: Supply, _: Dataset, __: str) -> Crew:
            return _Heeding(supply, count, self.folder)

        return hire

    def of(self, make: Callable[[], Executor], size: int) -> Hire:
        """Hire any executor."""

        def hire(supply: Supply, _: Dataset, __: str) -> Crew:
            return _HeedingCrew(make, supply, size, self.folder)

        return hire


class _Heeding(LocalCrew):
    def __init__(self, supply: Supply, count: int, folder: Path) -> None:
        super().__init__(supply, count)
        self._folder = folder

    def submit(self, plan: Plan, job: Job) -> "Future[Outcome]":
        return self._executor.submit(at_signs, self.supply, plan, job, self._folder)


class _HeedingCrew(Crew):
    def __init__(self, make: Callable[[], Executor], supply: Supply, size: int, folder: Path) -> None:
        super().__init__(make, supply, size, "some")
        self._folder = folder

    def submit(self, plan: Plan, job: Job) -> "Future[Outcome]":
        return self._executor.submit(at_signs, self.supply, plan, job, self._folder)


def lives(pid: int) -> bool:
    """Whether a process is there, and has not ended yet."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:  # where there is no such folder
        return not Path("/proc").is_dir()


def wait_for_the_end_of(pid: int) -> None:
    """Wait until a process has ended; fails at the deadline."""
    end = monotonic() + _DEADLINE_S
    while lives(pid):
        assert monotonic() < end, f"Process {pid} goes on."
        sleep(_GLANCE_S)


class Hall:
    """The searcher, its mailbox, and what it gave away."""

    def __init__(self, folder: Path, hire: Hire = serially) -> None:
        self.mailbox = Recorder[SearchSnapshot]()
        self.given: list[Adopt] = []
        self.searcher = Searcher(self.mailbox, self.given.append, open_source, folder, hire=hire)
        self.searcher.start()

    def __enter__(self) -> "Hall":
        return self

    def __exit__(self, *_: object) -> None:
        self.searcher.stop()

    def send(self, *commands: SearchCommand) -> None:
        for command in commands:
            self.searcher.send(command)

    def wait_for(self, wish: Callable[[SearchSnapshot], bool]) -> SearchSnapshot:
        return self.mailbox.wait_for(wish, _DEADLINE_S)

    def done(self) -> SearchSnapshot:
        return self.wait_for(lambda seen: seen.mode is SearchMode.DONE)


def bits(outcome: Outcome) -> dict[str, bytes]:
    """All that is the same wherever a job is worked out."""
    return content_of(outcome) | {"numbers": repr((outcome.job, outcome.steps, outcome.diverged_at)).encode()}


def all_bits(seen: SearchSnapshot) -> dict[Job, dict[str, bytes]]:
    return {job: bits(outcome) for job, outcome in seen.outcomes.items()}


def expected(searched: Plan) -> dict[object, dict[str, bytes]]:
    """What comes of every job, worked out plainly."""
    folds = [fold(SMALL, searched.arrangement, number) for number in range(searched.folds)]
    return {job: bits(run_job(folds[job.fold], searched, job)) for job in searched.jobs}


Enter = Callable[..., Hall]
