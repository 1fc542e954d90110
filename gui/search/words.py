"""What is said of a search: pure functions, no Qt."""

from collections.abc import Sequence
from math import isfinite

from gui import numbers
from gui.control_words import LOSSES
from gui.search.cells import Cell, CellState, Metric, rivals
from model.records import LossKind, PenaltyKind
from model.schedules import ScheduleKind
from model.search.records import Plan, SearchMode, SearchSnapshot

_PENALTIES = {PenaltyKind.L2: "L2 λ", PenaltyKind.L1: "L1 λ", PenaltyKind.DROPOUT: "dropout p"}
_NAMES: dict[LossKind, str] = {kind: name.lower() for kind, name, _ in LOSSES}
_MINUTE, _HOUR = 60, 3600


def candidate(cell: Cell, plan: Plan) -> str:
    """What a candidate tries."""
    return f"η {numbers.compact(cell.point.step_size)} · {strength(cell, plan)}"


def strength(cell: Cell, plan: Plan) -> str:
    """How strongly a candidate is regularized, and in which way."""
    return f"{_PENALTIES[plan.settings.penalty]} {numbers.compact(cell.point.strength)}"


def about_plan(plan: Plan, title: str) -> tuple[str, str]:
    """What all runs of a search have in common: with the data set, and shorter."""
    settings, epochs = plan.settings, f"{plan.epochs:,} epoch{'s' if plan.epochs > 1 else ''}"
    folds = f", {plan.folds} folds" if plan.folds > 1 else ""
    arranged = f" ({plan.arrangement.words})" if plan.arrangement.words else ""
    schedule = f", {settings.schedule} T {numbers.compact(settings.over)}"
    what = (
        f"{_NAMES[settings.loss]}, {_PENALTIES[settings.penalty].split()[0]}"
        f"{'' if settings.schedule is ScheduleKind.CONSTANT else schedule}"
        f"{f', μ {numbers.compact(settings.momentum)}' if settings.momentum else ''}, "
        f"batch {settings.batch_size:,}, {epochs}{folds}, seed {plan.seed}"
    )
    return f"{title}{arranged}: {what}", what


def value(cell: Cell, split: str, metric: Metric) -> str:
    """The mean of validation or train over the folds, or a dash."""
    mean = cell.mean(split, metric)
    if not isfinite(mean):
        return "–"
    return numbers.percent(mean, 1) if metric is Metric.ACCURACY else numbers.loss(mean)


def plus_minus(cell: Cell, metric: Metric) -> str:
    """The standard error of validation behind its value; empty where it is not known."""
    error = cell.error(metric)
    if not isfinite(error):
        return ""
    return f" ± {100 * error:.1f} %" if metric is Metric.ACCURACY else f" ± {numbers.change(error)}"


def best(cells: Sequence[Cell], found: Cell, search: SearchSnapshot, metric: Metric) -> str:
    """Which candidate is the best, how sure that is, and what to do about it: rich text."""
    plan, is_done = search.plan, search.mode is SearchMode.DONE
    shown = f"<b>{value(found, 'validation', metric)}{plus_minus(found, metric)}</b>"
    result = f"{shown} right in validation" if metric is Metric.ACCURACY else f"validation loss {shown}"
    parts = [
        f"Best{'' if is_done else ' so far'}: step size <b>{numbers.compact(found.point.step_size)}</b>, "
        f"{_PENALTIES[plan.settings.penalty]} <b>{numbers.compact(found.point.strength)}</b>, "
        f"{result} ({_basis(found, metric)})."
    ]
    others = rivals(cells, found, metric)
    if others:
        parts.append(f"{len(others)} other{'s are' if len(others) > 1 else ' is'} within that.")
    if is_done and not plan.is_random and all(_is_at_edge(cell, plan) for cell in (found, *others)):
        parts.append("It lies at the edge: beyond it there may be a better one.")
    return " ".join(parts)


