"""The racing thread: commands in order, snapshots out, and a runner handed over to the training thread."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from model.commands import Adopt, Advance, Back, Begin, Pace, Pause, Play
from model.race.commands import GiveAway, LineUp, LineUpStepSizes
from model.race.presets import FACTORS, four_batch_sizes, four_penalties
from model.race.race import Race
from model.race.racer import Racer
from model.race.records import RaceSnapshot, Runner
from model.records import LossKind, Mode, PenaltyKind
from tests.model.desk import SMALL, Desk
from tests.model.recorder import Recorder
from tests.model.small import content_of, kind, same_bits, small_dataset

PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
RUNNERS = tuple(Runner(f"run {n}", replace(PLAIN, step_size=0.05 * (n + 1)), 1, n) for n in range(3))


class Track:
    """A racer, its mailbox, and what it gave away."""

    def __init__(self) -> None:
        self.mailbox = Recorder[RaceSnapshot]()
        self.given: list[Adopt] = []
        self.racer = Racer(self.mailbox, self.given.append)

    def at(self, number: int) -> RaceSnapshot:
        """Wait until everybody rests at a step and is measured there."""
        return self.mailbox.wait_for(
            lambda s: (
                s.number == number
                and not s.mode.is_moving
                and all(lane.measure.number == lane.number for lane in s.lanes)
            )
        )


@pytest.fixture
def track() -> Iterator[Track]:
    made = Track()
    made.racer.start()
    yield made
    made.racer.stop()


def test_that_the_thread_gives_the_same_bits_as_a_race_without_it(track: Track) -> None:
    race = Race(SMALL, RUNNERS)
    for _ in range(30):
        race.advance()
    track.racer.send(LineUp(SMALL, RUNNERS))
    track.racer.send(Advance(30))
    found = track.at(30)
    for lane, run in zip(found.lanes, race.runs, strict=True):
        assert same_bits(lane.params, run.params)
    track.racer.send(Back(10))
    found = track.at(20)
    race.back(10)
    for lane, run in zip(found.lanes, race.runs, strict=True):
        assert same_bits(lane.params, run.params)


def test_that_playing_goes_on_until_paused(track: Track) -> None:
    for command in (Pace(None), LineUp(SMALL, RUNNERS), Play()):
        track.racer.send(command)
    track.mailbox.wait_for(lambda s: s.number > 50 and s.mode is Mode.RUNNING)
    track.racer.send(Pause())
    rest = track.mailbox.wait_for(lambda s: s.mode is Mode.PAUSED)
    assert {lane.number for lane in rest.lanes} == {rest.number}


def test_that_a_snapshot_in_hand_never_changes(track: Track) -> None:
    track.racer.send(LineUp(SMALL, RUNNERS))
    track.racer.send(Advance(5))
    found = track.at(5)
    before = [content_of(lane) for lane in found.lanes]
    track.racer.send(Back(3))
    track.racer.send(Advance(20))
    track.at(22)
    assert [content_of(lane) for lane in found.lanes] == before


def test_that_new_names_leave_the_race_where_it_is_and_new_settings_begin_another(track: Track) -> None:
    track.racer.send(LineUp(SMALL, RUNNERS))
    track.racer.send(Advance(5))
    first = track.at(5)
    track.racer.send(LineUp(SMALL, tuple(replace(runner, name=f"new {runner.name}") for runner in RUNNERS)))
    renamed = track.mailbox.wait_for(lambda s: s.lanes[0].runner.name == "new run 0")
    assert (renamed.number, renamed.identity) == (5, first.identity)
    track.racer.send(LineUp(SMALL, RUNNERS[:2]))
    other = track.at(0)
    assert len(other.lanes) == 2
    assert other.identity > first.identity
    track.racer.send(LineUp(SMALL, RUNNERS[:2], is_anew=True))
    assert track.mailbox.wait_for(lambda s: s.identity > other.identity).number == 0


def test_that_the_four_step_sizes_are_found_in_the_thread(track: Track) -> None:
    track.racer.send(LineUpStepSizes(SMALL, PLAIN, 3))
    found = track.at(0)
    sizes = [lane.runner.settings.step_size for lane in found.lanes]
    assert sizes == sorted(sizes)
    assert [lane.runner.name for lane in found.lanes] == [name for name, _ in FACTORS]
    assert {lane.runner.seed for lane in found.lanes} == {3}


def test_that_a_diverged_race_says_so_and_can_go_back(track: Track) -> None:
    absurd = Runner("absurd", replace(PLAIN, step_size=1e6, strength=1.0), 1, 0)
    track.racer.send(LineUp(SMALL, (absurd,)))
    track.racer.send(Advance(1000))
    over = track.mailbox.wait_for(lambda s: s.mode is Mode.DIVERGED)
    assert over.lanes[0].has_diverged
    assert over.lanes[0].number == over.number < 1000
    track.racer.send(Back(2))
    back = track.mailbox.wait_for(lambda s: s.number == over.number - 2)
    assert back.mode is Mode.PAUSED
    assert not back.lanes[0].has_diverged


def test_that_trouble_is_told_and_the_thread_lives_on(track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    track.racer.send(LineUp(SMALL, RUNNERS))
    track.at(0)
    with monkeypatch.context() as broken:
        broken.setattr(Race, "advance", lambda _: 1 / 0)
        track.racer.send(Advance(1))
        assert track.mailbox.wait_for(lambda s: bool(s.trouble)).trouble.startswith("The race met")
    track.racer.send(LineUp(SMALL, RUNNERS, is_anew=True))
    track.racer.send(Advance(2))
    assert track.at(2).trouble == ""


def test_that_the_main_run_goes_on_with_a_runner_and_the_old_one_is_kept(track: Track) -> None:
    desk = Desk()
    desk.trainer.start()
    try:
        desk.send(Begin("small", PLAIN, seed=1), Advance(4))
        old = desk.wait_for(lambda s: s.number == 4 and s.mode is Mode.PAUSED)
        track.racer.send(LineUp(SMALL, RUNNERS))
        track.racer.send(Advance(25))
        lane = track.at(25).lanes[1]
        track.racer.send(GiveAway(lane_race := track.mailbox.posted[-1].identity, 1))
        track.racer.send(GiveAway(lane_race + 1, 1))  # another race: nothing happens
        track.racer.send(Advance(1))
        track.at(26)
        assert len(track.given) == 1
        desk.send(*track.given)
        taken = desk.wait_for(lambda s: s.run != old.run)
        assert same_bits(taken.params, lane.params)
        assert (taken.number, taken.name, taken.settings) == (25, "run 1", RUNNERS[1].settings)
        assert [kept.identity for kept in taken.kept] == [old.run]
        desk.send(Back(25))
        start = desk.wait_for(lambda s: s.number == 0 and s.run == taken.run)
        assert same_bits(start.params, Race(SMALL, RUNNERS).runs[1].params)
        desk.send(Adopt(Race(small_dataset(seed=5), RUNNERS).runs[0], "of other images"))
        assert desk.settle().run == taken.run
    finally:
        desk.trainer.stop()


def test_that_the_other_presets_differ_in_what_they_are_called_for() -> None:
    penalties = four_penalties(SMALL, PLAIN, 1)
    assert [runner.settings.penalty for runner in penalties] == list(PenaltyKind)
    assert {runner.settings.step_size for runner in penalties} == {PLAIN.step_size}
    batches = four_batch_sizes(SMALL, PLAIN, 1)
    sizes = [runner.settings.batch_size for runner in batches]
    assert sizes == sorted(set(sizes))
    assert max(sizes) <= len(SMALL.train)
    assert np.all(np.array(sizes) >= 1)
