"""What can be searched, and what cannot, in sentences for the user."""

from math import isfinite

from model.datasets.arrange import split
from model.datasets.dataset import Dataset
from model.datasets.folds import most_folds
from model.records import PenaltyKind
from model.search.records import LEAST_SIDE, MOST_EPOCHS, MOST_FOLDS, MOST_SIDE, Plan, Span

LARGEST = 1e6


def complaint(plan: Plan) -> str:
    """What is wrong with a plan, whatever the data set; empty where nothing is."""
    words = _wrong_span(plan.step_sizes, "step size") or _wrong_span(plan.strengths, "strength")
    if words:
        return words
    if plan.settings.penalty is PenaltyKind.NONE:
        return "There is no strength to search for without regularization: choose L2, L1 or dropout."
    if plan.settings.penalty is PenaltyKind.DROPOUT and plan.strengths.high >= 1:
        return "The rate of dropout is below 1: lower the end of the strengths."
    if not 1 <= plan.epochs <= MOST_EPOCHS:
        return f"A search takes 1 to {MOST_EPOCHS:,} epochs a run."
    if not 1 <= plan.folds <= MOST_FOLDS:
        return f"A search takes 1 to {MOST_FOLDS} folds."
    return ""


def complaint_on(plan: Plan, dataset: Dataset) -> str:
    """What is wrong with a plan on its data set; empty where nothing is."""
    share, folds = plan.arrangement.validation, most_folds(dataset, plan.arrangement)
    if not len(split(dataset.as_opened, share)[1]):
        return f"With {100 * share:g} % for validation there is no image to validate on: hold back more."
    if plan.folds > folds:
        most = "one fold" if folds == 1 else f"{folds} folds"
        return f"With {100 * share:.0f} % for validation there are images for {most} at most, not for {plan.folds}."
    return complaint(plan)


def _wrong_span(span: Span, name: str) -> str:
    if not (isfinite(span.low) and isfinite(span.high) and 0 < span.low < span.high <= LARGEST):
        return f"The {name} goes from a number above 0 to a larger one, up to {LARGEST:,.0f}."
    if not LEAST_SIDE <= span.count <= MOST_SIDE:
        return f"There are {LEAST_SIDE} to {MOST_SIDE} values of the {name}, not {span.count}."
    if len(set(span.values)) < span.count:
        return f"The values of the {name} lie so near each other that some are the same: take fewer, or a wider range."
    return ""
