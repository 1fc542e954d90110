"""The embedded samples and the data set record: what is in them, and how they are split."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

import assets
from assets.make_samples import first_of_each_class, sheet
from model.datasets import cifar10 as cifar10_reader
from model.datasets import embedded
from model.datasets.catalogue import DEFAULT
from model.datasets.catalogue import SAMPLES as OFFERED
from model.datasets.dataset import Dataset, Preprocessing, assemble, minus_mean, split_off
from model.datasets.embedded import cut_sheet
from model.datasets.mnist import FASHION_CLASSES
from tests.model.small import arrays_in, small_dataset

SAMPLES = ("cifar10", "fashion")
SIZES = {"cifar10": (500, 100, (32, 32, 3)), "fashion": (1000, 200, (28, 28, 1))}
MEGABYTE = 1_000_000

many = examples(derandomize=True, deadline=None, max_examples=60)


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> tuple[str, Dataset]:
    """Each embedded sample with its name among the fixtures."""
    return request.param, request.getfixturevalue(request.param)


def test_that_a_sample_holds_as_many_images_of_each_class_as_announced(sample: tuple[str, Dataset]) -> None:
    name, dataset = sample
    training, testing, shape = SIZES[name]
    trained_on = np.concatenate([dataset.train, dataset.validation])
    assert np.bincount(dataset.labels[trained_on]).tolist() == [training] * 10
    assert np.bincount(dataset.labels[dataset.test]).tolist() == [testing] * 10
    assert dataset.images.shape == (10 * (training + testing), *shape)
    assert dataset.shape == shape


def test_that_the_three_splits_share_no_image_and_leave_none_out(sample: tuple[str, Dataset]) -> None:
    dataset = sample[1]
    together = np.concatenate([dataset.train, dataset.validation, dataset.test])
    assert sorted(together.tolist()) == list(range(len(dataset.labels)))


def test_that_validation_is_a_tenth_of_each_class(sample: tuple[str, Dataset]) -> None:
    name, dataset = sample
    assert np.bincount(dataset.labels[dataset.validation]).tolist() == [SIZES[name][0] // 10] * 10


def test_that_the_mean_image_is_of_training_images_only(sample: tuple[str, Dataset]) -> None:
    dataset = sample[1]
    mean = dataset.pixels[dataset.train].astype(np.float64).mean(axis=0) / 255
    np.testing.assert_allclose(dataset.preprocessing.shift, mean, atol=1e-6)
    mean_of_all = dataset.pixels.mean(axis=0) / 255
    assert np.abs(dataset.preprocessing.shift - mean_of_all).max() > 1e-3


def test_that_training_images_as_seen_are_between_minus_one_and_one_with_mean_zero(
    sample: tuple[str, Dataset],
) -> None:
    dataset = sample[1]
    seen = dataset.preprocessing.apply(dataset.pixels[dataset.train])
    assert seen.dtype == np.float32
    assert np.abs(seen.mean(axis=0, dtype=np.float64)).max() < 1e-5
    assert -1 <= seen.min() < -0.3
    assert 0.3 < seen.max() <= 1


def test_that_a_sample_is_read_only(sample: tuple[str, Dataset]) -> None:
    found = [*arrays_in(sample[1]), ("pixels", sample[1].pixels)]
    assert len(found) == 7
    assert [path for path, array in found if array.flags.writeable] == []


def test_that_the_labels_of_the_first_test_images_of_cifar10_are_the_official_ones(cifar10: Dataset) -> None:
    assert cifar10.labels[cifar10.test][:10].tolist() == [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]


def test_that_the_first_pixel_of_the_first_training_image_of_cifar10_is_the_official_one(cifar10: Dataset) -> None:
    assert cifar10.images[0, 0, 0].tolist() == [59, 62, 63]
    assert cifar10.classes[cifar10.labels[0]] == "frog"


def test_that_the_first_images_of_fashion_are_the_official_ones(fashion: Dataset) -> None:
    names = [fashion.classes[label] for label in fashion.labels[:3]]
    assert names == ["ankle boot", "T-shirt", "T-shirt"]
    assert [fashion.classes[label] for label in fashion.labels[fashion.test][:3]] == [
        "ankle boot",
        "pullover",
        "trouser",
    ]


def test_that_the_classes_are_the_ten_of_each_source(cifar10: Dataset, fashion: Dataset) -> None:
    assert cifar10.classes == cifar10_reader.CLASSES
    assert fashion.classes == FASHION_CLASSES
    assert cifar10.classes[3] == "cat"
    assert len(set(cifar10.classes)) == len(set(fashion.classes)) == 10
    assert (cifar10.is_colour, fashion.is_colour) == (True, False)


def test_that_opening_a_sample_again_gives_the_same_split_and_pixels(fashion: Dataset) -> None:
    again = dict(arrays_in(embedded.load_fashion_sample()))
    assert all(np.array_equal(array, again[path]) for path, array in arrays_in(fashion))


def test_that_the_catalogue_opens_each_data_set_under_its_own_name() -> None:
    assert set(OFFERED) == {"cifar10-sample", "fashion-sample"}
    assert DEFAULT == "cifar10-sample"
    for name, source in OFFERED.items():
        dataset = source.load()
        assert (dataset.name, dataset.title) == (name, source.title)


def test_that_the_samples_take_less_than_sixteen_megabytes() -> None:
    folder = Path(assets.__file__).parent
    sizes = [path.stat().st_size for path in folder.glob("*-sample/*")]
    assert len(sizes) > 4
    assert sum(sizes) < 16 * MEGABYTE


@many
@given(some.integers(1, 3), some.integers(1, 8), some.sampled_from([1, 3]), some.integers(0, 99))
def test_that_cutting_a_sheet_undoes_laying_it_out(rows: int, side: int, channels: int, seed: int) -> None:
    images = np.random.default_rng(seed).integers(0, 256, (100 * rows, side, side, channels), np.uint8)
    laid_out = sheet(images)
    assert laid_out.shape == (rows * side, 100 * side, channels)
    assert np.array_equal(cut_sheet(laid_out), images)


def test_that_an_image_of_a_sheet_is_a_square_of_it() -> None:
    images = np.random.default_rng(0).integers(0, 256, (200, 5, 5, 3), np.uint8)
    assert np.array_equal(sheet(images)[5:10, 35:40], images[107])


def test_that_the_first_of_each_class_are_taken_in_the_order_of_the_file() -> None:
    labels = np.array([2, 0, 0, 1, 2, 0, 1, 2, 1], np.uint8)
    assert first_of_each_class(labels, 2).tolist() == [0, 1, 2, 3, 4, 6]


@many
@given(some.lists(some.integers(0, 4), min_size=1, max_size=300), some.floats(0, 1), some.integers(0, 99))
def test_that_a_split_takes_the_same_share_of_every_class(labels: list[int], share: float, seed: int) -> None:
    kept, off = split_off(np.array(labels), share, seed)
    assert sorted([*kept.tolist(), *off.tolist()]) == list(range(len(labels)))
    assert kept.tolist() == sorted(kept.tolist())
    assert off.tolist() == sorted(off.tolist())
    for label in set(labels):
        taken = sum(labels[place] == label for place in off)
        assert taken == round(share * labels.count(label))


def test_that_a_split_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    labels = np.arange(200) % 4
    first, again, other = (split_off(labels, 0.1, seed)[1].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_that_a_split_is_no_run_of_neighbours() -> None:
    off = split_off(np.zeros(200, np.intp), 0.1)[1]
    assert off.max() - off.min() > 100


def test_that_preprocessing_scales_bytes_and_subtracts_the_shift() -> None:
    seen = Preprocessing(0.5, np.array([1.0, 2.0], np.float32), "halves").apply(np.array([[4, 4], [0, 255]], np.uint8))
    assert seen.tolist() == [[1.0, 0.0], [-1.0, 125.5]]
    assert seen.dtype == np.float32


def test_that_the_mean_of_many_images_does_not_overflow_a_byte() -> None:
    pixels = np.full((1000, 2), 255, np.uint8)
    assert minus_mean(pixels, np.arange(1000)).shift.tolist() == [1.0, 1.0]


def test_that_a_data_set_says_what_the_weights_see() -> None:
    assert small_dataset().preprocessing.sentence == "pixels 0..1, training mean subtracted"


def test_that_images_that_do_not_lie_one_after_the_other_are_refused() -> None:
    whole = small_dataset()
    with pytest.raises(ValueError, match="one after the other"):
        replace(whole, images=whole.images[:, :, ::-1])


def test_that_planes_of_colour_are_laid_out_anew() -> None:
    planes = np.arange(4 * 3 * 2 * 2, dtype=np.uint8).reshape(4, 3, 2, 2).transpose(0, 2, 3, 1)
    made = assemble("small", "Small", ("a", "b"), (planes, np.array([0, 1, 0, 1])), (planes, np.array([0, 1, 0, 1])))
    assert np.shares_memory(made.pixels, made.images)
    assert np.array_equal(made.images[:4], planes)
