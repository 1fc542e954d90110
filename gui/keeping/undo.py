"""Undo and redo for changes of the settings. Steps are undone by Back."""

from model.records import Settings

_MOST = 200
_TOGETHER_S = 0.8


class Undo:
    """Settings as they were, and as they were before they were taken back. A slider's way is one change."""

    def __init__(self, settings: Settings) -> None:
        """Begin with settings and no changes."""
        self._done: list[Settings] = []
        self._undone: list[Settings] = []
        self._now = settings
        self._changed_at = float("-inf")

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back."""
        return bool(self._undone)

    def begin(self, settings: Settings) -> None:
        """Forget all changes: these settings belong to something else."""
        self._done, self._undone, self._now, self._changed_at = [], [], settings, float("-inf")

    def note(self, settings: Settings, now: float) -> None:
        """Know a change, at a time in seconds; one soon after another of the same kind belongs to it."""
        if settings == self._now:
            return
        is_same = bool(self._done) and _fields(self._done[-1], self._now) == _fields(self._now, settings)
        if not (is_same and now - self._changed_at < _TOGETHER_S):
            self._done = [*self._done, self._now][-_MOST:]
        self._now, self._undone, self._changed_at = settings, [], now

    def undo(self) -> Settings | None:
        """The settings before the last change; None where there was none."""
        if not self._done:
            return None
        self._undone.append(self._now)
        self._now, self._changed_at = self._done.pop(), float("-inf")
        return self._now

    def redo(self) -> Settings | None:
        """The settings after the change that was taken back last; None where none was."""
        if not self._undone:
            return None
        self._done.append(self._now)
        self._now, self._changed_at = self._undone.pop(), float("-inf")
        return self._now


def _fields(one: Settings, other: Settings) -> list[str]:
    """Which fields differ."""
    return [name for name in Settings.__dataclass_fields__ if getattr(one, name) != getattr(other, name)]
