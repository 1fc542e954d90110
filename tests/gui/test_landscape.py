from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import sentences
from model.arrays import Labels
from model.classifier import objective
from model.descent import move
from model.profiles import Along
from model.records import LossKind, Mode, Params, Snapshot
from tests.stage import Stage


def loss_after(snapshot: Snapshot, t: float, rows: Labels) -> float:
    """The loss of some rows after a step of size t, by a plain forward pass in double precision."""
    dataset, moved = snapshot.dataset, move(snapshot.params, snapshot.coming.gradient, t)
    double = Params(moved.weights.astype(np.float64), moved.biases.astype(np.float64))
    seen = dataset.preprocessing.apply(dataset.pixels[rows]).astype(np.float64)
    return objective(double, seen, dataset.labels[rows], snapshot.settings)[0]


def pixel_of(stage: Stage, t: float) -> QPoint:
    """Where on the canvas a step size stands, half way up."""
    plot = stage.train.landscape.line.plot
    assert plot.spans is not None
    middle = sum(plot.spans[1]) / 2
    return plot.pixel_at(t, middle).toPoint()


@pytest.mark.parametrize("loss", list(LossKind))
def test_that_the_curves_are_the_losses_after_the_step(stage: Stage, loss: LossKind) -> None:
    stage.window.controls.loss.button(loss).click()
    stage.wait(lambda: stage.snapshot.settings.loss is loss, "the loss")
    stage.settle()
    stage.step(2)
    survey, snapshot = stage.window.workspaces.survey, stage.snapshot
    assert survey is not None
    for index in (0, 12, 60, 200):
        t = float(survey.points[index])
        of_batch = loss_after(snapshot, t, snapshot.coming.batch.rows)
        assert survey.batch.losses[index] == pytest.approx(of_batch, rel=1e-4)
        assert survey.training.losses[index] == pytest.approx(loss_after(snapshot, t, snapshot.dataset.train), rel=1e-4)


def test_that_the_best_step_is_the_lowest_point_of_the_curve(stage: Stage) -> None:
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.batch.best is not None
    lowest = float(survey.points[survey.batch.losses.argmin()])
    spacing = max(b - a for a, b in pairwise(survey.points))
    assert abs(survey.batch.best - lowest) <= spacing


def drag(stage: Stage, target: QWidget, start: QPoint, end: QPoint) -> None:
    """Press at start, move to end in ten moves, release."""
    kind, left, none = QEvent.Type, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    moves = [(kind.MouseMove, start + (end - start) * n / 10, none, left) for n in range(1, 11)]
    for what, place, button, held in (
        (kind.MouseMove, start, none, none),
        (kind.MouseButtonPress, start, left, left),
        *moves,
        (kind.MouseButtonRelease, end, left, none),
    ):
        where = QPointF(target.mapToGlobal(place))
        event = QMouseEvent(what, QPointF(place), where, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, event)
        stage.live(0.02)


def test_that_dragging_the_marker_sets_the_step_size(stage: Stage) -> None:
    canvas = stage.train.landscape.line.plot.viewport()
    start, end = pixel_of(stage, 0.03), pixel_of(stage, 0.4)
    drag(stage, canvas, start, end)
    stage.wait(lambda: stage.snapshot.settings.step_size == pytest.approx(0.4, rel=0.2), "the dragged step size")
    assert stage.window.controls.settings.step_size == stage.snapshot.settings.step_size
    assert stage.window.controls.step_size.box.text() == f"{stage.snapshot.settings.step_size:.3g}"


def test_that_the_sentence_follows_the_step_size(stage: Stage) -> None:
    stage.window.controls.choose_step_size(3.0)
    stage.wait(lambda: "climbs the other side" in stage.window.workspaces.sentence.text(), "the warning")
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.batch.best is not None
    stage.window.controls.choose_step_size(float(f"{survey.batch.best:.3g}"))
    stage.wait(lambda: "the best step" in stage.window.workspaces.sentence.text(), "the praise")


def test_that_both_the_chosen_and_the_best_step_are_in_view(stage: Stage) -> None:
    for chosen in (0.001, 5.0):
        stage.window.controls.choose_step_size(chosen)
        stage.wait(lambda chosen=chosen: stage.snapshot.settings.step_size == chosen, "the step size")  # type: ignore[misc]
        stage.wait(lambda chosen=chosen: _reach(stage) >= chosen, "the axis")  # type: ignore[misc]
        survey = stage.window.workspaces.survey
        assert survey is not None
        assert survey.batch.best is not None
        assert survey.batch.best <= _reach(stage)


def test_that_pointing_into_the_landscape_tells_loss_and_accuracy(stage: Stage, qtbot: QtBot) -> None:
    view = stage.train.landscape
    qtbot.mouseMove(view.line.plot.viewport(), pixel_of(stage, 0.2))
    stage.wait(lambda: "% right" in view.line._reading.text, "the reading")
    assert view.line._reading.text.startswith("t 0.")


