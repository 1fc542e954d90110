"""Pictures of one step, of its gradient held to differences, and of its loss."""

from collections.abc import Callable

from gui.checking.words import MISTAKES
from gui.one_step.stages import Stage as OneStepStage
from gui.workspaces.names import GRADIENT_CHECK, LOSSES, ONE_STEP, TRAIN
from model.checking.mistakes import Mistake
from tests.stage import Stage


def show_one_step(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    stage.window.top_bar.workspaces.button(ONE_STEP).click()
    bench = stage.window.workspaces.one_step
    assert bench is not None
    bench.side.next.click()
    for part in OneStepStage:
        bench.stages.button(part).click()
        stage.live(0.05)
        save(f"{prefix}-anatomy-{part.value}")
    bench.view.magnified.button(True).click()
    bench.view.whose.button(True).click()
    for part in (OneStepStage.WEIGHT_GRADIENT, OneStepStage.UPDATE):
        bench.stages.button(part).click()
        stage.live(0.05)
        save(f"{prefix}-anatomy-{part.value}b")
    stage.window.transport.play.click()
    stage.wait(bench.held.newest.isEnabled, "the run to move on")
    stage.live(0.1)
    save(f"{prefix}-anatomy-running")
    stage.window.transport.play.click()
    stage.settle()
    bench.view.magnified.button(False).click()
    bench.view.whose.button(False).click()


def show_gradient_check(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    stage.window.top_bar.workspaces.button(GRADIENT_CHECK).click()
    stage.live(0.1)
    check = stage.window.workspaces.gradient_check
    assert check is not None
    for _ in range(3):
        check.place.next.click()
    save(f"{prefix}-check-one")
    check.whole.button.click()
    stage.wait(lambda: check.bench is not None and check.bench.progress.is_whole, "the whole gradient")
    save(f"{prefix}-check-whole")
    box = check.method.mistake
    for mistake in (Mistake.WRONG_ROW, Mistake.NO_PENALTY, Mistake.NONE):
        place = list(MISTAKES).index(mistake)
        box.setCurrentIndex(place)
        box.activated.emit(place)
        save(f"{prefix}-check-{mistake.name.lower()}")
    check.whole.shown.button(True).click()
    save(f"{prefix}-check-all")
    check.whole.shown.button(False).click()
    check.method.scheme.button(True).click()
    check.method.set_step(0.05)
    save(f"{prefix}-check-large-step")
    check.method.set_step(1e-4)
    check.method.scheme.button(False).click()
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()


def show_losses(stage: Stage, save: Callable[[str], None]) -> None:
    stage.window.top_bar.workspaces.button(LOSSES).click()
    losses = stage.window.workspaces.losses
    assert losses is not None

    def choose(place: int) -> None:
        losses.presets.list.setCurrentIndex(place)
        losses.presets.list.activated.emit(place)
        stage.live(0.1)

    names = ("three-images", "one-cat", "ten-classes", "four-pixels", "now")
    for place, name in enumerate(names):
        choose(place)
        save(f"09-losses-{name}")
    losses.view.shift.slider.setValue(300)
    losses.view.scale.slider.setValue(300)
    stage.live(0.1)
    save("09-losses-shift-scale")
    choose(2)
    losses.presets.images[2].button(2).click()
    losses.view.rows.rows[0].box.setText("many")
    losses.view.rows.rows[0].box.setModified(True)
    losses.view.rows.rows[0].box.editingFinished.emit()
    stage.live(0.1)
    save("09-losses-frog-refused")
    choose(0)
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()
