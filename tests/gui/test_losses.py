"""The bench of losses in the real window: every number on it is one of the model."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.workspaces.names import TRAIN
from model.bench import Rule, weigh
from tests.gui.bench import CAT, PIXELS, TEN, THREE, assert_shows_the_model, bench_of, lines, type_in
from tests.stage import Stage


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