def test_that_a_diverged_run_says_what_to_do_and_back_undoes_it(stage: Stage) -> None:
    stage.window.controls.choose_step_size(1e6)
    stage.window.transport.full.click()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    stage.wait(stage.window.workspaces.notice.isVisible, "the notice")
    assert f"Diverged at step {stage.snapshot.number}" in stage.window.workspaces.notice.text()
    assert "Choose a smaller one" in stage.window.workspaces.notice.text()
    assert not stage.window.transport.play.isEnabled()
    assert not stage.window.transport.step.isEnabled()
    assert stage.train.landscape.nothing.isVisible()
    stage.window.transport.back.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.PAUSED, "one step back")
    assert np.isfinite(stage.snapshot.coming.loss)
    assert not stage.window.workspaces.notice.isVisible()
    assert stage.window.transport.play.isEnabled()


def test_that_every_case_of_the_sentence_is_said(stage: Stage) -> None:
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.batch.best is not None
    assert "times larger" in sentences.about_step(survey, survey.batch.best / 10)
    assert "times smaller" in sentences.about_step(survey, survey.batch.best * 1.5)
    assert "the loss is not finite" in sentences.about_step(survey, 1e38)


def _reach(stage: Stage) -> float:
    return stage.window.workspaces.survey.axis.high if stage.window.workspaces.survey is not None else 0.0


def test_that_the_best_step_is_taken_as_an_ordinary_step(stage: Stage, qtbot: QtBot) -> None:
    survey, before = stage.window.workspaces.survey, stage.snapshot
    assert survey is not None
    assert survey.batch.best is not None
    stage.train.landscape.leap.click()
    stage.wait(lambda: stage.snapshot.number == 1, "the leap")
    expected = before.params.weights - np.float32(survey.batch.best) * before.coming.gradient.weights
    assert np.array_equal(stage.snapshot.params.weights, expected)
    assert stage.snapshot.settings == before.settings
    stage.settle()
    qtbot.keyClick(stage.window, "b")
    stage.wait(lambda: stage.snapshot.number == 2, "the key")
    stage.settle()
    qtbot.keyClick(stage.window, Qt.Key.Key_Left)
    stage.wait(lambda: stage.snapshot.number == 1, "back")
    assert np.array_equal(stage.snapshot.params.weights, expected)


def test_that_the_best_step_along_the_whole_gradient_is_a_full_batch_step(stage: Stage) -> None:
    line, before = stage.train.landscape, stage.snapshot
    line.along.button(Along.TRAINING).click()
    stage.settle()
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.training.best is not None
    dataset, rows = before.dataset, before.dataset.train
    double = Params(before.params.weights.astype(np.float64), before.params.biases.astype(np.float64))
    seen = dataset.preprocessing.apply(dataset.pixels[rows]).astype(np.float64)
    gradient = objective(double, seen, dataset.labels[rows], before.settings)[1]
    np.testing.assert_allclose(survey.direction.weights, gradient.weights, rtol=1e-3, atol=1e-7)
    slope = -(np.vdot(gradient.weights, gradient.weights) + np.vdot(gradient.biases, gradient.biases))
    assert survey.slope == pytest.approx(slope, rel=1e-4)
    assert "gradient of all training images" in stage.window.workspaces.sentence.text()
    line.leap.click()
    stage.wait(lambda: stage.snapshot.number == 1, "the leap")
    stage.settle()
    loss = stage.snapshot.measure.train_loss + stage.snapshot.measure.penalty
    assert loss == pytest.approx(survey.training.lowest, rel=1e-4)


def test_that_a_double_click_on_a_ring_takes_its_step_size(stage: Stage, qtbot: QtBot) -> None:
    line = stage.train.landscape.line
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.training.best is not None
    place = line.plot.pixel_at(survey.training.best, survey.training.lowest).toPoint()
    qtbot.mouseDClick(line.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wished = float(f"{survey.training.best:.3g}")
    stage.wait(lambda: stage.snapshot.settings.step_size == wished, "the step size")


def test_that_plus_and_minus_change_the_step_size(stage: Stage, qtbot: QtBot) -> None:
    before = stage.snapshot.settings.step_size
    qtbot.keyClick(stage.window, "+")
    stage.wait(lambda: stage.snapshot.settings.step_size > before, "a larger step")
    for _ in range(2):
        qtbot.keyClick(stage.window, "-")
    stage.wait(lambda: stage.snapshot.settings.step_size < before, "a smaller step")
    stage.wait(lambda: stage.train.landscape.line.marker.value == stage.snapshot.settings.step_size, "the marker")


def test_that_the_best_step_can_be_taken_only_from_where_it_was_found(stage: Stage) -> None:
    view = stage.train.landscape
    assert view.leap.isEnabled()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.RUNNING, "running")
    assert not view.leap.isEnabled()
    stage.window.transport.play.click()
    stage.settle()
    assert view.leap.isEnabled()
    number = stage.snapshot.number
    stage.window.workspaces.train.landscape.leap_pressed.emit(view.line.survey, 0.5)  # type: ignore[union-attr]
    stage.wait(lambda: stage.snapshot.number == number + 1, "a leap")
    survey = view.line.survey
    view.leap_pressed.emit(survey, 0.5)
    view.leap_pressed.emit(survey, 0.5)
    stage.settle()
    assert stage.snapshot.number <= number + 2
