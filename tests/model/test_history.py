"""What is kept of earlier steps, leaps and jumps among them, and what is worked out again."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

import model.run
from model.allowance import BUDGET_BYTES, LEFT_RUNS, Allowance, allowance
from model.landscape import loss_at
from model.profiles import Question, survey
from model.records import LossKind, Mode, Params, PenaltyKind, Snapshot
from model.run import Run
from model.schedules import ScheduleKind
from model.trail import Trail
from tests.model.small import content_of, kind, same_bits, scratch_for, small_dataset, small_params

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history that leaves out much and soon."""
    few = Allowance(depth=40, whole=3, stride=4, keys=8, slow=3)
    monkeypatch.setattr(model.run, "allowance", lambda _: few)


def go(run: Run, way: str, number: int) -> None:
    """One step of a kind; the number makes it another one each time."""
    if way == "leap":
        run.leap(0.01 * (1 + number % 5))
    elif way == "jump":
        run.jump(small_params(SMALL, number))
    else:
        if way == "tune":
            run.tune(replace(run.settings, step_size=0.001 * (1 + number % 7), batch_size=3 + number % 4))
        if way == "pace":
            schedule, momentum = tuple(ScheduleKind)[number % 4], (0.0, 0.5, 0.9)[number % 3]
            run.tune(replace(run.settings, schedule=schedule, over=1 + number % 5, momentum=momentum))
        run.advance()


ways = some.lists(some.sampled_from(["step", "step", "step", "tune", "pace", "leap", "jump"]), min_size=1, max_size=60)


@pytest.mark.usefixtures("forgetful")
@examples(derandomize=True, deadline=None, max_examples=60)
@given(ways, some.data())
def test_that_back_restores_steps_leaps_and_jumps_to_the_bit(taken: list[str], draw: some.DataObject) -> None:
    run = Run(SMALL, PLAIN, seed=1)
    seen: list[Snapshot] = [run.snapshot(Mode.PAUSED)]
    for number, way in enumerate(taken):
        go(run, way, number)
        seen.append(run.snapshot(Mode.PAUSED))
    while run.back_steps:
        run.back(draw.draw(some.integers(1, run.back_steps)))
        found, expected = run.snapshot(Mode.PAUSED), seen[run.number]
        assert same_bits(found.params, expected.params)
        assert found.epoch == expected.epoch
        run.tune(expected.settings)
        assert content_of(run.coming()) == content_of(expected.coming)
        assert np.array_equal(found.batch_curve, expected.batch_curve)
        if expected.previous is not None and run.back_steps:
            assert found.previous is not None
            assert same_bits(found.previous, expected.previous)


@pytest.mark.usefixtures("forgetful")
def test_that_memory_is_bounded_and_the_depth_is_held() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    for _ in range(300):
        run.advance()
    kept = [mark for mark in run._history.marks() if mark.params is not None]
    assert run.back_steps == 40
    assert len(kept) <= 3 + 40 / 4 + 2 + 8


def test_that_a_leap_takes_the_coming_step_with_its_own_step_size_and_leaves_the_settings() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    coming = run.coming()
    assert run.leap(0.5) == coming.batch.size
    expected = coming.before.weights - np.float32(0.5) * coming.gradient.weights
    assert np.array_equal(run.params.weights, expected)
    assert run.settings == PLAIN
    assert (run.number, run.back_steps) == (1, 1)


def test_that_the_best_step_lowers_the_batch_loss_more_than_its_neighbours() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    found = survey(Question(1, run.coming(), SMALL), scratch_for(SMALL))
    assert found.batch.best
    for nearby in (0.8, 0.95, 1.05, 1.2):
        assert loss_at(found.batch.line, found.batch.best) < loss_at(found.batch.line, nearby * found.batch.best)


def test_that_a_jump_is_a_step_that_uses_no_images() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    run.advance()
    before, there = run.snapshot(Mode.PAUSED), small_params(SMALL, 9)
    run.jump(there)
    found = run.snapshot(Mode.PAUSED)
    assert found.params is there
    assert (found.number, found.epoch) == (2, before.epoch)
    assert np.array_equal(found.coming.batch.rows, before.coming.batch.rows)
    run.back()
    assert content_of(run.snapshot(Mode.PAUSED)) == content_of(before)


def test_that_a_jump_leads_out_of_divergence() -> None:
    run = Run(SMALL, replace(PLAIN, step_size=1e30), seed=1)
    with np.errstate(all="ignore"):
        while run.advance():
            pass
        assert run.has_diverged
        run.jump(small_params(SMALL, 1))
        assert not run.has_diverged


@given(some.integers(1, 10**9))
def test_that_what_a_run_and_those_before_it_remember_fits_the_budget(set_bytes: int) -> None:
    found = allowance(set_bytes)
    assert found.total * set_bytes <= BUDGET_BYTES or found.total <= 70
    assert found.depth == 2000
    assert found.slow >= found.whole >= 2
    assert found.left >= 2


@given(some.integers(1, 10**9))
def test_that_velocities_take_no_more_memory_but_for_the_least_of_runs_that_were_left(set_bytes: int) -> None:
    plain = allowance(set_bytes)
    found = plain.with_velocities
    sets = 2 * (found.total - found.waypoints) + found.waypoints
    assert sets <= max(plain.total + 2 * LEFT_RUNS, 140)
    assert (found.depth, found.waypoints) == (plain.depth, plain.waypoints)
    assert found.whole >= 2
    assert found.left >= 2


