"""Where every step of a run began: the newest whole, older ones thinned, from which the others are worked out again.

A step is a function of its parameters, velocity, settings and place in the epoch, to the bit: so what was left out to
save memory comes back exactly when it is wanted. Of the newest steps a mark is kept for each, of some with the
parameters; of still older ones only key frames, evenly spread, and the changes of the settings between them. How many
there are is a matter of the `Allowance`.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from model.allowance import Allowance
from model.records import Params, Settings, Step

_QUICK_IMAGES = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Where a step began, with which velocity, and the settings it was taken with.

    params are None where they are to be worked out from an earlier mark, and the velocity with them; with params it is
    None where it is zero. Where has_landed, no step led there, but a jump.
    """

    params: Params | None
    epoch: int
    position: int
    settings: Settings
    has_landed: bool = False
    velocity: Params | None = None


def mark_after(step: Step, settings: Settings, images: int) -> Mark:
    """Where a step leads, in an epoch of so many images; the end of one is the start of the next."""
    epoch, position = step.batch.epoch, step.batch.position + step.batch.size
    is_over = position >= images
    return Mark(step.after, epoch + is_over, 0 if is_over else position, settings, velocity=step.new_velocity)


Again = Callable[[Mark], Mark]


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """All that a history remembers: a mark for each step from the first on, key frames and changes with their steps.

    Of the earlier steps there are the key frames, and the settings where they changed.
    """

    first: int
    marks: tuple[Mark, ...]
    keys: tuple[tuple[int, Mark], ...]
    changes: tuple[tuple[int, Settings], ...]
    key_stride: int


class History:
    """The marks of steps 0, 1, 2, ... of a run, in one form or another."""

    def __init__(self, allowance: Allowance) -> None:
        """Remember nothing yet."""
        self._allowed = allowance
        self._marks: deque[Mark] = deque()
        self._keys: list[tuple[int, Mark]] = []
        self._changes: list[tuple[int, Settings]] = []
        self._first = 0
        self._key_stride = allowance.stride
        self._holds_velocities = False

    @classmethod
    def of(cls, allowance: Allowance, memory: Memory) -> "History":
        """Go on from what another history remembered."""
        made = cls(allowance)
        made._first, made._key_stride = memory.first, memory.key_stride
        made._marks, made._keys, made._changes = deque(memory.marks), [*memory.keys], [*memory.changes]
        if any(mark.velocity is not None for mark in made.marks()):
            made._make_room()
        return made

    @property
    def memory(self) -> Memory:
        """All that is remembered now."""
        return Memory(self._first, tuple(self._marks), tuple(self._keys), tuple(self._changes), self._key_stride)

    def __len__(self) -> int:
        """How many of the newest steps can be undone one by one."""
        return len(self._marks)

    @property
    def newest(self) -> Mark | None:
        """Where the last step began, with its parameters, if that is known."""
        return self._marks[-1] if self._marks and self._marks[-1].params is not None else None

    def add(self, mark: Mark) -> None:
        """Remember where a step begins."""
        if mark.velocity is not None and not self._holds_velocities:
            self._make_room()
        self._marks.append(mark)
        for newer, is_last in ((self._allowed.whole, False), (self._allowed.slow, True)):
            if len(self._marks) > newer:
                self._thin(len(self._marks) - 1 - newer, is_last)
        if len(self._marks) > self._allowed.depth:
            self._let_go()

    def rewind(self, steps: int, again: Again) -> Mark:
        """Forget so many steps, at least one; returns the mark where the first of them began, with its parameters.

        again works out the mark that the step from a mark with parameters led to, but for its settings.
        """
        number = self._first + len(self._marks) - steps
        mark = self.mark_at(number, again)
        for _ in range(steps):
            self._marks.pop()
        if self._marks and self._marks[-1].params is None:
            self._marks[-1] = self.mark_at(number - 1, again)
        return mark

    def mark_at(self, number: int, again: Again) -> Mark:
        """The mark of any step there was, with its parameters."""
        start, mark = self._known_before(number)
        for place in range(start + 1, number + 1):
            mark = self._with_settings(again(mark), place)
        return mark

    def until(self, number: int) -> "History":
        """A history of its own of the steps before this one."""
        earlier = History(self._allowed)
        earlier._marks = deque(self._marks)
        while earlier._marks and self._first + len(earlier._marks) > number:
            earlier._marks.pop()
        earlier._first = min(self._first, number)
        earlier._keys = [key for key in self._keys if key[0] < number]
        earlier._changes = [change for change in self._changes if change[0] < number]
        earlier._key_stride, earlier._holds_velocities = self._key_stride, self._holds_velocities
        return earlier

    def marks(self) -> Iterator[Mark]:
        """All that are kept."""
        yield from (mark for _, mark in self._keys)
        yield from self._marks

    def compact(self) -> None:
        """Keep only the few parameters of a run that is left, evenly spread, besides those that jumps led to."""
        while self._marks:
            self._let_go()
        self._keep_keys(self._allowed.left)

    def _make_room(self) -> None:
        """From now on velocities are kept too: fewer marks are whole, so that all take no more memory than before."""
        self._allowed, self._holds_velocities = self._allowed.with_velocities, True
        for place in range(len(self._marks) - 1 - self._allowed.whole):
            self._thin(place, place < len(self._marks) - 1 - self._allowed.slow)
        self._keep_keys(self._allowed.keys)

    def _keep_keys(self, most: int) -> None:
        """Keep about so many key frames, evenly spread, and all that jumps led to."""
        while len(self._keys) > most and self._key_stride < self._first:
            self._spread_keys()

    def _thin(self, place: int, is_last: bool) -> None:
        """Leave the parameters of a mark out, unless it is a key, or cannot be worked out, at first quickly."""
        mark, number = self._marks[place], self._first + place
        is_key = number % self._allowed.stride == 0 or mark.has_landed
        if not is_key and (is_last or mark.settings.batch_size <= _QUICK_IMAGES):
            self._marks[place] = replace(mark, params=None, velocity=None)

    def _let_go(self) -> None:
        """The oldest mark becomes a key frame, or is left out; its settings are noted where they change."""
        mark, number = self._marks.popleft(), self._first
        self._first += 1
        if not self._changes or self._changes[-1][1] != mark.settings:
            self._changes.append((number, mark.settings))
        if mark.params is not None and (number % self._key_stride == 0 or mark.has_landed):
            self._keys.append((number, mark))
        if len(self._keys) > self._allowed.keys:
            self._spread_keys()

    def _spread_keys(self) -> None:
        self._key_stride *= 2
        self._keys = [key for key in self._keys if key[0] % self._key_stride == 0 or key[1].has_landed]

    def _known_before(self, number: int) -> tuple[int, Mark]:
        """The nearest mark up to a step that has its parameters, and its step."""
        for place in range(number - self._first, -1, -1):
            if self._marks[place].params is not None:
                return self._first + place, self._marks[place]
        return self._keys[bisect_right([key[0] for key in self._keys], number) - 1]

    def _with_settings(self, mark: Mark, number: int) -> Mark:
        """A mark that was worked out again, with the settings that its own step was taken with."""
        if number >= self._first:
            return replace(mark, settings=self._marks[number - self._first].settings)
        place = bisect_right([change[0] for change in self._changes], number) - 1
        return replace(mark, settings=self._changes[place][1])
