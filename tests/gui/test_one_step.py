from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.one_step.bands import bands
from gui.one_step.batch_losses import BatchLosses
from gui.one_step.stages import Stage as OneStepStage
from gui.pictures import weight_pictures
from gui.workspaces.names import ONE_STEP, TRAIN
from gui.workspaces.one_step import OneStepWorkspace
from model.classifier import class_scores
from model.descent import score_batch
from model.losses import data_loss, probabilities
from model.penalties import penalty as penalty_of
from model.products import Scratch
from model.records import LossKind, Mode, PenaltyKind
from model.templates import levels
from tests.gui.one_step import as_numbers, bench_of, cells, choose, written
from tests.stage import Stage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(stage: Stage) -> OneStepWorkspace:
    """The workspace after a few steps, at an image in the middle of the batch."""
    stage.step(5)
    stage.window.top_bar.workspaces.button(ONE_STEP).click()
    made = bench_of(stage)
    made.side.next.click()
    made.side.next.click()
    return made


def test_that_every_stage_shows_the_numbers_of_the_record(stage: Stage, bench: OneStepWorkspace) -> None:
    for loss, penalty in product(LossKind, PenaltyKind):
        choose(stage, loss, penalty)
        step, position = stage.snapshot.coming, 2
        scores, label = step.scores[:, position], int(step.batch.labels[position])
        bench.stages.button(OneStepStage.SCORES).click()
        assert as_numbers(cells(bench, 2)) == pytest.approx(scores, abs=0.006)
        bench.stages.button(OneStepStage.TERMS).click()
        if loss is LossKind.HINGE:
            terms = np.delete(np.maximum(scores - scores[label] + 1, 0), label)
            assert as_numbers(cells(bench, 2)) == pytest.approx(terms, abs=0.006)
            assert cells(bench, 1)[label] == "true class"
        else:
            assert as_numbers(cells(bench, 2)) == pytest.approx(probabilities(scores[:, None])[:, 0], abs=6e-4)
        bench.stages.button(OneStepStage.LOSS).click()
        assert bench.view.losses.losses is step.image_losses
        assert bench.view.formula.pieces[-1].markup == f"{step.loss:.3f}"
        bench.stages.button(OneStepStage.SCORE_GRADIENT).click()
        assert as_numbers(cells(bench, 1)) == pytest.approx(step.score_gradient[:, position], abs=6e-4)


def test_that_the_last_stage_tells_what_the_step_does_to_the_image(stage: Stage, bench: OneStepWorkspace) -> None:
    bench.stages.button(OneStepStage.AFTER).click()
    for loss, penalty in product(LossKind, (PenaltyKind.L2, PenaltyKind.DROPOUT)):
        choose(stage, loss, penalty)
        assert bench.scene is not None
        step, anatomy = stage.snapshot.coming, bench.scene.anatomy
        after = class_scores(step.after, anatomy.x[None])
        losses, _ = data_loss(step.settings, after, np.array([anatomy.label]))
        assert as_numbers(cells(bench, 0)) == pytest.approx(step.scores[:, 2], abs=6e-4)
        assert as_numbers(cells(bench, 1)) == pytest.approx(after[:, 0], abs=6e-4)
        before, then = bench.side.values["image"][1].text().split(" → ")
        assert float(before) == pytest.approx(float(step.image_losses[2]), abs=6e-4)
        assert float(then) == pytest.approx(float(losses[0]), abs=6e-4)
        before, then = bench.side.values["total"][1].text().split(" → ")
        assert float(before) == pytest.approx(step.loss, abs=6e-4)
        again = score_batch(step.after, step.batch, step.settings, stage.snapshot.dataset, Scratch(3072))
        mean = float(data_loss(step.settings, again, step.batch.labels)[0].mean())
        assert float(then) == pytest.approx(mean + penalty_of(step.settings, step.after.weights), abs=6e-4)


