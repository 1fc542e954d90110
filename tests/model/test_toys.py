"""The toys: small, the same each time, and learnt or not as they are meant to be."""

import numpy as np
import pytest

from model.classifier import score_picture
from model.datasets.catalogue import TOYS
from model.datasets.toys import FOUR, POINTS, SHAPES
from model.defaults import default_settings
from model.records import LossKind
from model.run import Run
from model.worked import FOUR_PIXELS, four_pixel_params
from tests.model.small import arrays_in

STEPS = 300


@pytest.mark.parametrize("name", SHAPES)
def test_that_points_are_images_of_two_pixels_the_same_each_time(name: str) -> None:
    dataset, again = TOYS[name].load(), TOYS[name].load()
    assert dataset.images.shape == (POINTS, 1, 2, 1)
    assert len(dataset.train) + len(dataset.validation) + len(dataset.test) == POINTS
    assert dataset.images.min() > 0
    assert dataset.images.max() < 255
    assert (dataset.name, dataset.title) == (name, TOYS[name].title)
    assert all(
        np.array_equal(one, other) for (_, one), (_, other) in zip(arrays_in(dataset), arrays_in(again), strict=True)
    )


@pytest.mark.parametrize("loss", LossKind)
@pytest.mark.parametrize("name", TOYS)
def test_that_blobs_and_four_pixels_are_learnt_and_the_others_cannot_be(name: str, loss: LossKind) -> None:
    run = Run(TOYS[name].load(), default_settings(name, loss), 1)
    for _ in range(STEPS):
        assert run.advance()
    measure = run.measure()
    if name in ("toy-blobs", FOUR):
        assert measure.test_accuracy > 0.98
    else:
        assert measure.train_accuracy < 0.75
        assert measure.train_loss < 1.2 * (np.log(2) if loss is LossKind.SOFTMAX else 1.0)


def test_that_the_first_test_image_of_the_four_pixels_is_the_one_of_the_worked_example() -> None:
    dataset = TOYS[FOUR].load()
    assert FOUR_PIXELS.pixels is not None
    assert dataset.pixels[dataset.test[0]].tolist() == FOUR_PIXELS.pixels.tolist()
    assert dataset.classes == FOUR_PIXELS.classes
    assert dataset.labels[dataset.test[0]] == 0


def test_that_the_w_and_b_of_the_worked_example_give_its_scores_there() -> None:
    dataset = TOYS[FOUR].load()
    params = four_pixel_params(dataset.preprocessing)
    scores = score_picture(params, dataset, dataset.images[dataset.test[0]])
    assert scores == pytest.approx([-96.8, 437.9, 60.75], abs=1e-3)
