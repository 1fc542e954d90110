"""The losses: the worked example known by hand, their invariances, and their gradients."""

from collections.abc import Callable
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.arrays import Doubles, Floats, Labels
from model.losses import data_loss, hinge, probabilities, softmax, squared_hinge
from model.records import LossKind, Settings
from tests.model.central import central_gradient

Loss = Callable[[Floats, Labels], tuple[Floats, Floats]]

# A column an image: a cat, a car, a frog; a row a class, in the same order.
SCORES = np.array([[3.2, 1.3, 2.2], [5.1, 4.9, 2.5], [-1.7, 2.0, -3.1]])
LABELS = np.array([0, 1, 2])
LOSSES = {
    "hinge": hinge,
    "softmax": softmax,
    "wide hinge": lambda scores, labels: hinge(scores, labels, 2.5),
    "squared hinge": squared_hinge,
    "wide squared hinge": lambda scores, labels: squared_hinge(scores, labels, 2.5),
}

many = examples(derandomize=True, deadline=None, max_examples=60)
every_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())


def off_the_kinks(classes: int, images: int, seed: int) -> tuple[Doubles, Labels]:
    """Scores whose differences are an odd number of 64ths off every multiple of 1/2, where hinges have kinks."""
    chance = np.random.default_rng(seed)
    halves = chance.integers(-6, 7, (classes, images)) / 2
    return halves + np.arange(classes)[:, None] / 64, chance.integers(0, classes, images)


@pytest.mark.parametrize(("image", "loss"), [(0, 2.9), (1, 0.0), (2, 12.9)])
def test_that_the_hinge_of_the_worked_example_is_the_one_known_by_hand(image: int, loss: float) -> None:
    assert hinge(SCORES, LABELS)[0][image] == pytest.approx(loss, abs=1e-12)


def test_that_the_mean_hinge_of_the_worked_example_is_5_27() -> None:
    assert round(float(hinge(SCORES, LABELS)[0].mean()), 2) == 5.27


@pytest.mark.parametrize(("image", "loss"), [(0, 2.9**2), (1, 0.0), (2, 6.3**2 + 6.6**2)])
def test_that_the_squared_hinge_squares_each_term_and_not_their_sum(image: int, loss: float) -> None:
    assert squared_hinge(SCORES, LABELS)[0][image] == pytest.approx(loss, abs=1e-12)


def test_that_the_softmax_loss_of_the_cat_is_2_04() -> None:
    assert round(float(softmax(SCORES, LABELS)[0][0]), 2) == 2.04


def test_that_the_probabilities_of_the_cat_are_13_87_and_0_percent() -> None:
    assert probabilities(SCORES)[:, 0].round(2).tolist() == [0.13, 0.87, 0.00]


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("margin", [1.0, 0.5, 4.0])
def test_that_equal_scores_cost_a_margin_for_each_wrong_class(classes: int, margin: float) -> None:
    scores = np.zeros((classes, 4))
    assert hinge(scores, np.array([0, 1, 0, classes - 1]), margin)[0].tolist() == [margin * (classes - 1)] * 4


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_that_the_softmax_loss_of_equal_scores_is_the_log_of_the_number_of_classes(classes: int) -> None:
    found = softmax(np.zeros((classes, 3)), np.array([0, 1, classes - 1]))[0]
    np.testing.assert_allclose(found, log(classes), rtol=1e-14)


@many
@given(some.lists(some.floats(-100, 2.9), min_size=1, max_size=9), some.floats(0, 50))
def test_that_moving_the_scores_of_a_satisfied_image_changes_nothing(wrong: list[float], higher: float) -> None:
    scores = np.array([[4.9 + higher], *([score] for score in wrong)])
    losses, gradient = hinge(scores, np.array([0]))
    assert losses.tolist() == [0.0]
    assert not gradient.any()


def test_that_scores_and_twice_the_scores_may_both_have_zero_hinge_loss() -> None:
    scores, labels = np.array([[3.0], [1.0]]), np.array([0])
    assert hinge(scores, labels)[0] == hinge(2 * scores, labels)[0] == 0


@many
@given(some.floats(-1000, 1000), some.integers(0, 99))
@every_loss
def test_that_shifting_all_scores_of_an_image_changes_nothing(loss: Loss, shift: float, seed: int) -> None:
    scores, labels = off_the_kinks(5, 4, seed)
    for found, expected in zip(loss(scores + shift, labels), loss(scores, labels), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-11)


@many
@given(some.integers(0, 99))
@every_loss
def test_that_the_gradient_of_an_image_sums_to_zero_and_pulls_up_the_true_score_alone(loss: Loss, seed: int) -> None:
    scores, labels = off_the_kinks(5, 4, seed)
    gradient = loss(scores, labels)[1]
    is_true = np.arange(5)[:, None] == labels
    np.testing.assert_allclose(gradient.sum(axis=0), 0, atol=1e-14)
    assert (gradient[is_true] <= 0).all()
    assert (gradient[~is_true] >= 0).all()


@every_loss
@pytest.mark.parametrize("seed", range(5))
def test_that_the_gradient_for_the_scores_is_the_slope_of_the_loss(loss: Loss, seed: int) -> None:
    scores, labels = off_the_kinks(6, 7, seed)
    slopes = central_gradient(lambda moved: float(loss(moved, labels)[0].sum()), scores)
    losses, gradient = loss(scores, labels)
    # A quotient of differences is as exact as the losses are large.
    np.testing.assert_allclose(gradient, slopes, rtol=0, atol=1e-8 * max(1.0, float(losses.sum()) / 50))


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize(("label", "expected"), [(0, 0.0), (1, 2e4)])
def test_that_softmax_is_stable_for_scores_of_ten_thousand(precision: type, label: int, expected: float) -> None:
    losses, gradient = softmax(np.array([[1e4], [-1e4], [-1e4]], precision), np.array([label]))
    assert losses.tolist() == [expected]
    assert np.isfinite(gradient).all()


def test_that_probabilities_are_stable_for_any_finite_scores() -> None:
    assert probabilities(np.array([[1e30], [-1e30]], np.float32)).tolist() == [[1.0], [0.0]]


@many
@given(some.floats(0, 30))
def test_that_the_softmax_loss_is_never_quite_zero(lead: float) -> None:
    assert softmax(np.array([[lead], [0.0]]), np.array([0]))[0][0] > 0


@every_loss
def test_that_a_loss_keeps_the_precision_and_the_scores_it_is_given(loss: Loss) -> None:
    scores = SCORES.astype(np.float32)
    losses, gradient = loss(scores, LABELS)
    assert losses.dtype == gradient.dtype == np.float32
    assert np.array_equal(scores, SCORES.astype(np.float32))


def test_that_the_settings_choose_the_loss_and_its_margin() -> None:
    chosen = data_loss(Settings(loss=LossKind.HINGE, margin=3.0), SCORES, LABELS)[0]
    assert np.array_equal(chosen, hinge(SCORES, LABELS, 3.0)[0])
    chosen = data_loss(Settings(loss=LossKind.SOFTMAX, margin=3.0), SCORES, LABELS)[0]
    assert np.array_equal(chosen, softmax(SCORES, LABELS)[0])
