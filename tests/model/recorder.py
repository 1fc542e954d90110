"""A mailbox that remembers what was posted, so that a test waits for a condition and never for a time."""

from collections.abc import Callable
from threading import Condition
from time import monotonic

from model.mailbox import Item, Mailbox

DEADLINE_S = 10.0


class Recorder(Mailbox[Item]):
    """Keeps every item in `posted`, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Item] = []
        self._looked_at = 0
        self._news = Condition()

    def post(self, item: Item) -> None:
        super().post(item)
        with self._news:
            self.posted.append(item)
            self._news.notify_all()

    def wait_for(self, wish: Callable[[Item], bool], deadline_s: float = DEADLINE_S) -> Item:
        """The first item that meets the wish, beyond the one waited for last; fails at the deadline."""
        end = monotonic() + deadline_s
        with self._news:
            while True:
                while self._looked_at < len(self.posted):
                    self._looked_at += 1
                    if wish(self.posted[self._looked_at - 1]):
                        return self.posted[self._looked_at - 1]
                assert self._news.wait(max(0.0, end - monotonic())), "What was waited for did not come."
