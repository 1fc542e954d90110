"""One update: the fast way over bytes, in float32, held to the plain way and to the slope of the loss."""

from dataclasses import replace

import numpy as np
import pytest

from model.classifier import class_scores, objective
from model.datasets.dataset import Dataset
from model.descent import batch_accuracy, descend, measure, move, score_batch, with_step_size
from model.losses import data_loss
from model.records import Batch, LossKind, Params, PenaltyKind, Settings, Step
from tests.model.central import assert_close, central_params
from tests.model.small import (
    batch_of,
    content_of,
    doubled,
    for_every_kind,
    for_every_kind_and_margin,
    kind,
    same_bits,
    scratch_for,
    seen_in_training,
    seen_plainly,
    small_dataset,
    small_params,
)

SMALL = small_dataset()
PARAMS = small_params(SMALL)
A_KINK_IS_NEAR = 1e-4


def step_on(dataset: Dataset, batch: Batch, settings: Settings, params: Params | None = None) -> Step:
    params = small_params(dataset) if params is None else params
    return descend(params, batch, settings, dataset, scratch_for(dataset))


def assert_off_the_kinks(step: Step) -> None:
    """No margin and no weight may be so near a kink that a central difference would straddle it."""
    true_scores = step.scores[step.batch.labels, np.arange(step.batch.size)]
    assert np.abs(step.scores - true_scores + step.settings.margin).min() > A_KINK_IS_NEAR
    assert np.abs(step.before.weights).min() > A_KINK_IS_NEAR


@for_every_kind_and_margin
@pytest.mark.parametrize("size", [1, 9])
def test_that_the_gradient_of_a_step_is_the_slope_of_the_loss_of_what_it_saw(settings: Settings, size: int) -> None:
    batch = batch_of(SMALL, size)
    step, seen = step_on(SMALL, batch, settings), seen_in_training(SMALL, batch, settings)
    assert_off_the_kinks(step)
    slopes = central_params(lambda moved: objective(moved, seen, batch.labels, settings)[0], doubled(PARAMS))
    assert_close(step.gradient, slopes, 1e-5)


@for_every_kind_and_margin
@pytest.mark.parametrize("shape", [(2, 2, 3), (28, 28, 1), (32, 32, 3)])
@pytest.mark.parametrize("size", [1, 300])
def test_that_a_step_agrees_with_the_plain_way_in_float64(
    settings: Settings, shape: tuple[int, int, int], size: int
) -> None:
    dataset = small_dataset(shape, of_each=200)
    batch, params = batch_of(dataset, size), small_params(dataset)
    step, seen = step_on(dataset, batch, settings), seen_in_training(dataset, batch, settings)
    scores = class_scores(doubled(params), seen)
    loss, gradient = objective(doubled(params), seen, batch.labels, settings)
    np.testing.assert_allclose(step.scores, scores, atol=2e-5 * np.abs(scores).max())
    assert step.loss == pytest.approx(loss, rel=1e-5)
    assert_close(step.gradient, gradient, 1e-4)


@for_every_kind
def test_that_a_step_keeps_the_loss_and_the_pull_of_each_image(settings: Settings) -> None:
    batch = batch_of(SMALL, 9)
    step = step_on(SMALL, batch, settings)
    losses, pulls = data_loss(settings, step.scores, batch.labels)
    assert np.array_equal(step.image_losses, losses)
    assert np.array_equal(step.score_gradient, pulls)
    assert step.data_loss == pytest.approx(losses.astype(np.float64).mean())


@for_every_kind
def test_that_a_step_leads_downhill_along_its_gradient(settings: Settings) -> None:
    step = step_on(SMALL, batch_of(SMALL, 9), settings)
    expected = PARAMS.weights.astype(np.float64) - settings.step_size * step.gradient.weights.astype(np.float64)
    np.testing.assert_allclose(step.after.weights, expected, rtol=1e-6, atol=1e-7)
    tiny = step_on(SMALL, step.batch, settings, move(step.before, step.gradient, 1e-3))
    assert tiny.loss < step.loss


@for_every_kind
def test_that_scoring_a_batch_sees_what_its_step_sees(settings: Settings) -> None:
    batch = batch_of(SMALL, 9)
    scores = score_batch(PARAMS, batch, settings, SMALL, scratch_for(SMALL))
    assert np.array_equal(scores, step_on(SMALL, batch, settings).scores)


@for_every_kind
def test_that_a_step_leaves_parameters_batch_and_data_set_as_they_were(settings: Settings) -> None:
    batch, params = batch_of(SMALL, 9), small_params(SMALL)
    before = content_of(params), content_of(batch), content_of(SMALL)
    step_on(SMALL, batch, settings, params)
    assert (content_of(params), content_of(batch), content_of(SMALL)) == before


def test_that_a_step_in_hand_does_not_change_when_the_scratch_is_used_again() -> None:
    scratch = scratch_for(SMALL)
    settings = kind(LossKind.SOFTMAX, PenaltyKind.DROPOUT)
    step = descend(PARAMS, batch_of(SMALL, 9), settings, SMALL, scratch)
    before = content_of(step)
    descend(PARAMS, batch_of(SMALL, 12, seed=6), settings, SMALL, scratch)
    measure(0, PARAMS, settings, SMALL, scratch)
    assert content_of(step) == before