def test_that_the_hinge_is_written_out_with_its_numbers_and_grey_zeros(stage: Stage, bench: OneStepWorkspace) -> None:
    choose(stage, LossKind.HINGE, PenaltyKind.L2)
    stage.step(60)
    zeros = (stage.snapshot.coming.score_gradient == 0).sum(axis=0)
    bench.side.strip.setCurrentIndex(
        bench.side.strip.thumbnails.index(int(np.flatnonzero((zeros > 2) & (zeros < 7))[0]))
    )
    bench.stages.button(OneStepStage.TERMS).click()
    assert bench.scene is not None
    anatomy = bench.scene.anatomy
    assert (anatomy.hinge_terms == 0).sum() == zeros[anatomy.position] + 1
    pieces = bench.view.formula.pieces
    others = [k for k in range(10) if k != anatomy.label]
    assert len(pieces) == 10
    for piece, k in zip(pieces, others, strict=False):
        score = f"{anatomy.scores[k]:.2f}".replace("-", "−").replace("−0.00", "0.00")
        assert rf"\max(0, {score} − " in piece.markup
        assert (piece.tone == "faint") == (anatomy.hinge_terms[k] == 0)
    assert pieces[-1].markup == f"= {anatomy.loss:.2f}"


def test_that_the_pictures_are_those_of_the_gradient_and_of_the_weights(stage: Stage, bench: OneStepWorkspace) -> None:
    step, shape = stage.snapshot.coming, stage.snapshot.dataset.shape
    assert bench.scene is not None
    outer = np.outer(step.score_gradient[:, 2], bench.scene.anatomy.x)
    bench.stages.button(OneStepStage.WEIGHT_GRADIENT).click()
    for is_batch, gradient in ((False, outer), (True, step.gradient.weights)):
        bench.view.whose.button(is_batch).click()
        shown = np.array([tile.picture for tile in bench.view.pictures.bands[0].tiles])
        assert np.array_equal(shown, weight_pictures(levels(gradient, shape, is_shared=True), True))
    bench.stages.button(OneStepStage.UPDATE).click()
    rows = [np.array([tile.picture for tile in band.tiles]) for band in bench.view.pictures.bands]
    update = -np.float32(step.settings.step_size) * step.gradient.weights
    whole = levels(np.concatenate([step.before.weights, update, step.after.weights]), shape, is_shared=True)
    assert np.array_equal(np.concatenate(rows), whole)
    bench.view.magnified.button(True).click()
    assert np.array_equal(
        np.array([tile.picture for tile in bench.view.pictures.bands[1].tiles]),
        levels(update, shape, is_shared=True),
    )


def test_that_dropped_inputs_are_marked(stage: Stage, bench: OneStepWorkspace) -> None:
    choose(stage, LossKind.SOFTMAX, PenaltyKind.DROPOUT)
    assert bench.scene is not None
    tiles = bench.view.pictures.bands[0].tiles
    assert [tile.sign for tile in tiles] == ["", "−", "×", "="]
    x = bench.scene.anatomy.x.reshape(tiles[2].picture.shape)
    assert np.abs(x[tiles[2].picture == 0]).max() < 0.5 / 255 + 1e-6
    assert set(np.unique(tiles[2].picture)) == {0, 255}
    assert len({round(bench.view.pictures.place(0, n).top()) for n in range(4)}) == 1


def test_that_a_clicked_pixel_is_followed_through_the_stages(
    stage: Stage, bench: OneStepWorkspace, qtbot: QtBot
) -> None:
    bench.stages.button(OneStepStage.UPDATE).click()
    place = bench.view.pictures.place(0, 4)
    pixel = place.width() / 32
    at = QPoint(round(place.left() + 9.5 * pixel), round(place.top() + 20.5 * pixel))
    qtbot.mouseClick(bench.view.pictures.viewport(), LEFT, pos=at)
    assert bench.scene is not None
    weight, step = bench.scene.weight, stage.snapshot.coming
    row, column, _ = np.unravel_index(weight.d, (32, 32, 3))
    assert (weight.k, int(row), int(column)) == (4, 20, 9)
    assert f"{step.after.weights[4, weight.d]:.6f}".replace("-", "−") == bench.view.formula.pieces[-1].markup
    bench.stages.button(OneStepStage.PIXELS).click()
    assert "20, 9" in written(bench)
    assert f"{bench.scene.anatomy.x[weight.d]:.3f}".replace("-", "−") in written(bench)


