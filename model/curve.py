"""A table that only grows, and hands out what it holds so far without copying."""

import numpy as np

from model.arrays import Doubles, frozen

BATCH_ROWS = ("number", "epoch", "data_loss", "penalty", "accuracy")
MEASURE_ROWS = (
    "number", "epoch", "train_loss", "validation_loss", "penalty", "train_accuracy", "validation_accuracy",
)  # fmt: skip
_FIRST_CAPACITY = 1024


class Curve:
    """Named rows of numbers, a column a moment. A prefix handed out never changes, whatever happens later."""

    def __init__(self, rows: tuple[str, ...]) -> None:
        """Begin with no columns."""
        self._buffer = np.empty((len(rows), _FIRST_CAPACITY))
        self._length = 0
        self._handed_out = 0

    def append(self, *column: float) -> None:
        """Add one column."""
        if self._length == self._buffer.shape[1] or self._length < self._handed_out:
            self._move(max(_FIRST_CAPACITY, 2 * self._length))
        self._buffer[:, self._length] = column
        self._length += 1

    def truncate(self, length: int) -> None:
        """Forget the columns from `length` on."""
        self._length = min(length, self._length)

    def prefix(self) -> Doubles:
        """All columns so far, read-only: (rows, n)."""
        self._handed_out = max(self._handed_out, self._length)
        return frozen(self._buffer[:, : self._length])

    def _move(self, capacity: int) -> None:
        """Go on in a new buffer: this one is full, or its next columns are in somebody's hands."""
        buffer = np.empty((len(self._buffer), capacity))
        buffer[:, : self._length] = self._buffer[:, : self._length]
        self._buffer, self._handed_out = buffer, 0
