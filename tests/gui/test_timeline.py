import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.numbers import loss as loss_text
from model.records import LossKind, PenaltyKind
from tests.model.small import same_bits
from tests.stage import Stage


def visit(stage: Stage, number: int) -> None:
    stage.window.timeline.slider.setValue(number)
    stage.wait(lambda: stage.snapshot.number == number, f"step {number}")
    stage.settle()


@pytest.mark.parametrize("penalty", [PenaltyKind.L2, PenaltyKind.DROPOUT])
def test_that_every_view_shows_the_moment_of_the_handle(stage: Stage, penalty: PenaltyKind) -> None:
    stage.window.controls.penalty.button(penalty).click()
    stage.wait(lambda: stage.snapshot.settings.penalty is penalty, "the penalty")
    stage.step(4)
    then = stage.snapshot
    pictures = stage.train.templates.tiles.pictures.copy()
    scores = stage.window.image_panel.answer.bars.scores.copy()
    stage.step(16)
    visit(stage, 4)
    now = stage.snapshot
    assert same_bits(now.params, then.params)
    assert same_bits(now.coming.gradient, then.coming.gradient)
    assert np.array_equal(stage.train.templates.tiles.pictures, pictures)
    assert np.array_equal(stage.window.image_panel.answer.bars.scores, scores)
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.step is now.coming
    assert stage.train.curves._cursors[0].isVisible()
    assert stage.train.curves._cursors[0].points[0][0] == 4
    assert stage.window.timeline.place.text() == "step 4 of 20"
    assert now.measure.number == 4
    assert stage.train.curves._batch.points[0][-1] == 19


def test_that_end_leads_back_to_the_newest_step(stage: Stage, qtbot: QtBot) -> None:
    stage.step(10)
    newest = stage.snapshot
    assert not stage.window.timeline.go_on.isVisible()
    visit(stage, 2)
    assert stage.window.timeline.go_on.isVisible()
    qtbot.keyClick(stage.window, Qt.Key.Key_End)
    stage.wait(lambda: stage.snapshot.number == 10, "the end")
    assert same_bits(stage.snapshot.params, newest.params)
    assert not stage.window.timeline.go_on.isVisible()
    assert not stage.train.curves._cursors[0].isVisible()


def test_that_a_quick_drag_ends_where_the_handle_is(stage: Stage) -> None:
    stage.step(60)
    for number in range(59, 11, -1):
        stage.window.timeline.slider.setValue(number)
    stage.wait(lambda: stage.snapshot.number == 12, "the handle's place")
    stage.live(0.2)
    assert stage.snapshot.number == 12
    assert stage.window.timeline.slider.value() == 12


def test_that_scrubbing_while_running_pauses(stage: Stage) -> None:
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 20, "20 steps")
    visit(stage, 5)
    newest = stage.snapshot.newest
    stage.live(0.1)
    assert stage.snapshot.newest == newest > 20


def test_that_a_run_can_be_left_listed_renamed_hidden_restored_and_deleted(stage: Stage) -> None:
    stage.step(12)
    old = stage.snapshot
    visit(stage, 5)
    stage.window.timeline.go_on.click()
    stage.wait(lambda: stage.snapshot.run != old.run, "another run")
    stage.window.controls.loss.button(LossKind.HINGE).click()
    stage.wait(lambda: stage.snapshot.settings.loss is LossKind.HINGE, "the loss")
    stage.step(3)
    assert stage.snapshot.newest == 8
    assert stage.window.timeline.runs.text() == "Runs (2)"
    stage.window.timeline.runs.click()
    card, kept = stage.window.runs_card, stage.train.curves.kept
    row = card.rows[1]
    assert loss_text(old.measure.train_loss + old.measure.penalty) in row.about.text()
    assert kept.curves[0].isVisible()
    assert kept.names[0].text == "run 1"
    row.shown.click()
    assert not kept.curves[0].isVisible()
    row.shown.click()
    assert kept.curves[0].isVisible()
    row.name.setText("the first")
    row.name.editingFinished.emit()
    stage.wait(lambda: kept.names[0].text == "the first", "the name")
    card.rows[1].restore.click()
    stage.wait(lambda: stage.snapshot.run == old.run, "the old run")
    assert same_bits(stage.snapshot.params, old.params)
    assert stage.snapshot.name == "the first"
    card.rows[1].delete.click()
    stage.wait(lambda: not stage.snapshot.kept, "an empty shelf")
    assert len(card.rows) == 1
    assert not kept.curves[0].isVisible()
    card.close()


def test_that_an_empty_name_leaves_the_old_one(stage: Stage) -> None:
    row = stage.window.runs_card.rows[0]
    row.name.setText("   ")
    row.name.editingFinished.emit()
    assert row.name.text() == stage.snapshot.name


def test_that_another_data_set_begins_with_an_empty_shelf(stage: Stage) -> None:
    stage.step(4)
    visit(stage, 1)
    stage.window.timeline.go_on.click()
    stage.wait(lambda: len(stage.snapshot.kept) == 1, "a kept run")
    stage.open("fashion-sample")
    assert stage.snapshot.kept == ()
    assert stage.window.timeline.slider.maximum() == 0
