"""The same images arranged otherwise: splits, sizes, noise and preprocessing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.anatomy import take_apart
from model.arrays import Doubles
from model.classifier import class_scores, objective, score_rows
from model.datasets.arrange import arrange
from model.datasets.arrangement import AS_OPENED, Arrangement, Seen
from model.datasets.dataset import Dataset
from model.datasets.seeing import LEAST_DEVIATION
from model.datasets.sums import class_sums, pixel_sums
from model.descent import alone, descend
from model.records import LossKind, PenaltyKind, Settings
from tests.model.central import assert_close, central_params
from tests.model.small import (
    batch_of,
    doubled,
    for_every_kind,
    kind,
    scratch_for,
    seen_in_training,
    seen_plainly,
    small_dataset,
    small_params,
)

SMALL = small_dataset(of_each=40)
for_all_that_is_seen = pytest.mark.parametrize("seen", Seen)


def plainly(seen: Seen, dataset: Dataset) -> Doubles:
    """What the weights are to see of all images, in float64: (N, D)."""
    unit: Doubles = dataset.pixels.astype(np.float64) / 255
    train, channels = unit[dataset.train], dataset.shape[2]
    subtracted = {
        Seen.UNIT: 0.0,
        Seen.MEAN_IMAGE: train.mean(axis=0),
        Seen.MEAN_CHANNEL: np.tile(train.reshape(-1, channels).mean(axis=0), unit.shape[1] // channels),
        Seen.STANDARDISED: train.mean(axis=0),
    }[seen]
    least = np.maximum(train.std(axis=0), LEAST_DEVIATION / 255)
    found: Doubles = (unit - subtracted) / (least if seen is Seen.STANDARDISED else 1.0)
    return found


@for_all_that_is_seen
@pytest.mark.parametrize("shape", [(2, 2, 3), (3, 4, 1)])
def test_that_preprocessing_does_what_it_says_with_the_training_images_alone(
    seen: Seen, shape: tuple[int, int, int]
) -> None:
    dataset = arrange(small_dataset(shape), Arrangement(seen, per_class=7))
    expected = plainly(seen, dataset)
    np.testing.assert_allclose(dataset.preprocessing.apply(dataset.pixels), expected, atol=2e-6)


def test_that_standardised_pixels_have_mean_zero_and_deviation_one() -> None:
    dataset = arrange(SMALL, Arrangement(Seen.STANDARDISED))
    x = dataset.preprocessing.apply(dataset.pixels[dataset.train]).astype(np.float64)
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(x.std(axis=0), 1, atol=1e-5)


def test_that_a_pixel_that_never_changes_is_seen_as_zero_and_one_that_hardly_does_stays_small() -> None:
    images = SMALL.images.copy()
    images[:, 0, 0] = 17
    images[SMALL.train[0], 0, 1] = images[:, 0, 1] = 200
    images[SMALL.train[0], 0, 1] = 203
    dataset = arrange(replace(SMALL, images=images), Arrangement(Seen.STANDARDISED))
    x = dataset.preprocessing.apply(dataset.pixels).reshape(-1, *dataset.shape)
    np.testing.assert_allclose(x[:, 0, 0], 0, atol=1e-6)
    assert np.abs(x[:, 0, 1]).max() < 3 / LEAST_DEVIATION


@for_all_that_is_seen
@for_every_kind
def test_that_the_gradient_is_the_slope_of_the_loss_whatever_is_seen(seen: Seen, settings: Settings) -> None:
    dataset = arrange(SMALL, Arrangement(seen))
    batch, params = batch_of(dataset, 9), small_params(dataset)
    step = descend(params, batch, settings, dataset, scratch_for(dataset))
    x = seen_in_training(dataset, batch, settings)
    slopes = central_params(lambda moved: objective(moved, x, batch.labels, settings)[0], doubled(params))
    assert_close(step.gradient, slopes, 2e-5)


@for_all_that_is_seen
def test_that_a_dropped_pixel_is_seen_as_zero_and_a_kept_one_divided_by_the_rate_of_keeping(seen: Seen) -> None:
    dataset = arrange(SMALL, Arrangement(seen))
    settings = kind(LossKind.HINGE, PenaltyKind.DROPOUT)
    step = descend(small_params(dataset), batch_of(dataset, 9), settings, dataset, scratch_for(dataset))
    anatomies = [take_apart(step, place, dataset, scratch_for(dataset)) for place in range(9)]
    x, kept = np.array([a.x for a in anatomies]), np.array([a.eye.kept for a in anatomies]).astype(bool)
    half_a_level = 0.5 * np.broadcast_to(np.float64(dataset.preprocessing.scale), x.shape) + 1e-6
    whole = plainly(seen, dataset)[step.batch.rows]
    assert (np.abs(x[~kept]) <= half_a_level[~kept]).all()
    assert (np.abs(x[kept] - whole[kept] / anatomies[0].keep) <= half_a_level[kept] / anatomies[0].keep).all()


@for_all_that_is_seen
def test_that_scores_are_those_of_what_is_seen(seen: Seen) -> None:
    dataset = arrange(SMALL, Arrangement(seen))
    params = small_params(dataset)
    found = score_rows(params, dataset, dataset.test, scratch_for(dataset))
    expected = class_scores(doubled(params), seen_plainly(dataset, dataset.test))
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_that_nothing_is_done_to_a_data_set_as_it_was_opened_and_anything_can_be_undone() -> None:
    assert arrange(SMALL, AS_OPENED) is SMALL
    other = arrange(SMALL, Arrangement(Seen.STANDARDISED, 5, 0.5, 0.4))
    assert arrange(other, AS_OPENED) is SMALL
    assert arrange(other, Arrangement(Seen.UNIT)).opened is SMALL


def test_that_the_images_and_the_test_set_are_shared_by_every_arrangement() -> None:
    other = arrange(SMALL, Arrangement(Seen.STANDARDISED, 5, 0.5, 0.4))
    assert other.images is SMALL.images
    assert other.test is SMALL.test


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.5])
def test_that_training_and_validation_share_the_images_out_class_by_class(share: float) -> None:
    dataset = arrange(SMALL, Arrangement(validation=share))
    pool = np.union1d(SMALL.train, SMALL.validation)
    assert np.array_equal(np.sort(np.concatenate([dataset.train, dataset.validation])), pool)
    of_each = np.bincount(SMALL.labels[pool])
    assert np.bincount(dataset.labels[dataset.validation]).tolist() == [round(share * n) for n in of_each]


def test_that_a_smaller_training_set_is_part_of_a_larger_one_with_as_many_of_each_class() -> None:
    few, more = (arrange(SMALL, Arrangement(per_class=count)) for count in (4, 11))
    assert np.bincount(few.labels[few.train]).tolist() == [4, 4, 4]
    assert np.isin(few.train, more.train).all()
    assert np.isin(more.train, SMALL.train).all()
    assert len(arrange(SMALL, Arrangement(per_class=1000)).train) == len(SMALL.train)


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5])
def test_that_noise_makes_just_this_share_of_the_training_labels_wrong_and_no_others(share: float) -> None:
    dataset = arrange(SMALL, Arrangement(noise=share))
    is_wrong = dataset.labels != dataset.true_labels
    assert is_wrong[dataset.train].sum() == round(share * len(dataset.train))
    assert not is_wrong[dataset.validation].any()
    assert not is_wrong[dataset.test].any()
    assert dataset.labels.max() < len(dataset.classes)
    assert np.array_equal(dataset.true_labels, SMALL.labels)


def test_that_noise_is_the_same_each_time_and_part_of_more_noise() -> None:
    little, again, more = (arrange(SMALL, Arrangement(noise=share)) for share in (0.2, 0.2, 0.4))
    assert np.array_equal(little.labels, again.labels)
    is_wrong = little.labels != SMALL.labels
    assert np.array_equal(little.labels[is_wrong], more.labels[is_wrong])


def test_that_sums_over_blocks_of_a_file_are_exact(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (700, 12), dtype=np.uint8)
    pixels[:, 0] = 255
    np.save(tmp_path / "pixels.npy", pixels)
    mapped = np.load(tmp_path / "pixels.npy", mmap_mode="r")
    rows, labels = np.arange(1, 700), np.arange(1, 700) % 3
    sums, squares = pixel_sums(mapped, rows)
    whole = pixels[rows].astype(np.int64)
    assert np.array_equal(sums, whole.sum(axis=0))
    assert np.array_equal(squares, (whole**2).sum(axis=0))
    of_class = class_sums(mapped, rows, labels, 4)
    assert np.array_equal(of_class[:3], [whole[labels == k].sum(axis=0) for k in range(3)])
    assert not of_class[3].any()


def test_that_an_arrangement_says_in_what_it_differs() -> None:
    assert AS_OPENED.words == ""
    every = Arrangement(Seen.STANDARDISED, 20, 0.25, 0.3)
    assert every.words == "standardised, 20 a class, 25 % noise, 30 % validation"


@for_every_kind
def test_that_the_step_of_an_image_alone_is_the_step_of_a_batch_of_it(settings: Settings) -> None:
    params, scratch = small_params(SMALL), scratch_for(SMALL)
    step = descend(params, batch_of(SMALL, 9), settings, SMALL, scratch, number=4)
    row = int(SMALL.test[3])
    found = alone(step, row, SMALL, scratch)
    x = seen_in_training(SMALL, found.batch, settings)
    expected = objective(doubled(params), x, SMALL.labels[[row]], settings)
    assert (found.number, found.batch.rows.tolist()) == (4, [row])
    assert found.loss == pytest.approx(expected[0], rel=1e-4)
    assert_close(found.gradient, expected[1], 1e-4)
