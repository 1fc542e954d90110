"""Ranges to begin a search with: around the settings that are good for a data set and loss, and far to both sides."""

from model import defaults
from model.records import LossKind, PenaltyKind
from model.search.records import Span

# Two powers of ten to either side: too low on one, and for most data sets so high on the other that runs diverge.
_REACH = 100.0
_RATES = (0.05, 0.8)
COUNT = 5


def usual_step_sizes(source: str, loss: LossKind, count: int = COUNT) -> Span:
    """Step sizes around the usual one of a data set and loss."""
    return _around(defaults.default_step_size(source, loss), count)


def usual_strengths(source: str, loss: LossKind, penalty: PenaltyKind, count: int = COUNT) -> Span:
    """Strengths around the usual one of a data set, loss and regularization; rates of dropout are the same for all."""
    if penalty is PenaltyKind.DROPOUT:
        return Span(*_RATES, count)
    return _around(defaults.default_strength(source, loss, penalty), count)


def _around(middle: float, count: int) -> Span:
    return Span(float(f"{middle / _REACH:.2g}"), float(f"{middle * _REACH:.2g}"), count)