def _basis(found: Cell, metric: Metric) -> str:
    """What the uncertainty is one of."""
    if not isfinite(found.error(metric)):
        return "one fold: more of them would tell how sure that is"
    return found.found.error_words if found.found is not None else ""


def _is_at_edge(found: Cell, plan: Plan) -> bool:
    row, column = divmod(found.point.place, plan.step_sizes.count)
    return row in (0, plan.strengths.count - 1) or column in (0, plan.step_sizes.count - 1)


def nothing_sound(cells: Sequence[Cell], search: SearchSnapshot) -> str:
    """Why there is no best candidate."""
    states = {cell.state for cell in cells}
    if search.mode is not SearchMode.DONE:
        return "No run has ended yet: the cells fill in while the runs end. Rows are strengths, columns step sizes."
    if states == {CellState.DIVERGED}:
        return "All runs diverged: every step size is too high here. Take smaller ones, and start again."
    if CellState.GIVEN_UP in states and CellState.DIVERGED not in states:
        return "No run could be finished. A click on a cell tells why."
    return "No run ended soundly: they diverged, or were given up. A click on a cell tells which, and why."


def state(cell: Cell, folds: int) -> str:
    """What is to be said of a candidate besides its numbers."""
    if cell.state is CellState.DIVERGED:
        outcome = next(outcome for outcome in cell.outcomes if outcome.diverged_at is not None)
        return f"diverged at step {outcome.diverged_at:,}: these are the last finite numbers"
    if cell.state is CellState.GIVEN_UP:
        return f"given up: {cell.reason}"
    if cell.is_running:
        return "running now" if not cell.outcomes else f"{len(cell.outcomes)} of {folds} folds, the next one is running"
    if not cell.outcomes:
        return "waiting for its turn"
    return "" if len(cell.outcomes) == folds else f"{len(cell.outcomes)} of {folds} folds so far"


def took(cell: Cell) -> str:
    """How long the runs of a candidate were."""
    if not cell.outcomes:
        return ""
    steps, seconds = sum(o.steps for o in cell.outcomes), sum(o.seconds for o in cell.outcomes)
    return f"{steps:,} step{'s' if steps != 1 else ''} in {seconds:.1f} s"


def stand(search: SearchSnapshot) -> str:
    """How far a search came."""
    plan, ended = search.plan, len(search.outcomes) + len(search.given_up)
    runs = plan.step_sizes.count * plan.strengths.count * plan.folds
    said = {SearchMode.PAUSED: ", paused", SearchMode.CANCELLED: ", stopped", SearchMode.DONE: ", done"}
    return f"{ended:,} of {runs:,} runs{said.get(search.mode, '')}"


def left_over(search: SearchSnapshot) -> str:
    """What Resume would do."""
    plan, given_up = search.plan, len(search.given_up)
    left = plan.step_sizes.count * plan.strengths.count * plan.folds - len(search.outcomes)
    if search.mode is SearchMode.DONE:
        return f"Resume tries what was given up again: {given_up:,} run{'s' if given_up > 1 else ''}."
    return f"Resume goes on with the other {left:,} run{'s' if left > 1 else ''}."


def progress(search: SearchSnapshot) -> str:
    """How far a search is, and who works on it."""
    parts = [stand(search)]
    if search.mode is SearchMode.RUNNING and search.seconds_left is not None:
        parts.append(f"about {duration(search.seconds_left)} left")
    if search.mode is SearchMode.PAUSED and search.running:
        parts.append(f"{len(search.running)} under way still end{'' if len(search.running) > 1 else 's'}")
    return "  ·  ".join([*parts, search.workers] if search.workers else parts)


def duration(seconds: float) -> str:
    """A time as one says it."""
    if seconds < 1.5:
        return "1 s"
    if seconds < 1.5 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 1.5 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"


def aloud(cell: Cell, plan: Plan) -> str:
    """A candidate for those who hear the screen."""
    validation, training = (value(cell, split, Metric.ACCURACY) for split in ("validation", "train"))
    return f"{candidate(cell, plan)}: validation {validation}, training {training}. {state(cell, plan.folds)}".strip()
