"""The workspace Gradient check in the real window."""

from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from gui.checking.words import digits, error_text
from gui.workspaces.gradient_check import GradientCheckWorkspace
from model.checking.bench import Bench, Place, quotient
from model.checking.slopes import STEPS
from model.records import LossKind, Mode, PenaltyKind
from tests.gui.one_step import choose
from tests.stage import Stage

LEFT = Qt.MouseButton.LeftButton


def bench_of(check: GradientCheckWorkspace) -> Bench:
    assert check.bench is not None
    return check.bench


def current_row(check: GradientCheckWorkspace) -> tuple[str, ...]:
    return next(row.cells for row in check.table.rows if row.is_current)


def fill_all(stage: Stage, check: GradientCheckWorkspace) -> None:
    check.whole.button.click()
    stage.wait(lambda: bench_of(check).progress.is_whole, "the whole gradient")


@pytest.mark.parametrize("source", ["cifar10-sample", "fashion-sample"])
def test_that_the_numbers_on_the_screen_are_those_of_the_model(
    stage: Stage, check: GradientCheckWorkspace, source: str
) -> None:
    if stage.snapshot.dataset.name != source:
        stage.open(source)
        stage.step(2)
    for loss, penalty in product(LossKind, PenaltyKind):
        choose(stage, loss, penalty)
        bench = bench_of(check)
        assert bench.step is stage.snapshot.coming
        assert bench.dataset is stage.snapshot.dataset
        found = quotient(bench)
        cells = current_row(check)
        assert cells[-3:] == (digits(found.numerical), digits(found.analytic), error_text(found.error))
        written = " ".join(piece.markup for piece in check.formula.pieces)
        assert digits(found.numerical) in written
        assert bench.dataset.classes[bench.place.k] in written
        gradient = np.column_stack([bench.step.gradient.weights, bench.step.gradient.biases])
        assert found.analytic == pytest.approx(gradient[bench.place.k, bench.place.d], rel=1e-4, abs=1e-7)
        assert check.whole.plot.dot.pos() == QPointF(
            float(np.log10(bench.method.h)), float(np.log10(max(found.error, 1e-14)))
        )


def test_that_the_column_is_filled_one_dimension_at_a_time(
    stage: Stage, check: GradientCheckWorkspace, qtbot: QtBot
) -> None:
    start = bench_of(check).place
    assert current_row(check)[-3] != "?"
    qtbot.mouseClick(check.place.next, LEFT)
    assert bench_of(check).place == Place(start.k, start.d + 1)
    qtbot.keyClick(check, Qt.Key.Key_N)
    stage.wait(lambda: bench_of(check).place == Place(start.k, start.d + 2), "the key N")
    known = np.flatnonzero(bench_of(check).progress.known[start.k])
    assert known.tolist() == [start.d, start.d + 1, start.d + 2]
    filled = {row.d for row in check.table.rows if row.cells[-3] != "?"}
    assert filled == set(known) & {row.d for row in check.table.rows}
    qtbot.keyClick(check, Qt.Key.Key_P)
    stage.wait(lambda: bench_of(check).place == Place(start.k, start.d + 1), "the key P")
    moved = current_row(check)[1]
    assert float(moved.replace("−", "-")) == pytest.approx(quotient(bench_of(check)).weight + 1e-4, abs=1e-6)


def test_that_it_goes_on_by_itself_until_it_is_told_to_stop(stage: Stage, check: GradientCheckWorkspace) -> None:
    start = bench_of(check).place
    check.place.auto.click()
    stage.wait(lambda: bench_of(check).place.d >= start.d + 3, "three dimensions")
    check.place.auto.click()
    stopped = bench_of(check).place
    stage.live(0.3)
    assert bench_of(check).place == stopped
    check.place.auto.click()
    stage.window.top_bar.workspaces.button("train").click()
    left = bench_of(check).place
    stage.live(0.3)
    assert bench_of(check).place == left, "nothing is filled where nobody looks"


