"""The race against as many separate runs."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from model.race.race import Race
from model.race.records import MOST_RUNNERS, Runner
from model.records import LossKind, PenaltyKind, Settings
from model.run import Run
from tests.benchmarks.bench import Bench, Row
from tests.benchmarks.clock import seconds_each

_ROUNDS, _STEPS = 15, 4
_TARGET = 2.0


def races(bench: Bench) -> Iterator[Row]:
    """A step of eight runs that differ in the step size, with and without the second thread, against eight runs."""
    plain = Settings(LossKind.SOFTMAX, penalty=PenaltyKind.L2, strength=1e-3)
    runners = tuple(Runner(f"{n}", replace(plain, step_size=0.001 * (n + 1)), 1, n) for n in range(MOST_RUNNERS))
    runs = [Run(bench.dataset, runner.settings, runner.seed) for runner in runners]
    with ThreadPoolExecutor(1) as helper:
        contenders = {
            "separate": lambda: [run.advance() for run in runs],
            "one thread": _stepping(Race(bench.dataset, runners)),
            "two threads": _stepping(Race(bench.dataset, runners, helper)),
        }
        times = seconds_each(contenders, _ROUNDS, _STEPS, warming=2)
    peer = "eight separate runs"
    for name in ("two threads", "one thread"):
        target = _TARGET if name == "two threads" and bench.is_large else 0.0
        yield Row(f"race of eight, a step, {name}", times[name], peer, times["separate"], target)


def _stepping(race: Race) -> Callable[[], None]:
    """What a thread that races at full speed does for each step."""

    def step() -> None:
        race.advance()
        _ = race.is_over

    return step
