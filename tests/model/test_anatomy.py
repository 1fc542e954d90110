"""An update taken apart: its parts add up to what the record says, for every loss and penalty."""

from dataclasses import replace

import numpy as np
import pytest

from model import losses
from model.anatomy import Anatomy, look, outcome_after, take_apart, telling_weight, weight_at
from model.classifier import class_scores
from model.datasets.dataset import Dataset
from model.descent import descend, score_batch, with_step_size
from model.products import Scratch
from model.records import LossKind, Params, PenaltyKind, Settings, Step
from tests.model.small import (
    arrays_in,
    batch_of,
    for_every_kind,
    for_every_kind_and_margin,
    kind,
    scratch_for,
    seen_in_training,
    small_dataset,
    small_params,
)

COUNT = 8


class Few(Scratch):
    """Takes three images at a time, so that a batch has several parts."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset.pixels.shape[1])
        self.chunk = 3


def small_step(settings: Settings, scratch: Scratch | None = None) -> tuple[Dataset, Step]:
    dataset = small_dataset()
    own = scratch or scratch_for(dataset)
    return dataset, descend(small_params(dataset), batch_of(dataset, COUNT), settings, dataset, own, number=4)


def parts_of(dataset: Dataset, step: Step, scratch: Scratch | None = None) -> list[Anatomy]:
    """Every image of the batch, taken apart."""
    own = scratch or scratch_for(dataset)
    return [take_apart(step, position, dataset, own) for position in range(step.batch.size)]


@for_every_kind
def test_that_an_image_is_seen_as_the_step_saw_it(settings: Settings) -> None:
    dataset, step = small_step(settings)
    expected = seen_in_training(dataset, step.batch, settings)
    for part, row in zip(parts_of(dataset, step), expected, strict=True):
        np.testing.assert_allclose(part.x, row, rtol=1e-5, atol=1e-6)


@for_every_kind
def test_that_the_image_as_seen_gives_the_recorded_scores(settings: Settings) -> None:
    dataset, step = small_step(settings)
    for part in parts_of(dataset, step):
        assert part.scores.tobytes() == step.scores[:, part.position].tobytes()
        np.testing.assert_allclose(class_scores(step.before, part.x[None])[:, 0], part.scores, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(part.products, step.before.weights @ part.x, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("loss", list(LossKind))
def test_that_an_image_of_a_later_part_of_the_batch_is_dropped_as_in_the_step(loss: LossKind) -> None:
    dataset = small_dataset()
    scratch = Few(dataset)
    _, step = small_step(kind(loss, PenaltyKind.DROPOUT), scratch)
    for part in parts_of(dataset, step, scratch):
        np.testing.assert_allclose(class_scores(step.before, part.x[None])[:, 0], part.scores, rtol=1e-4, atol=1e-5)


@for_every_kind_and_margin
def test_that_the_mean_of_the_outer_products_and_the_penalty_is_the_recorded_gradient(settings: Settings) -> None:
    dataset, step = small_step(settings)
    parts = parts_of(dataset, step)
    mean = np.mean([part.weight_gradient for part in parts], axis=0, dtype=np.float64)
    np.testing.assert_allclose(mean + parts[0].penalty_gradient, step.gradient.weights, rtol=1e-4, atol=1e-6)
    by_bias = np.mean([part.score_gradient for part in parts], axis=0, dtype=np.float64)
    np.testing.assert_allclose(by_bias, step.gradient.biases, rtol=1e-4, atol=1e-6)


@for_every_kind
def test_that_the_parts_add_up_on_real_images(settings: Settings, request: pytest.FixtureRequest) -> None:
    for name in ("cifar10", "fashion"):
        dataset: Dataset = request.getfixturevalue(name)
        params = Params(*(1e-2 * array for array in _noise(dataset)))
        scratch = scratch_for(dataset)
        step = descend(params, batch_of(dataset, 20), settings, dataset, scratch)
        parts = parts_of(dataset, step, scratch)
        for part in parts:
            again = class_scores(params, part.x[None])[:, 0]
            np.testing.assert_allclose(again, part.scores, rtol=1e-4, atol=1e-4)
        mean = np.mean([part.weight_gradient for part in parts], axis=0) + parts[0].penalty_gradient
        np.testing.assert_allclose(mean, step.gradient.weights, rtol=1e-4, atol=1e-5)


def _noise(dataset: Dataset) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], ...]:
    chance = np.random.default_rng(3)
    classes = len(dataset.classes)
    return (
        chance.standard_normal((classes, dataset.pixels.shape[1]), dtype=np.float32),
        chance.standard_normal(classes, dtype=np.float32),
    )


@for_every_kind_and_margin
def test_that_the_terms_add_up_to_the_recorded_loss(settings: Settings) -> None:
    dataset, step = small_step(settings)
    for part in parts_of(dataset, step):
        assert part.loss == step.image_losses[part.position]
        if part.is_hinge:
            assert np.isnan(part.margins[part.label])
            assert part.hinge_terms[part.label] == 0
            assert part.hinge_terms.sum() == pytest.approx(part.loss, rel=1e-5)
        else:
            shares = part.exponentials / part.exponentials.sum()
            np.testing.assert_allclose(part.probabilities, shares, rtol=1e-9)
            assert part.probabilities.sum() == pytest.approx(1)
            assert -np.log(part.probabilities[part.label]) == pytest.approx(part.loss, rel=1e-4, abs=1e-6)


@for_every_kind
def test_that_the_update_leads_from_the_old_weights_to_the_new(settings: Settings) -> None:
    dataset, step = small_step(settings)
    part = take_apart(step, 2, dataset, scratch_for(dataset))
    assert np.abs(part.update).max() > 0
    np.testing.assert_allclose(step.before.weights + part.update, step.after.weights, rtol=1e-6, atol=1e-7)


@for_every_kind
def test_that_the_loss_after_is_the_loss_of_the_scores_after(settings: Settings) -> None:
    dataset, step = small_step(settings)
    scratch = scratch_for(dataset)
    after = score_batch(step.after, step.batch, settings, dataset, scratch)
    expected, _ = losses.data_loss(settings, after, step.batch.labels)
    before, _ = losses.data_loss(settings, step.scores, step.batch.labels)
    parts = parts_of(dataset, step)
    for part in parts:
        np.testing.assert_allclose(part.scores_after, after[:, part.position], rtol=1e-4, atol=1e-5)
        assert part.loss_after == pytest.approx(float(expected[part.position]), rel=1e-4, abs=1e-5)
        assert part.loss == pytest.approx(float(before[part.position]), rel=1e-6)
        if part.is_hinge:
            assert part.hinge_terms_after.sum() == pytest.approx(part.loss_after, rel=1e-5)
        else:
            assert -np.log(part.probabilities_after[part.label]) == pytest.approx(part.loss_after, rel=1e-4)
    outcome = outcome_after(step, dataset, scratch)
    assert outcome.data_loss == pytest.approx(float(np.mean([part.loss_after for part in parts])), rel=1e-4)
    assert outcome.loss == pytest.approx(outcome.data_loss + outcome.penalty)


def test_that_the_whole_outcome_is_the_loss_where_the_step_leads() -> None:
    dataset, step = small_step(kind(LossKind.SOFTMAX, PenaltyKind.L2))
    again = descend(step.after, step.batch, step.settings, dataset, scratch_for(dataset))
    outcome = outcome_after(step, dataset, scratch_for(dataset))
    assert outcome.loss == pytest.approx(again.loss, rel=1e-5)
    assert outcome.penalty == pytest.approx(again.penalty, rel=1e-6)
    assert outcome.loss < step.loss


def test_that_the_marked_pixels_are_those_that_were_dropped() -> None:
    dataset, step = small_step(kind(LossKind.SOFTMAX, PenaltyKind.DROPOUT))
    eyes = [look(step, position, dataset, scratch_for(dataset)) for position in range(COUNT)]
    share = float(np.mean([eye.dropped_share for eye in eyes]))
    assert 0.2 < share < 0.6
    mean = dataset.preprocessing.shift
    for eye in eyes:
        assert np.abs(eye.x[eye.kept == 0]).max(initial=0) < 0.5 / 255 + 1e-6
        kept = eye.kept == 1
        plain = eye.pixels / 255 - mean
        np.testing.assert_allclose(0.6 * eye.x[kept], plain[kept], atol=3e-3)
        seen_dropped = np.abs(eye.fill / 255 - mean)
        assert seen_dropped.max() <= 0.5 / 255 + 1e-6


def test_that_without_dropout_every_pixel_is_kept() -> None:
    dataset, step = small_step(kind(LossKind.HINGE, PenaltyKind.L2))
    part = take_apart(step, 0, dataset, scratch_for(dataset))
    assert part.eye.dropped_share == 0
    assert part.keep == 1


def test_that_the_exponentials_of_huge_scores_are_finite_and_keep_their_shares() -> None:
    dataset, step = small_step(kind(LossKind.SOFTMAX, PenaltyKind.NONE))
    scores = step.scores * np.float32(4000)
    part = take_apart(replace(step, scores=scores), 1, dataset, scratch_for(dataset))
    assert part.exponent_shift == scores[:, 1].max()
    assert np.isfinite(part.exponentials).all()
    assert part.exponentials.max() == 1


def test_that_the_lectures_scores_give_its_terms() -> None:
    dataset, step = small_step(kind(LossKind.HINGE, PenaltyKind.NONE))
    scores = np.tile(np.array([[3.2], [5.1], [-1.7]], np.float32), COUNT)
    cat = int(np.flatnonzero(step.batch.labels == 0)[0])
    part = take_apart(replace(step, scores=scores), cat, dataset, scratch_for(dataset))
    assert part.hinge_terms == pytest.approx([0, 2.9, 0], abs=1e-5)
    assert part.exponentials == pytest.approx([24.5, 164.0, 0.18], rel=0.02)
    assert part.probabilities == pytest.approx([0.13, 0.87, 0.0], abs=0.005)


def test_that_another_step_size_scales_the_update_alone() -> None:
    dataset, step = small_step(kind(LossKind.HINGE, PenaltyKind.L1))
    other = with_step_size(step, replace(step.settings, step_size=0.3))
    one, three = (take_apart(each, 3, dataset, scratch_for(dataset)) for each in (step, other))
    np.testing.assert_allclose(three.update, 3 * one.update, rtol=1e-5)
    assert three.loss == one.loss


def test_that_the_followed_weight_is_where_the_image_moves_the_most() -> None:
    dataset, step = small_step(kind(LossKind.SOFTMAX, PenaltyKind.NONE))
    part = take_apart(step, 5, dataset, scratch_for(dataset))
    weight = telling_weight(part)
    assert weight.k == part.label
    assert abs(part.x[weight.d]) == np.abs(part.x).max()
    chosen = weight_at(part, dataset.shape, 2, 1, 0)
    assert chosen.k == 2
    at_pixel = part.x.reshape(dataset.shape)[1, 0]
    assert part.x[chosen.d] == at_pixel[np.abs(at_pixel).argmax()]
    assert [int(place) for place in np.unravel_index(chosen.d, dataset.shape)[:2]] == [1, 0]


def test_that_a_picture_in_hand_is_frozen_and_outlives_the_scratch() -> None:
    dataset, step = small_step(kind(LossKind.SOFTMAX, PenaltyKind.DROPOUT))
    scratch = scratch_for(dataset)
    eye = look(step, 0, dataset, scratch)
    content = eye.x.tobytes(), eye.kept.tobytes(), dataset.pixels[step.batch.rows[0]].tobytes()
    for position in range(COUNT):
        look(step, position, dataset, scratch)
    assert (eye.x.tobytes(), eye.kept.tobytes(), eye.pixels.tobytes()) == content
    assert all(not array.flags.writeable for _, array in arrays_in(eye))
