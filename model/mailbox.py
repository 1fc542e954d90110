"""One slot between two threads: the newest item wins, the others were never needed."""

from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """A slot that holds the newest item until it is taken. Any thread may post and take."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = Lock()
        self._item: Item | None = None

    def post(self, item: Item) -> None:
        """Put an item in, in place of one that nobody took."""
        with self._lock:
            self._item = item

    def take(self) -> Item | None:
        """Take the item out, or None where nothing new has come."""
        with self._lock:
            item, self._item = self._item, None
        return item
