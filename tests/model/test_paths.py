"""The path of a run: which of its points are kept."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.axes import NoPlane
from model.paths import NOT_FINITE, thinned, true_losses, visited
from model.records import LossKind, Params, PenaltyKind, Waypoint
from tests.model.planes import SMALL, direct_loss, question_after, shifted
from tests.model.small import kind, scratch_for

RUN = question_after(9, kind(LossKind.HINGE, PenaltyKind.L1))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(1, 2000), st.integers(2, 140))
def test_that_a_thinned_path_is_short_and_even_and_has_both_ends(count: int, most: int) -> None:
    kept = thinned(count, most)
    assert (kept[0], kept[-1]) == (0, count - 1)
    assert len(kept) == len(set(kept)) <= most
    assert len(set(np.diff(kept[:-1]).tolist())) <= 1
    assert 2 * len(kept) >= min(most, count)


@pytest.mark.parametrize("count", [10, 32, 33, 64, 65, 128, 129, 200, 257])
def test_that_the_points_kept_stay_while_the_path_grows(count: int) -> None:
    before, after = thinned(count, 33), thinned(count + 1, 33)
    small, large = sorted((set(before[:-1]), set(after[:-1])), key=len)
    assert small - {count - 1} <= large  # the last one is always kept, but not for good
    assert len(small) >= len(large) // 2


def test_that_the_current_parameters_come_last_and_once() -> None:
    here = Waypoint(RUN.step.number, RUN.step.before)
    for trail in (RUN.trail, (*RUN.trail, here)):
        path = visited(trail, RUN.step, 129)
        assert [waypoint.number for waypoint in path] == list(range(10))
        assert path[-1].params is RUN.step.before
        assert path[:-1] == list(RUN.trail)


def test_that_points_beyond_all_numbers_do_not_belong_to_the_path() -> None:
    wild = [Waypoint(3, shifted(RUN.trail[3].params, np.inf)), Waypoint(4, shifted(RUN.trail[4].params, np.nan))]
    path = visited((*RUN.trail[:3], *wild, *RUN.trail[5:]), RUN.step, 129)
    assert [waypoint.number for waypoint in path] == [0, 1, 2, 5, 6, 7, 8, 9]


def test_that_no_path_leads_to_parameters_beyond_all_numbers() -> None:
    before = Params(RUN.step.before.weights, np.full_like(RUN.step.before.biases, np.nan))
    with pytest.raises(NoPlane, match="^" + NOT_FINITE):
        visited(RUN.trail, replace(RUN.step, before=before), 129)


def test_that_known_losses_are_believed_and_the_others_found() -> None:
    several = [waypoint.params for waypoint in RUN.trail]
    settings = RUN.step.settings
    known = {several[2]: 7.0}
    losses = true_losses([*several, several[1]], known, SMALL, SMALL.train, settings, scratch_for(SMALL))
    expected = [direct_loss(params, RUN) for params in several]
    assert losses.tolist() == pytest.approx([*expected[:2], 7.0, *expected[3:], expected[1]], rel=1e-5)
    assert list(known.values()) == [7.0]


def test_that_a_loss_beyond_all_numbers_is_infinite() -> None:
    chance = np.random.default_rng(1).standard_normal(RUN.step.before.weights.shape)
    wild = Params((3e38 * np.sign(chance)).astype(np.float32), RUN.step.before.biases)
    for loss in LossKind:
        with np.errstate(all="ignore"):
            settings = kind(loss, PenaltyKind.NONE)
            assert true_losses([wild], {}, SMALL, SMALL.train, settings, scratch_for(SMALL)).tolist() == [np.inf]
