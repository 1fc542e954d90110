"""The training thread: commands in order, snapshots out, and the same bits as a run without a thread."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from math import ceil
from threading import enumerate as living_threads

import numpy as np
import pytest

from model.commands import Advance, Back, Begin, Jump, Leap, Pace, Pause, Play, Reset, Tune
from model.records import LossKind, Mode, PenaltyKind, Settings
from model.run import Run
from tests.model.desk import SMALL, Desk
from tests.model.small import content_of, for_every_kind, kind, same_bits, small_params

PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
ABSURD = replace(PLAIN, step_size=1e6, strength=1.0)
ELSEWHERE = small_params(SMALL, 1)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.trainer.start()
    yield desk
    desk.trainer.stop()


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A trainer at the start of a run."""
    desk.send(Begin("small", PLAIN, seed=1))
    desk.wait_for(lambda s: s.mode is Mode.PAUSED)
    return desk


def straight_run(steps: int, settings: Settings = PLAIN, seed: int = 1) -> Run:
    """The same without a thread."""
    run = Run(SMALL, settings, seed)
    for _ in range(steps):
        run.advance()
    return run


def test_that_a_run_begins_paused_before_its_first_step(desk: Desk) -> None:
    desk.send(Begin("small", PLAIN, seed=1))
    snapshot = desk.wait_for(lambda _: True)
    assert (snapshot.mode, snapshot.number, snapshot.epoch, snapshot.back_steps) == (Mode.PAUSED, 0, 0.0, 0)
    assert (snapshot.settings, snapshot.seed, snapshot.trouble) == (PLAIN, 1, "")
    assert snapshot.dataset is SMALL


def test_that_so_many_steps_are_taken_as_are_asked_for(begun: Desk) -> None:
    begun.send(Advance(5))
    snapshot = begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number > 0)
    assert snapshot.number == snapshot.batch_curve.shape[1] == 5


def test_that_each_step_asked_for_is_posted_advancing_and_the_last_one_paused(begun: Desk) -> None:
    begun.send(Advance(3))
    begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 3)
    posted = [seen for seen, _ in groupby((s.number, s.mode) for s in begun.snapshots() if s.number)]
    assert posted == [(1, Mode.ADVANCING), (2, Mode.ADVANCING), (3, Mode.PAUSED)]


def test_that_steps_asked_for_in_quick_succession_are_all_taken(begun: Desk) -> None:
    begun.send(*(20 * [Advance(1)]), *(5 * [Advance(3)]))
    begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 35)


@for_every_kind
def test_that_the_thread_gives_the_same_bits_as_a_run_without_it(desk: Desk, settings: Settings) -> None:
    desk.send(Begin("small", settings, seed=4), Advance(20))
    snapshot = desk.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 20)
    expected = straight_run(20, settings, seed=4)
    assert same_bits(snapshot.params, expected.params)
    assert snapshot.batch_curve.tobytes() == expected.snapshot(Mode.PAUSED).batch_curve.tobytes()


def test_that_play_runs_until_pause(begun: Desk) -> None:
    begun.send(Pace(None), Play())
    begun.wait_for(lambda s: s.number >= 30 and s.mode is Mode.RUNNING)
    begun.send(Pause())
    paused = begun.wait_for(lambda s: s.mode is Mode.PAUSED)
    assert begun.settle().number == paused.number
    assert same_bits(paused.params, straight_run(paused.number).params)


def test_that_commands_are_obeyed_in_order_and_none_is_lost(begun: Desk) -> None:
    wishes = [replace(PLAIN, step_size=0.001 * n) for n in range(1, 301)]
    begun.send(*(Tune(wish) for wish in wishes))
    begun.wait_for(lambda s: s.settings == wishes[-1])
    assert [settings for settings, _ in groupby(s.settings for s in begun.snapshots())] == [PLAIN, *wishes]


def test_that_tuning_while_running_keeps_the_run_going(begun: Desk) -> None:
    begun.send(Pace(None), Play())
    number = begun.wait_for(lambda s: s.number >= 5).number
    begun.send(Tune(replace(PLAIN, loss=LossKind.HINGE)))
    snapshot = begun.wait_for(lambda s: s.settings.loss is LossKind.HINGE and s.number > number + 5)
    assert snapshot.mode is Mode.RUNNING
    assert snapshot.coming.settings.loss is LossKind.HINGE


def test_that_a_slow_pace_holds_steps_back_but_not_commands(begun: Desk) -> None:
    begun.send(Pace(0.001), Play())
    assert begun.wait_for(lambda s: s.number == 1).mode is Mode.RUNNING
    for _ in range(200):
        assert begun.settle().number == 1
    begun.send(Pace(None))
    assert begun.wait_for(lambda s: s.number >= 50).mode is Mode.RUNNING


def test_that_steps_asked_for_are_taken_at_full_speed_whatever_the_pace(begun: Desk) -> None:
    begun.send(Pace(0.001), Advance(20))
    assert begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number > 0).number == 20


def test_that_back_stops_the_run_and_undoes_steps_exactly(begun: Desk) -> None:
    begun.send(Advance(12))
    begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 12)
    begun.send(Back(5))
    snapshot = begun.wait_for(lambda s: s.number == 7)
    assert snapshot.mode is Mode.PAUSED
    assert same_bits(snapshot.params, straight_run(7).params)
    assert snapshot.batch_curve.shape[1] == snapshot.back_steps == 7


def test_that_back_while_playing_pauses(begun: Desk) -> None:
    begun.send(Pace(None), Play())
    begun.wait_for(lambda s: s.number >= 10)
    begun.send(Back())
    paused = begun.wait_for(lambda s: s.mode is Mode.PAUSED)
    assert begun.settle().number == paused.number


