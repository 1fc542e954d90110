"""The loss on a plane around a run: against the loss of each point's own parameters."""

from dataclasses import replace

import numpy as np
import pytest

from model.axes import Axes, NoPlane
from model.classifier import class_scores, predict
from model.panorama import MOST_WAYPOINTS_WHOLE
from model.paths import NOT_FINITE
from model.profiles import SAMPLE
from model.records import LossKind, PenaltyKind, Settings
from tests.model.planes import (
    LARGE,
    SMALL,
    direct_loss,
    for_every_axes,
    point_of,
    question_after,
    shifted,
    surveyed,
)
from tests.model.small import arrays_in, doubled, for_every_kind, kind, seen_plainly

PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
SOME = [(0, 0), (3, 17), (10, 10), (20, 6)]


@for_every_axes
@for_every_kind
def test_that_the_surface_has_the_loss_of_the_parameters_at_each_point(settings: Settings, axes: Axes) -> None:
    question = question_after(6, settings, axes)
    panorama = surveyed(question)
    for i, j in SOME:
        point = point_of(panorama, panorama.ts[i], panorama.us[j])
        assert panorama.losses[i, j] == pytest.approx(direct_loss(point, question), rel=1e-5)


@for_every_axes
def test_that_the_accuracy_is_the_share_of_right_predictions_where_it_is_wanted(axes: Axes) -> None:
    question = question_after(6, PLAIN, axes)
    assert surveyed(question).accuracies is None
    panorama = surveyed(replace(question, wants_accuracy=True))
    seen, labels = seen_plainly(SMALL, SMALL.train), SMALL.labels[SMALL.train]
    assert panorama.accuracies is not None
    for i, j in SOME:
        found = predict(class_scores(point_of(panorama, panorama.ts[i], panorama.us[j]), seen))
        assert panorama.accuracies[i, j] == pytest.approx(np.mean(found == labels))


@for_every_axes
def test_that_the_current_parameters_lie_where_it_is_said(axes: Axes) -> None:
    question = question_after(6, PLAIN, axes)
    panorama = surveyed(question)
    below, here = point_of(panorama, *panorama.here), doubled(question.step.before)
    away = np.concatenate([(here.weights - below.weights).ravel(), here.biases - below.biases])
    assert panorama.here_distance == pytest.approx(np.linalg.norm(away), rel=1e-5)
    if axes is Axes.SAVED:
        assert panorama.here_distance > 0.1
        for basis in panorama.directions:
            along = np.concatenate([basis.weights.ravel(), basis.biases])
            assert away @ along == pytest.approx(0.0, abs=1e-6)
    else:
        assert panorama.origin is question.step.before
        assert (*panorama.here, panorama.here_distance) == (0.0, 0.0, 0.0)


@for_every_axes
def test_that_the_loss_here_is_that_of_the_current_parameters_on_the_plane_or_not(axes: Axes) -> None:
    question = question_after(6, PLAIN, axes)
    assert surveyed(question).here_loss == pytest.approx(direct_loss(question.step.before, question), rel=1e-5)


@for_every_axes
def test_that_a_point_has_its_own_coordinates(axes: Axes) -> None:
    panorama = surveyed(question_after(6, PLAIN, axes))
    point = panorama.at(0.3, -0.2)
    assert point.weights.dtype == point.biases.dtype == np.float32
    np.testing.assert_allclose(point.weights, point_of(panorama, 0.3, -0.2).weights, rtol=1e-6)
    assert panorama.place_of(point) == pytest.approx((0.3, -0.2, 0.0), abs=1e-6)


@for_every_axes
def test_that_the_current_parameters_are_in_view_with_room_around(axes: Axes) -> None:
    panorama = surveyed(question_after(6, PLAIN, axes))
    for place, points in zip(panorama.here, (panorama.ts, panorama.us), strict=True):
        width = points[-1] - points[0]
        assert points[0] + 0.1 * width < place < points[-1] - 0.1 * width


@pytest.mark.parametrize("far", [0.0, 3.0])
def test_that_downhill_both_ends_of_the_coming_step_and_of_the_last_one_are_in_view(far: float) -> None:
    question = question_after(6, PLAIN, Axes.PREVIOUS)
    previous = shifted(question.trail[-1].params, far)
    panorama = surveyed(replace(question, previous=previous))
    for params in (question.step.after, previous):
        t, u, distance = panorama.place_of(params)
        assert panorama.ts[0] < t < panorama.ts[-1]
        assert panorama.us[0] < u < panorama.us[-1]
        assert distance == pytest.approx(0.0, abs=1e-6)
    assert panorama.place_of(question.step.after)[0] > 0


