"""What was measured of a run: the newest measurements whole, of all of them a curve."""

from collections import deque
from collections.abc import Sequence
from copy import copy

from model.arrays import Doubles
from model.curve import MEASURE_ROWS, Curve
from model.measure import Measure
from model.records import Settings

_MOST_COLUMNS = 4096  # the newer half must hold all that Back may forget
_EXTREMES = "train_loss"
Basis = tuple[int, Settings]


def basis(number: int, settings: Settings) -> Basis:
    """What a measurement depends on: the step, and the settings but for how to go on."""
    return number, settings.of_loss


class Measurements:
    """At most `most` measurements, and a column of the curve for each there ever was, as far as a curve goes."""

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._found: deque[Measure] = deque(maxlen=most)
        self._curve = Curve(MEASURE_ROWS, _EXTREMES, _MOST_COLUMNS)
        self._basis: Basis | None = None

    @classmethod
    def of(cls, most: int, found: Sequence[Measure], curve: Doubles, known: Basis | None) -> "Measurements":
        """Go on from the newest measurements, the curve (7, m) of all, and what the last one depended on."""
        made = cls(most)
        made._found.extend(found)
        made._curve = Curve.of(MEASURE_ROWS, _EXTREMES, curve, _MOST_COLUMNS)
        made._basis = known
        return made

    def __len__(self) -> int:
        return len(self._found)

    @property
    def found(self) -> tuple[Measure, ...]:
        """Those that are whole, oldest first."""
        return tuple(self._found)

    @property
    def newest(self) -> Measure:
        """The last one."""
        return self._found[-1]

    @property
    def curve(self) -> Doubles:
        """A column of curve.MEASURE_ROWS a measurement: (7, m)."""
        return self._curve.prefix()

    @property
    def basis(self) -> Basis | None:
        """What the last one depended on, if that is known."""
        return self._basis

    def are_of(self, number: int, settings: Settings) -> bool:
        """Whether the newest is of this very step, loss and penalty."""
        return self.newest.number == number and self._basis == basis(number, settings)

    def add(self, measure: Measure, epoch: float, settings: Settings) -> None:
        """Take note of one, in place of an earlier one of just the same."""
        if self._found and self.are_of(measure.number, settings):
            self._forget_newest()
        self._found.append(measure)
        self._basis = basis(measure.number, settings)
        self._curve.append(
            measure.number,
            epoch,
            measure.train_loss,
            measure.validation_loss,
            measure.penalty,
            measure.train_accuracy,
            measure.validation_accuracy,
        )

    def forget_after(self, number: int) -> None:
        """Go back: what was measured after so many steps was not."""
        while self._found and self._found[-1].number > number:
            self._forget_newest()

    def until(self, number: int) -> "Measurements":
        """Those of the first so many steps, by themselves."""
        earlier = copy(self)
        earlier._found = deque((m for m in self._found if m.number <= number), self._found.maxlen)
        earlier._curve = self._curve.until(0, number + 1)
        earlier._basis = None
        return earlier

    def _forget_newest(self) -> None:
        self._found.pop()
        self._curve.truncate(len(self._curve) - 1)
