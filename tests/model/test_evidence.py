"""The map of a score adds up to it, over pixels, channels and patches, and so do the bars of the waterfall."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.classifier import objective, score_picture, start_params
from model.datasets.dataset import Dataset
from model.descent import move
from model.evidence import Waterfall, cuts, evidence_for, patch_at, patch_sums, scores_of, seen_of, waterfall
from model.records import LossKind, Params, Settings
from tests.model.sights import Sight, sights
from tests.model.small import small_dataset, small_params

REACH = examples(derandomize=True, deadline=None, max_examples=60)


@REACH
@given(sights)
def test_that_the_map_and_the_bias_add_up_to_the_score_of_every_class(it: Sight) -> None:
    for k, score in enumerate(it.scores):
        evidence = evidence_for(it.params, it.seen, it.scores, k)
        total = evidence.products.sum() + evidence.bias
        assert total == pytest.approx(score, rel=1e-5, abs=1e-9 * np.abs(evidence.products).sum())


@REACH
@given(sights, some.data())
def test_that_one_class_rather_than_another_is_the_difference_of_their_maps(it: Sight, data: some.DataObject) -> None:
    k, j = data.draw(some.permutations(range(len(it.scores))))[:2]
    alone = [evidence_for(it.params, it.seen, it.scores, c) for c in (k, j)]
    pair = evidence_for(it.params, it.seen, it.scores, k, j)
    assert np.allclose(pair.products, alone[0].products - alone[1].products, rtol=1e-6, atol=1e-9)
    assert pair.score == pytest.approx(float(it.scores[k] - it.scores[j]))
    assert pair.products.sum() + pair.bias == pytest.approx(pair.score, rel=1e-5, abs=1e-9 * np.abs(pair.weights).sum())


@REACH
@given(sights, some.integers(1, 12))
def test_that_channels_and_patches_add_up_to_the_map(it: Sight, patches: int) -> None:
    evidence = evidence_for(it.params, it.seen, it.scores, 0)
    whole = evidence.map_of(None)
    assert np.allclose(sum(evidence.map_of(channel) for channel in range(it.seen.shape[2])), whole)
    assert patch_sums(whole, patches).sum() == pytest.approx(whole.sum(), abs=1e-9 * np.abs(whole).sum())


@REACH
@given(sights, some.integers(1, 12))
def test_that_a_patch_is_the_sum_of_the_pixels_that_lie_in_it(it: Sight, patches: int) -> None:
    whole = evidence_for(it.params, it.seen, it.scores, 0).map_of(None)
    sums = np.zeros_like(patch_sums(whole, patches))
    for row, column in np.ndindex(whole.shape):
        sums[patch_at(row, column, whole.shape, patches)] += whole[row, column]
    assert np.allclose(sums, patch_sums(whole, patches), atol=1e-9 * np.abs(whole).sum())


@REACH
@given(sights, some.integers(1, 8), some.integers(0, 5), some.integers(2, 4))
def test_that_the_bars_add_up_to_the_score_as_they_are_and_as_they_are_written(
    it: Sight, patches: int, of_each: int, decimals: int
) -> None:
    evidence = evidence_for(it.params, it.seen, it.scores, 1)
    bars = waterfall(evidence, patches, of_each)
    assert sum(bars.amounts) == pytest.approx(evidence.score, rel=1e-12, abs=1e-12 * sum(map(abs, bars.amounts)))
    written = bars.rounded(decimals)
    assert round(sum(written), decimals) == round(evidence.score, decimals)
    assert written[-1] == pytest.approx(bars.rest, abs=(len(written) + 1) * 10**-decimals / 2 + 1e-9)


def test_that_the_waterfall_goes_from_the_strongest_for_to_the_strongest_against() -> None:
    sums = np.array([[5.0, -1.0, 0.0], [-7.0, 2.0, 1.0], [0.5, -0.2, 0.0]])
    evidence = evidence_for(Params(sums.reshape(1, -1), np.array([10.0])), np.ones((3, 3, 1)), np.array([10.3]), 0)
    bars = waterfall(evidence, patches=3, of_each=2)
    assert bars == Waterfall(10.0, (((0, 0), 5.0), ((1, 1), 2.0), ((0, 1), -1.0), ((1, 0), -7.0)), 10.3)
    assert bars.rest == pytest.approx(1.3)


def test_that_a_picture_smaller_than_the_grid_has_a_patch_a_pixel() -> None:
    assert cuts(3, 8) == [0, 1, 2, 3]
    assert cuts(32, 4) == [0, 8, 16, 24, 32]
    assert patch_sums(np.ones((2, 5)), 4).shape == (2, 4)


def trained(dataset: Dataset, loss: LossKind) -> Params:
    """Parameters after some plain steps of the given loss over five hundred images."""
    params = start_params(1, len(dataset.classes), dataset.pixels.shape[1])
    rows = dataset.train[:500]
    images = dataset.preprocessing.apply(dataset.pixels[rows])
    for _ in range(30):
        _, gradient = objective(params, images, dataset.labels[rows], Settings(loss=loss))
        params = move(params, gradient, 0.003)
    return params


@pytest.mark.parametrize("loss", LossKind)
@pytest.mark.parametrize("source", ["cifar10", "fashion"])
def test_that_it_adds_up_to_the_score_on_the_screen_for_every_embedded_test_image_and_class(
    source: str, loss: LossKind, request: pytest.FixtureRequest
) -> None:
    dataset: Dataset = request.getfixturevalue(source)
    params = trained(dataset, loss)
    images = dataset.preprocessing.apply(dataset.pixels[dataset.test]).astype(np.float64)
    shown = np.array([score_picture(params, dataset, dataset.images[row]) for row in dataset.test])
    terms = np.abs(images) @ np.abs(params.weights.astype(np.float64)).T
    for k in range(len(dataset.classes)):
        totals = (images * params.weights[k].astype(np.float64)).sum(axis=1) + float(params.biases[k])
        # float32 rounds each of the terms that are added: where they cancel, relative to them.
        assert (np.abs(totals - shown[:, k]) <= 1e-5 * np.maximum(np.abs(shown[:, k]), 0.05 * terms[:, k])).all()


def test_that_the_scores_of_a_seen_picture_are_the_classifiers() -> None:
    dataset = small_dataset()
    params, picture = small_params(dataset), dataset.images[3]
    assert np.allclose(scores_of(params, seen_of(dataset, picture)), score_picture(params, dataset, picture), rtol=1e-5)
