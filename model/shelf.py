"""Runs that were left for others: with their names, to be looked at and taken up again."""

from model.allowance import LEFT_RUNS
from model.records import KeptRun
from model.run import Run


class Shelf:
    """At most LEFT_RUNS runs, the oldest first; one more, and the oldest is let go."""

    def __init__(self) -> None:
        """Hold none."""
        self._kept: list[tuple[KeptRun, Run]] = []

    @property
    def runs(self) -> tuple[KeptRun, ...]:
        """What is on the shelf."""
        return tuple(kept for kept, _ in self._kept)

    def named(self) -> list[tuple[str, Run]]:
        """The runs themselves, with their names."""
        return [(kept.name, run) for kept, run in self._kept]

    def put(self, run: Run, name: str) -> None:
        """Keep a run as it is now; it takes little memory from now on."""
        self._kept.append((run.kept(name), run))
        run.compact()
        del self._kept[:-LEFT_RUNS]

    def take(self, identity: int) -> tuple[Run, str] | None:
        """Take a run off the shelf, with its name; None where there is no such run."""
        for place, (kept, run) in enumerate(self._kept):
            if kept.identity == identity:
                del self._kept[place]
                return run, kept.name
        return None

    def rename(self, identity: int, name: str) -> None:
        """Call a run otherwise."""
        self._kept = [(kept.named(name) if kept.identity == identity else kept, run) for kept, run in self._kept]
