"""The workspace Evidence, in the real window: what it shows is what the model says of the picture, live."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from gui.evidence import words
from gui.pictures import diverging_map
from gui.workspaces.evidence import EvidenceWorkspace
from gui.workspaces.names import EVIDENCE
from model.classifier import score_picture
from model.evidence import evidence_for, patch_sums, scores_of, seen_of
from model.examination import Named
from model.flip import flip
from model.records import LossKind, Mode
from model.templates import levels
from tests.stage import Stage


def evidence_of(stage: Stage) -> EvidenceWorkspace:
    stage.window.top_bar.workspaces.button(EVIDENCE).click()
    found = stage.window.workspaces.evidence
    assert found is not None
    return found


def choose(box: object, workspace: EvidenceWorkspace, value: object) -> None:
    """Choose an option of one of the two lists, as a hand does."""
    listed = workspace.question.k if box == "k" else workspace.question.rather_than
    listed.choose(value)  # type: ignore[arg-type]
    listed.activated.emit(listed.currentIndex())


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", ""))


def assert_shows_the_model(stage: Stage, workspace: EvidenceWorkspace) -> None:
    """The map, the bars and the scores are those of the picture in the image panel, at the moment on the screen."""
    snapshot, seen = stage.snapshot, stage.window.image_panel._seen
    assert seen is not None
    examined = workspace.examined
    assert examined is not None
    x = seen_of(snapshot.dataset, seen)
    scores = scores_of(snapshot.params, x)
    k = int(scores.argmax())
    truth = evidence_for(snapshot.params, x, scores, k)
    assert np.array_equal(workspace.scores.scores, scores)
    assert np.allclose(scores, score_picture(snapshot.params, snapshot.dataset, seen), rtol=1e-4, atol=1e-5)
    dark = workspace.maps.theme.is_dark
    leveled = levels(truth.map_of(None).reshape(1, -1), (*seen.shape[:2], 1), False)[0, ..., 0]
    assert np.array_equal(workspace.maps.tiles[2].pixels, diverging_map(dark)[leveled])
    written = [number(text) for _, text in workspace.bars.texts]
    assert sum(written[:-1]) == pytest.approx(written[-1], abs=1e-9)
    assert written[-1] == pytest.approx(float(scores[k]), abs=0.5001e-3)
    sums = patch_sums(truth.map_of(None), 4)
    assert written[1] == pytest.approx(sums.max(), abs=0.5001e-3)


@pytest.mark.parametrize("source", ["cifar10-sample", "fashion-sample"])
def test_that_it_follows_training_time_travel_and_the_picture(stage: Stage, source: str) -> None:
    if source != stage.snapshot.dataset.name:
        stage.open(source)
    workspace = evidence_of(stage)
    for loss in LossKind:
        stage.window.controls.loss.button(loss).click()
        stage.wait(lambda loss=loss: stage.snapshot.settings.loss is loss, "the loss")  # type: ignore[misc]
        stage.step(20)
        assert_shows_the_model(stage, workspace)
    stage.window.timeline.slider.setValue(5)
    stage.wait(lambda: stage.snapshot.number == 5, "step 5")
    stage.settle()
    assert_shows_the_model(stage, workspace)
    panel = stage.window.image_panel
    panel.strip.setCurrentIndex(panel.strip.thumbnails.index(7))
    assert_shows_the_model(stage, workspace)
    assert workspace.maps.tiles[0].words.said.startswith("x: test image 7"[:12])
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 45, "the run to go on")
    assert_shows_the_model(stage, workspace)


def test_that_one_class_rather_than_another_is_explained_and_channels_are_parts(stage: Stage) -> None:
    stage.step(50)
    workspace = evidence_of(stage)
    for k, j in ((3, 6), (Named.TRUE, Named.RUNNER_UP)):
        choose("k", workspace, k)
        choose("j", workspace, j)
        examined = workspace.examined
        assert examined is not None
        own, other = examined.k, examined.rather_than
        if other is None:  # the true class is the runner-up itself
            continue
        assert workspace.bars.texts[-1][0] == words.score_name(other)
        expected = float(examined.scores[own] - examined.scores[other])
        assert number(workspace.bars.texts[-1][1]) == pytest.approx(expected, abs=0.5001e-3)
    whole = workspace.examined.evidence.map_of(None) if workspace.examined is not None else np.zeros(1)
    assert workspace.examined is not None
    assert np.allclose(sum(workspace.examined.evidence.map_of(c) for c in range(3)), whole)
    before = workspace.maps.tiles[2].pixels.copy()
    workspace.channel.button(0).click()
    assert not np.array_equal(workspace.maps.tiles[2].pixels, before)


def test_that_pointing_reads_pixel_weight_and_product(stage: Stage) -> None:
    stage.step(50)
    workspace = evidence_of(stage)
    stage.live(0.05)
    maps = workspace.maps
    target = maps.tiles[2]
    point = QPointF(target.corner[0] + 20.5 * target.scale, target.corner[1] + 12.5 * target.scale)
    none, left = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = maps.mapToGlobal(point)
    QApplication.sendEvent(maps.viewport(), QMouseEvent(QMouseEvent.Type.MouseMove, point, where, none, none, left))
    said = workspace.reading.text()
    assert said.startswith("(12, 20)")
    examined, seen = workspace.examined, stage.window.image_panel._seen
    assert examined is not None
    assert seen is not None
    for name, byte, x, w, p in re.findall(r"([RGB]) (\d+): (\S+) · (\S+) = (\S+)", said):
        channel = "RGB".index(name)
        assert int(byte) == seen[12, 20, channel]
        assert number(x) == pytest.approx(examined.evidence.inputs[12, 20, channel], abs=1e-3)
        assert number(w) == pytest.approx(examined.evidence.weights[12, 20, channel], abs=1e-4)
        assert number(p) == pytest.approx(examined.evidence.products[12, 20, channel], abs=1e-4)
    assert said.count("·") == 3


def test_that_the_flip_slider_goes_to_where_the_label_changes_and_says_how_far_that_is(stage: Stage) -> None:
    stage.step(50)
    workspace = evidence_of(stage)
    examined, params = workspace.examined, stage.snapshot.params
    assert examined is not None
    before = workspace.maps.tiles[0].pixels.copy()
    way = flip(params, examined.values.shape, examined.scores, examined.way.k, examined.way.j)
    assert f"= {way.distance:.3f} in units of x" in workspace.changes.sentence.text()
    workspace.changes.flip.setValue(99)
    assert workspace.examined is not None
    assert workspace.examined.label_now == way.k
    workspace.changes.flip.setValue(101)
    assert workspace.examined.label_now == way.j
    assert int(workspace.scores.scores.argmax()) == way.j
    moved = seen_of(stage.snapshot.dataset, stage.window.image_panel._seen) + 1.01 * way.distance * way.direction  # type: ignore[arg-type]
    assert np.allclose(workspace.scores.scores, scores_of(params, moved), atol=1e-9)
    assert not np.array_equal(workspace.maps.tiles[0].pixels, before)
    assert "As a picture" in workspace.changes.sentence.text()
    workspace.changes.restore.click()
    assert np.array_equal(workspace.maps.tiles[0].pixels, before)
    assert workspace.examined.label_now == way.k


def test_that_every_change_moves_the_scores_and_all_can_be_taken_back(stage: Stage) -> None:
    stage.step(50)
    workspace = evidence_of(stage)
    dataset, params, seen = stage.snapshot.dataset, stage.snapshot.params, stage.window.image_panel._seen
    assert seen is not None
    first = workspace.scores.scores.copy()
    changes = workspace.changes
    changes.rows["right"].slider.setValue(330)
    changes.rows["brightness"].slider.setValue(250)
    changes.rows["noise"].slider.setValue(100)
    changes.mirror.click()
    maps = workspace.maps
    centre = maps.patch_place((1, 2)).center()
    left = Qt.MouseButton.LeftButton
    pressed = QMouseEvent.Type.MouseButtonPress
    QApplication.sendEvent(
        maps.viewport(),
        QMouseEvent(pressed, centre, maps.mapToGlobal(centre), left, left, Qt.KeyboardModifier.NoModifier),
    )
    wish = workspace.wish.perturbation
    assert wish.hidden == {(1, 2)}
    assert (wish.right > 0, wish.brightness > 0, wish.noise > 0, wish.is_mirrored) == (True,) * 4
    changed = wish.applied(dataset, seen)
    assert np.array_equal(workspace.maps.tiles[0].pixels, changed)
    assert np.allclose(workspace.scores.scores, scores_of(params, seen_of(dataset, changed)))
    workspace.patches.button(8).click()
    assert not workspace.wish.perturbation.hidden
    changes.restore.click()
    assert np.array_equal(workspace.scores.scores, first)
    assert not changes.restore.isEnabled()


def test_that_a_diverged_run_is_said_and_leaves_the_last_good_moment(stage: Stage) -> None:
    stage.step(5)
    workspace = evidence_of(stage)
    good = workspace.examined
    box = stage.window.controls.step_size.box
    box.setText("300")
    box.setModified(True)
    box.editingFinished.emit()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    assert workspace.note.isVisibleTo(workspace)
    assert "diverged" in workspace.note.text()
    assert workspace.examined is not None
    assert np.isfinite(workspace.examined.scores).all()
    assert good is not None
