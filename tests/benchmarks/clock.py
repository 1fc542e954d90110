"""Times that can be compared: contenders take turns, and medians count."""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def seconds_each(contenders: Mapping[str, Work], rounds: int, calls: int = 1, warming: int = 0) -> dict[str, float]:
    """The median time of one call of each contender, over rounds in which each makes so many calls in turn.

    Before them come some calls that do not count: the caches are full of what the contender before has left there.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for work in contenders.values():
        work()
    gc.collect()
    for _ in range(rounds):
        for name, work in contenders.items():
            for _ in range(warming):
                work()
            start = perf_counter()
            for _ in range(calls):
                work()
            times[name].append((perf_counter() - start) / calls)
    return {name: median(taken) for name, taken in times.items()}


def shown(seconds: float) -> str:
    """A time with three digits and its unit."""
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
