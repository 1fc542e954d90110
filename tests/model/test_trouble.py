"""The training thread in trouble: it says so in a sentence, and lives on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from model import descent
from model.commands import Advance, Back, Begin, Pace, Pause, Play, Reset, Tune
from model.records import Mode, Settings, Snapshot, Step
from model.trouble import Failure
from tests.model.desk import Desk

PLAIN = Settings(batch_size=8)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.trainer.start()
    yield desk
    desk.trainer.stop()


@pytest.fixture
def begun(desk: Desk) -> Desk:
    desk.send(Begin("small", PLAIN, seed=1))
    desk.wait_for(lambda s: s.mode is Mode.PAUSED)
    return desk


def failing(times: int) -> Callable[..., Step]:
    """A `descend` that fails so many times before it works."""
    real, failures = descent.descend, [MemoryError("No memory left.")] * times

    def descend(*arguments: Any, **named: Any) -> Step:
        if failures:
            raise failures.pop()
        return real(*arguments, **named)

    return descend


def is_trouble(item: Snapshot | Failure) -> bool:
    return isinstance(item, Failure) or item.trouble != ""


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and "\n" not in text and "Traceback" not in text


def test_that_an_unknown_data_set_before_any_run_is_a_failure_in_a_sentence(desk: Desk) -> None:
    desk.send(Begin("imagenet", PLAIN, seed=1))
    failure = desk.mailbox.wait_for(lambda _: True)
    assert isinstance(failure, Failure)
    assert "imagenet" in failure.sentence
    assert is_sentence(failure.sentence)


def test_that_a_run_can_begin_after_a_failure(desk: Desk) -> None:
    desk.send(Begin("imagenet", PLAIN, seed=1), Begin("small", PLAIN, seed=1))
    assert desk.wait_for(lambda _: True).trouble == ""


def test_that_an_unknown_data_set_leaves_the_run_that_is_there_and_says_so(begun: Desk) -> None:
    run = begun.snapshots()[-1].run
    begun.send(Begin("imagenet", PLAIN, seed=1))
    snapshot = begun.wait_for(lambda s: s.trouble != "")
    assert snapshot.run == run
    assert "imagenet" in snapshot.trouble
    assert is_sentence(snapshot.trouble)


def test_that_trouble_stays_in_sight_until_the_next_command(begun: Desk) -> None:
    begun.send(Pace(None), Play())
    begun.wait_for(lambda s: s.number >= 5)
    begun.send(Begin("imagenet", PLAIN, seed=1), Pace(1e6))
    sentence = begun.wait_for(lambda s: s.trouble != "").trouble
    later = begun.wait_for(lambda s: s.number >= 40)
    assert later.trouble == sentence
    begun.send(Pause())
    assert begun.wait_for(lambda s: s.mode is Mode.PAUSED).trouble == ""


def test_that_commands_for_a_run_are_nothing_where_there_is_none(desk: Desk) -> None:
    desk.send(Play(), Pause(), Back(), Advance(3), Reset(1), Tune(PLAIN), Begin("small", PLAIN, seed=1))
    assert desk.wait_for(lambda _: True).number == 0
    assert len(desk.mailbox.posted) == 1


def test_that_an_error_in_a_step_is_told_and_the_thread_lives_on(
    begun: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(descent, "descend", failing(times=1))
    begun.send(Advance(5))
    snapshot = begun.wait_for(lambda s: s.trouble != "")
    assert is_sentence(snapshot.trouble)
    assert snapshot.mode is Mode.PAUSED
    assert "MemoryError" in caplog.text
    begun.send(Reset(1), Advance(3))
    assert begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 3).trouble == ""


def test_that_an_error_that_lasts_is_told_and_the_thread_lives_on(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(descent, "descend", failing(times=1000))
        begun.send(Advance(5))
        begun.mailbox.wait_for(is_trouble, deadline_s=2)
    begun.send(Reset(1), Advance(3))
    assert begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 3).trouble == ""


def test_that_an_error_at_the_start_of_a_run_is_a_failure_and_the_thread_lives_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(descent, "measure", lambda *_: 1 / 0)
        desk.send(Begin("small", PLAIN, seed=1))
        failure = desk.mailbox.wait_for(is_trouble)
        assert isinstance(failure, Failure)
        assert is_sentence(failure.sentence)
    desk.send(Begin("small", PLAIN, seed=1))
    assert desk.wait_for(lambda _: True).number == 0


def test_that_a_measurement_that_fails_is_told_once_and_not_tried_again_unasked(
    begun: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(descent, "measure", lambda *_: 1 / 0)
    begun.send(Advance(1))
    begun.wait_for(lambda s: s.trouble != "")
    begun.send(*[Pace(60.0)] * 500)
    settled = begun.settle()
    until_then = begun.snapshots()[: begun.snapshots().index(settled)]
    assert len([s for s in until_then if s.trouble]) == 1


def test_that_a_seed_that_cannot_be_is_told_and_the_run_stays(begun: Desk) -> None:
    begun.send(Advance(3))
    begun.wait_for(lambda s: s.mode is Mode.PAUSED and s.number == 3)
    begun.send(Reset(-1))
    assert begun.wait_for(lambda s: s.trouble != "").number == 3
    assert begun.settle().trouble == ""
