"""What is said of the strategies, as pure functions."""

import numpy as np

from gui import numbers
from model.records import Settings, Snapshot
from model.strategies.records import LANE_ROWS, StrategiesSnapshot, StrategyKind, StrategyLane
from model.strategies.stacks import draw_scale

WAITING = "Working out the loss of the start …"
HINT = "Nothing is tried yet: press play, or + 1,000 below the table"
OPENING = (
    "All start from the same W, and each may use as many loss evaluations as the others. Random search draws a new W "
    "for each, random local search changes the best one a little, and gradient descent asks for the slope."
)
_FINE_SHARE = 0.1


def colour_place(kind: StrategyKind) -> int:
    """Which of the class colours is a strategy's own."""
    return {
        StrategyKind.RANDOM: 0,
        StrategyKind.LOCAL: 1,
        StrategyKind.NUMERICAL: 3,
        StrategyKind.ANALYTIC: 2,
        StrategyKind.BATCHES: 4,
    }[kind]


def evaluations(count: float) -> str:
    """A number of evaluations: whole where it is large, three digits where it is a part of one."""
    return f"{count:,.0f}" if count >= 100 or count == round(count) else numbers.compact(count)


def progress(lane: StrategyLane) -> str:
    """How often it has tried or stepped, and what that costs."""
    number, each = lane.standing.number, f"{evaluations(lane.price)} each"
    if lane.kind.is_search:
        return f"{_counted(number, 'try', 'tries')} · {each}"
    if lane.share:
        done = f"{number:,} + " if number else ""
        return f"{done}{_share(lane.share)} of a step · {each}"
    return f"{_counted(number, 'step', 'steps')} · {each}"


def state(lane: StrategyLane) -> str:
    """What is to be said of a strategy in place of its numbers; mostly nothing."""
    return f"diverged at step {lane.standing.number:,}" if lane.standing.has_diverged else ""


def story(shown: StrategiesSnapshot) -> str:
    """The lecture's story, as far as it has gone."""
    if not any(lane.standing.number for lane in shown.lanes) and shown.budget <= 1:
        return OPENING
    return " ".join(part for part in (_searches(shown), _descent(shown), _numerical(shown)) if part)


def alike(shown: StrategiesSnapshot) -> str:
    """In what all strategies are alike, and what the tries and steps are made of."""
    settings, dataset = shown.settings, shown.dataset
    scale = numbers.compact(draw_scale(dataset.pixels.shape[1]))
    images = f"{settings.loss}, {len(dataset.train):,} training images, no regularization"
    steps = f"η {numbers.compact(settings.step_size)}, batch {settings.batch_size:,}"
    return f"{images} · tries: {scale} · normal for pixels 0..255 · plain steps: {steps} · seed {shown.seed}"


def outdated(shown: StrategiesSnapshot, snapshot: Snapshot) -> str:
    """What the main run has otherwise by now, and how the strategies would take it over; empty where nothing."""
    old, new = shown.settings, snapshot.settings
    parts = [
        f"the {new.loss} loss" if (old.loss, old.margin) != (new.loss, new.margin) else "",
        f"step size {numbers.compact(new.step_size)}" if old.step_size != new.step_size else "",
        f"batches of {new.batch_size:,}" if old.batch_size != new.batch_size else "",
        f"seed {snapshot.seed}" if shown.seed != snapshot.seed else "",
    ]
    found = ", ".join(part for part in parts if part)
    return f"The main run has {found} by now; the strategies take that over when they start again." if found else ""


def is_like(one: Settings, other: Settings) -> bool:
    """Whether two settings are the same to the strategies."""
    return (one.loss, one.margin, one.step_size, one.batch_size) == (
        other.loss,
        other.margin,
        other.step_size,
        other.batch_size,
    )


def first_below(lane: StrategyLane, loss: float) -> float | None:
    """After how many evaluations a strategy was first measured at a training loss no higher than this."""
    rows = dict(zip(LANE_ROWS, lane.curve, strict=True))
    reached = np.flatnonzero(rows["train_loss"] <= loss)
    return float(rows["evaluations"][reached[0]]) if len(reached) else None


def _searches(shown: StrategiesSnapshot) -> str:
    random, local = shown.lane(StrategyKind.RANDOM), shown.lane(StrategyKind.LOCAL)
    tried = _counted(random.standing.number, "try", "tries")
    return f"After {tried} random search is at a loss of {_result(random)}, random local search at {_result(local)}."


def _result(lane: StrategyLane) -> str:
    right = numbers.percent(lane.measure.test_accuracy, 1)
    return f"{numbers.loss(lane.standing.loss)} ({right} of the test images right)"


def _descent(shown: StrategiesSnapshot) -> str:
    analytic = shown.lane(StrategyKind.ANALYTIC)
    if analytic.standing.has_diverged:
        return f"Gradient descent diverged at step {analytic.standing.number:,}: its step size is too large."
    loss, start = analytic.measure.train_loss, float(analytic.curve[LANE_ROWS.index("train_loss"), 0])
    if loss > start:
        return f"Gradient descent is at {numbers.loss(loss)}, worse than at the start: its step size is too large."
    kinds = (StrategyKind.RANDOM, StrategyKind.LOCAL)
    first, second = (first_below(analytic, shown.lane(kind).standing.loss) for kind in kinds)
    if not first and not second:
        return "Gradient descent is not there yet."
    if first == second:
        return f"Gradient descent needed {evaluations(first or 0)} evaluations for either."
    if not first or not second:
        found, place = (first, "first") if first else (second, "second")
        return f"Gradient descent needed {evaluations(found or 0)} evaluations for the {place}."
    return (
        f"Gradient descent needed {evaluations(first)} evaluations for the first, {evaluations(second)} for the other."
    )


def _numerical(shown: StrategiesSnapshot) -> str:
    lane, analytic = shown.lane(StrategyKind.NUMERICAL), shown.lane(StrategyKind.ANALYTIC)
    number, price = lane.standing.number, evaluations(lane.price)
    if lane.standing.has_diverged:
        return ""
    if not number:
        spent = evaluations(shown.budget)
        return f"By numerical gradient one step costs {price}: {spent} are {_share(shown.budget / lane.price)} of it."
    steps = "the first step" if number == 1 else f"{number:,} steps"
    paid, much_less = evaluations(number * lane.price), evaluations(number * analytic.price)
    return f"By numerical gradient {steps} cost {paid}, by analytic gradient {much_less}."


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _share(share: float) -> str:
    return numbers.percent(share, 0 if share >= _FINE_SHARE else 1)
