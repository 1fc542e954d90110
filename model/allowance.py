"""How many parameters a run may remember: one bound in bytes, shared out among the forms in which it remembers."""

from dataclasses import dataclass, replace
from math import ceil, log2

BUDGET_BYTES = 300_000_000
_budget = [BUDGET_BYTES]
DEPTH = 2000
LEFT_RUNS = 8


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of the newest `depth` steps, the parameters of the newest `whole` are kept and of every `stride`-th before.

    Steps on so many images that they take long to work out again are kept for the newest `slow`. Of still older steps
    there are at most `keys`, on the path at most `waypoints`, and of each run that was left at most `left`.
    """

    depth: int = DEPTH
    whole: int = 64
    stride: int = 8
    keys: int = 96
    waypoints: int = 128
    left: int = 16
    slow: int = 128

    @property
    def total(self) -> int:
        """How many there are at most, of the present run and of all that were left."""
        newest = max(self.slow, self.whole) + self.depth // self.stride
        return newest + self.keys + self.waypoints + LEFT_RUNS * self.left

    @property
    def with_velocities(self) -> "Allowance":
        """What takes no more memory where a velocity, as large as the parameters, is kept with them: half as much.

        As much as it takes to go back at all is left here too.
        """
        return replace(
            self,
            whole=max(2, self.whole // 2),
            stride=2 * self.stride,
            keys=max(4, self.keys // 2),
            left=max(2, self.left // 2),
            slow=self.slow // 2,
        )


def use_budget(budget: int) -> None:
    """Have runs that begin from now on remember within so many bytes: the user's wish, known once at the start."""
    _budget[0] = budget


def budget() -> int:
    """How many bytes a run that begins now may take to remember."""
    return _budget[0]


def allowance(set_bytes: int, budget: int | None = None) -> Allowance:
    """What fits the budget with parameters of so many bytes, but never less than what it takes to go back at all."""
    sets = (budget or _budget[0]) // set_bytes
    full = Allowance()
    share = min(1.0, sets / full.total) or 1 / full.total
    least = Allowance(
        whole=max(2, int(share * full.whole)),
        stride=full.stride * 2 ** ceil(-log2(share)),
        keys=0,
        waypoints=max(4, int(share * full.waypoints)),
        left=max(2, int(share * full.left)),
        slow=0,
    )
    some = replace(least, keys=max(4, min(int(share * full.keys), sets - least.total)))
    return replace(some, slow=max(some.whole, min(DEPTH, sets - (some.total - some.whole))))