def test_that_a_weight_can_be_clicked_typed_and_walked_to(check: GradientCheckWorkspace, qtbot: QtBot) -> None:
    place = check.whole.pictures.place(0, 1)
    side = place.width() / 32
    qtbot.mouseClick(
        check.whole.pictures.viewport(), LEFT, pos=QPoint(int(place.left() + 4.5 * side), int(place.top() + 9.5 * side))
    )
    assert divmod(bench_of(check).place.d // 3, 32) == (9, 4)
    check.place.k.setCurrentIndex(7)
    check.place.k.activated.emit(7)
    check.place.row.setValue(3)
    check.place.column.setValue(20)
    check.place.channel.setCurrentIndex(2)
    check.place.channel.activated.emit(2)
    assert bench_of(check).place == Place(7, (3 * 32 + 20) * 3 + 2)
    check.place.channel.setCurrentIndex(3)
    check.place.channel.activated.emit(3)
    assert bench_of(check).place == Place(7, 3072)
    assert not check.place.row.isEnabled()
    assert "bias" in " ".join(row.name for row in check.table.rows if row.is_current)
    check.go_on()
    assert bench_of(check).place == Place(7, 0)
    qtbot.mouseClick(check.table.viewport(), LEFT, pos=QPoint(30, 44 + 22 + 11))
    assert bench_of(check).place == Place(7, 1)


def test_that_every_way_of_finding_slopes_can_be_chosen(check: GradientCheckWorkspace) -> None:
    assert [row.cells[1] for row in check.table.rows if row.is_current] != []
    check.method.scheme.button(True).click()
    assert bench_of(check).method.is_centred
    assert len(current_row(check)) == 6
    assert check.whole.plot.centred.opacity() > check.whole.plot.forward.opacity()
    check.method.precision.button(False).click()
    assert bench_of(check).subject.weights.dtype == np.float32
    check.method.h.slider.setValue(0)
    assert bench_of(check).method.h == 1e-14
    assert "w + 1e-14" in current_row(check)
    assert "rounding" in check.agreement.text()
    for text, h in (("0,001", 1e-3), ("5", 1e-3)):
        check.method.h.box.setText(text)
        check.method.h.box.setModified(True)
        check.method.h.box.editingFinished.emit()
        assert bench_of(check).method.h == h
    assert "goes from 1e-14 to 0.1" in check.method.h.complaint.text()


def test_that_a_click_on_the_curve_chooses_its_step(check: GradientCheckWorkspace, qtbot: QtBot) -> None:
    check.method.scheme.button(True).click()
    plot = check.whole.plot.plot
    curve_x, curve_y = check.whole.plot.centred.points
    assert 10.0**curve_x == pytest.approx(STEPS)
    lowest = float(curve_x[curve_y.argmin()])
    qtbot.mouseClick(plot.viewport(), LEFT, pos=plot.pixel_at(lowest, -6).toPoint())
    assert np.log10(bench_of(check).method.h) == pytest.approx(lowest, abs=0.1)
    assert check.agreement.text() == "They agree."


def test_that_the_whole_gradient_fills_in_and_its_cost_is_told(stage: Stage, check: GradientCheckWorkspace) -> None:
    check.go_on()
    fill_all(stage, check)
    bench = bench_of(check)
    assert bench.progress.evaluations == 30_731
    assert "30,730 of 30,730 numbers, 30,731 loss evaluations" in check.whole.cost.text()
    assert "One analytic gradient" in check.whole.cost.text()
    assert not check.whole.button.isEnabled()
    assert not check.desk.is_running
    check.whole.shown.button(True).click()
    assert len(check.whole.pictures.bands) == 3
    assert all(len(band.tiles) == 10 for band in check.whole.pictures.bands)
    assert not check.table.isVisibleTo(check)
    check.whole.shown.button(False).click()
    assert check.table.isVisibleTo(check)


def test_that_filling_can_be_paused_and_gone_on_with(stage: Stage, check: GradientCheckWorkspace) -> None:
    check.whole.button.click()
    stage.wait(lambda: bench_of(check).progress.count > 2, "a part")
    check.whole.button.click()
    count = bench_of(check).progress.count
    stage.live(0.1)
    if not bench_of(check).progress.is_whole:
        assert bench_of(check).progress.count == count
        assert check.whole.button.text() == "Whole gradient"
        fill_all(stage, check)
    assert bench_of(check).progress.evaluations == 30_731


def test_that_while_running_the_step_stays_until_the_newest_is_asked_for(
    stage: Stage, check: GradientCheckWorkspace
) -> None:
    held = bench_of(check).step
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.RUNNING and stage.snapshot.number > 8, "some steps")
    assert bench_of(check).step is held
    assert "while the run goes on" in check.held.which.text()
    fill_all(stage, check)
    assert bench_of(check).step is held
    check.held.newest.click()
    assert bench_of(check).step is not held
    assert bench_of(check).progress.count == 1
    stage.window.transport.play.click()
    stage.settle()
    stage.wait(lambda: bench_of(check).step is stage.snapshot.coming, "the paused step")


def test_that_looking_back_checks_the_gradient_of_that_moment(stage: Stage, check: GradientCheckWorkspace) -> None:
    stage.window.timeline.slider.setValue(2)
    stage.wait(lambda: stage.snapshot.number == 2, "step 2")
    assert bench_of(check).step.number == 2
    assert "step 3" in check.held.which.text()


def test_that_a_diverged_run_has_nothing_to_check_and_says_so(stage: Stage, check: GradientCheckWorkspace) -> None:
    box = stage.window.controls.step_size.box
    box.setText("300")
    box.setModified(True)
    box.editingFinished.emit()
    check.place.auto.click()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    stage.live(0.05)
    assert check.bench is None
    assert check.nothing.isVisibleTo(check)
    assert not check.place.auto.isChecked()
    check.go_on()
    stage.window.transport.go_back()
    stage.wait(lambda: stage.snapshot.mode is Mode.PAUSED and check.bench is not None, "the way back")
