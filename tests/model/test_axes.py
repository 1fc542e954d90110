"""Planes through the parameters: their directions, and where parameters lie above them."""

from dataclasses import replace

import numpy as np
import pytest

from model import axes
from model.arrays import Doubles
from model.axes import (
    Axes,
    NoPlane,
    ahead,
    explained,
    plane_at_random,
    plane_of_path,
    plane_of_steps,
    plane_through,
    random_direction,
    vector,
)
from model.records import LossKind, Params, PenaltyKind
from tests.model.planes import for_every_axes, next_question, question_after, shifted, surveyed
from tests.model.small import doubled, kind, same_bits, small_dataset, small_params

PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
WIDE = small_dataset(shape=(8, 8, 3))
RUN = question_after(8, PLAIN)
HERE, GRADIENT = RUN.step.before, RUN.step.gradient
POINTS = np.stack([*(vector(waypoint.params) for waypoint in RUN.trail), vector(HERE)])


def between(one: Params, other: Params, share: float) -> Params:
    """A point of the line through two others."""
    a, b = doubled(one), doubled(other)
    weights, biases = a.weights + share * (b.weights - a.weights), a.biases + share * (b.biases - a.biases)
    return Params(weights.astype(np.float32), biases.astype(np.float32))


def times(params: Params, factor: float) -> Params:
    return Params(params.weights * np.float32(factor), params.biases * np.float32(factor))


def principal_axes(points: Doubles) -> tuple[Doubles, Doubles]:
    """The first two principal axes of points, and their shares of the variance, by singular values."""
    _, values, rows = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return rows[:2], values[:2] ** 2 / (values**2).sum()


@for_every_axes
def test_that_the_directions_are_orthonormal_over_weights_and_biases_together(axes: Axes) -> None:
    basis = surveyed(question_after(8, PLAIN, axes)).frame.basis()
    np.testing.assert_allclose(basis @ basis.T, np.eye(2), atol=1e-6)


def test_that_the_first_direction_is_downhill() -> None:
    assert HERE.weights.dtype == np.float32
    unit = -vector(GRADIENT) / np.linalg.norm(vector(GRADIENT))
    for frame in (plane_of_steps(HERE, GRADIENT, RUN.previous), plane_at_random(HERE, GRADIENT, 1)):
        np.testing.assert_allclose(frame.basis()[0], unit, atol=1e-7)
        assert frame.origin is HERE


def test_that_the_second_direction_is_the_last_step_as_far_as_it_is_not_downhill() -> None:
    assert RUN.previous is not None
    basis = plane_of_steps(HERE, GRADIENT, RUN.previous).basis()
    step = vector(HERE) - vector(RUN.previous)
    assert np.linalg.norm((basis @ step) @ basis - step) < 1e-6 * np.linalg.norm(step)
    assert basis[1] @ step > 0


def test_that_the_random_direction_follows_from_its_seed() -> None:
    params = small_params(WIDE)
    assert same_bits(random_direction(params, 4), random_direction(params, 4))
    assert not np.allclose(random_direction(params, 4).weights, random_direction(params, 5).weights)
    first, again, other = (plane_at_random(params, small_params(WIDE, 2), seed).basis()[1] for seed in (4, 4, 5))
    assert first.tolist() == again.tolist()
    assert abs(first @ other) < 0.3


def test_that_each_row_of_the_random_direction_is_as_long_as_the_row_of_the_weights() -> None:
    sizes = np.array([[0.1], [1], [10]], np.float32)
    params = Params(small_params(WIDE).weights * sizes, np.ones(3, np.float32))
    direction = random_direction(params, 4)
    lengths = [np.linalg.norm(array, axis=1) for array in (params.weights, direction.weights)]
    np.testing.assert_allclose(lengths[1], lengths[0], rtol=1e-5)
    assert not direction.biases.any()


def test_that_where_all_weights_are_zero_there_are_random_directions_still() -> None:
    params = small_params(WIDE)
    nothing = times(params, 0.0)
    assert np.isfinite(plane_at_random(nothing, params, 1).basis()).all()


def test_that_along_the_path_the_directions_are_its_principal_axes() -> None:
    frame = plane_of_path(HERE, POINTS, None)
    rows, _ = principal_axes(POINTS)
    for mine, direct in zip(frame.basis(), rows, strict=True):
        assert abs(mine @ direct) == pytest.approx(1.0, abs=1e-6)
        assert mine @ (POINTS[-1] - POINTS[0]) > 0


def test_that_the_directions_of_the_path_keep_their_signs() -> None:
    question = RUN
    last = surveyed(question)
    for _ in range(8):
        question = next_question(question, last)
        now = surveyed(question)
        assert ((now.frame.basis() * last.frame.basis()).sum(axis=1) > 0).all()
        last = now
    turned = replace(last.frame, directions=(times(last.directions[0], -1), last.directions[1]))
    points = np.stack([vector(params) for params in last.path.params])
    signs = (plane_of_path(last.origin, points, turned).basis() * last.frame.basis()).sum(axis=1)
    np.testing.assert_allclose(signs, [-1, 1], atol=1e-3)