def test_that_keys_walk_through_stages_and_images_here_and_nowhere_else(
    stage: Stage, bench: OneStepWorkspace, qtbot: QtBot
) -> None:
    window = stage.window
    for expected in OneStepStage:
        assert bench.stage is expected
        assert bench.stages.value is expected
        qtbot.keyClick(window, Qt.Key.Key_N)
    assert not bench.next.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert bench.stage is OneStepStage.UPDATE
    assert bench.scene is not None
    for key, position in ((Qt.Key.Key_PageDown, 3), (Qt.Key.Key_PageUp, 2), (Qt.Key.Key_PageUp, 1)):
        qtbot.keyClick(window, key)
        assert bench.scene.anatomy.position == position
    window.top_bar.workspaces.button(TRAIN).click()
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert bench.stage is OneStepStage.UPDATE


def test_that_an_image_is_chosen_in_the_strip_and_among_the_losses(
    stage: Stage, bench: OneStepWorkspace, qtbot: QtBot
) -> None:
    strip = bench.side.strip
    cell = strip.visualRect(strip.thumbnails.index(7)).center()
    qtbot.mouseClick(strip.viewport(), LEFT, pos=cell)
    assert bench.scene is not None
    assert bench.scene.anatomy.position == 7
    assert "image 8 of 256" in bench.side.place.text()
    bench.stages.button(OneStepStage.LOSS).click()
    losses = bench.view.losses
    qtbot.mouseClick(losses.viewport(), LEFT, pos=losses.bar(100).center().toPoint())
    assert bench.scene.anatomy.position == 100
    assert bench.scene.anatomy.label == int(stage.snapshot.coming.batch.labels[100])
    assert strip.currentIndex().row() == 100


def test_that_while_running_the_step_stays_until_the_newest_is_asked_for(stage: Stage, bench: OneStepWorkspace) -> None:
    assert bench.scene is not None
    shown = bench.scene.step
    assert shown is stage.snapshot.coming
    assert not bench.held.newest.isEnabled()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.RUNNING and stage.snapshot.number > 8, "some steps")
    assert bench.scene.step is shown
    assert "step 6, while" in bench.held.which.text()
    bench.held.newest.click()
    newest = bench.scene.step
    assert newest.number > 5
    bench.side.next.click()
    assert bench.scene.step is newest
    stage.window.transport.play.click()
    stage.settle()
    stage.wait(lambda: bench.scene is not None and bench.scene.step is stage.snapshot.coming, "the paused step")
    assert bench.scene.anatomy.position == 3


def test_that_it_works_on_the_other_data_set_and_never_widens_the_window(stage: Stage, bench: OneStepWorkspace) -> None:
    for loss, penalty in ((LossKind.SOFTMAX, PenaltyKind.L2), (LossKind.HINGE, PenaltyKind.DROPOUT)):
        stage.open("fashion-sample" if loss is LossKind.SOFTMAX else "cifar10-sample")
        choose(stage, loss, penalty)
        assert bench.scene is not None
        assert bench.scene.dataset is stage.snapshot.dataset
        shown = [bands(OneStepStage.UPDATE, bench.scene, is_dark)[0].tiles[0].picture for is_dark in (True, False)]
        assert np.array_equal(shown[0], shown[1]) == bench.scene.dataset.is_colour
        for part in OneStepStage:
            bench.stages.button(part).click()
            stage.live(0.01)
            assert (stage.window.width(), stage.window.height()) == (1366, 768)
            assert bench.view.formula.pieces
            assert bench.view.sentence.heightForWidth(bench.view.sentence.width()) <= bench.view.sentence.height()


def test_that_a_step_that_is_not_finite_is_not_taken_apart_but_a_sentence_said(
    stage: Stage, bench: OneStepWorkspace
) -> None:
    bench.stages.button(OneStepStage.AFTER).click()
    stage.window.controls.choose_step_size(1e6)
    stage.window.transport.full.click()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    assert bench.nothing.isVisible()
    assert bench.scene is None
    stage.window.transport.reset.click()
    stage.window.controls.choose_step_size(0.01)
    stage.wait(lambda: stage.snapshot.number == 0, "reset")
    stage.wait(lambda: not bench.nothing.isVisible(), "a step again")
    assert bench.scene is not None


def test_that_the_only_loss_of_a_batch_is_a_bar_and_no_wall(app: QApplication) -> None:  # noqa: ARG001
    losses = BatchLosses()
    losses.resize(500, 300)
    losses.show_losses(np.array([2.0], np.float32), 2.0, 0)
    bar = losses.bar(0)
    assert 0 < bar.left() < bar.right() < losses.width() / 2 + bar.width()
    assert bar.width() <= 40
    assert bar.height() > 100
