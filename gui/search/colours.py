"""What the colours of the maps mean, which is the same for training and validation."""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from gui import numbers
from gui.plots.surface import Scale
from gui.search.cells import Metric
from model.arrays import Bytes, Doubles
from model.ranges import Span, held_span, tick_step

_WHOLE: Span = (0.0, 100.0)
_ENDS, _LEAST_FILLED, _FLAT = 12, 0.75, 0.01


@dataclass(frozen=True, slots=True)
class Colours:
    """Values over a span as levels of the colour map: bright is good, so that a loss is brightest where it is low.

    Accuracies are in percent. What lies beyond an end has the colour of that end.
    """

    metric: Metric
    span: Span

    @property
    def is_reversed(self) -> bool:
        """Whether the low end is the bright one."""
        return self.metric is Metric.LOSS

    def levels(self, values: Doubles) -> Bytes:
        """The place of each value in the colour map, 0 to 255."""
        found = Scale(*self.span).levels(values)
        return 255 - found if self.is_reversed else found

    def write(self, value: float) -> str:
        """A value in a cell."""
        return f"{value:.1f}" if self.metric is Metric.ACCURACY else numbers.loss(value)


def fitting_colours(metric: Metric, values: Doubles, start: float, last: Colours | None) -> Colours:
    """Colours for values (n,) of which some may be missing; the last ones stay while they still fit.

    start is the loss before the first step: whoever is above it has learned nothing, however high.
    """
    found = values[np.isfinite(values)]
    held = last.span if last is not None and last.metric is metric else None
    if not len(found):
        return last if held is not None and last is not None else Colours(metric, _WHOLE)
    low, high = float(found.min()), float(found.max())
    if metric is Metric.LOSS:
        low, high = min(low, start), start
    return Colours(metric, _held(low, high, held))


def _held(low: float, high: float, last: Span | None) -> Span:
    """A span close around low..high: all colours are for what there is; the last one stays while mostly filled."""
    if last is not None and last[0] <= low and high <= last[1] and high - low > _LEAST_FILLED * (last[1] - last[0]):
        return last
    low, high = held_span(low, high, None) if high - low < _FLAT * abs(high) else (low, high)
    step = tick_step((low, high), _ENDS)
    return floor(low / step) * step, ceil(high / step) * step