def test_that_the_explained_shares_are_those_of_the_singular_values() -> None:
    frame = plane_of_path(HERE, POINTS, None)
    assert explained(POINTS, frame) == pytest.approx(principal_axes(POINTS)[1], rel=1e-6)
    across = plane_at_random(HERE, GRADIENT, 1)
    assert sum(explained(POINTS, across)) < sum(explained(POINTS, frame)) <= 1 + 1e-9


def test_that_a_path_of_one_point_explains_nothing() -> None:
    frame = plane_at_random(HERE, GRADIENT, 1)
    assert explained(POINTS[-1:], frame) == explained(np.repeat(POINTS[-1:], 3, axis=0), frame) == (0.0, 0.0)


@for_every_axes
def test_that_coordinates_and_distance_make_up_the_way_to_each_point_of_the_path(axes: Axes) -> None:
    panorama = surveyed(question_after(8, PLAIN, axes))
    path = panorama.path
    ways = np.stack([vector(params) for params in path.params]) - vector(panorama.origin)
    np.testing.assert_allclose(path.t, ways @ panorama.frame.basis()[0], atol=1e-9)
    np.testing.assert_allclose(path.u, ways @ panorama.frame.basis()[1], atol=1e-9)
    np.testing.assert_allclose(path.t**2 + path.u**2 + path.distances**2, (ways**2).sum(axis=1), rtol=1e-5, atol=1e-12)


def test_that_three_saved_points_lie_on_their_plane_and_the_first_is_the_origin() -> None:
    panorama = surveyed(question_after(8, PLAIN, Axes.SAVED))
    places = [panorama.place_of(params) for params in panorama.question.saved]
    assert places[0] == (0.0, 0.0, 0.0)
    assert places[1][1] == pytest.approx(0.0, abs=1e-6)
    assert max(distance for _, _, distance in places) < 1e-6
    assert min(places[1][0], places[2][1]) > 0.1
    for t, u, _ in places:
        assert panorama.ts[0] < t < panorama.ts[-1]
        assert panorama.us[0] < u < panorama.us[-1]


def test_that_without_a_last_step_its_plane_is_refused() -> None:
    for previous in (None, times(HERE, 1.0), shifted(HERE, np.inf)):
        with pytest.raises(NoPlane, match="^" + axes.NO_STEP):
            plane_of_steps(HERE, GRADIENT, previous)


def test_that_a_last_step_along_the_gradient_spans_no_plane() -> None:
    for rate in (0.5, -0.5):
        previous = between(HERE, Params(HERE.weights + GRADIENT.weights, HERE.biases + GRADIENT.biases), rate)
        with pytest.raises(NoPlane, match="^" + axes.ONE_LINE_BACK):
            plane_of_steps(HERE, GRADIENT, previous)


@pytest.mark.parametrize(("factor", "sentence"), [(0.0, axes.NO_GRADIENT), (np.inf, axes.WILD_GRADIENT)])
def test_that_a_gradient_of_no_length_or_without_end_is_refused(factor: float, sentence: str) -> None:
    gradient = Params(np.full_like(GRADIENT.weights, factor), np.zeros_like(GRADIENT.biases))
    for span in (ahead, lambda g: plane_at_random(HERE, g, 1), lambda g: plane_of_steps(HERE, g, RUN.previous)):
        with pytest.raises(NoPlane, match="^" + sentence):
            span(gradient)


def test_that_a_path_of_two_points_is_refused() -> None:
    with pytest.raises(NoPlane, match="^" + axes.SHORT_PATH):
        plane_of_path(HERE, POINTS[:2], None)


def test_that_a_straight_path_is_refused() -> None:
    shares = (0.0, 0.3, 0.37, 0.9, 1.0)
    near, far = small_params(RUN.dataset, 9), times(small_params(RUN.dataset, 9), 1e4)
    lines = [np.stack([vector(between(HERE, end, share)) for share in shares]) for end in (near, far)]
    for points in (*lines, POINTS[[0, 0, 4, 4]], POINTS[[3, 3, 3]]):
        with pytest.raises(NoPlane, match="^" + axes.STRAIGHT_PATH):
            plane_of_path(HERE, points, None)


def test_that_other_than_three_different_points_are_refused() -> None:
    a, b, c = RUN.saved
    for saved in ((), (a, b), (a, b, c, a), (a, a, b), (a, b, b), (a, b, times(a, 1.0))):
        with pytest.raises(NoPlane, match="^" + axes.NOT_THREE):
            plane_through(saved, HERE)


def test_that_saved_points_on_a_line_are_refused() -> None:
    a, b, _ = RUN.saved
    for share in (0.3, 2.0, -1.0):
        with pytest.raises(NoPlane, match="^" + axes.THREE_IN_LINE):
            plane_through((a, b, between(a, b, share)), HERE)


def test_that_saved_points_of_other_data_or_beyond_all_numbers_are_refused() -> None:
    a, b, c = RUN.saved
    with pytest.raises(NoPlane, match="^" + axes.OTHER_DATA):
        plane_through((a, b, small_params(WIDE)), HERE)
    with pytest.raises(NoPlane, match="^" + axes.WILD_POINT):
        plane_through((a, shifted(b, np.nan), c), HERE)
