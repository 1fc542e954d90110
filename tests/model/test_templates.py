"""Weights as images: symmetric about zero, in one range or in one for each class."""

import numpy as np
import pytest

from model.templates import ZERO_LEVEL, levels, limits

WEIGHTS = np.array([[0.0, 1.0, -2.0, 0.5], [0.0, -0.25, 0.125, 0.25], [0.0, 0.0, 0.0, 0.0]], np.float32)
SHAPE = (2, 2, 1)


def shown(weights: np.ndarray[tuple[int, int], np.dtype[np.float32]], is_shared: bool) -> list[list[int]]:
    """The level of each weight."""
    rows: list[list[int]] = levels(weights, SHAPE, is_shared).reshape(weights.shape).tolist()
    return rows


def test_that_limits_are_the_largest_absolute_weights_of_each_class_or_of_all() -> None:
    assert limits(WEIGHTS, is_shared=False).tolist() == [2.0, 0.25, 0.0]
    assert limits(WEIGHTS, is_shared=True).tolist() == [2.0, 2.0, 2.0]


@pytest.mark.parametrize("is_shared", [True, False])
def test_that_zero_is_the_middle_level(is_shared: bool) -> None:
    assert [row[0] for row in shown(WEIGHTS, is_shared)] == [ZERO_LEVEL] * 3


def test_that_each_class_has_its_own_range_where_asked_for() -> None:
    assert shown(WEIGHTS, is_shared=False)[:2] == [[128, 192, 1, 160], [128, 1, 192, 255]]


def test_that_a_shared_range_makes_classes_comparable() -> None:
    assert shown(WEIGHTS, is_shared=True)[:2] == [[128, 192, 1, 160], [128, 112, 136, 144]]


@pytest.mark.parametrize("is_shared", [True, False])
def test_that_opposite_weights_have_opposite_levels(is_shared: bool) -> None:
    weights = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    sums = levels(weights, SHAPE, is_shared).astype(int) + levels(-weights, SHAPE, is_shared)
    assert np.abs(sums - 2 * ZERO_LEVEL).max() <= 1


def test_that_weights_of_zero_are_all_shown_as_zero() -> None:
    assert shown(np.zeros((3, 4), np.float32), is_shared=True) == [[ZERO_LEVEL] * 4] * 3


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("is_shared", [True, False])
def test_that_weights_that_are_no_longer_finite_still_give_an_image(broken: float, is_shared: bool) -> None:
    weights = WEIGHTS.copy()
    weights[0, 1] = broken
    found = levels(weights, SHAPE, is_shared)
    assert found.shape == (3, *SHAPE)
    assert found[2].ravel().tolist() == [ZERO_LEVEL] * 4


def test_that_a_template_is_laid_out_as_the_pixels_it_belongs_to() -> None:
    weights = np.arange(-12, 12, dtype=np.float32).reshape(2, 12)
    found = levels(weights, (2, 2, 3), is_shared=True)
    assert found.shape == (2, 2, 2, 3)
    assert (np.diff(found.ravel().astype(int)) > 0).all()


def test_that_showing_weights_leaves_them_alone() -> None:
    before = WEIGHTS.copy()
    levels(WEIGHTS, SHAPE, is_shared=True)
    assert np.array_equal(WEIGHTS, before)