@pytest.mark.usefixtures("forgetful")
def test_that_momentum_switched_on_late_makes_no_run_remember_more() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    for momentum in (0.0, 0.9, 0.0, 0.5):
        run.tune(replace(PLAIN, momentum=momentum))
        for _ in range(150):
            run.advance()
            whole = [mark for mark in run._history.marks() if mark.params is not None]
            held = len(whole) + sum(mark.velocity is not None for mark in whole)
            assert held <= 3 + 40 / 4 + 2 + 8 + 2
    assert run.back_steps == 40


def test_that_all_of_cifar10_has_the_full_allowance_and_slow_steps_stay_whole() -> None:
    found = allowance(10 * 3073 * 4)
    assert (found.whole, found.stride, found.keys, found.waypoints, found.left) == (64, 8, 96, 128, 16)
    assert found.slow > 1000


def test_that_slow_steps_are_kept_whole_as_long_as_they_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Allowance(depth=40, whole=3, stride=4, keys=8, slow=20)
    monkeypatch.setattr(model.run, "allowance", lambda _: few)
    monkeypatch.setattr("model.history._QUICK_IMAGES", 10)
    run = Run(SMALL, replace(PLAIN, batch_size=len(SMALL.train)), seed=1)
    for _ in range(60):
        run.advance()
    newest = [mark.params is not None for mark in run._history._marks]
    assert newest[-20:] == [True] * 20
    assert sum(newest[:-20]) == 5
    start = run.until(25).params
    run.back(35)
    assert same_bits(run.params, start)


def some_params() -> Params:
    return small_params(SMALL, 1)


@pytest.mark.parametrize("steps", [1, 5, 128, 129, 1000, 5000])
def test_that_a_trail_is_bounded_even_and_keeps_start_and_lately(steps: int) -> None:
    most = 128
    trail = Trail(most)
    for number in range(steps):
        trail.add(number, some_params())
    numbers = [waypoint.number for waypoint in trail.waypoints]
    assert len(numbers) <= most
    assert len(numbers) >= min(steps, most // 2)
    assert numbers[0] == 0
    assert len(set(np.diff(numbers))) <= 1
    assert steps - numbers[-1] <= max(1, 2 * steps // most + 1)


def test_that_a_trail_forgets_what_was_undone_and_knows_no_step_twice() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    for _ in range(10):
        run.advance()
    run.back(6)
    run.advance()
    trail = run.snapshot(Mode.PAUSED).trail
    assert [waypoint.number for waypoint in trail] == [0, 1, 2, 3, 4, 5]
    assert trail[-1].params is run.params


def same_moment(found: Snapshot, expected: Snapshot) -> None:
    """Parameters, place and everything about the coming step, to the bit."""
    assert same_bits(found.params, expected.params)
    assert (found.number, found.epoch, found.settings) == (expected.number, expected.epoch, expected.settings)
    assert np.array_equal(found.coming.batch.rows, expected.coming.batch.rows)
    assert same_bits(found.coming.gradient, expected.coming.gradient)
    assert np.array_equal(found.batch_curve, expected.batch_curve)
    assert np.array_equal(found.measure_curve, expected.measure_curve)


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("penalty", list(PenaltyKind))
def test_that_every_moment_of_a_long_run_comes_back_to_the_bit(penalty: PenaltyKind) -> None:
    run = Run(SMALL, kind(LossKind.SOFTMAX, penalty), seed=1)
    seen = [run.snapshot(Mode.PAUSED)]
    chance = np.random.default_rng(3)
    for number in range(230):
        go(run, str(chance.choice(["step"] * 12 + ["tune", "leap", "jump"])), number)
        seen.append(run.snapshot(Mode.PAUSED))
    for number in [*range(0, 230, 7), 229]:
        # What a moment was taken with is what the step from it was: a change made there counts.
        taken = run.until(number + 1)._history.mark_at(number, run._again)
        found = run.until(number).snapshot(Mode.PAUSED)
        assert found.settings == taken.settings
        same_moment(replace(found, settings=seen[number].settings, coming=seen[number].coming), seen[number])
        assert same_bits(found.params, seen[number].params)
    assert same_bits(run.until(230).snapshot(Mode.PAUSED).params, seen[230].params)


@pytest.mark.usefixtures("forgetful")
def test_that_a_moment_goes_on_as_the_run_did_and_leaves_it_alone() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    for _ in range(150):
        run.advance()
    before = run.snapshot(Mode.PAUSED)
    earlier = run.until(37)
    for _ in range(150 - 37):
        earlier.advance()
    assert same_bits(earlier.params, run.params)
    assert np.array_equal(earlier.snapshot(Mode.PAUSED).batch_curve, before.batch_curve)
    other = run.until(60)
    other.tune(replace(PLAIN, step_size=0.5))
    other.advance()
    other.back()
    assert content_of(run.snapshot(Mode.PAUSED)) == content_of(before)


@pytest.mark.usefixtures("forgetful")
def test_that_a_compact_run_takes_little_memory_and_still_knows_every_moment() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    seen = []
    for number in range(300):
        seen.append(run.params)
        go(run, "tune" if number % 50 == 20 else "step", number)
    end = run.params
    run.compact()
    assert len(list(run._history.marks())) <= 16
    for number in (0, 1, 20, 21, 155, 299):
        assert same_bits(run.until(number).params, seen[number])
    assert same_bits(run.params, end)
