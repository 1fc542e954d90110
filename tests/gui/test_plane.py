import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.views.plane import PlaneView
from gui.workspaces.names import LANDSCAPE, TRAIN
from model.axes import Axes
from model.classifier import objective
from model.panorama import Panorama
from model.records import LossKind, Mode, Params, Snapshot
from tests.stage import Stage


def true_loss(snapshot: Snapshot, params: Params, panorama: Panorama) -> float:
    """The loss of parameters on the images of a panorama, by a plain forward pass in double precision."""
    dataset = snapshot.dataset
    rows = dataset.train if panorama.question.is_whole else dataset.train[:: -(-len(dataset.train) // 1024)]
    assert len(rows) == panorama.images
    double = Params(params.weights.astype(np.float64), params.biases.astype(np.float64))
    seen = dataset.preprocessing.apply(dataset.pixels[rows]).astype(np.float64)
    return objective(double, seen, dataset.labels[rows], snapshot.settings)[0]


def plane_of(stage: Stage) -> PlaneView:
    landscape = stage.window.workspaces.landscape
    assert landscape is not None
    return landscape.plane


def look(stage: Stage, axes: Axes) -> Panorama:
    """Go to the Landscape workspace and wait for a plane."""
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    plane = plane_of(stage)
    plane.axes.setCurrentIndex(plane.axes.findData(axes))
    plane.axes.activated.emit(plane.axes.currentIndex())
    return settled(stage)


def settled(stage: Stage) -> Panorama:
    stage.settle()
    stage.wait(lambda: stage.window.workspaces.desks.plane.is_settled, "the plane")
    panorama = plane_of(stage).plot.panorama
    assert panorama is not None
    return panorama


@pytest.mark.parametrize("axes", [Axes.PREVIOUS, Axes.RANDOM, Axes.PATH])
@pytest.mark.parametrize("loss", list(LossKind))
def test_that_the_plane_has_the_losses_of_its_parameters(stage: Stage, axes: Axes, loss: LossKind) -> None:
    stage.window.controls.loss.button(loss).click()
    stage.wait(lambda: stage.snapshot.settings.loss is loss, "the loss")
    stage.step(12)
    panorama = look(stage, axes)
    assert panorama.losses.shape == (101, 101)
    for i, j in ((3, 90), (50, 50), (97, 8)):
        there = panorama.at(float(panorama.ts[i]), float(panorama.us[j]))
        assert panorama.losses[i, j] == pytest.approx(true_loss(stage.snapshot, there, panorama), rel=1e-4)


def test_that_every_dot_of_the_path_has_its_true_loss_and_distance(stage: Stage) -> None:
    stage.step(30)
    panorama, trail = look(stage, Axes.PATH), stage.snapshot.trail
    path = panorama.path
    plot = plane_of(stage).plot
    assert len(path.t) == len(plot._dots) >= 30
    for place in (0, 7, 19):
        assert path.losses[place] == pytest.approx(true_loss(stage.snapshot, trail[place].params, panorama), rel=1e-4)
        t, u, distance = panorama.place_of(trail[place].params)
        assert (t, u, distance) == pytest.approx((path.t[place], path.u[place], path.distances[place]), abs=1e-6)
        assert (plot._dots[place].x(), plot._dots[place].y()) == pytest.approx((t, u))
        assert plot._rings[place].rect().width() == pytest.approx(2 * distance)
    assert "of the path's variation" in plane_of(stage).about.text()


def test_that_a_click_on_the_plane_stands_there_and_back_undoes_it(stage: Stage, qtbot: QtBot) -> None:
    stage.step(10)
    panorama, before = look(stage, Axes.RANDOM), stage.snapshot
    plot = plane_of(stage).plot.plot
    t, u = float(panorama.ts[70]), float(panorama.us[30])
    pixel = plot.pixel_at(t, u).toPoint()
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
    stage.wait(lambda: stage.snapshot.number == 11, "the jump")
    found = panorama.place_of(stage.snapshot.params)
    across = float(panorama.ts[1] - panorama.ts[0])
    assert found[0] == pytest.approx(t, abs=across)
    assert found[1] == pytest.approx(u, abs=across)
    assert found[2] < 1e-4
    stage.settle()
    stage.window.transport.steps.setValue(1)
    stage.window.transport.back.click()
    stage.wait(lambda: stage.snapshot.number == 10, "back")
    assert np.array_equal(stage.snapshot.params.weights, before.params.weights)
    stage.step(1)
    assert np.array_equal(stage.snapshot.params.weights, before.coming.after.weights)


def test_that_three_saved_points_span_a_plane_and_fewer_are_asked_for(stage: Stage) -> None:
    stage.step(1)
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    plane = plane_of(stage)
    plane.axes.setCurrentIndex(plane.axes.findData(Axes.SAVED))
    plane.axes.activated.emit(plane.axes.currentIndex())
    stage.wait(lambda: "Save three different points" in plane.nothing.text(), "the refusal")
    assert plane.nothing.isVisible()
    saved = []
    for _ in range(3):
        plane.save.click()
        saved.append(stage.snapshot.params)
        stage.step(8)
    panorama = settled(stage)
    assert plane.plot.isVisible()
    for params in saved:
        assert panorama.place_of(params)[2] < 1e-4
    plane.forget.click()
    stage.wait(plane.nothing.isVisible, "the refusal")


def test_that_the_plane_before_the_first_step_says_what_to_do(stage: Stage) -> None:
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    plane = plane_of(stage)
    stage.wait(lambda: plane.nothing.text().startswith("Take a step first"), "the refusal")
    assert plane.nothing.isVisible()
    stage.step(1)
    stage.wait(plane.plot.isVisible, "the plane")


def test_that_accuracy_and_all_images_can_be_asked_for(stage: Stage) -> None:
    stage.step(5)
    look(stage, Axes.RANDOM)
    plane = plane_of(stage)
    plane.shown.button(True).click()
    plane.images.button(True).click()
    panorama = settled(stage)
    assert panorama.accuracies is not None
    assert panorama.images == len(stage.snapshot.dataset.train)
    middle = panorama.accuracies[np.abs(panorama.ts).argmin(), np.abs(panorama.us).argmin()]
    assert middle == pytest.approx(stage.snapshot.measure.train_accuracy, abs=0.03)
    assert plane.bar.range[0].endswith("%")


def test_that_another_random_direction_gives_another_plane(stage: Stage) -> None:
    stage.step(3)
    first = look(stage, Axes.RANDOM)
    plane_of(stage).again.click()
    second = settled(stage)
    assert np.array_equal(first.directions[0].weights, second.directions[0].weights)
    assert abs(float(np.vdot(first.directions[1].weights, second.directions[1].weights))) < 0.5


def test_that_the_plane_follows_the_training_coarsely_and_rests_finely(stage: Stage) -> None:
    stage.step(3)
    look(stage, Axes.RANDOM)
    plot = plane_of(stage).plot
    seen: set[int] = set()
    stage.window.workspaces.desks.plane.answered.connect(lambda panorama: seen.add(panorama.question.side))
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 30 and bool(seen), "a plane meanwhile")
    assert seen == {51}
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.PAUSED, "a pause")
    panorama = settled(stage)
    assert panorama.question.side == 101
    assert panorama is plot.panorama
    assert np.array_equal(panorama.at(*panorama.here).weights, stage.snapshot.params.weights)


