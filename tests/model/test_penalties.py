"""Regularization: what weights cost, and what dropout does to the pixels that a step sees."""

from itertools import permutations

import numpy as np
import pytest

from model.arrays import Bytes, Floats
from model.datasets.dataset import Preprocessing
from model.penalties import Dropout, add_penalty_gradient, dropout, penalty
from model.records import PenaltyKind, Settings
from tests.model.central import central_gradient

WEIGHTS = np.array([[0.5, -2.0, 1.5], [-0.25, 3.0, -1.0]])
SEEN = Preprocessing(1 / 255, np.linspace(0.01, 0.97, 12, dtype=np.float32), "pixels 0..1, mean subtracted")
PICTURE = np.array([0, 7, 30, 64, 99, 128, 140, 177, 200, 230, 254, 255], np.uint8)

every_rate = pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])


def gradient_of(settings: Settings, weights: Floats) -> Floats:
    gradient = np.zeros_like(weights)
    add_penalty_gradient(settings, weights, gradient)
    return gradient


def many_copies(dropped: Dropout, seed: int = 3, count: int = 50_000) -> Bytes:
    """The picture again and again, as bytes after dropping: (count, 12)."""
    pixels = np.tile(PICTURE, (count, 1))
    dropped.drop(pixels, (seed,))
    return pixels


def test_that_l2_costs_lambda_times_the_sum_of_squares() -> None:
    assert penalty(Settings(penalty=PenaltyKind.L2, strength=0.1), WEIGHTS) == pytest.approx(0.1 * 16.5625)


def test_that_l1_costs_lambda_times_the_sum_of_absolute_values() -> None:
    assert penalty(Settings(penalty=PenaltyKind.L1, strength=0.1), WEIGHTS) == pytest.approx(0.1 * 8.25)


def test_that_the_gradient_of_l2_is_two_lambda_w() -> None:
    found = gradient_of(Settings(penalty=PenaltyKind.L2, strength=0.25), WEIGHTS)
    assert np.array_equal(found, 0.5 * WEIGHTS)


def test_that_the_gradient_of_l1_is_lambda_and_the_sign_of_w() -> None:
    found = gradient_of(Settings(penalty=PenaltyKind.L1, strength=0.25), WEIGHTS)
    assert np.array_equal(found, 0.25 * np.sign(WEIGHTS))


def test_that_l1_does_not_push_a_weight_that_is_zero() -> None:
    assert gradient_of(Settings(penalty=PenaltyKind.L1), np.zeros((2, 3))).tolist() == [[0.0] * 3] * 2


@pytest.mark.parametrize("kind", PenaltyKind)
@pytest.mark.parametrize("strength", [0.0, 0.3])
def test_that_the_gradient_of_a_penalty_is_its_slope(kind: PenaltyKind, strength: float) -> None:
    settings = Settings(penalty=kind, strength=strength)
    slopes = central_gradient(lambda weights: penalty(settings, weights), WEIGHTS)
    np.testing.assert_allclose(gradient_of(settings, WEIGHTS), slopes, atol=1e-8)


@pytest.mark.parametrize("kind", [PenaltyKind.NONE, PenaltyKind.DROPOUT])
def test_that_dropout_and_no_regularization_cost_nothing(kind: PenaltyKind) -> None:
    settings = Settings(penalty=kind, strength=0.5)
    assert penalty(settings, WEIGHTS) == 0
    assert not gradient_of(settings, WEIGHTS).any()


def test_that_a_penalty_is_added_to_the_gradient_that_is_there() -> None:
    gradient = np.ones_like(WEIGHTS)
    add_penalty_gradient(Settings(penalty=PenaltyKind.L2, strength=0.5), WEIGHTS, gradient)
    assert np.array_equal(gradient, 1 + WEIGHTS)