def test_that_reset_starts_again_from_the_same_weights_for_the_same_seed(begun: Desk) -> None:
    start = begun.snapshots()[0]
    begun.send(Tune(replace(PLAIN, step_size=0.3)), Advance(5), Reset(1))
    again = begun.wait_for(lambda s: s.run != start.run)
    assert (again.number, again.mode, again.batch_curve.shape[1]) == (0, Mode.PAUSED, 0)
    assert again.settings.step_size == 0.3
    assert same_bits(again.params, start.params)


def test_that_reset_with_another_seed_starts_from_other_weights(begun: Desk) -> None:
    begun.send(Reset(2))
    again = begun.wait_for(lambda s: s.seed == 2)
    assert not same_bits(again.params, begun.snapshots()[0].params)


def test_that_a_paused_run_is_measured_where_it_stands(begun: Desk) -> None:
    begun.send(Advance(5))
    snapshot = begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.measure.number == 5)
    assert snapshot.measure.train_loss == straight_run(5).measure().train_loss
    begun.send(Tune(replace(PLAIN, loss=LossKind.HINGE)))
    before = snapshot.measure.train_loss
    assert begun.wait_for(lambda s: s.measure.train_loss != before).measure.number == 5


def test_that_the_first_steps_are_measured_densely(begun: Desk) -> None:
    begun.send(Advance(40))
    snapshot = begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.measure.number == 40)
    measured = snapshot.measure_curve[0].tolist()
    assert measured[:3] == [0, 1, 2]
    assert all(after <= ceil(1.5 * before) for before, after in pairwise(measured[1:]))


def test_that_one_step_to_and_fro_is_measured_where_it_ends(begun: Desk) -> None:
    begun.send(Advance(5))
    begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.measure.number == 5)
    begun.send(Back(), Advance())
    begun.wait_for(lambda s: s.number == 4)
    assert begun.wait_for(lambda s: s.number == s.measure.number == 5, deadline_s=3).mode is Mode.PAUSED


def test_that_an_absurd_step_size_ends_in_divergence_and_back_undoes_it(desk: Desk) -> None:
    desk.send(Begin("small", ABSURD, seed=1), Pace(None), Play())
    diverged = desk.wait_for(lambda s: s.mode is Mode.DIVERGED)
    assert not np.isfinite(diverged.coming.loss)
    assert desk.settle().number == diverged.number
    desk.send(Back())
    back = desk.wait_for(lambda s: s.number == diverged.number - 1)
    assert back.mode is Mode.PAUSED
    assert np.isfinite(back.coming.loss)


def test_that_a_diverged_run_does_not_play_on(desk: Desk) -> None:
    desk.send(Begin("small", ABSURD, seed=1), Advance(1000))
    number = desk.wait_for(lambda s: s.mode is Mode.DIVERGED).number
    desk.send(Play())
    assert desk.wait_for(lambda _: True).mode is Mode.DIVERGED
    desk.send(Back(1))
    assert desk.wait_for(lambda s: s.mode is not Mode.DIVERGED).number == number - 1


def test_that_a_snapshot_in_hand_never_changes_while_the_thread_goes_on(begun: Desk) -> None:
    begun.send(Advance(10))
    in_hand = begun.wait_for(lambda s: s.number == 10)
    before = content_of(in_hand)
    begun.send(Pace(None), Play())
    begun.wait_for(lambda s: s.number >= 60)
    begun.send(Back(55), Tune(replace(PLAIN, batch_size=3)), Advance(60))
    begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number >= 65)
    assert content_of(in_hand) == before


def test_that_a_rate_is_shown_while_running_only(begun: Desk) -> None:
    begun.send(Pace(None), Play())
    assert begun.wait_for(lambda s: s.images_per_second > 0).mode is Mode.RUNNING
    begun.send(Pause())
    assert begun.wait_for(lambda s: s.mode is Mode.PAUSED).images_per_second == 0


def test_that_stopping_in_mid_run_ends_the_thread(begun: Desk) -> None:
    begun.send(Pace(None), Play())
    begun.wait_for(lambda s: s.mode is Mode.RUNNING)
    begun.trainer.stop()
    assert "trainer" not in [thread.name for thread in living_threads()]


def test_that_a_trainer_never_started_can_be_stopped() -> None:
    Desk().trainer.stop()


@pytest.mark.parametrize("command", [Leap(999, 0, 0.1), Leap(1, 3, 0.1), Jump(999, None, ELSEWHERE)])
def test_that_a_leap_or_jump_meant_for_another_moment_does_nothing(desk: Desk, command: Leap | Jump) -> None:
    desk.send(Begin("small", PLAIN, seed=1))
    before = desk.wait_for(lambda s: s.number == 0)
    desk.send(command)
    after = desk.wait_for(lambda _: True)
    assert (after.number, after.trouble) == (0, "")
    assert after.params is before.params


def test_that_leaps_and_jumps_meant_for_this_moment_are_taken(desk: Desk) -> None:
    desk.send(Begin("small", PLAIN, seed=1))
    start = desk.wait_for(lambda s: s.number == 0)
    desk.send(Leap(start.run, 0, 0.25))
    leapt = desk.wait_for(lambda s: s.number == 1)
    expected = start.params.weights - np.float32(0.25) * start.coming.gradient.weights
    assert np.array_equal(leapt.params.weights, expected)
    desk.send(Jump(start.run, None, start.params))
    assert desk.wait_for(lambda s: s.number == 2).params is start.params
