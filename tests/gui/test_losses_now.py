"""The bench of losses with the picture of the image panel, paused and running."""

import numpy as np
import pytest

from gui.classify.picture import Picture
from model.classifier import score_picture
from model.records import Mode
from tests.gui.bench import NOW, assert_shows_the_model, bench_of, type_in
from tests.stage import Stage


@pytest.mark.parametrize("source", ["cifar10-sample", "fashion-sample"])
def test_that_the_scores_of_the_picture_are_those_of_the_parameters(stage: Stage, source: str) -> None:
    if source != "cifar10-sample":
        stage.open(source)
    stage.step(5)
    losses = bench_of(stage, NOW)
    stage.window.image_panel.show_picture(stage.window.image_panel.strip.thumbnails.picture(3))
    dataset, row = stage.snapshot.dataset, int(stage.snapshot.dataset.test[3])
    expected = score_picture(stage.snapshot.params, dataset, dataset.images[row])
    assert np.array_equal(losses.bench.scores[:, 0], expected.astype(np.float64))
    assert losses.bench.label == dataset.labels[row]
    assert [name.text() for name in losses.view.rows.names] == list(dataset.classes)
    assert_shows_the_model(losses)


def test_that_the_scores_follow_a_running_run_until_one_is_moved(stage: Stage) -> None:
    losses = bench_of(stage, NOW)
    start = losses.bench.scores
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 20, "some steps")
    assert not np.array_equal(losses.bench.scores, start)
    assert np.array_equal(
        losses.bench.scores[:, 0],
        score_picture(stage.snapshot.params, stage.snapshot.dataset, stage.window.image_panel._seen),  # type: ignore[arg-type]
    )
    type_in(losses, 0, "9")
    held, number = losses.bench.scores, stage.snapshot.number
    stage.wait(lambda: stage.snapshot.number > number + 20, "more steps")
    assert np.array_equal(losses.bench.scores, held)
    assert "Restore" in losses.note.text()
    losses.presets.restore.click()
    stage.wait(lambda: losses.bench.scores[0, 0] != 9, "the scores of the run")
    stage.window.transport.play.click()
    stage.settle()
    assert_shows_the_model(losses)


def test_that_another_data_set_brings_its_classes(stage: Stage) -> None:
    losses = bench_of(stage, NOW)
    type_in(losses, 0, "9")
    stage.open("fashion-sample")
    assert [name.accessibleName() for name in losses.view.rows.names] == [
        f"True class: {name}" for name in stage.snapshot.dataset.classes
    ]
    assert losses.bench.scores[0, 0] != 9
    assert_shows_the_model(losses)


def test_that_a_diverged_run_is_said_to_have_no_scores(stage: Stage) -> None:
    losses = bench_of(stage, NOW)
    stage.window.controls.choose_step_size(1e30)
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    stage.wait(lambda: "has diverged" in losses.note.text(), "the sentence")
    assert np.isfinite(losses.bench.scores).all()
    assert not stage.window.workspaces.sentence.isVisible()


def test_that_a_typing_error_stays_explained_while_the_run_goes_on(stage: Stage) -> None:
    losses = bench_of(stage, NOW)
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 5, "some steps")
    losses.view.margin.box.setText("wide")
    losses.view.margin.box.setModified(True)
    losses.view.margin.box.editingFinished.emit()
    scores = losses.bench.scores
    stage.wait(lambda: not np.array_equal(losses.bench.scores, scores), "scores of another step")
    type_in(losses, 2, "much")
    number = stage.snapshot.number
    stage.wait(lambda: stage.snapshot.number > number + 5, "more steps")
    assert losses.view.rows.rows[2].complaint.isVisible()
    assert losses.view.margin.complaint.isVisible()
    losses.presets.restore.click()
    assert not losses.view.rows.rows[2].complaint.isVisible()
    assert not losses.view.margin.complaint.isVisible()


def test_that_a_picture_of_ones_own_is_scored_and_its_class_asked_for(stage: Stage) -> None:
    stage.step(20)
    losses = bench_of(stage, NOW)
    dataset = stage.snapshot.dataset
    stage.window.image_panel.show_picture(Picture("holiday", dataset.images[dataset.test[4]]))
    assert "click a class to say which it is" in losses.note.text()
    assert losses.bench.label == int(losses.bench.scores[:, 0].argmax())
    losses.view.rows.names[7].click()
    assert losses.bench.label == 7
    stage.step(1)
    assert losses.bench.label == 7
    assert_shows_the_model(losses)
