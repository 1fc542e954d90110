"""What the curves along the gradient show: axes, parts, kinks, the past, and what lies out of reach."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui import sentences
from gui.theme import DARK
from gui.views.parts import Part
from model.landscape import loss_at
from model.records import LossKind, Mode, PenaltyKind
from tests.gui.test_landscape import _reach, loss_after
from tests.stage import Stage


@pytest.mark.parametrize("loss", list(LossKind))
@pytest.mark.parametrize("penalty", list(PenaltyKind))
def test_that_absurd_settings_leave_start_and_marker_in_view(
    stage: Stage, loss: LossKind, penalty: PenaltyKind
) -> None:
    controls = stage.window.controls
    controls.loss.button(loss).click()
    controls.penalty.button(penalty).click()
    for step_size in (1e-12, 1.0, 30.0, 1000.0, 1e6):
        controls.choose_step_size(step_size)
        stage.wait(lambda step_size=step_size: stage.snapshot.settings.step_size == step_size, "the step size")  # type: ignore[misc]
        stage.wait(lambda step_size=step_size: _reach(stage) >= step_size, "the axis")  # type: ignore[misc]
        stage.settle()
        spans, survey = stage.train.landscape.line.plot.spans, stage.window.workspaces.survey
        assert spans is not None
        assert survey is not None
        assert spans[0][0] < 0 < step_size <= spans[0][1]
        assert spans[1][0] <= loss_at(survey.batch.line, 0.0) <= spans[1][1]


@pytest.mark.parametrize("loss", list(LossKind))
def test_that_the_good_part_of_a_diverged_run_stays_drawn(stage: Stage, loss: LossKind) -> None:
    stage.window.controls.loss.button(loss).click()
    stage.step(60)
    stage.window.controls.choose_step_size(1000.0)
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    stage.live(0.1)
    picture = stage.picture().toImage()
    canvas = stage.train.curves.loss
    corner, colour = canvas.mapTo(stage.window, QPoint(0, 0)), QColor(DARK.validation)
    area = canvas._frame.sceneBoundingRect().toRect()
    # Without the last steps, whose steep line is drawn whatever happens to the rest.
    places = [(x, y) for x in range(area.left(), area.center().x()) for y in range(area.top(), area.bottom())]
    drawn = sum(picture.pixelColor(corner.x() + x, corner.y() + y) == colour for x, y in places)
    assert drawn > 30


@pytest.mark.parametrize("chosen", [1e-6, 0.03, 400.0])
def test_that_a_logarithmic_axis_shows_chosen_and_best_step_whatever_their_ratio(stage: Stage, chosen: float) -> None:
    view = stage.train.landscape
    view.is_log.button(True).click()
    stage.window.controls.choose_step_size(chosen)
    stage.wait(lambda: stage.snapshot.settings.step_size == chosen, "the step size")
    stage.wait(lambda: (s := stage.window.workspaces.survey) is not None and s.axis.high > chosen, "the axis")
    stage.settle()
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.axis.is_log
    assert survey.batch.best is not None
    for t in (chosen, survey.batch.best):
        assert survey.axis.low < t < survey.axis.high
        assert 0 <= view.line.plot.pixel_at(float(np.log10(t)), 0.0).x() <= view.line.plot.width()
    for index in (0, 40, len(survey.points) - 1):
        expected = loss_after(stage.snapshot, float(survey.points[index]), stage.snapshot.coming.batch.rows)
        assert survey.batch.losses[index] == pytest.approx(expected, rel=1e-4)


def test_that_parts_of_the_loss_add_up_and_curves_can_be_hidden(stage: Stage, qtbot: QtBot) -> None:
    stage.step(3)
    view = stage.train.landscape
    curve = view.line.curves[0]
    total = curve.points[1].copy()
    parts = []
    for part in (Part.DATA, Part.PENALTY):
        view.part.button(part).click()
        parts.append(curve.points[1].copy())
    near = slice(0, 40)  # points far off the plot come nearer
    np.testing.assert_allclose(parts[0][near] + parts[1][near], total[near], rtol=1e-6)
    view.part.button(Part.TOTAL).click()
    start = view.legend._items["validation"][0].rect()
    qtbot.mouseClick(view.legend.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(start.left()) + 4, 10))
    assert not view.line.curves[2].isVisible()
    assert view.line.curves[1].isVisible()
    qtbot.mouseClick(view.legend.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(start.left()) + 4, 10))
    assert view.line.curves[2].isVisible()


def test_that_curves_of_the_last_steps_fade_behind_and_a_reset_clears_them(stage: Stage) -> None:
    line = stage.train.landscape.line
    for number in range(1, 4):
        stage.step(1)
        assert sum(ghost.isVisible() for ghost in line.ghosts.curves) == number
    stage.window.transport.reset.click()
    stage.wait(lambda: stage.snapshot.number == 0, "reset")
    stage.settle()
    assert not any(ghost.isVisible() for ghost in line.ghosts.curves)


def test_that_curves_of_another_loss_are_no_past_of_this_one(stage: Stage) -> None:
    line = stage.train.landscape.line
    stage.step(1)
    stage.step(1)
    assert line.ghosts.curves[0].isVisible()
    stage.window.controls.loss.button(LossKind.HINGE).click()
    stage.wait(lambda: stage.snapshot.settings.loss is LossKind.HINGE, "the loss")
    stage.settle()
    assert not line.ghosts.curves[0].isVisible()


def test_that_the_hinge_has_ticks_at_its_kinks_and_softmax_none(stage: Stage) -> None:
    line = stage.train.landscape.line
    assert not line.kinks.isVisible()
    stage.window.controls.loss.button(LossKind.HINGE).click()
    stage.wait(lambda: stage.snapshot.settings.loss is LossKind.HINGE, "the loss")
    stage.settle()
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert line.kinks.isVisible()
    assert 20 < len(survey.kinks) <= 300
    assert line.kinks.points[0][::2].tolist() == survey.kinks.tolist()


def test_that_dropout_is_named_below_the_axis_and_a_sample_while_running(stage: Stage) -> None:
    stage.window.controls.penalty.button(PenaltyKind.DROPOUT).click()
    name = stage.train.landscape.line.plot._name
    stage.wait(lambda: "dropout of the coming step" in name.said, "dropout")
    stage.window.transport.play.click()
    stage.wait(lambda: "sample of" in name.said, "a sample")
    stage.window.transport.play.click()
    stage.settle()
    assert "sample of" not in name.said


def test_that_a_step_too_small_to_matter_is_said_to_be_so(stage: Stage) -> None:
    survey = stage.window.workspaces.survey
    assert survey is not None
    said = sentences.about_step(survey, 1e-9)
    assert "hardly changes" in said
    assert "climbs" not in said


def test_that_the_worse_region_and_the_marks_go_with_their_curve(stage: Stage, qtbot: QtBot) -> None:
    line, legend = stage.train.landscape.line, stage.train.landscape.legend
    assert line.worse.isVisible()
    qtbot.mouseClick(legend.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, 10))
    assert not line.curves[0].isVisible()
    assert not line.worse.isVisible()
    assert line._at.opacity() == 0
    assert not line._best_note.isVisible()
    qtbot.mouseClick(legend.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(legend.width() - 3, 10))
    assert legend.hidden == {"batch_strong"}
