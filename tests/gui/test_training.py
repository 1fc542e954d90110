import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.views.templates import Shown
from model.curve import BATCH_ROWS
from model.records import Mode
from model.templates import levels
from tests.gui.conftest import SIZE
from tests.stage import Stage


def test_that_the_start_shows_templates_curve_and_landscape(stage: Stage) -> None:
    survey = stage.window.workspaces.survey
    assert stage.train.isVisible()
    assert len(stage.snapshot.dataset.classes) == 10
    assert stage.train.templates.tiles.pictures.shape == (10, 32, 32, 3)
    measure = stage.snapshot.measure
    assert stage.train.curves.legend.values["training"] == f"{measure.train_loss + measure.penalty:.3f}"
    assert survey is not None
    assert survey.step is stage.snapshot.coming
    assert "lowers the batch loss" in stage.window.workspaces.sentence.text()
    assert "training mean subtracted" in stage.window.top_bar.seen.text()


def test_that_step_moves_the_weights_as_the_landscape_promised(stage: Stage) -> None:
    coming = stage.snapshot.coming
    stage.step(1)
    assert stage.snapshot.number == 1
    assert np.array_equal(stage.snapshot.params.weights, coming.after.weights)
    assert stage.snapshot.batch_curve[BATCH_ROWS.index("data_loss"), 0] == coming.data_loss


def test_that_play_trains_until_paused(stage: Stage) -> None:
    before = stage.train.templates.tiles.pictures
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number >= 20, "20 steps")
    assert stage.snapshot.mode is Mode.RUNNING
    assert not np.array_equal(stage.train.templates.tiles.pictures, before)
    stage.window.transport.play.click()
    stage.settle()
    stopped = stage.snapshot.number
    stage.live(0.1)
    assert stage.snapshot.number == stopped


def test_that_back_restores_parameters_batch_and_curve_exactly(stage: Stage) -> None:
    stage.step(3)
    old = stage.snapshot
    stage.step(5)
    stage.window.transport.steps.setValue(1)
    for number in range(7, 2, -1):
        stage.window.transport.back.click()
        stage.wait(lambda number=number: stage.snapshot.number == number, "one step back")  # type: ignore[misc]
    new = stage.snapshot
    assert np.array_equal(new.params.weights, old.params.weights)
    assert np.array_equal(new.coming.batch.rows, old.coming.batch.rows)
    assert np.array_equal(new.batch_curve, old.batch_curve)


def test_that_back_is_offered_only_where_there_is_a_step_to_undo(stage: Stage) -> None:
    assert not stage.window.transport.back.isEnabled()
    stage.step(1)
    assert stage.window.transport.back.isEnabled()


def test_that_reset_returns_to_the_same_start(stage: Stage) -> None:
    start = stage.snapshot.params.weights
    stage.step(4)
    stage.window.transport.reset.click()
    stage.wait(lambda: stage.snapshot.number == 0, "the start")
    assert np.array_equal(stage.snapshot.params.weights, start)
    assert stage.snapshot.batch_curve.shape[1] == 0


def test_that_the_keys_do_what_the_buttons_do(stage: Stage, qtbot: QtBot) -> None:
    qtbot.keyClick(stage.window, Qt.Key.Key_Right)
    stage.wait(lambda: stage.snapshot.number == 1, "a step by key")
    qtbot.keyClick(stage.window, Qt.Key.Key_Left)
    stage.wait(lambda: stage.snapshot.number == 0, "back by key")
    qtbot.keyClick(stage.window, Qt.Key.Key_Space)
    stage.wait(lambda: stage.snapshot.mode is Mode.RUNNING, "play by key")
    qtbot.keyClick(stage.window, Qt.Key.Key_Space)
    stage.settle()
    qtbot.keyClick(stage.window, Qt.Key.Key_R)
    stage.wait(lambda: stage.snapshot.number == 0, "reset by key")
    qtbot.keyClick(stage.window, Qt.Key.Key_F)
    assert stage.window.transport.pace is None
    qtbot.keyClick(stage.window, Qt.Key.Key_F)
    assert stage.window.transport.pace is not None


def test_that_space_presses_a_button_that_was_reached_by_tab(stage: Stage, qtbot: QtBot) -> None:
    button = stage.window.transport.step
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    stage.wait(lambda: stage.snapshot.number == 1, "the focused button's step")
    stage.settle()
    assert stage.snapshot.number == 1


