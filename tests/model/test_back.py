"""Going back: everything as it was, bit for bit, and the way forward again the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.records import LossKind, Mode, PenaltyKind, Settings, Snapshot
from model.run import Run
from tests.model.small import content_of, for_every_kind, kind, same_bits, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
EPOCH = -(-len(SMALL.train) // PLAIN.batch_size)


def walk(run: Run, steps: int) -> list[Snapshot]:
    """What was seen before each step, and after the last."""
    seen = [run.snapshot(Mode.PAUSED)]
    for _ in range(steps):
        run.advance()
        seen.append(run.snapshot(Mode.PAUSED))
    return seen


def assert_same(found: Snapshot, expected: Snapshot) -> None:
    """Parameters, coming batch, curves and place, to the bit."""
    assert content_of(found) == content_of(expected)
    assert (found.number, found.epoch, found.back_steps) == (expected.number, expected.epoch, expected.back_steps)
    assert found.measure.number == expected.measure.number


@for_every_kind
@pytest.mark.parametrize("steps", [1, 2, EPOCH, EPOCH + 1, 20])
def test_that_back_restores_everything_and_forward_again_gives_the_same(settings: Settings, steps: int) -> None:
    run = Run(SMALL, settings, seed=1)
    seen = walk(run, 20)
    run.back(steps)
    for number, found in enumerate(walk(run, steps), start=20 - steps):
        assert_same(found, seen[number])


def test_that_single_steps_back_cross_every_epoch_to_the_start() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    seen = walk(run, 3 * EPOCH + 2)
    for expected in seen[-2::-1]:
        run.back()
        assert_same(run.snapshot(Mode.PAUSED), expected)


@examples(derandomize=True, deadline=None, max_examples=40)
@given(some.lists(some.integers(-30, 30), min_size=1, max_size=12))
def test_that_any_way_to_and_fro_ends_where_the_straight_way_does(ways: list[int]) -> None:
    run = Run(SMALL, PLAIN, seed=1)
    for way in ways:
        if way < 0:
            run.back(-way)
        for _ in range(way):
            run.advance()
    straight = Run(SMALL, PLAIN, seed=1)
    assert_same(run.snapshot(Mode.PAUSED), walk(straight, run.number)[-1])


def test_that_back_goes_no_further_than_the_start() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    seen = walk(run, 5)
    run.back(1000)
    assert_same(run.snapshot(Mode.PAUSED), seen[0])
    run.back()
    assert_same(run.snapshot(Mode.PAUSED), seen[0])


def test_that_back_by_no_steps_changes_nothing() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    seen = walk(run, 5)
    run.back(0)
    assert_same(run.snapshot(Mode.PAUSED), seen[-1])


def test_that_back_is_at_least_a_thousand_steps_deep_for_large_images() -> None:
    dataset = small_dataset(shape=(32, 32, 3), classes=10)
    run = Run(dataset, replace(PLAIN, batch_size=2), seed=1)
    walk(run, 250)
    expected = run.snapshot(Mode.PAUSED)
    for _ in range(1000):
        run.advance()
    end = run.params
    assert run.back_steps >= 1000
    run.back(1000)
    assert content_of(run.snapshot(Mode.PAUSED)) == content_of(expected)
    for _ in range(1000):
        run.advance()
    assert same_bits(run.params, end)


def test_that_back_takes_measurements_of_later_steps_with_it_and_keeps_earlier_ones() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    for _ in range(4):
        walk(run, 3)
        run.measure()
    run.back(4)
    snapshot = run.snapshot(Mode.PAUSED)
    assert snapshot.number == 8
    assert snapshot.measure_curve[0].tolist() == [0, 3, 6]
    assert snapshot.measure.number == 6


def test_that_back_to_a_measured_step_keeps_its_measurement() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    walk(run, 3)
    found = run.measure()
    walk(run, 4)
    run.measure()
    run.back(4)
    snapshot = run.snapshot(Mode.PAUSED)
    assert snapshot.measure is found
    assert snapshot.measure_curve[0].tolist() == [0, 3]


def test_that_a_measurement_is_of_this_very_step_where_the_run_says_it_is() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    walk(run, 5)
    run.measure()
    run.back(2)
    walk(run, 2)
    assert not run.is_measured or run.snapshot(Mode.PAUSED).measure.number == run.number


def test_that_back_after_tuning_restores_the_images_that_come_next() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    seen = walk(run, 7)
    run.tune(replace(PLAIN, loss=LossKind.HINGE))
    walk(run, 5)
    run.back(5)
    run.tune(PLAIN)
    assert_same(run.snapshot(Mode.PAUSED), seen[7])


def test_that_a_snapshot_from_before_going_back_keeps_what_was_undone() -> None:
    run = Run(SMALL, PLAIN, seed=1)
    in_hand = walk(run, 15)[-1]
    before = content_of(in_hand)
    run.back(9)
    run.tune(replace(PLAIN, step_size=0.5))
    walk(run, 20)
    assert content_of(in_hand) == before
    assert in_hand.batch_curve.shape[1] == 15
