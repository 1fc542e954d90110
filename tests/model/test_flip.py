"""The shortest way to another label: exact in the scores, honest about what a picture can show."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.classifier import score_picture
from model.evidence import scores_of
from model.flip import displayable, flip, moved, nearest
from model.perturbations import neutral
from model.records import Params
from tests.model.sights import Sight, sight, sights

REACH = examples(derandomize=True, deadline=None, max_examples=60)


@REACH
@given(sights, some.data())
def test_that_at_the_distance_both_scores_are_equal_and_no_shorter_way_exists(it: Sight, data: some.DataObject) -> None:
    k, j = data.draw(some.permutations(range(len(it.scores))))[:2]
    way = flip(it.params, it.picture.shape, it.scores, k, j)
    there = scores_of(it.params, it.seen + way.distance * way.direction)
    size = np.abs(it.params.weights).sum() * (np.abs(it.seen).max() + abs(way.distance)) + 1e-12
    assert there[k] == pytest.approx(there[j], abs=1e-9 * size)
    assert np.linalg.norm(way.direction) == pytest.approx(1.0)
    apart = np.linalg.norm(it.params.weights[k].astype(float) - it.params.weights[j])
    assert way.distance == pytest.approx((it.scores[k] - it.scores[j]) / apart, rel=1e-6)


@REACH
@given(sights, some.floats(-3, 3))
def test_that_the_scores_change_along_the_way_as_the_slopes_say(it: Sight, t: float) -> None:
    way = flip(it.params, it.picture.shape, it.scores, 0, 1)
    moved = scores_of(it.params, it.seen + t * way.direction)
    assert np.allclose(moved, way.scores + t * way.slopes, atol=1e-6 * np.abs(it.params.weights).sum())


@REACH
@given(sights)
def test_that_the_label_stays_until_the_first_overtakes_and_is_its_afterwards(it: Sight) -> None:
    k = int(it.scores.argmax())
    way = flip(it.params, it.picture.shape, it.scores, k, nearest(it.params, it.scores, k))
    overtaker, distance = way.first()
    step = 1e-4 * max(distance, 1e-3)
    before, after = (scores_of(it.params, it.seen + t * way.direction) for t in (distance - step, distance + step))
    assert int(before.argmax()) == k
    assert int(after.argmax()) == overtaker


@REACH
@given(sights)
def test_that_the_nearest_boundary_is_crossed_by_its_own_class_first(it: Sight) -> None:
    k = int(it.scores.argmax())
    j = nearest(it.params, it.scores, k)
    distance = flip(it.params, it.picture.shape, it.scores, k, j).distance
    others = [flip(it.params, it.picture.shape, it.scores, k, c).distance for c in range(len(it.scores)) if c != k]
    assert distance == pytest.approx(min(others))
    assert flip(it.params, it.picture.shape, it.scores, k, j).first()[1] == pytest.approx(distance, rel=1e-6)


def test_that_a_third_class_that_is_quicker_is_named() -> None:
    params = Params(np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]]), np.array([4.0, 0.0, 1.0]))
    way = flip(params, (1, 2, 1), scores_of(params, np.zeros((1, 2, 1))), k=0, j=1)
    assert way.distance == pytest.approx(4.0)
    overtaker, distance = way.first()
    assert overtaker == 2
    assert distance == pytest.approx(1.0)


def test_that_equal_templates_have_no_way_between_them() -> None:
    params = Params(np.ones((3, 4)), np.array([3.0, 2.0, 1.0]))
    way = flip(params, (2, 2, 1), np.array([3.0, 2.0, 1.0]), 0, 1)
    assert way.distance == np.inf
    assert not way.direction.any()
    assert nearest(params, way.scores, 2) != 2


@REACH
@given(sights)
def test_that_pixel_values_after_a_way_are_seen_as_far_along_it(it: Sight) -> None:
    way = 0.7 * flip(it.params, it.picture.shape, it.scores, 0, 1).direction
    values = moved(it.dataset, it.picture, way)
    scale = np.broadcast_to(it.dataset.preprocessing.scale, it.picture.size).reshape(it.picture.shape)
    assert np.allclose((values - it.picture) * scale, way, atol=1e-9)
    assert np.array_equal(displayable(moved(it.dataset, it.picture, 0 * way)).picture, it.picture)


def test_that_a_pixel_that_is_not_seen_stays() -> None:
    it = sight((3, 3, 1), 3, 0, 1.0, is_standardised=True)
    scale = np.array(it.dataset.preprocessing.scale)
    scale[4] = 0.0
    blind = replace(it.dataset, preprocessing=replace(it.dataset.preprocessing, scale=scale))
    values = moved(blind, it.picture, np.ones((3, 3, 1)))
    assert values[1, 1, 0] == it.picture[1, 1, 0]
    assert np.isfinite(values).all()
    assert neutral(blind)[1, 1, 0] == 0


def test_that_values_no_picture_has_are_cut_and_counted() -> None:
    shown = displayable(np.array([[[-3.2], [0.4], [255.4], [255.6], [700.0], [12.5]]]))
    assert shown.picture.ravel().tolist() == [0, 0, 255, 255, 255, 12]
    assert shown.cut == 3


@pytest.mark.parametrize("seed", range(5))
def test_that_a_flip_with_room_to_both_sides_survives_as_a_picture(seed: int) -> None:
    it = sight((12, 12, 3), 4, seed, 1.0, is_standardised=False)
    k = int(it.scores.argmax())
    way = flip(it.params, it.picture.shape, it.scores, k, nearest(it.params, it.scores, k))
    shown = displayable(moved(it.dataset, it.picture, 4 * (way.distance + 0.05) * way.direction))
    assert int(score_picture(it.params, it.dataset, shown.picture).argmax()) == way.j
