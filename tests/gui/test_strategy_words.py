"""What is said of the strategies, from made-up moments."""

from dataclasses import replace

import numpy as np
import pytest

from gui.strategies import words
from model.records import LossKind, Mode, PenaltyKind
from model.strategies.contest import Contest
from model.strategies.records import LANE_ROWS, Slopes, StrategiesSnapshot, StrategyKind
from tests.model.small import kind, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.HINGE, PenaltyKind.NONE)
CONTEST = Contest(SMALL, PLAIN, 1)


def moment(random: float, local: float, descent: dict[float, float], tries: int = 1000) -> StrategiesSnapshot:
    """Both searches at losses after so many tries, and the loss of gradient descent after so many evaluations."""
    curve = np.zeros((len(LANE_ROWS), len(descent)))
    curve[LANE_ROWS.index("evaluations")], curve[LANE_ROWS.index("train_loss")] = list(descent), list(descent.values())
    lanes = []
    for lane in CONTEST.lanes():
        loss = {StrategyKind.RANDOM: random, StrategyKind.LOCAL: local}.get(lane.kind, float("nan"))
        lane = replace(lane, standing=replace(lane.standing, loss=loss, number=tries if lane.kind.is_search else 0))
        if lane.kind is StrategyKind.ANALYTIC:
            lane = replace(lane, curve=curve, measure=replace(lane.measure, train_loss=list(descent.values())[-1]))
        lanes.append(lane)
    return StrategiesSnapshot(1, Mode.PAUSED, SMALL, PLAIN, 1, tries + 1.0, tuple(lanes), 0.0)


@pytest.mark.parametrize(
    ("random", "local", "descent", "told"),
    [
        (8.0, 7.5, {0: 9.0, 2: 8.2, 4: 7.9, 6: 7.4}, "needed 4 evaluations for the first, 6 for the other."),
        (8.0, 7.5, {0: 9.0, 2: 7.0}, "needed 2 evaluations for either."),
        (8.0, 7.5, {0: 9.0, 2: 7.8}, "needed 2 evaluations for the first."),
        (8.0, 8.5, {0: 9.0, 2: 8.4}, "needed 2 evaluations for the second."),
        (8.0, 7.5, {0: 9.0, 2: 8.8}, "Gradient descent is not there yet."),
        (8.0, 7.5, {0: 9.0, 2: 120.0}, "is at 120.0, worse than at the start: its step size is too large."),
    ],
)
def test_that_the_story_says_when_gradient_descent_was_as_good(
    random: float, local: float, descent: dict[float, float], told: str
) -> None:
    story = words.story(moment(random, local, descent))
    assert story.startswith(f"After 1,000 tries random search is at a loss of {random:.3f} (")
    assert f"random local search at {local:.3f} (" in story
    assert told in story


def test_that_a_single_try_is_one_try() -> None:
    assert words.story(moment(8.0, 8.0, {0: 9.0}, tries=1)).startswith("After 1 try random search")


def test_that_evaluations_have_the_digits_that_matter() -> None:
    assert [words.evaluations(count) for count in (0.0, 0.1138, 2.0, 36.21, 1000.91, 30_731.0)] == [
        "0", "0.114", "2", "36.2", "1,001", "30,731",
    ]  # fmt: skip


def test_that_a_step_that_is_being_paid_for_is_told_as_a_share() -> None:
    lane = next(lane for lane in CONTEST.lanes() if lane.kind is StrategyKind.NUMERICAL)
    begun = replace(lane, standing=replace(lane.standing, slopes=Slopes(np.zeros((3, 13)), 10)))
    assert words.progress(lane) == "0 steps · 40 each"
    assert words.progress(begun) == "77 % of a step · 40 each"
    assert words.progress(replace(begun, standing=replace(begun.standing, number=2))) == "2 + 77 % of a step · 40 each"
