from time import sleep

import pytest
from pytestqt.qtbot import QtBot

from gui.bridge import EAGER_MS, FRAME_MS, SLOWEST_FRAME_MS, Bridge
from model.mailbox import Mailbox
from model.profiles import Survey
from model.records import Mode, Snapshot
from model.run import Run
from model.surveyor import NoSurvey
from model.trouble import Failure
from tests.model.small import EVERY_KIND, small_dataset

pytestmark = pytest.mark.usefixtures("qapp")


def bridge_and_box() -> tuple[Bridge, Mailbox[Snapshot | Failure]]:
    snapshots: Mailbox[Snapshot | Failure] = Mailbox()
    surveys: Mailbox[Survey | NoSurvey] = Mailbox()
    return Bridge(snapshots, surveys, *(Mailbox() for _ in range(6))), snapshots


def moment(mode: Mode) -> Snapshot:
    return Run(small_dataset(), EVERY_KIND[0], seed=1).snapshot(mode)


def test_that_only_the_newest_snapshot_is_passed_on() -> None:
    bridge, box = bridge_and_box()
    shown: list[object] = []
    bridge.snapshot_ready.connect(shown.append)
    old, new = moment(Mode.RUNNING), moment(Mode.RUNNING)
    box.post(old)
    box.post(new)
    bridge.look()
    bridge.look()
    assert shown == [new]


def test_that_every_result_of_a_worker_is_handed_over() -> None:
    bridge, _ = bridge_and_box()
    received: list[object] = []
    for number in range(5):
        bridge.hand_over(received.append, number)
    bridge.look()
    assert received == list(range(5))


def test_that_frames_come_as_often_as_drawing_allows_while_running_and_at_once_while_waiting(qtbot: QtBot) -> None:
    bridge, box = bridge_and_box()
    bridge.snapshot_ready.connect(lambda _: sleep(0.05))
    box.post(moment(Mode.RUNNING))
    bridge.look()
    assert bridge.interval_ms == FRAME_MS
    for _ in range(40):
        box.post(moment(Mode.RUNNING))
        with qtbot.waitSignal(bridge.frame_drawn):
            bridge.look()
    box.post(moment(Mode.RUNNING))
    bridge.look()
    assert bridge.interval_ms == SLOWEST_FRAME_MS
    box.post(moment(Mode.PAUSED))
    bridge.look()
    assert bridge.interval_ms == EAGER_MS


def test_that_it_looks_eagerly_for_an_answer_and_rests_when_there_is_none(qtbot: QtBot) -> None:
    bridge, _ = bridge_and_box()
    bridge.start()
    assert bridge.interval_ms == FRAME_MS
    bridge.expect()
    assert bridge.interval_ms == EAGER_MS
    qtbot.waitUntil(lambda: bridge.interval_ms == FRAME_MS)
    bridge.stop()


def test_that_why_there_is_nothing_to_show_is_told(qtbot: QtBot) -> None:
    bridge, box = bridge_and_box()
    box.post(Failure("The disk is gone."))
    with qtbot.waitSignal(bridge.failed) as told:
        bridge.look()
    assert told.args == ["The disk is gone."]