@for_every_kind
def test_that_the_lowest_point_downhill_is_in_view_however_short_the_step(settings: Settings) -> None:
    question = question_after(0, replace(settings, step_size=1e-6), Axes.RANDOM)
    panorama = surveyed(replace(question, side=101))
    lowest = panorama.ts[panorama.losses[:, 50].argmin()]
    assert panorama.us[50] == pytest.approx(0.0, abs=1e-9)
    assert lowest == pytest.approx(panorama.ts[-1] / 2.2, abs=1.01 * (panorama.ts[1] - panorama.ts[0]))


def test_that_current_parameters_far_from_the_saved_points_are_in_view() -> None:
    question = question_after(6, PLAIN, Axes.SAVED)
    panorama = surveyed(replace(question, saved=tuple(shifted(params, 5.0) for params in question.saved)))
    (t, u), ts, us = panorama.here, panorama.ts, panorama.us
    assert ts[0] < t < ts[-1]
    assert us[0] < u < us[-1]


def test_that_the_whole_path_is_in_view_along_its_main_directions() -> None:
    panorama = surveyed(question_after(30, PLAIN))
    for places, points in ((panorama.path.t, panorama.ts), (panorama.path.u, panorama.us)):
        assert points[0] < places.min() < places.max() < points[-1]


@for_every_kind
def test_that_each_point_of_the_path_has_the_loss_of_its_own_parameters(settings: Settings) -> None:
    question = question_after(6, settings, Axes.RANDOM)
    path = surveyed(question).path
    assert path.numbers.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert path.params == (*(waypoint.params for waypoint in question.trail), question.step.before)
    expected = [direct_loss(params, question) for params in path.params]
    assert path.losses.tolist() == pytest.approx(expected, rel=1e-5)


def test_that_on_all_images_the_path_has_fewer_points() -> None:
    question = replace(question_after(70, PLAIN, dataset=LARGE), is_whole=True)
    numbers = surveyed(question).path.numbers
    assert len(numbers) <= MOST_WAYPOINTS_WHOLE
    assert (numbers[0], numbers[-1]) == (0, 70)


def test_that_a_sample_stands_for_the_images_unless_all_are_asked_for() -> None:
    question = question_after(3, PLAIN, Axes.RANDOM, LARGE)
    whole, sample = surveyed(replace(question, is_whole=True)), surveyed(question)
    assert whole.images == len(LARGE.train) > SAMPLE >= sample.images
    assert whole.here_loss == pytest.approx(direct_loss(question.step.before, question), rel=1e-5)
    assert sample.here_loss == pytest.approx(whole.here_loss, rel=0.1)
    assert sample.here_loss != whole.here_loss


@pytest.mark.parametrize("penalty", [PenaltyKind.NONE, PenaltyKind.L2, PenaltyKind.L1])
@pytest.mark.parametrize("loss", list(LossKind))
@pytest.mark.parametrize(("step_size", "is_beyond"), [(1e20, False), (1e40, True)])
def test_that_beyond_all_numbers_the_loss_is_infinite_and_never_nothing(
    step_size: float, is_beyond: bool, loss: LossKind, penalty: PenaltyKind
) -> None:
    question = question_after(0, kind(loss, penalty), Axes.RANDOM)
    settings = replace(question.step.settings, step_size=step_size)
    panorama = surveyed(replace(question, step=replace(question.step, settings=settings), wants_accuracy=True))
    assert panorama.accuracies is not None
    assert panorama.ts[-1] > step_size / 10
    assert panorama.losses.max() > 1e18
    assert not np.isnan(panorama.losses).any()
    assert np.isinf(panorama.losses).any() == is_beyond
    assert 0 <= panorama.accuracies.min() <= panorama.accuracies.max() <= 1
    assert np.isfinite(panorama.here_loss)


def test_that_parameters_beyond_all_numbers_are_told_in_a_sentence() -> None:
    question = question_after(3, PLAIN)
    wild = replace(question.step, before=shifted(question.step.before, np.inf))
    for axes in Axes:
        with pytest.raises(NoPlane, match="^" + NOT_FINITE):
            surveyed(replace(question, axes=axes, step=wild))


@for_every_axes
def test_that_a_panorama_in_hand_never_changes(axes: Axes) -> None:
    panorama = surveyed(replace(question_after(4, PLAIN, axes), wants_accuracy=True))
    arrays = dict(arrays_in(panorama))
    assert {".ts", ".us", ".losses", ".accuracies", ".path.t", ".path.losses"} <= arrays.keys()
    assert [path for path, array in arrays.items() if array.flags.writeable and ".dataset" not in path] == []
