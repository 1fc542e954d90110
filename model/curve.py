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


def envelope(x: Doubles, y: Doubles, bins: int) -> tuple[Doubles, Doubles]:
    """A curve of n points thinned to at most 3 * bins: the lowest and highest y of equally many points each.

    Drawn over as many pixels as there are bins, it looks like the whole curve. Points that are not finite are dropped.
    """
    fine = np.isfinite(y)
    if not fine.all():
        x, y = x[fine], y[fine]
    share = len(y) // max(bins, 1)
    if share <= 2:
        return x, y
    whole = len(y) - len(y) % share
    groups = y[:whole].reshape(-1, share)
    thinned = np.stack([groups.min(axis=1), groups.max(axis=1)], axis=1).ravel()
    return np.append(np.repeat(x[:whole:share], 2), x[whole:]), np.append(thinned, y[whole:])


def every(x: Doubles, y: Doubles, most: int) -> tuple[Doubles, Doubles]:
    """A smooth curve thinned to about `most` points, its last one kept. Points that are not finite are dropped."""
    fine = np.isfinite(y)
    x, y = x[fine], y[fine]
    stride = -(-len(y) // most) if len(y) else 1
    if stride <= 1:
        return x, y
    return np.append(x[::stride], x[-1]), np.append(y[::stride], y[-1])


def nearest(x: Doubles, place: float) -> int:
    """The position in rising x (n,) that is nearest to a place; -1 where there are none."""
    after = int(np.searchsorted(x, place))
    if 0 < after < len(x):
        return after - int(place - x[after - 1] <= x[after] - place)
    return min(after, len(x) - 1)
