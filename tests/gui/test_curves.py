from pytestqt.qtbot import QtBot

from gui.views.parts import Part
from model.curve import BATCH_ROWS
from model.records import Mode
from tests.stage import Stage


def test_that_the_parts_of_the_loss_add_up(stage: Stage) -> None:
    stage.step(20)
    curves, values = stage.train.curves, {}
    for part in Part:
        curves.part.button(part).click()
        values[part] = float(curves._training.points[1][-1])
    measure = stage.snapshot.measure
    assert values[Part.DATA] == measure.train_loss
    assert values[Part.PENALTY] == measure.penalty
    assert values[Part.TOTAL] == measure.train_loss + measure.penalty


def test_that_the_curves_can_be_read_against_epochs(stage: Stage) -> None:
    stage.step(36)
    curves = stage.train.curves
    curves.against.button("epoch").click()
    assert float(curves._validation.points[0][-1]) == 2.0
    curves.against.button("number").click()
    assert float(curves._validation.points[0][-1]) == 36.0


def test_that_the_batch_curve_holds_every_step(stage: Stage) -> None:
    stage.step(40)
    x, y = stage.train.curves._batch.points
    losses = stage.snapshot.batch_curve
    assert x.tolist() == list(range(40))
    assert (y == losses[BATCH_ROWS.index("data_loss")] + losses[BATCH_ROWS.index("penalty")]).all()


def test_that_the_axes_hold_still_while_the_curves_fit(stage: Stage) -> None:
    seen = set()
    for _ in range(10):
        stage.step(1)
        seen.add(stage.train.curves.loss.spans)
    assert len(seen) <= 5


def test_that_an_exploding_loss_leaves_the_curve_readable(stage: Stage) -> None:
    stage.step(20)
    stage.window.controls.choose_step_size(1e6)
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    stage.live(0.1)
    curves = stage.train.curves
    assert curves.loss.spans is not None
    assert curves.loss.spans[1][1] < 40
    curves.is_log.button(True).click()
    assert curves.loss.spans[1][1] > 10


def test_that_pointing_at_the_curves_tells_the_values_there(stage: Stage, qtbot: QtBot) -> None:
    stage.step(30)
    curves = stage.train.curves
    qtbot.mouseMove(curves.loss.viewport(), curves.loss.pixel_at(10.0, 2.0).toPoint())
    losses = stage.snapshot.batch_curve
    expected = losses[BATCH_ROWS.index("data_loss"), 10] + losses[BATCH_ROWS.index("penalty"), 10]
    stage.wait(lambda: curves.legend.values["batch"] == f"{expected:.3f}", "the value under the mouse")
    assert curves._cursors[0].isVisible()
