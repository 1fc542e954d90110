"""The linear classifier: scores known by hand, and the gradient of the objective held to its slope."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from model.arrays import Doubles, Labels
from model.classifier import class_scores, folded, objective, predict, score_picture, score_rows, start_params, unfolded
from model.datasets.dataset import Preprocessing
from model.losses import data_loss
from model.penalties import penalty
from model.records import LossKind, Params, PenaltyKind, Settings
from tests.model.central import assert_close, central_params
from tests.model.small import (
    doubled,
    for_every_kind,
    for_every_kind_and_margin,
    scratch_for,
    seen_plainly,
    small_dataset,
    small_params,
)

# An image of four pixels and three classes: cat, dog, ship.
FOUR_PIXELS = np.array([[56.0, 231.0, 24.0, 2.0]])
THREE_TEMPLATES = Params(
    np.array([[0.2, -0.5, 0.1, 2.0], [1.5, 1.3, 2.1, 0.0], [0.0, 0.25, 0.2, -0.3]]), np.array([1.1, 3.2, -1.2])
)


def off_the_kinks(images: int, seed: int = 0) -> tuple[Params, Doubles, Labels]:
    """Weights, images (N, 5) and labels whose margins and weights stay clear of every kink, by construction.

    Scores without bias are multiples of 1/8, and the biases differ by odd 64ths: no margin of 1 or 2.5 is met.
    No weight is zero.
    """
    chance = np.random.default_rng(seed)
    weights = (chance.integers(0, 3, (3, 5)) + 0.5) * chance.choice((-1, 1), (3, 5))
    pixels = chance.integers(-4, 5, (images, 5)) / 4
    return Params(weights, np.array([0.0, 1 / 64, 3 / 64])), pixels, chance.integers(0, 3, images)


def test_that_the_four_pixel_image_scores_as_in_the_figure() -> None:
    scores = class_scores(THREE_TEMPLATES, FOUR_PIXELS)
    np.testing.assert_allclose(scores, [[-96.8], [437.9], [60.75]], rtol=1e-12)


def test_that_the_four_pixel_image_is_taken_for_a_dog() -> None:
    assert predict(class_scores(THREE_TEMPLATES, FOUR_PIXELS)).tolist() == [1]


@pytest.mark.parametrize("classes", [3, 10])
def test_that_the_loss_of_zero_weights_is_the_one_known_by_hand(classes: int) -> None:
    nothing = Params(np.zeros((classes, 4)), np.zeros(classes))
    pixels, labels = np.arange(8.0).reshape(2, 4), np.array([0, classes - 1])
    assert objective(nothing, pixels, labels, Settings(loss=LossKind.HINGE))[0] == classes - 1
    assert objective(nothing, pixels, labels, Settings(loss=LossKind.SOFTMAX))[0] == pytest.approx(log(classes))


@for_every_kind_and_margin
@pytest.mark.parametrize("images", [1, 6])
@pytest.mark.parametrize("strength", [0.0, 0.3])
def test_that_the_gradient_of_the_objective_is_its_slope(settings: Settings, images: int, strength: float) -> None:
    settings = replace(settings, strength=strength)
    for seed in range(3):
        params, pixels, labels = off_the_kinks(images, seed)

        def loss(moved: Params, pixels: Doubles = pixels, labels: Labels = labels) -> float:
            return objective(moved, pixels, labels, settings)[0]

        assert_close(objective(params, pixels, labels, settings)[1], central_params(loss, params), 1e-7)


@for_every_kind
def test_that_the_objective_is_the_mean_data_loss_plus_the_penalty(settings: Settings) -> None:
    params, pixels, labels = off_the_kinks(6)
    losses = data_loss(settings, class_scores(params, pixels), labels)[0]
    expected = sum(losses) / 6 + penalty(settings, params.weights)
    assert objective(params, pixels, labels, settings)[0] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("loss", LossKind)
@pytest.mark.parametrize("kind", [PenaltyKind.L2, PenaltyKind.L1])
def test_that_the_bias_is_not_penalised(loss: LossKind, kind: PenaltyKind) -> None:
    params, pixels, labels = off_the_kinks(6)
    plain = objective(params, pixels, labels, Settings(loss=loss, penalty=PenaltyKind.NONE))[1]
    penalised = objective(params, pixels, labels, Settings(loss=loss, penalty=kind, strength=5.0))[1]
    assert np.array_equal(plain.biases, penalised.biases)
    assert not np.allclose(plain.weights, penalised.weights)


def test_that_start_weights_are_small_noise_and_start_biases_zero() -> None:
    params = start_params(seed=4, classes=10, pixels=3072)
    assert params.weights.shape == (10, 3072)
    assert params.weights.std() == pytest.approx(3e-4, rel=0.02)
    assert params.biases.tolist() == [0.0] * 10
    assert params.weights.dtype == params.biases.dtype == np.float32


def test_that_the_same_seed_starts_from_the_same_weights_and_another_from_others() -> None:
    first, again, other = (start_params(seed, 3, 12).weights for seed in (7, 7, 8))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("scale", [1 / 255, np.linspace(0.001, 0.01, 12, dtype=np.float32)])
def test_that_folded_weights_score_bytes_as_the_weights_score_what_is_seen(scale: float) -> None:
    seen = Preprocessing(scale, np.linspace(0.1, 0.9, 12, dtype=np.float32), "")
    dataset = small_dataset()
    params = small_params(dataset)
    weights, offsets = folded(params, seen)
    found = weights @ dataset.pixels.T + offsets[:, None]
    np.testing.assert_allclose(found, class_scores(params, seen.apply(dataset.pixels)), atol=1e-5)


def test_that_unfolding_a_gradient_is_the_transpose_of_folding() -> None:
    seen = Preprocessing(1 / 255, np.linspace(0.1, 0.9, 12, dtype=np.float32), "")
    params = small_params(small_dataset())
    by_byte, by_score = np.random.default_rng(3).normal(size=(3, 12)), np.array([0.3, -2.0, 1.1])
    weights, offsets = folded(Params(params.weights, np.zeros(3, np.float32)), seen)
    through_bytes = np.vdot(by_byte, weights) + np.vdot(by_score, offsets)
    unfolded_gradient = unfolded(by_byte * seen.scale, by_score, seen)
    assert np.vdot(unfolded_gradient, params.weights) == pytest.approx(through_bytes, rel=1e-5)


def test_that_rows_of_a_data_set_are_scored_like_what_is_seen_of_them_in_any_order() -> None:
    dataset = small_dataset(shape=(32, 32, 3), of_each=120)
    params, scratch = small_params(dataset), scratch_for(dataset)
    rows = np.random.default_rng(2).permutation(len(dataset.labels))
    assert len(rows) > scratch.chunk
    expected = class_scores(doubled(params), seen_plainly(dataset, rows))
    np.testing.assert_allclose(score_rows(params, dataset, rows, scratch), expected, atol=1e-4 * np.abs(expected).max())


def test_that_a_picture_is_scored_like_the_same_image_of_the_data_set() -> None:
    dataset = small_dataset()
    params = small_params(dataset)
    rows = np.arange(len(dataset.labels))
    expected = score_rows(params, dataset, rows, scratch_for(dataset))
    found = np.column_stack([score_picture(params, dataset, picture) for picture in dataset.images])
    np.testing.assert_allclose(found, expected, atol=1e-5)
