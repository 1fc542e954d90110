"""Pictures of Train and of the landscape."""

from collections.abc import Callable

from gui.views.templates import Shown
from gui.workspaces.names import LANDSCAPE, TRAIN
from model.axes import Axes
from model.profiles import Along
from tests.stage import Stage


def show_views(stage: Stage, save: Callable[[str], None]) -> None:
    train = stage.train
    train.templates.shown.button(Shown.PULL).click()
    train.curves.is_log.button(True).click()
    train.curves.against.button("epoch").click()
    save("06-pull-log-epoch")
    train.templates.shown.button(Shown.COMING).click()
    train.templates.shared.button(True).click()
    train.curves.is_log.button(False).click()
    save("07-coming-step-shared")
    train.templates.shown.button(Shown.WEIGHTS).click()
    train.templates.shared.button(False).click()
    train.curves.against.button("number").click()
    stage.window.controls.step_size.slider.setValue(360)
    stage.settle()
    save("08-large-step-size")
    train.landscape.is_log.button(True).click()
    stage.settle()
    save("08-log-axis")
    train.landscape.along.button(Along.TRAINING).click()
    stage.live(0.3)
    train.landscape.is_log.button(False).click()
    stage.window.controls.choose_step_size(0.03)
    stage.settle()
    save("08-along-all")
    train.landscape.along.button(Along.BATCH).click()
    stage.settle()


def show_planes(stage: Stage, save: Callable[[str], None]) -> None:
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    workspaces = stage.window.workspaces
    assert workspaces.landscape is not None
    plane = workspaces.landscape.plane
    for axes in Axes:
        plane.axes.setCurrentIndex(plane.axes.findData(axes))
        plane.axes.activated.emit(plane.axes.currentIndex())
        stage.wait(lambda: workspaces.desks.plane.is_settled, "the plane")
        stage.live(0.1)
        save(f"09-plane-{axes.value}")
    for _ in range(3):
        plane.save.click()
        stage.step(100)
    stage.wait(lambda: workspaces.desks.plane.is_settled, "the plane")
    stage.live(0.1)
    save("09-plane-saved-three")
    plane.shown.button(True).click()
    stage.wait(lambda: workspaces.desks.plane.is_settled, "the accuracy")
    stage.live(0.1)
    save("09-plane-accuracy")
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()