@every_rate
def test_that_dropout_is_inverted_so_what_is_seen_is_right_on_average(rate: float) -> None:
    dropped = dropout(rate, SEEN)
    copies = np.concatenate([dropped.seen.apply(many_copies(dropped, seed, 10_000)) for seed in range(10)])
    spread = np.sqrt(rate / (1 - rate) / len(copies))
    np.testing.assert_allclose(copies.mean(axis=0, dtype=np.float64), SEEN.apply(PICTURE), atol=5 * spread)


@every_rate
def test_that_dropout_drops_the_share_of_pixels_it_is_asked_to(rate: float) -> None:
    dropped = dropout(rate, SEEN)
    changes = dropped.fill != PICTURE
    share = np.mean(many_copies(dropped)[:, changes] == dropped.fill[changes])
    assert share == pytest.approx(rate, abs=1 / 256)


@every_rate
def test_that_every_pixel_is_dropped_as_often_as_the_others(rate: float) -> None:
    dropped = dropout(rate, SEEN)
    changes = dropped.fill != PICTURE
    shares = np.mean(many_copies(dropped)[:, changes] == dropped.fill[changes], axis=0)
    np.testing.assert_allclose(shares, rate, atol=0.015)


@every_rate
def test_that_a_dropped_pixel_is_seen_as_about_zero(rate: float) -> None:
    dropped = dropout(rate, SEEN)
    assert np.abs(dropped.seen.apply(dropped.fill)).max() <= 0.5 / 255 + 1e-5


@every_rate
def test_that_a_kept_pixel_is_seen_divided_by_the_share_kept(rate: float) -> None:
    keep = 1 - round(256 * rate) / 256
    found = dropout(rate, SEEN).seen.apply(PICTURE)
    np.testing.assert_allclose(found, SEEN.apply(PICTURE) / keep, atol=0.5 / 255 / keep)


@every_rate
def test_that_the_same_seed_drops_the_same_pixels_and_another_others(rate: float) -> None:
    dropped = dropout(rate, SEEN)
    assert np.array_equal(many_copies(dropped, seed=1, count=50), many_copies(dropped, seed=1, count=50))
    assert not np.array_equal(many_copies(dropped, seed=1, count=50), many_copies(dropped, seed=2, count=50))


def test_that_what_two_seeds_drop_has_nothing_in_common() -> None:
    dropped, shape = dropout(0.5, SEEN), (2048, 1024)
    kept = [dropped.kept(shape, (seed, 0, 0, 0)).tobytes() for seed in range(6)]
    assert not any(other.find(one[:256]) >= 0 for one, other in permutations(kept, 2))


def test_that_dropout_at_rate_zero_drops_nothing_and_sees_the_same() -> None:
    dropped = dropout(0.0, SEEN)
    assert np.array_equal(many_copies(dropped, count=50), np.tile(PICTURE, (50, 1)))
    np.testing.assert_allclose(dropped.seen.apply(PICTURE), SEEN.apply(PICTURE), atol=1e-6)


@pytest.mark.parametrize("rate", [0.99, 0.999999])
def test_that_the_highest_rates_still_keep_some_pixels(rate: float) -> None:
    dropped = dropout(rate, SEEN)
    kept = np.mean(many_copies(dropped)[:, -1] == PICTURE[-1])
    assert 0 < kept < 0.03
    assert np.isfinite(dropped.seen.apply(PICTURE)).all()


def test_that_a_picture_whose_size_is_no_multiple_of_eight_can_be_dropped() -> None:
    dropped = dropout(0.5, Preprocessing(1 / 255, np.full(3, 0.5, np.float32), ""))
    pixels = np.full((1, 3), 255, np.uint8)
    dropped.drop(pixels, (1,))
    assert set(pixels.ravel().tolist()) <= {int(dropped.fill[0]), 255}


def test_that_only_dropout_has_a_dropout_rate() -> None:
    rates = [Settings(penalty=kind, strength=0.5).dropout_rate for kind in PenaltyKind]
    assert rates == [0.0, 0.0, 0.0, 0.5]
