"""A search by two workers against the same by one. Their start-up, and the opening of the images, do not count."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from model.datasets.arrangement import AS_OPENED
from model.records import LossKind, PenaltyKind, Settings
from model.search.cluster import PIP_LINE, ClusterCrew
from model.search.crew import Crew, LocalCrew
from model.search.journal import Kept
from model.search.records import Job, Outcome, Plan, SearchMode, Span
from model.search.search import Search
from model.search.supply import Supply, lay_out
from tests.benchmarks.bench import Bench, Row
from tests.benchmarks.clock import seconds_each

_ROUNDS = 5
_SIDE, _EPOCHS = 4, 4
_PROCESSES_TARGET, _DASK_TARGET = 1.8, 1.6


class _Nowhere:
    """Where nothing is kept."""

    def kept(self) -> Kept | None:
        return None

    def begin(self, plan: Plan, fingerprint: str) -> None:
        pass

    def add(self, outcome: Outcome) -> None:
        pass

    def close(self) -> None:
        pass


class _Processes(LocalCrew):
    """They stay from one search to the next."""

    def end(self, at_once: bool) -> None:
        pass

    def leave(self) -> None:
        super().end(at_once=False)


class _DaskWorkers(ClusterCrew):
    """They stay from one search to the next."""

    def end(self, at_once: bool) -> None:
        pass

    def leave(self) -> None:
        super().end(at_once=False)


def searches(bench: Bench) -> Iterator[Row]:
    """Sixteen runs of four epochs, in processes and on a Dask cluster of this machine."""
    spans = Span(1e-3, 1e-1, _SIDE), Span(1e-5, 1e-2, _SIDE)
    settings = Settings(LossKind.SOFTMAX, penalty=PenaltyKind.L2)
    plan = Plan(bench.dataset.name, AS_OPENED, settings, *spans, False, _EPOCHS, 1, 1)
    with TemporaryDirectory() as folder:
        supply = lay_out(bench.dataset, Path(folder))
        with _processes(supply, 1) as one, _processes(supply, 2) as two:
            yield _row("processes", one, two, plan, _PROCESSES_TARGET)
        if find_spec("distributed") is None:
            print(f"Dask is not installed and left out: {PIP_LINE}")
            return
        with _on_dask(supply, bench, 1) as one, _on_dask(supply, bench, 2) as two:
            yield _row("Dask workers", one, two, plan, _DASK_TARGET)


def _row(what: str, one: Crew, two: Crew, plan: Plan, target: float) -> Row:
    works = {"one": partial(_search, one, plan), "two": partial(_search, two, plan)}
    times = seconds_each(works, _ROUNDS)
    return Row(f"search of {_SIDE**2} runs, two {what}", times["two"], "one", times["one"], target)


def _search(crew: Crew, plan: Plan) -> None:
    """What the searching thread does from the first job to the last."""
    ended: SimpleQueue[tuple[Job, Future[Outcome]]] = SimpleQueue()
    search = Search(1, plan, "", _Nowhere(), lambda job, future: ended.put((job, future)))
    search.run_with(crew)
    while search.mode is SearchMode.RUNNING:
        search.take(*ended.get())


@contextmanager
def _processes(supply: Supply, count: int) -> Iterator[Crew]:
    crew = _Processes(supply, count)
    try:
        yield crew
    finally:
        crew.leave()


@contextmanager
def _on_dask(supply: Supply, bench: Bench, count: int) -> Iterator[Crew]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=":0") as cluster:
        crew = _DaskWorkers(supply, bench.dataset, cluster.scheduler_address)
        try:
            yield crew
        finally:
            crew.leave()
