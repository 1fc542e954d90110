"""Schedule and momentum in the real window: chosen, undone, dragged, told, and true in every view."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui import formulas, policies, sentences
from gui.exporting.figures import shown_figures
from gui.one_step.stages import Stage as OneStepStage
from gui.pictures import weight_pictures
from gui.workspaces.names import LANDSCAPE, ONE_STEP
from model.axes import Axes
from model.profiles import Along, Question, survey
from model.records import LossKind, Mode, PenaltyKind, Settings
from model.run import Run
from model.schedules import ScheduleKind, factor
from model.templates import levels
from tests.gui.one_step import bench_of, written
from tests.gui.test_controls import type_into
from tests.model.small import kind, same_bits, scratch_for, small_dataset
from tests.stage import Stage

SMALL = small_dataset()


def choose_schedule(stage: Stage, schedule: ScheduleKind) -> None:
    """As a hand does it."""
    box = stage.window.controls.pace.schedule
    box.setCurrentIndex(box.findData(schedule))
    box.activated.emit(box.currentIndex())


def wish(stage: Stage, **changes: object) -> Settings:
    """Go on with other settings, and wait until all is shown with them."""
    controls = stage.window.controls
    wished: Settings = replace(controls.settings, **changes)  # type: ignore[arg-type]
    controls.choose_settings(wished)
    stage.wait(lambda: stage.snapshot.settings == wished, "the settings")
    stage.settle()
    return wished


def test_that_the_plain_update_is_what_one_begins_with(stage: Stage) -> None:
    pace, settings = stage.window.controls.pace, stage.snapshot.settings
    assert (settings.schedule, settings.momentum) == (ScheduleKind.CONSTANT, 0.0)
    assert pace.schedule.currentText() == "Constant"
    assert pace.momentum.box.text() == "0"
    assert not pace.scheduled.isVisible()
    assert not pace.momentum_formula.isVisible()
    assert pace.now.text() == ""


def test_that_a_schedule_is_chosen_told_with_its_numbers_and_undone(stage: Stage, qtbot: QtBot) -> None:
    pace = stage.window.controls.pace
    choose_schedule(stage, ScheduleKind.COSINE)
    type_into(pace.over, "2")
    stage.wait(lambda: stage.snapshot.settings.over == 2.0, "the length")
    stage.settle()
    stage.step(9)
    settings, epoch = stage.snapshot.settings, stage.snapshot.epoch
    now = settings.step_size * factor(ScheduleKind.COSINE, 2.0, epoch)
    assert stage.snapshot.coming.step_size == now
    assert pace.now.text() == f"now {now:.3g}"
    assert pace.schedule_formula.markup == formulas.SCHEDULES[ScheduleKind.COSINE]
    assert stage.train.landscape.line.marker.value == pytest.approx(now)
    for expected in (10.0, 10.0):
        qtbot.keyClick(stage.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        stage.wait(lambda expected=expected: stage.snapshot.settings.over == expected, "undone")  # type: ignore[misc]
    stage.wait(lambda: stage.snapshot.settings.schedule is ScheduleKind.CONSTANT, "the schedule undone")
    assert not pace.scheduled.isVisible()


def test_that_a_dragged_step_size_is_the_one_of_now_and_the_schedule_goes_on_from_it(stage: Stage) -> None:
    wish(stage, schedule=ScheduleKind.INVERSE, over=0.5)
    stage.step(9)
    whole = stage.snapshot.settings.step_size
    share = factor(ScheduleKind.INVERSE, 0.5, stage.snapshot.epoch)
    assert share == pytest.approx(0.5, rel=0.02)
    stage.train.landscape.step_size_chosen.emit(0.123)
    stage.wait(lambda: stage.snapshot.settings.step_size != whole, "the step size")
    assert stage.snapshot.settings.step_size == float(f"{0.123 / share:.3g}")
    stage.settle()
    assert stage.snapshot.coming.step_size == pytest.approx(0.123, rel=5e-3)
    assert stage.train.landscape.line.marker.value == stage.snapshot.coming.step_size


def test_that_what_cannot_be_is_refused_in_a_sentence(stage: Stage) -> None:
    pace, before = stage.window.controls.pace, stage.window.controls.settings
    type_into(pace.momentum, "1")
    assert pace.momentum.complaint.text() == "The momentum μ goes from 0 to 0.999."
    choose_schedule(stage, ScheduleKind.STEP)
    type_into(pace.over, "soon")
    assert "is not a number; the length T of the schedule stays as it was." in pace.over.complaint.text()
    assert not pace.over.complaint.isHidden()
    assert stage.window.controls.settings == replace(before, schedule=ScheduleKind.STEP)


def test_that_with_momentum_line_and_plane_are_along_the_velocity_and_the_best_step_is_one(stage: Stage) -> None:
    stage.step(3)
    view = stage.train.landscape
    assert view.title.text() == "Along the gradient"
    wish(stage, momentum=0.9)
    stage.step(5)
    coming, found = stage.snapshot.coming, stage.window.workspaces.survey
    assert found is not None
    assert coming.velocity is not None
    assert same_bits(found.direction, coming.direction)
    assert view.title.text() == "Along the velocity"
    assert "along the velocity" in stage.window.workspaces.sentence.text()
    assert "the velocity is what it would have been" in view.leap.toolTip()
    figures = shown_figures(stage.window.workspaces, stage.window.image_panel, None, stage.snapshot)
    assert "Loss along the velocity" in [figure.title for figure in figures]
    view.along.button(Along.TRAINING).click()
    stage.settle()
    assert view.title.text() == "Along the gradient"
    assert "begins at zero after it" in view.leap.toolTip()
    view.along.button(Along.BATCH).click()
    stage.settle()
    best = found.main.best
    assert best
    view.leap.click()
    stage.wait(lambda: stage.snapshot.number == 9, "the leap")
    expected = coming.before.weights - np.float32(best) * coming.direction.weights
    assert np.array_equal(stage.snapshot.params.weights, expected)
    assert same_bits(stage.snapshot.coming.velocity, coming.direction)  # type: ignore[arg-type]


def test_that_the_plane_begins_with_the_way_of_the_step(stage: Stage) -> None:
    wish(stage, momentum=0.9)
    stage.step(5)
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    workspaces = stage.window.workspaces
    assert workspaces.landscape is not None
    stage.wait(lambda: workspaces.desks.plane.is_settled, "the plane")
    plane, step = workspaces.landscape.plane, stage.snapshot.coming
    panorama = plane.plot.panorama
    assert panorama is not None
    assert panorama.question.axes is Axes.PREVIOUS
    length = np.hypot(np.linalg.norm(step.direction.weights), np.linalg.norm(step.direction.biases))
    np.testing.assert_allclose(length * panorama.directions[0].weights, -step.direction.weights, rtol=1e-3, atol=1e-6)
    assert np.ptp(plane.plot.coming.points[0]) == pytest.approx(step.step_size * length, rel=1e-5)
    assert plane.axes.currentText() == "velocity × last step"


def test_that_one_step_takes_velocity_and_gradient_apart_with_the_step_size_of_now(stage: Stage) -> None:
    wish(stage, momentum=0.9, schedule=ScheduleKind.STEP, over=0.2)
    stage.step(5)
    stage.window.top_bar.workspaces.button(ONE_STEP).click()
    bench, step = bench_of(stage), stage.snapshot.coming
    bench.stages.button(OneStepStage.UPDATE).click()
    assert step.velocity is not None
    rate = np.float32(step.step_size)
    parts = [-rate * np.float32(0.9) * step.velocity.weights, -rate * step.gradient.weights]
    np.testing.assert_allclose(step.before.weights + parts[0] + parts[1], step.after.weights, atol=1e-7)
    rows = [np.array([tile.picture for tile in band.tiles]) for band in bench.view.pictures.bands]
    whole = np.concatenate([step.before.weights, *parts, step.after.weights])
    expected = weight_pictures(levels(whole, stage.snapshot.dataset.shape, is_shared=True), True)
    assert np.abs(np.concatenate(rows).astype(int) - expected).max() <= 1
    assert bench.scene is not None
    k, d = bench.scene.weight.k, bench.scene.weight.d
    for value in (step.velocity, step.gradient, step.direction, step.before, step.after):
        assert f"{abs(float(value.weights[k, d])):.6f}" in written(bench)
    assert rf"η_e = 0.03 / 2^{{⌊{step.batch.passed:.2f} / 0.2⌋}} = {step.step_size:.3g}" in written(bench)
    assert "what is left of the velocity is" in bench.view.sentence.text()


def test_that_a_velocity_that_leads_uphill_is_told_as_such() -> None:
    settings = replace(kind(LossKind.SOFTMAX, PenaltyKind.L2), momentum=0.99, step_size=0.5)
    run, scratch = Run(SMALL, settings, seed=1), scratch_for(SMALL)
    told = set()
    for _ in range(60):
        found = survey(Question(1, run.coming(), SMALL), scratch)
        text = sentences.about_step(found, run.coming().step_size)
        is_uphill = found.slope > 0
        assert ("The velocity leads uphill here" in text) == is_uphill
        assert ("No step along it would lower that loss." in text) == is_uphill
        assert found.main.best == 0 or not is_uphill
        told.add(is_uphill)
        run.advance()
    assert told == {True, False}


def test_that_a_cosine_chosen_late_is_longer_than_the_run_so_far(stage: Stage) -> None:
    wish(stage, over=0.2)
    stage.step(9)
    choose_schedule(stage, ScheduleKind.COSINE)
    stage.wait(lambda: stage.snapshot.settings.schedule is ScheduleKind.COSINE, "the cosine")
    assert 0 < stage.snapshot.epoch < 1
    assert stage.snapshot.settings.over == 11.0
    type_into(stage.window.controls.pace.over, "0.5")
    stage.wait(lambda: stage.snapshot.settings.over == 0.5, "a shorter one")
    assert stage.window.controls.pace.now.text() == "now 3e-8, ended"


def test_that_the_end_of_a_cosine_still_has_a_step_and_a_sentence(stage: Stage) -> None:
    wish(stage, schedule=ScheduleKind.COSINE, over=0.1)
    stage.step(3)
    assert stage.snapshot.coming.step_size == pytest.approx(3e-8)
    assert "hardly changes" in stage.window.workspaces.sentence.text()
    stage.train.landscape.is_log.button(True).click()
    stage.settle()
    assert stage.train.landscape.line.survey is stage.window.workspaces.survey


def test_that_divergence_is_put_down_to_step_size_schedule_and_momentum() -> None:
    run = Run(SMALL, replace(kind(LossKind.HINGE, PenaltyKind.L2), step_size=1e4, strength=3.0), seed=1)
    with np.errstate(all="ignore"):
        while run.advance():
            pass
        snapshot = run.snapshot(Mode.DIVERGED)
    assert "multiplied the weights" in policies.notice(snapshot)
    taken = replace(snapshot.settings, schedule=ScheduleKind.STEP, momentum=0.9)
    notice = policies.notice(replace(snapshot, taken_with=taken))
    assert (
        "the step size 1e4 on its schedule with momentum 0.9, which makes steps up to 10 times as long, was" in notice
    )
    assert "multiplied the weights" not in notice


@pytest.mark.parametrize("schedule", ScheduleKind)
def test_that_a_formula_with_numbers_ends_in_the_step_size(schedule: ScheduleKind) -> None:
    settings = Settings(step_size=0.08, schedule=schedule, over=4.0)
    text = formulas.scheduled(settings, 6.0)
    expected = {"constant": "0.08", "step": "0.04", "cosine": "8e-8", "1/t": "0.032"}[schedule]
    assert text.endswith(f"= {expected}")


def test_that_a_run_is_told_with_schedule_and_momentum_where_it_has_them() -> None:
    assert sentences.about_pace(Settings(step_size=0.03)) == "η 0.03"
    paced = Settings(step_size=0.03, schedule=ScheduleKind.COSINE, over=21.0, momentum=0.9)
    assert sentences.about_pace(paced) == "η 0.03 cosine T 21 μ 0.9"
