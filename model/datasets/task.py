"""Work that takes a while: it tells how far it is, can be cancelled, and fails with one sentence."""

import errno
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

_TELL_EVERY_S = 0.1
_PACE_WINDOW_S = 10.0
_FULL = (errno.ENOSPC, errno.EDQUOT)


class DataError(Exception):
    """Data that cannot be had; the text is one sentence for the user."""


class CancelledError(Exception):
    """The user wants this work no longer."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: done of total bytes or images; rate in the same a second, or 0 if unknown."""

    words: str
    done: int
    total: int
    rate: float = 0.0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will still take at this rate."""
        return (self.total - self.done) / self.rate if self.rate else None


class Pace:
    """How much is done a second, over the last ten seconds."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._marks: deque[tuple[float, int]] = deque()

    def rate_at(self, now: float, done: int) -> float:
        """Take note of what is done at a time in seconds, and say the rate; 0 at first."""
        self._marks.append((now, done))
        while len(self._marks) > 2 and self._marks[1][0] <= now - _PACE_WINDOW_S:
            self._marks.popleft()
        began, before = self._marks[0]
        return (done - before) / (now - began) if now > began else 0.0


class Task:
    """One piece of work in a thread of its own. Any thread may cancel it."""

    def __init__(self, tell: Callable[[Progress], None] | None = None) -> None:
        """Begin; tell hears of progress a few times a second, in the working thread."""
        self._tell = tell
        self._cancelled = Event()
        self._interrupt: Callable[[], None] | None = None
        self._told_at = 0.0

    def cancel(self) -> None:
        """Have the work end soon, with CancelledError."""
        self._cancelled.set()
        interrupt = self._interrupt
        if interrupt is not None:
            interrupt()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants the result."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise CancelledError where nobody wants the result."""
        if self.is_cancelled:
            raise CancelledError

    def report(self, progress: Progress) -> None:
        """Tell how far the work is; raises CancelledError where nobody wants it."""
        self.check()
        now = monotonic()
        if self._tell is not None and (now - self._told_at > _TELL_EVERY_S or progress.done >= progress.total):
            self._told_at = now
            self._tell(progress)

    def wait(self, seconds: float) -> None:
        """Wait, unless it is cancelled."""
        self._cancelled.wait(seconds)
        self.check()

    @contextmanager
    def interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Have cancel also call this, which ends a wait for the net."""
        self._interrupt = interrupt
        try:
            self.check()
            yield
        finally:
            self._interrupt = None


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """Turn the trouble of writing in a folder into a sentence."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno in _FULL:
            raise DataError(f"The disk is full: there is no room left in {folder}.") from trouble
        raise DataError(f"{folder} cannot be written ({trouble.strerror or trouble}).") from trouble
