"""Automatic saving: where, when, and what a crash has left. Every window has a file of its own.

A slot is a session file and a lock beside it. The system lets go of the lock when its holder ends, even when it is
killed; an orderly end removes both files. So a session file whose lock nobody holds is what a crash has left.
"""

import secrets
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from model.keeping.files import SUFFIX
from model.keeping.lock import Lock
from model.records import Snapshot

EVERY_S = 60.0
_LOCK = ".lock"


class Slot:
    """The file that one window saves to by itself, as long as it holds the lock."""

    def __init__(self, path: Path, lock: Lock) -> None:
        """Hold a slot that `take` has found."""
        self.path = path
        self._lock = lock

    @classmethod
    def take(cls, folder: Path) -> "Slot | None":
        """A new slot in a folder, which is made if need be; None where nothing can be written."""
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"autosave-{secrets.token_hex(4)}{SUFFIX}"
        lock = Lock.take(path.with_suffix(_LOCK))
        return None if lock is None else cls(path, lock)

    def release(self) -> None:
        """An orderly end: what was saved by itself is not needed any more."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._lock.release()


@dataclass(frozen=True, slots=True)
class Leftover:
    """A session that a crash has left, and when it was saved, in seconds since 1970."""

    path: Path
    saved_at: float

    def discard(self) -> None:
        """Forget it: it is open again, or nobody wants it."""
        for path in (self.path, self.path.with_suffix(_LOCK)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[Leftover]:
    """What crashes have left in a folder, the newest first; what a living window holds is none of it."""
    found = []
    with suppress(OSError):
        for path in folder.glob(f"autosave-*{SUFFIX}"):
            lock = Lock.take(path.with_suffix(_LOCK))
            if lock is not None:
                with suppress(OSError):
                    found.append(Leftover(path, path.stat().st_mtime))
                lock.release()
    return sorted(found, key=lambda leftover: leftover.saved_at, reverse=True)


class Rhythm:
    """When to save: a minute after the first change since it was saved last."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        """Begin with nothing saved, and nothing to save."""
        self._every_s = every_s
        self._saved: Hashable = None
        self._since: float | None = None

    def is_due(self, stamp: Hashable, now: float) -> bool:
        """Whether to save at this time, in seconds, what has this stamp; True counts as saved."""
        if stamp == self._saved:
            self._since = None
        elif self._since is None:
            self._since = now
        elif now - self._since >= self._every_s:
            self.was_saved(stamp)
            return True
        return False

    def was_saved(self, stamp: Hashable) -> None:
        """What has this stamp is safe."""
        self._saved, self._since = stamp, None


def stamp_of(snapshot: Snapshot) -> Hashable:
    """What changes where a session does."""
    kept = tuple((run.identity, run.name) for run in snapshot.kept)
    return snapshot.run, snapshot.newest, snapshot.number, snapshot.settings, snapshot.name, kept
