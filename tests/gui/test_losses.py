"""The bench of losses in the real window: every number on it is one of the model."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui import bench_words
from gui.classify.picture import Picture
from gui.workspaces.losses import LossesWorkspace
from gui.workspaces.names import LOSSES, TRAIN
from model.bench import Rule, weigh
from model.classifier import score_picture
from model.losses import data_loss, squared_hinge
from model.records import LossKind, Mode, Settings
from tests.stage import Stage

THREE, CAT, TEN, PIXELS, NOW = range(5)


def bench_of(stage: Stage, preset: int = THREE) -> LossesWorkspace:
    """Go to the workspace and choose an example."""
    stage.window.top_bar.workspaces.button(LOSSES).click()
    losses = stage.window.workspaces.losses
    assert losses is not None
    losses.presets.list.setCurrentIndex(preset)
    losses.presets.list.activated.emit(preset)
    return losses


def lines(losses: LossesWorkspace) -> dict[str, str]:
    return {name: " ".join(pieces) for name, pieces in losses.view.lines.entries}


def type_in(losses: LossesWorkspace, k: int, text: str) -> None:
    box = losses.view.rows.rows[k].box
    box.setText(text)
    box.setModified(True)
    box.editingFinished.emit()


def assert_shows_the_model(losses: LossesWorkspace) -> None:
    """Every cell says what the losses make of the scores in the boxes."""
    table, bench = losses.view.table, losses.bench
    scores, labels = bench.scores, bench.labels
    made = {
        Rule.HINGE: data_loss(Settings(loss=LossKind.HINGE, margin=bench.margin), scores, labels),
        Rule.SQUARED_HINGE: squared_hinge(scores, labels, bench.margin),
        Rule.SOFTMAX: data_loss(Settings(loss=LossKind.SOFTMAX), scores, labels),
    }
    last = {Rule.HINGE: 1, Rule.SQUARED_HINGE: 1, Rule.SOFTMAX: 2}
    for rule, (found, gradient) in made.items():
        assert table.foot_of(rule)[0] == bench_words.amount(float(found[bench.image]))
        for k in range(len(scores)):
            said = table.text_of(rule, last[rule], k).removeprefix("+")
            assert said == bench_words.amount(float(gradient[k, bench.image]))
            assert losses.view.rows.rows[k].value == pytest.approx(float(scores[k, bench.image]))


def test_that_the_three_images_show_2_9_and_0_and_12_9_and_their_mean(stage: Stage) -> None:
    losses = bench_of(stage)
    table = losses.view.table
    assert losses.isVisible()
    assert table.foot_of(Rule.HINGE) == ("2.90", "2.9 + 0 + 12.9", "5.27")
    assert table.text_of(Rule.HINGE, 0, 1) == "2.90"
    said = lines(losses)
    assert said["Hinge"] == "max(0, 5.1 − 3.2 + 1) + max(0, −1.7 − 3.2 + 1) = 2.9 + 0 = 2.9"
    assert said["Squared hinge"] == "2.9² + 0² = 8.41"
    losses.presets.images[THREE].button(2).click()
    assert table.foot_of(Rule.HINGE)[0] == "12.90"
    assert [name.isChecked() for name in losses.view.rows.names] == [False, False, True]
    assert lines(losses)["Hinge"] == "max(0, 2.2 − (−3.1) + 1) + max(0, 2.5 − (−3.1) + 1) = 6.3 + 6.6 = 12.9"
    losses.presets.images[THREE].button(1).click()
    assert table.foot_of(Rule.HINGE)[0] == "0.00"
    assert_shows_the_model(losses)


def test_that_the_cat_shows_every_number_on_the_way_to_2_04_and_names_0_89(stage: Stage) -> None:
    losses = bench_of(stage, CAT)
    table = losses.view.table
    assert [table.text_of(Rule.SOFTMAX, 0, k) for k in range(3)] == ["24.53", "164.02", "0.18"]
    assert [table.text_of(Rule.SOFTMAX, 1, k) for k in range(3)] == ["0.13", "0.87", "0.00"]
    assert table.foot_of(Rule.SOFTMAX) == ("2.04", "", "")
    assert lines(losses)["Softmax"] == "−ln( 24.53 / ( 24.53 + 164.02 + 0.18 ) ) = −ln 0.13 = 2.04"
    assert "0.89" in losses.note.text()


def test_that_ten_classes_show_the_model_for_each_of_the_three_images(stage: Stage) -> None:
    losses = bench_of(stage, TEN)
    assert lines(losses)["Softmax"].endswith("= −ln 0.0057 = 5.17")
    assert lines(losses)["Hinge"].endswith("+ 6 · 0 = 10.58")
    for image in range(3):
        losses.presets.images[TEN].button(image).click()
        assert_shows_the_model(losses)
    assert not losses.presets.images[THREE].isVisible()


def test_that_four_pixels_show_every_product_and_60_75(stage: Stage) -> None:
    losses = bench_of(stage, PIXELS)
    assert losses.view.products.isVisible()
    assert losses.view.products.texts == [
        ["cat", "0.2 · 56 = 11.2", "−0.5 · 231 = −115.5", "0.1 · 24 = 2.4", "2 · 2 = 4", "+1.1", "= −96.8"],
        ["dog", "1.5 · 56 = 84", "1.3 · 231 = 300.3", "2.1 · 24 = 50.4", "0 · 2 = 0", "+3.2", "= 437.9"],
        ["ship", "0 · 56 = 0", "0.25 · 231 = 57.75", "0.2 · 24 = 4.8", "−0.3 · 2 = −0.6", "−1.2", "= 60.75"],
    ]
    assert [row.box.text() for row in losses.view.rows.rows] == ["−96.80", "437.90", "60.75"]
    assert "61.95" in losses.note.text()
    assert_shows_the_model(losses)
    bench_of(stage, CAT)
    assert not losses.view.products.isVisible()


def test_that_sliders_and_boxes_move_scores_and_restore_brings_them_back(stage: Stage) -> None:
    losses = bench_of(stage, TEN)
    type_in(losses, 4, "7,25")
    assert losses.bench.scores[4, 0] == 7.25
    losses.view.rows.rows[5].slider.setValue(0)
    assert losses.bench.scores[5, 0] == -10
    assert_shows_the_model(losses)
    losses.presets.restore.click()
    assert (losses.bench.scores[4, 0], losses.bench.scores[5, 0]) == (4.48, 8.02)
    assert_shows_the_model(losses)


def test_that_a_click_on_a_class_makes_it_the_true_one(stage: Stage, qtbot: QtBot) -> None:
    losses = bench_of(stage)
    qtbot.mouseClick(losses.view.rows.names[1], Qt.MouseButton.LeftButton)
    assert losses.bench.label == 1
    assert [name.isChecked() for name in losses.view.rows.names] == [False, True, False]
    assert losses.view.table.foot_of(Rule.HINGE)[0] == "0.00"
    assert_shows_the_model(losses)


def test_that_a_wrong_number_is_refused_in_a_sentence_and_nothing_changes(stage: Stage) -> None:
    losses = bench_of(stage)
    type_in(losses, 0, "many")
    row = losses.view.rows.rows[0]
    assert row.complaint.isVisible()
    assert "not a number; the score of cat stays" in row.complaint.text()
    assert losses.bench.scores[0, 0] == 3.2
    type_in(losses, 0, "1e9")
    assert row.complaint.text() == "The score of cat goes from -999 to 999."
    type_in(losses, 0, "4")
    assert not row.complaint.isVisible()


def test_that_a_shift_is_said_to_be_ignored_and_a_scale_is_not(stage: Stage) -> None:
    losses = bench_of(stage)
    before = losses.view.table.foot_of(Rule.SOFTMAX)
    losses.view.shift.slider.setValue(300)
    assert losses.bench.scores[0, 0] == pytest.approx(8.2)
    assert losses.view.table.foot_of(Rule.SOFTMAX) == before
    assert losses.view.about.text() == "Shift by 5: every loss ignores it: only differences of scores count."
    losses.presets.images[THREE].button(1).click()
    losses.view.scale.box.setText("2")
    losses.view.scale.box.setModified(True)
    losses.view.scale.box.editingFinished.emit()
    assert losses.view.about.text().startswith(
        "Scale × 2: hinge ignores it (no margin is violated), squared hinge ignores it (no margin is violated), "
        "softmax 0.08 → 0.00"
    )
    assert_shows_the_model(losses)


def test_that_the_margin_counts_for_both_hinges_and_stands_in_the_formulas(stage: Stage) -> None:
    losses = bench_of(stage)
    losses.view.margin.slider.setValue(200)
    assert losses.bench.margin == 2.5
    assert "+ 2.5)" in losses.view.formulas[Rule.SQUARED_HINGE].markup
    assert lines(losses)["Hinge"].startswith("max(0, 5.1 − 3.2 + 2.5)")
    assert losses.view.table.foot_of(Rule.HINGE)[0] == "4.40"
    assert_shows_the_model(losses)


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


def test_that_the_sentence_on_the_step_is_back_in_train(stage: Stage) -> None:
    bench_of(stage)
    assert not stage.window.workspaces.sentence.isVisible()
    stage.window.top_bar.workspaces.button(TRAIN).click()
    assert stage.window.workspaces.sentence.isVisible()


def test_that_overflowing_exponentials_are_explained(stage: Stage) -> None:
    losses = bench_of(stage, CAT)
    type_in(losses, 1, "900")
    assert losses.view.table.text_of(Rule.SOFTMAX, 0, 1) == "∞"
    assert losses.view.table.foot_of(Rule.SOFTMAX)[0] == "896.80"
    assert "overflow" in lines(losses)["Softmax"]
    assert weigh(losses.bench)[2].losses[0] == pytest.approx(896.8)


def test_that_the_curves_go_through_the_losses_of_the_image(stage: Stage) -> None:
    losses = bench_of(stage)
    curves = losses.view.curves
    assert curves.plot.isVisible()
    for found in weigh(losses.bench):
        x, y = curves.curves[found.rule].points
        assert (curves.dots[found.rule].x(), curves.dots[found.rule].y()) == pytest.approx((3.2, found.losses[0]))
        assert np.interp(3.2, x, y) == pytest.approx(float(found.losses[0]), abs=0.01)
    x, y = curves.curves[Rule.HINGE].points
    assert (y[x > 6.1] == 0).all()
    assert (y[x < 6.0] > 0).all()


def test_that_the_curves_give_way_where_there_is_no_room(stage: Stage) -> None:
    losses = bench_of(stage, TEN)
    losses.presets.images[TEN].button(2).click()
    stage.live(0.05)
    assert not losses.view.curves.plot.isVisible()
    bench_of(stage, CAT)
    stage.live(0.05)
    assert losses.view.curves.plot.isVisible()


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