def test_that_another_step_size_keeps_the_gradient_and_moves_the_end() -> None:
    step = step_on(SMALL, batch_of(SMALL, 9), kind(LossKind.HINGE, PenaltyKind.L2))
    settings = replace(step.settings, step_size=0.5)
    other = with_step_size(step, settings)
    assert other.gradient is step.gradient
    assert other.settings == settings
    assert same_bits(other.after, step_on(SMALL, step.batch, settings).after)


@pytest.mark.parametrize("loss", LossKind)
def test_that_the_penalty_does_not_move_the_bias(loss: LossKind) -> None:
    steps = [step_on(SMALL, batch_of(SMALL, 9), kind(loss, p)) for p in (PenaltyKind.NONE, PenaltyKind.L2)]
    assert np.array_equal(steps[0].after.biases, steps[1].after.biases)
    assert not np.array_equal(steps[0].after.weights, steps[1].after.weights)


@pytest.mark.parametrize("loss", LossKind)
def test_that_dropout_at_rate_zero_is_no_dropout(loss: LossKind) -> None:
    plain = step_on(SMALL, batch_of(SMALL, 9), kind(loss, PenaltyKind.NONE))
    dropped = step_on(SMALL, batch_of(SMALL, 9), replace(kind(loss, PenaltyKind.DROPOUT), strength=0.0))
    assert same_bits(plain.gradient, dropped.gradient)


def test_that_a_batch_met_again_is_dropped_alike_and_one_drawn_elsewhere_is_not() -> None:
    settings, batch = kind(LossKind.SOFTMAX, PenaltyKind.DROPOUT), batch_of(SMALL, 9)
    first = step_on(SMALL, batch, settings)
    assert same_bits(first.gradient, step_on(SMALL, batch, settings).gradient)
    for elsewhere in (replace(batch, seed=99), replace(batch, epoch=99), replace(batch, position=99)):
        assert not same_bits(first.gradient, step_on(SMALL, elsewhere, settings).gradient)


@pytest.mark.parametrize("loss", LossKind)
def test_that_measuring_knows_no_dropout(loss: LossKind) -> None:
    scratch = scratch_for(SMALL)
    plain, dropped = (
        measure(7, PARAMS, kind(loss, p), SMALL, scratch) for p in (PenaltyKind.NONE, PenaltyKind.DROPOUT)
    )
    assert (plain.train_loss, plain.validation_loss) == (dropped.train_loss, dropped.validation_loss)
    assert (plain.train_accuracy, plain.test_accuracy) == (dropped.train_accuracy, dropped.test_accuracy)


@for_every_kind
@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_that_a_measurement_is_the_loss_and_accuracy_of_each_split(settings: Settings, split: str) -> None:
    rows = getattr(SMALL, split)
    found = measure(7, PARAMS, settings, SMALL, scratch_for(SMALL))
    scores = class_scores(doubled(PARAMS), seen_plainly(SMALL, rows))
    right = scores.argmax(axis=0) == SMALL.labels[rows]
    assert getattr(found, f"{split}_accuracy") == pytest.approx(right.mean())
    if split != "test":
        loss = data_loss(settings, scores, SMALL.labels[rows])[0].mean()
        assert getattr(found, f"{split}_loss") == pytest.approx(loss, rel=1e-5)


def test_that_the_accuracy_of_a_class_is_that_of_its_validation_images() -> None:
    found = measure(0, PARAMS, Settings(), SMALL, scratch_for(SMALL))
    labels = SMALL.labels[SMALL.validation]
    right = class_scores(doubled(PARAMS), seen_plainly(SMALL, SMALL.validation)).argmax(axis=0) == labels
    expected = [right[labels == k].mean() for k in range(3)]
    np.testing.assert_allclose(found.class_accuracy, expected)


def test_that_a_class_without_validation_images_has_no_accuracy() -> None:
    rows = SMALL.validation[SMALL.labels[SMALL.validation] != 1]
    found = measure(0, PARAMS, Settings(), replace(SMALL, validation=rows), scratch_for(SMALL))
    assert np.isnan(found.class_accuracy).tolist() == [False, True, False]


def test_that_batch_accuracy_counts_the_images_whose_true_score_is_highest() -> None:
    batch = batch_of(SMALL, 12)
    step = step_on(SMALL, batch, Settings())
    assert batch_accuracy(step) == np.mean(step.scores.argmax(axis=0) == batch.labels)
    assert 0 < batch_accuracy(step) < 1


def test_that_a_large_batch_on_two_threads_is_the_sum_of_its_parts_bit_for_bit() -> None:
    wide = small_dataset(shape=(32, 32, 3), of_each=20)
    rows = np.resize(wide.train, 2500)
    batch = Batch(rows, wide.labels[rows], seed=3, epoch=0, position=0)
    params, scratch = small_params(wide), scratch_for(wide)
    assert len(scratch.parts(batch.size)) >= 8
    steps = [descend(params, batch, Settings(strength=0.01), wide, scratch) for _ in range(3)]
    assert same_bits(steps[0].gradient, steps[1].gradient)
    assert same_bits(steps[1].gradient, steps[2].gradient)
    seen = seen_plainly(wide, rows)
    assert_close(steps[0].gradient, objective(doubled(params), seen, batch.labels, Settings(strength=0.01))[1], 1e-4)
