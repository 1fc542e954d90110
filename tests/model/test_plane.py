from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.classifier import class_scores, objective, predict
from model.datasets.dataset import Dataset
from model.penalties import penalty
from model.plane import Plane, accuracies_on, data_losses_on, losses_on, penalties_on, plane
from model.records import LossKind, Params, PenaltyKind, Settings
from tests.model.small import doubled, for_every_kind_and_margin, kind, seen_plainly, small_dataset, small_params

DATA = small_dataset(shape=(2, 2, 1), spread=150)
MANY = small_dataset(shape=(2, 2, 3), of_each=1200, spread=150)
TS, US = np.linspace(-2.0, 3.0, 6), np.linspace(-1.0, 1.0, 7)


def shifted(origin: Params, directions: tuple[Params, Params], t: float, u: float) -> Params:
    first, second = directions
    return Params(
        origin.weights + t * first.weights + u * second.weights,
        origin.biases + t * first.biases + u * second.biases,
    )


@for_every_kind_and_margin
def test_that_the_plane_has_the_loss_of_the_parameters_at_each_point(settings: Settings) -> None:
    origin, first, second = (doubled(small_params(DATA, seed)) for seed in (1, 2, 3))
    seen, labels = seen_plainly(DATA, DATA.train), DATA.labels[DATA.train]
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), settings)
    losses = losses_on(surface, TS, US)
    for i, t in enumerate(TS):
        for j, u in enumerate(US):
            direct = objective(shifted(origin, (first, second), t, u), seen, labels, settings)[0]
            assert losses[i, j] == pytest.approx(direct, rel=1e-10)


def test_that_a_plane_in_hand_never_changes() -> None:
    origin, first, second = (small_params(DATA, seed) for seed in (1, 2, 3))
    seen, labels = seen_plainly(DATA, DATA.train), DATA.labels[DATA.train]
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    settings = Settings(penalty=PenaltyKind.NONE)
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), settings)
    with pytest.raises(ValueError, match="read-only"):
        surface.gaps[0, 0] = 1.0


def scaled(params: Params, factor: float) -> Params:
    return Params(params.weights * factor, params.biases * factor)


@pytest.mark.parametrize("factor", [30.0, 1e3, 1e6])
@pytest.mark.parametrize("loss", list(LossKind))
def test_that_the_plane_is_exact_where_exponentials_overflow(loss: LossKind, factor: float) -> None:
    settings = kind(loss, PenaltyKind.NONE)
    seen, labels = seen_plainly(DATA, DATA.train), DATA.labels[DATA.train]
    origin, first, second = (scaled(doubled(small_params(DATA, seed)), factor) for seed in (1, 2, 3))
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), settings)
    losses = data_losses_on(surface, TS, US)
    for i, t in enumerate(TS):
        for j, u in enumerate(US):
            direct = objective(shifted(origin, (first, second), t, u), seen, labels, settings)[0]
            assert losses[i, j] == pytest.approx(direct, rel=1e-10)


@examples(derandomize=True, deadline=None, max_examples=60)
@given(some.integers(0, 10_000), some.sampled_from([1e-3, 1.0, 1e4]), some.booleans())
def test_that_the_sum_of_absolute_weights_is_exact_everywhere(seed: int, scale: float, is_whole: bool) -> None:
    chance = np.random.default_rng(seed)
    weights = chance.normal(0, scale, (3, 3, 7))
    if is_whole:  # kinks on points of the grid, and weights that do not change
        weights = np.rint(3 * weights / scale)
    origin, first, second = (Params(array, np.zeros(3)) for array in weights)
    settings, none = kind(LossKind.SOFTMAX, PenaltyKind.L1), np.zeros((3, 1))
    found = penalties_on(Plane(none, none, none, settings, origin, (first, second)), TS, US)
    for i, t in enumerate(TS):
        for j, u in enumerate(US):
            direct = penalty(settings, shifted(origin, (first, second), t, u).weights)
            assert found[i, j] == pytest.approx(direct, rel=1e-10, abs=1e-12 * scale)


@pytest.mark.parametrize("data", [DATA, MANY], ids=["few", "many"])
def test_that_the_accuracy_on_the_plane_is_the_share_of_right_predictions(data: Dataset) -> None:
    seen, labels = seen_plainly(data, data.train), data.labels[data.train]
    origin, first, second = (doubled(small_params(data, seed)) for seed in (1, 2, 3))
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), Settings())
    accuracies = accuracies_on(surface, TS, US)
    for i, t in enumerate(TS):
        for j, u in enumerate(US):
            direct = predict(class_scores(shifted(origin, (first, second), t, u), seen)) == labels
            assert accuracies[i, j] == np.mean(direct)


@examples(derandomize=True, deadline=None, max_examples=100)
@given(some.integers(0, 10_000), some.integers(1, 9), some.integers(1, 40))
def test_that_an_image_is_right_where_no_score_is_above_the_true_one(seed: int, images: int, lines: int) -> None:
    chance = np.random.default_rng(seed)
    gaps, first, second = (np.vstack([np.zeros(images), chance.integers(-4, 5, (3, images))]) for _ in range(3))
    nothing = Params(np.zeros((4, 1)), np.zeros(4))
    surface = Plane(gaps, first, second, Settings(), nothing, (nothing, nothing))
    ts, us = (np.arange(lines) - lines // 2) / 4, np.linspace(-2.0, 2.0, 17)
    above = gaps[..., None, None] + ts[:, None] * first[..., None, None] + us * second[..., None, None]
    assert accuracies_on(surface, ts, us).tolist() == (above.max(axis=0) <= 0).mean(axis=0).tolist()


@pytest.mark.parametrize("loss", list(LossKind))
def test_that_beyond_all_numbers_the_loss_on_the_plane_is_infinite(loss: LossKind) -> None:
    settings = kind(loss, PenaltyKind.L2)
    origin, first, second = (small_params(DATA, seed) for seed in (1, 2, 3))
    seen, labels = seen_plainly(DATA, DATA.train).astype(np.float32), DATA.labels[DATA.train]
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), settings)
    far = np.array([-1e39, -1e20, -1e10, -1.0, 0.0, 1.0, 1e10, 1e20, 1e39])
    with np.errstate(all="ignore"):
        losses = losses_on(surface, far, US)
        broken = losses_on(replace(surface, gaps=surface.gaps * np.float32(np.nan)), TS, US)
    assert np.isfinite(losses[1:-1]).all()
    assert not np.isnan(losses).any()
    assert np.isinf(losses[[0, -1]]).all()
    assert np.isinf(broken).all()
