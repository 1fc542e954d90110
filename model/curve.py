"""A table that only grows, and hands out what it holds so far without copying."""

from copy import copy

import numpy as np

from model.arrays import Doubles, frozen

BATCH_ROWS = ("number", "epoch", "data_loss", "penalty", "accuracy")
MEASURE_ROWS = (
    "number", "epoch", "train_loss", "validation_loss", "penalty", "train_accuracy", "validation_accuracy",
)  # fmt: skip
MOST = 1 << 16
_FIRST_CAPACITY = 1024
_THINNED = 4


class Curve:
    """Named rows of numbers, a column a moment. A prefix handed out never changes, whatever happens later.

    However long it grows, it keeps at most `most` columns: when it is full, its older half is thinned to the lowest and
    the highest of every four columns. The newer half is always whole.
    """

    def __init__(self, rows: tuple[str, ...], extremes_of: str, most: int = MOST) -> None:
        """Begin with no columns; extremes_of is the row whose lowest and highest values survive thinning.

        most is a multiple of eight.
        """
        self._most = most
        self._buffer = np.empty((len(rows), _FIRST_CAPACITY))
        self._extremes = rows.index(extremes_of)
        self._length = 0
        self._handed_out = 0

    @classmethod
    def of(cls, rows: tuple[str, ...], extremes_of: str, columns: Doubles, most: int = MOST) -> "Curve":
        """Go on from columns (rows, n) that another curve has handed out."""
        made = cls(rows, extremes_of, most)
        made._buffer, made._length = columns, columns.shape[1]
        made._move(max(_FIRST_CAPACITY, made._length))
        return made

    def __len__(self) -> int:
        return self._length

    def append(self, *column: float) -> None:
        """Add one column."""
        if self._length == self._most:
            self._thin()
        elif self._length == self._buffer.shape[1] or self._length < self._handed_out:
            self._move(min(max(_FIRST_CAPACITY, 2 * self._length), self._most))
        self._buffer[:, self._length] = column
        self._length += 1

    def truncate(self, length: int) -> None:
        """Forget the columns from `length` on."""
        self._length = min(length, self._length)

    def cut(self, row: int, value: float) -> None:
        """Forget the columns from the first on that has at least this value in a row that rises."""
        self.truncate(int(np.searchsorted(self._buffer[row, : self._length], value)))

    def prefix(self) -> Doubles:
        """All columns so far, read-only: (rows, n)."""
        self._handed_out = max(self._handed_out, self._length)
        return frozen(self._buffer[:, : self._length])

    def until(self, row: int, value: float) -> "Curve":
        """A curve of its own of the columns before the first that has at least this value in a row that rises."""
        earlier = copy(self)
        earlier.cut(row, value)
        earlier._move(max(_FIRST_CAPACITY, earlier._length))
        return earlier

    def _thin(self) -> None:
        half = self._most // 2
        values = np.nan_to_num(self._buffer[self._extremes, :half], posinf=1e300).reshape(-1, _THINNED)
        groups = np.arange(0, half, _THINNED)
        kept = np.ones(self._most, bool)
        kept[:half] = False
        kept[[0, *(groups + values.argmin(axis=1)), *(groups + values.argmax(axis=1))]] = True
        buffer = np.empty_like(self._buffer)
        self._length = int(kept.sum())
        buffer[:, : self._length] = self._buffer[:, kept]
        self._buffer, self._handed_out = buffer, 0

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
