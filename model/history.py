"""The steps that can be undone: the newest whole, of older ones every eighth, from which the others are worked out.

A step is a function of its parameters, settings and place in the epoch, to the bit: so what was left out to save
memory comes back exactly when it is wanted.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from model.records import Params, Settings

DEPTH = 2000
WHOLE = 128
STRIDE = 8
_QUICK_IMAGES = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Where a step began, and the settings it was taken with.

    params are None where they are to be worked out from an earlier mark. Where has_landed, no step led there, but
    a jump.
    """

    params: Params | None
    epoch: int
    position: int
    settings: Settings
    has_landed: bool = False


class History:
    """At least DEPTH - STRIDE marks, once there were so many, the oldest first."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._marks: deque[Mark] = deque()
        self._added = 0

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def newest(self) -> Mark | None:
        """Where the last step began, with its parameters."""
        return self._marks[-1] if self._marks else None

    def add(self, mark: Mark) -> None:
        """Remember where a step begins."""
        self._marks.append(mark)
        self._added += 1
        if len(self._marks) > DEPTH:
            self._marks.popleft()
            while self._marks[0].params is None:
                self._marks.popleft()
        if len(self._marks) > WHOLE:
            self._thin(len(self._marks) - 1 - WHOLE)

    def rewind(self, steps: int, again: Callable[[Mark], Params]) -> Mark:
        """Forget so many steps, at least one; returns the mark where the first of them began, with its parameters.

        again works out where the step from a mark with parameters led.
        """
        target = len(self._marks) - steps
        for place in range(self._key_before(max(target - 1, 0)), target):
            if self._marks[place + 1].params is None:
                self._marks[place + 1] = replace(self._marks[place + 1], params=again(self._marks[place]))
        self._added -= steps
        for _ in range(steps - 1):
            self._marks.pop()
        return self._marks.pop()

    def _thin(self, place: int) -> None:
        """Leave the parameters of a mark out, unless it is a key, cannot be worked out, or not quickly."""
        mark = self._marks[place]
        number = self._added - len(self._marks) + place
        is_key = place == 0 or number % STRIDE == 0 or mark.has_landed or mark.settings.batch_size > _QUICK_IMAGES
        if not is_key:
            self._marks[place] = replace(mark, params=None)

    def _key_before(self, place: int) -> int:
        while self._marks[place].params is None:
            place -= 1
        return place
