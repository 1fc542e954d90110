import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.widgets.number_control import NumberControl, Scale
from model.datasets.dataset import Dataset
from model.defaults import default_settings
from model.records import LossKind, Mode, PenaltyKind
from tests.stage import Stage


def type_into(control: NumberControl, text: str) -> None:
    control.box.setText(text)
    control.box.setModified(True)
    control.box.editingFinished.emit()


def test_that_the_loss_changes_while_running_without_a_reset(stage: Stage) -> None:
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 3, "some steps")
    before = stage.snapshot.number
    stage.window.controls.loss.button(LossKind.HINGE).click()
    stage.wait(lambda: stage.snapshot.settings.loss is LossKind.HINGE, "the hinge loss")
    assert stage.snapshot.mode is Mode.RUNNING
    assert stage.snapshot.number >= before
    assert stage.window.controls.margin.isVisible()


def test_that_the_margin_is_in_the_formula_and_in_the_settings(stage: Stage) -> None:
    controls = stage.window.controls
    assert not controls.margin.isVisible()
    controls.loss.button(LossKind.HINGE).click()
    type_into(controls.margin, "2.5")
    stage.wait(lambda: stage.snapshot.settings.margin == 2.5, "the margin")
    assert "2.5" in controls.loss_formula.markup


@pytest.mark.parametrize("kind", list(PenaltyKind))
def test_that_each_regularization_can_be_trained_with(stage: Stage, kind: PenaltyKind) -> None:
    controls = stage.window.controls
    controls.penalty.button(kind).click()
    stage.wait(lambda: stage.snapshot.settings.penalty is kind, "the regularization")
    stage.step(2)
    assert controls.strength.isVisible() is (kind is not PenaltyKind.NONE)
    assert (stage.snapshot.coming.penalty > 0) is (kind in (PenaltyKind.L1, PenaltyKind.L2))


def test_that_the_strength_can_be_typed_and_slid(stage: Stage) -> None:
    controls = stage.window.controls
    type_into(controls.strength, "0,2")
    stage.wait(lambda: stage.snapshot.settings.strength == 0.2, "a typed strength, with a comma")
    controls.strength.slider.setValue(0)
    stage.wait(lambda: stage.snapshot.settings.strength == 1e-6, "the slider's low end")
    type_into(controls.strength, "0")
    stage.wait(lambda: stage.snapshot.settings.strength == 0.0, "no strength at all")


def test_that_the_step_size_changes_at_once_and_keeps_the_coming_gradient(stage: Stage) -> None:
    gradient = stage.snapshot.coming.gradient
    stage.window.controls.step_size.slider.setValue(300)
    wished = stage.window.controls.settings.step_size
    stage.wait(lambda: stage.snapshot.settings.step_size == wished, "the step size")
    assert stage.snapshot.coming.gradient is gradient
    stage.wait(lambda: stage.train.landscape.line.marker.value == wished, "the marker")


def test_that_the_batch_size_reaches_from_one_to_all(stage: Stage) -> None:
    batch = stage.window.controls.batch
    type_into(batch, "1")
    stage.wait(lambda: stage.snapshot.coming.batch.size == 1, "one image")
    batch.slider.setValue(batch.slider.maximum())
    stage.wait(lambda: stage.snapshot.coming.batch.size == 4500, "all images")
    stage.step(1)
    assert stage.snapshot.epoch == 1.0


def test_that_a_new_seed_starts_a_new_run_and_the_old_seed_the_old_one(stage: Stage) -> None:
    first = stage.snapshot.params.weights[0, 0]
    stage.step(2)
    stage.window.controls.new_seed.click()
    stage.wait(lambda: stage.snapshot.seed == 2, "the new seed")
    assert stage.snapshot.number == 0
    assert stage.snapshot.params.weights[0, 0] != first
    stage.window.controls.seed.setValue(1)
    stage.wait(lambda: stage.snapshot.seed == 1, "the old seed")
    assert stage.snapshot.params.weights[0, 0] == first


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("abc", "“abc” is not a number; the step size stays as it was."),
        ("-1", "The step size goes from 1e-12 to 1,000,000."),
        ("nan", "“nan” is not a number; the step size stays as it was."),
        ("", "“” is not a number; the step size stays as it was."),
    ],
)
def test_that_a_wrong_number_gives_one_sentence_and_changes_nothing(stage: Stage, text: str, sentence: str) -> None:
    control = stage.window.controls.step_size
    type_into(control, text)
    assert control.complaint.isVisible()
    assert control.complaint.text() == sentence
    assert control.box.text() == "0.03"
    type_into(control, "0.1")
    assert not control.complaint.isVisible()
    stage.wait(lambda: stage.snapshot.settings.step_size == 0.1, "the mended step size")


