"""The thread of the strategies: commands in order, snapshots out, and a W handed over to the training thread."""

from collections.abc import Iterator

import numpy as np
import pytest

from model.commands import Adopt, Advance, Begin, Pace, Pause, Play
from model.records import LossKind, Mode, PenaltyKind
from model.strategies.commands import BeginSearching, HandOver, TakeOneEach
from model.strategies.contest import Contest, searched_with
from model.strategies.records import StrategiesSnapshot, StrategyKind
from model.strategies.strategist import Strategist
from tests.model.desk import SMALL, Desk
from tests.model.recorder import Recorder
from tests.model.small import content_of, kind, same_bits, small_dataset

PLAIN = kind(LossKind.HINGE, PenaltyKind.L2)
START = BeginSearching(SMALL, PLAIN, 1)


class Bench:
    """A strategist, its mailbox, and what it gave away."""

    def __init__(self) -> None:
        self.mailbox = Recorder[StrategiesSnapshot]()
        self.given: list[Adopt] = []
        self.strategist = Strategist(self.mailbox, self.given.append)

    def send(self, *commands: object) -> None:
        for command in commands:
            self.strategist.send(command)  # type: ignore[arg-type]

    def at(self, budget: float) -> StrategiesSnapshot:
        """Wait until all rest at a budget and are measured there."""
        return self.mailbox.wait_for(
            lambda s: s.budget == budget and not s.mode.is_moving and all(lane.is_measured for lane in s.lanes)
        )


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    made.strategist.start()
    yield made
    made.strategist.stop()


def test_that_the_thread_gives_the_same_bits_as_a_contest_without_it(bench: Bench) -> None:
    contest = Contest(SMALL, PLAIN, 1)
    for _ in range(50):
        contest.advance()
    bench.send(START, Advance(30), Advance(20))
    found = bench.at(51)
    assert (found.dataset, found.settings, found.seed) == (SMALL, searched_with(PLAIN), 1)
    for lane, contestant in zip(found.lanes, contest.contestants, strict=True):
        assert same_bits(lane.standing.params, contestant.standing.params)
        assert lane.standing.evaluations == contestant.standing.evaluations
    before = [content_of(lane) for lane in found.lanes]
    bench.send(Advance(40))
    bench.at(91)
    assert [content_of(lane) for lane in found.lanes] == before  # a snapshot in hand never changes


def test_that_playing_goes_on_until_paused_and_one_each_is_one_each(bench: Bench) -> None:
    bench.send(START, Pace(None), Play())
    bench.mailbox.wait_for(lambda s: s.budget > 30 and s.mode is Mode.RUNNING)
    bench.send(Pause())
    rest = bench.mailbox.wait_for(lambda s: s.mode is Mode.PAUSED)
    bench.send(BeginSearching(SMALL, PLAIN, 2))
    again = bench.mailbox.wait_for(lambda s: s.identity > rest.identity)
    assert (again.budget, again.seed) == (1, 2)
    bench.send(TakeOneEach())
    found = bench.mailbox.wait_for(
        lambda s: s.mode is Mode.PAUSED and all(lane.standing.number == 1 and lane.is_measured for lane in s.lanes)
    )
    assert found.budget == 1
    assert found.lane(StrategyKind.NUMERICAL).standing.evaluations == 40


def test_that_trouble_is_told_and_the_thread_lives_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for broken, command in (("advance", Advance(1)), ("lanes", START)):
        bench.send(START)
        bench.at(1)
        with monkeypatch.context() as patch:
            patch.setattr(Contest, broken, lambda _: 1 / 0)
            bench.send(command)
            told = bench.mailbox.wait_for(lambda s: bool(s.trouble))
        assert told.trouble.startswith("The strategies met an unexpected error")
        assert told.mode is Mode.PAUSED
    bench.send(START, Advance(2))
    assert bench.at(3).trouble == ""


def test_that_the_main_run_goes_on_from_where_a_strategy_stands(bench: Bench) -> None:
    desk = Desk()
    desk.trainer.start()
    try:
        desk.send(Begin("small", PLAIN, seed=1), Advance(4))
        old = desk.wait_for(lambda s: s.number == 4 and s.mode is Mode.PAUSED)
        bench.send(START, Advance(25))
        found = bench.at(26)
        bench.send(HandOver(found.identity + 1, StrategyKind.LOCAL, PLAIN))  # of others: nothing happens
        bench.send(HandOver(found.identity, StrategyKind.LOCAL, PLAIN), Advance(1))
        bench.at(27)
        assert len(bench.given) == 1
        desk.send(*bench.given)
        taken = desk.wait_for(lambda s: s.run != old.run)
        assert same_bits(taken.params, found.lane(StrategyKind.LOCAL).standing.params)
        assert (taken.name, taken.settings) == ("random local search", PLAIN)
        assert [kept.identity for kept in taken.kept] == [old.run]
        desk.send(Advance(1))
        assert np.isfinite(desk.wait_for(lambda s: s.number == taken.number + 1).coming.loss)
    finally:
        desk.trainer.stop()


def test_that_other_images_begin_anew(bench: Bench) -> None:
    bench.send(START, Advance(5))
    first = bench.at(6)
    other = small_dataset(seed=5)
    bench.send(BeginSearching(other, PLAIN, 1))
    found = bench.at(1)
    assert found.dataset is other
    assert found.identity > first.identity
