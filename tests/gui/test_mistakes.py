"""Mistakes and kinks in the real window: each is caught, or said to be without effect."""

import pytest
from PySide6.QtCore import Qt

from gui.checking.words import MISTAKES
from gui.workspaces.gradient_check import GradientCheckWorkspace
from model.checking.bench import quotient
from model.checking.mistakes import Mistake, why_not
from model.records import LossKind, PenaltyKind
from tests.gui.one_step import choose
from tests.gui.test_gradient_check import bench_of, fill_all
from tests.stage import Stage


def break_it(check: GradientCheckWorkspace, mistake: Mistake) -> None:
    box, place = check.method.mistake, list(MISTAKES).index(mistake)
    box.setCurrentIndex(place)
    box.activated.emit(place)


@pytest.mark.parametrize("loss", LossKind)
def test_that_every_mistake_is_caught_in_the_window(
    stage: Stage, check: GradientCheckWorkspace, loss: LossKind
) -> None:
    choose(stage, loss, PenaltyKind.L2)
    stage.step(60)
    check.method.scheme.button(True).click()
    check.method.set_step(1e-6)
    fill_all(stage, check)
    assert "of slopes near 0" in check.whole.finding.text() or "agree within" in check.whole.finding.text()
    for mistake in Mistake:
        reason = why_not(mistake, stage.snapshot.settings)
        item = check.method.mistake.model().index(list(MISTAKES).index(mistake), 0)
        assert bool(item.flags() & Qt.ItemFlag.ItemIsEnabled) == (not reason)
        if not reason and mistake is not Mistake.NONE:
            break_it(check, mistake)
            assert bench_of(check).mistake is mistake
            assert check.whole.finding.text().startswith("Caught"), mistake
            worst = bench_of(check).verdict.worst
            assert worst is not None
            assert bench_of(check).dataset.classes[worst[0]] in check.whole.finding.text()


def test_that_a_mistake_without_effect_is_said_to_be_one(stage: Stage, check: GradientCheckWorkspace) -> None:
    stage.window.transport.reset.click()
    stage.wait(lambda: stage.snapshot.number == 0, "reset")
    choose(stage, LossKind.HINGE, PenaltyKind.L2)
    stage.settle()
    break_it(check, Mistake.NO_MASK)
    fill_all(stage, check)
    assert "changes nothing" in check.whole.finding.text()


def test_that_a_kink_within_reach_raises_an_alarm(stage: Stage, check: GradientCheckWorkspace) -> None:
    choose(stage, LossKind.HINGE, PenaltyKind.L2)
    stage.step(60)
    check.method.set_step(0.1)
    found = quotient(bench_of(check))
    assert found.kinks_inside > 0
    assert f"{found.kinks_inside:,} kink" in check.agreement.text()
    assert "margins pass zero" in check.agreement.text()
    assert check.agreement.property("tone") == "warning"
    assert check.whole.plot.region.isVisible()
    choose(stage, LossKind.SOFTMAX, PenaltyKind.L2)
    assert not check.whole.plot.region.isVisible()