def test_that_another_data_set_starts_with_its_own_defaults(stage: Stage) -> None:
    stage.step(3)
    stage.open("fashion-sample")
    snapshot = stage.snapshot
    assert snapshot.number == 0
    assert snapshot.dataset.shape == (28, 28, 1)
    assert stage.window.controls.settings == default_settings("fashion-sample")
    assert stage.window.controls.step_size.value == snapshot.settings.step_size
    assert "9,000 training" in stage.window.top_bar.facts.toolTip()
    assert stage.window.controls.batch_caption.text() == "of 9,000 images"
    stage.step(2)
    stage.open("cifar10-sample")
    assert stage.snapshot.dataset.shape == (32, 32, 3)


def test_that_the_speed_of_the_arrow_keys_is_a_tenth_of_a_decade(qtbot: QtBot) -> None:
    control = NumberControl(QLabel("η"), "the step size", Scale(1e-5, 10.0, 1e-12, 1e6))
    qtbot.addWidget(control)
    control.set_value(0.1)
    with qtbot.waitSignal(control.changed) as told:
        qtbot.keyClick(control.box, Qt.Key.Key_Up)
    assert told.args == [0.126]
    qtbot.keyClick(control.box, Qt.Key.Key_Down)
    assert control.value == 0.1


def test_that_showing_a_number_tells_nobody(qtbot: QtBot) -> None:
    control = NumberControl(QLabel("η"), "the step size", Scale(1e-5, 10.0, 1e-12, 1e6))
    qtbot.addWidget(control)
    with qtbot.assertNotEmitted(control.changed):
        control.set_value(0.7)
    assert control.box.text() == "0.7"


def test_that_the_wheel_over_a_control_changes_nothing(stage: Stage) -> None:
    controls, before = stage.window.controls, stage.window.controls.settings
    for widget in (controls.source, controls.seed, controls.step_size.slider, controls.strength.slider):
        where = QPointF(widget.rect().center())
        none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            where, QPointF(widget.mapToGlobal(where.toPoint())), QPoint(), QPoint(0, -120), *none, False
        )
        QApplication.sendEvent(widget, event)
    stage.live(0.1)
    assert controls.settings == before
    assert (controls.source.currentData(), controls.seed.value()) == ("cifar10-sample", 1)
    assert stage.snapshot.seed == 1


def test_that_wishes_made_while_a_data_set_is_opened_are_for_that_data_set(stage: Stage) -> None:
    controls = stage.window.controls
    controls.source.setCurrentIndex(1)
    controls.source.activated.emit(1)
    controls.loss.button(LossKind.HINGE).click()
    stage.wait(lambda: stage.snapshot.dataset.name == "fashion-sample", "the data set")
    stage.wait(lambda: stage.snapshot.settings == controls.settings, "the wishes")
    assert controls.settings == default_settings("fashion-sample", LossKind.HINGE)


def test_that_the_last_of_two_quick_choices_of_data_wins(stage: Stage) -> None:
    source = stage.window.controls.source
    for index in (1, 0):
        source.setCurrentIndex(index)
        source.activated.emit(index)
    stage.wait(lambda: stage.snapshot.run == 3, "both to be opened")
    stage.live(0.1)
    assert stage.snapshot.dataset.name == source.currentData() == "cifar10-sample"


def test_that_a_data_set_that_cannot_be_had_leaves_the_old_one_chosen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> Dataset:
        raise OSError(f"{name} is damaged")

    monkeypatch.setattr(stage.session.trainer, "_open_source", refuse)
    source = stage.window.controls.source
    source.setCurrentIndex(1)
    source.activated.emit(1)
    stage.wait(lambda: "is damaged" in stage.window.workspaces.notice.text(), "the sentence")
    assert source.currentData() == "cifar10-sample"
    assert stage.window.controls.settings == stage.snapshot.settings
    stage.step(1)
    assert not stage.window.workspaces.notice.isVisible()