def test_that_the_map_is_coloured_by_the_loss(stage: Stage) -> None:
    stage.step(5)
    panorama = look(stage, Axes.RANDOM)
    view = plane_of(stage).plot
    scale = view.show_panorama(panorama)
    picture = view.plot.grab().toImage()
    for i, j in ((5, 5), (95, 95)):
        place = view.plot.pixel_at(float(panorama.ts[i]), float(panorama.us[j])).toPoint()
        expected = QColor(scale.colour(float(panorama.losses[i, j])))
        around = [picture.pixelColor(place + QPoint(x, y)) for x in range(-3, 4) for y in range(-3, 4)]
        near = [
            abs(c.red() - expected.red()) + abs(c.green() - expected.green()) + abs(c.blue() - expected.blue())
            for c in around
        ]
        assert min(near) < 24


def test_that_a_diverged_run_has_no_plane_but_a_sentence(stage: Stage) -> None:
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    stage.window.controls.choose_step_size(1e6)
    stage.window.transport.full.click()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    plane = plane_of(stage)
    stage.wait(plane.nothing.isVisible, "the refusal")
    assert "not finite" in plane.nothing.text()
    stage.window.transport.reset.click()
    stage.window.controls.choose_step_size(0.01)
    stage.wait(lambda: stage.snapshot.number == 0, "reset")
    stage.settle()
    stage.step(2)
    stage.wait(plane.plot.isVisible, "a plane again")


def test_that_the_line_comes_back_to_train(stage: Stage) -> None:
    line = stage.train.landscape
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    assert line.isVisible()
    assert not stage.train.isVisible()
    stage.window.top_bar.workspaces.button(TRAIN).click()
    assert line.isVisible()
    assert stage.train.isAncestorOf(line)
    stage.step(1)
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert survey.step is stage.snapshot.coming