def test_that_typing_a_number_does_not_trigger_the_keys(stage: Stage, qtbot: QtBot) -> None:
    box = stage.window.controls.step_size.box
    box.setFocus()
    box.selectAll()
    for key in (Qt.Key.Key_0, Qt.Key.Key_Period, Qt.Key.Key_5, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(box, key)
    stage.wait(lambda: stage.snapshot.settings.step_size == 0.5, "the typed step size")
    assert stage.snapshot.number == 0
    assert stage.snapshot.mode is Mode.PAUSED


def test_that_a_slow_pace_takes_fewer_steps_than_full_speed(stage: Stage) -> None:
    transport = stage.window.transport
    transport.speed.setValue(60)
    transport.play.click()
    stage.wait(lambda: stage.snapshot.number >= 2, "two slow steps")
    stage.live(0.4)
    slow = stage.snapshot.number
    transport.full.click()
    stage.live(0.4)
    assert stage.snapshot.number - slow > 4 * slow


def test_that_the_templates_show_what_is_chosen(stage: Stage) -> None:
    view, snapshot = stage.train.templates, stage.snapshot
    for shown, weights in (
        (Shown.WEIGHTS, snapshot.params.weights),
        (Shown.PULL, -snapshot.coming.gradient.weights),
        (Shown.COMING, snapshot.coming.after.weights),
    ):
        for is_shared in (False, True):
            view.shown.button(shown).click()
            view.shared.button(is_shared).click()
            expected = levels(weights, (32, 32, 3), is_shared)
            assert np.array_equal(view.tiles.pictures, expected)
            place = view.tiles.tile(3)
            middle = place.topLeft() + QPoint(round(5.5 / 32 * place.width()), round(7.5 / 32 * place.width()))
            pixel = view.tiles.grab().toImage().pixelColor(middle)
            assert [pixel.red(), pixel.green(), pixel.blue()] == expected[3, 7, 5].tolist()


def test_that_pointing_at_a_template_tells_class_pixel_and_weight(stage: Stage, qtbot: QtBot) -> None:
    view = stage.train.templates
    tile = view.tiles.tile(6)
    qtbot.mouseMove(view.tiles.viewport(), tile.topLeft())
    qtbot.mouseMove(view.tiles.viewport(), tile.topLeft() + QPoint(1, 1) * round(16.5 / 32 * tile.width()))
    weight = stage.snapshot.params.weights.reshape(10, 32, 32, 3)[6, 16, 16, 0]
    assert view.subtitle.text().startswith("frog (16, 16)  R ")
    assert f"{abs(weight):.4f}" in view.subtitle.text()
    assert (stage.window.width(), stage.window.height()) == SIZE


def test_that_what_is_said_of_a_pixel_follows_the_training_and_the_data(stage: Stage, qtbot: QtBot) -> None:
    view = stage.train.templates
    qtbot.mouseMove(view.tiles.viewport(), view.tiles.tile(2).center())
    before = view.subtitle.text()
    stage.step(5)
    assert view.subtitle.text() != before
    assert view.subtitle.text().startswith("bird")
    stage.open("fashion-sample")
    assert view.subtitle.text() == "each row of W as an image"


def test_that_every_quick_press_of_step_counts(stage: Stage) -> None:
    for _ in range(12):
        stage.window.transport.step.click()
    stage.wait(lambda: stage.snapshot.number == 12, "twelve steps")
    stage.settle()
    assert stage.snapshot.number == 12


def test_that_a_thousand_steps_are_taken_back_at_once(stage: Stage) -> None:
    start = stage.snapshot.params.weights
    stage.step(1000)
    stage.window.transport.back.click()
    stage.wait(lambda: stage.snapshot.number == 0, "the start")
    assert np.array_equal(stage.snapshot.params.weights, start)


def test_that_two_quick_presses_of_play_leave_it_paused(stage: Stage) -> None:
    stage.window.transport.play.click()
    stage.window.transport.play.click()
    stage.live(0.2)
    assert stage.snapshot.mode is Mode.PAUSED


def test_that_the_keys_are_the_windows_again_after_enter(stage: Stage, qtbot: QtBot) -> None:
    box = stage.window.controls.step_size.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "0.05")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget() or stage.window, Qt.Key.Key_Right)
    stage.wait(lambda: stage.snapshot.number == 1, "a step by key")
    assert box.text() == "0.05"


def test_that_a_click_on_new_seed_does_not_catch_the_space_key(stage: Stage, qtbot: QtBot) -> None:
    qtbot.mouseClick(stage.window.controls.new_seed, Qt.MouseButton.LeftButton)
    stage.wait(lambda: stage.snapshot.seed == 2, "the new seed")
    qtbot.keyClick(QApplication.focusWidget() or stage.window, Qt.Key.Key_Space)
    stage.wait(lambda: stage.snapshot.mode is Mode.RUNNING, "play by key")
    assert stage.snapshot.seed == 2
