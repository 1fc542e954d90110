"""Momentum: held to the plain way in float64, and what becomes of the velocity on every way a run can go."""

from dataclasses import replace

import numpy as np
import pytest

from model import descent
from model.anatomy import take_apart
from model.classifier import objective
from model.landscape import loss_at
from model.profiles import Along, Question, survey
from model.records import LossKind, Params, PenaltyKind, Settings
from model.run import Run
from model.schedules import ScheduleKind, factor
from tests.model.central import assert_close
from tests.model.small import doubled, kind, same_bits, scratch_for, seen_in_training, small_dataset, small_params

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
FAST = replace(PLAIN, momentum=0.9)


def run_of(settings: Settings, steps: int) -> Run:
    run = Run(SMALL, settings, seed=1)
    for _ in range(steps):
        run.advance()
    return run


def plainly(settings: Settings, steps: int) -> Params:
    """The same steps as one first writes them, in float64."""
    order_of, params = Run(SMALL, settings, seed=1), doubled(Run(SMALL, settings, seed=1).params)
    weights, biases = params.weights, params.biases
    velocity = np.zeros_like(weights), np.zeros_like(biases)
    for _ in range(steps):
        batch = order_of.coming_batch()
        seen = seen_in_training(SMALL, batch, settings)
        gradient = objective(Params(weights, biases), seen, batch.labels, settings)[1]
        velocity = (
            settings.momentum * velocity[0] + gradient.weights,
            settings.momentum * velocity[1] + gradient.biases,
        )
        eta = settings.step_size * factor(settings.schedule, settings.over, order_of.epoch)
        weights, biases = weights - eta * velocity[0], biases - eta * velocity[1]
        order_of.advance()
    return Params(weights, biases)


@pytest.mark.parametrize("penalty", [PenaltyKind.L2, PenaltyKind.DROPOUT])
@pytest.mark.parametrize("schedule", ScheduleKind)
@pytest.mark.parametrize("momentum", [0.5, 0.9])
def test_that_a_run_agrees_with_the_plain_way_in_float64(
    momentum: float, schedule: ScheduleKind, penalty: PenaltyKind
) -> None:
    settings = replace(kind(LossKind.SOFTMAX, penalty), step_size=0.02, schedule=schedule, over=3.0, momentum=momentum)
    assert_close(run_of(settings, 40).params, plainly(settings, 40), 2e-5)


def test_that_with_a_constant_step_size_it_is_the_form_of_cs231n() -> None:
    run = Run(SMALL, FAST, seed=1)
    weights = doubled(run.params).weights
    v = np.zeros_like(weights)
    for _ in range(20):
        v = 0.9 * v - FAST.step_size * run.coming().gradient.weights.astype(np.float64)
        weights = weights + v
        run.advance()
    np.testing.assert_allclose(run.params.weights, weights, rtol=1e-4, atol=1e-6)


def test_that_without_momentum_the_direction_is_the_gradient_itself_and_nothing_is_carried() -> None:
    run = run_of(PLAIN, 5)
    step = run.coming()
    assert step.direction is step.gradient
    assert step.velocity is step.new_velocity is run.velocity is None


def test_that_the_velocity_begins_at_zero_when_momentum_comes_and_is_gone_after_a_step_without() -> None:
    run, plain = run_of(PLAIN, 5), run_of(PLAIN, 5)
    run.tune(FAST)
    first = run.coming()
    assert first.velocity is None
    assert same_bits(first.after, plain.coming().after)
    run.advance()
    assert run.velocity is first.direction
    second = run.coming()
    assert np.array_equal(second.direction.weights, np.float32(0.9) * first.gradient.weights + second.gradient.weights)
    run.tune(PLAIN)
    assert run.coming().direction is run.coming().gradient
    run.advance()
    assert run.velocity is None
    run.tune(FAST)
    assert run.coming().velocity is None


def test_that_momentum_taken_back_before_the_next_step_was_never_away() -> None:
    run, other = run_of(FAST, 7), run_of(FAST, 7)
    run.tune(PLAIN)
    run.coming()
    run.tune(FAST)
    run.advance()
    other.advance()
    assert same_bits(run.params, other.params)


def test_that_a_jump_ends_the_velocity_and_back_brings_it_again() -> None:
    run = run_of(FAST, 7)
    velocity = run.velocity
    run.jump(small_params(SMALL, 3))
    assert run.velocity is run.coming().velocity is None
    run.back()
    assert run.velocity is velocity is not None


def test_that_a_leap_goes_its_own_length_in_the_same_direction_and_carries_the_same_velocity() -> None:
    settings = replace(FAST, schedule=ScheduleKind.INVERSE, over=2.0)
    run = run_of(settings, 7)
    coming = run.coming()
    run.leap(0.4)
    assert np.array_equal(run.params.weights, coming.before.weights - np.float32(0.4) * coming.direction.weights)
    assert run.velocity is coming.direction
    assert run.settings == settings
    run.advance()
    replayed = run.until(8)
    assert same_bits(replayed.params, run.state().memory.marks[-1].params)  # type: ignore[arg-type]


def inner(one: Params, other: Params) -> float:
    return float(np.vdot(one.weights, other.weights) + np.vdot(one.biases, other.biases))


def test_that_the_line_of_the_coming_step_is_along_its_velocity_and_that_of_all_images_along_their_gradient() -> None:
    run = run_of(FAST, 20)
    step, scratch = run.coming(), scratch_for(SMALL)
    found = survey(Question(1, step, SMALL), scratch)
    seen = seen_in_training(SMALL, step.batch, FAST)
    assert found.question.is_of_velocity
    for t in (0.0, FAST.step_size, 0.7):
        there = doubled(descent.move(step.before, step.direction, t))
        loss = objective(there, seen, step.batch.labels, FAST)[0]
        assert loss_at(found.batch.line, t) == pytest.approx(loss, rel=1e-5)
    assert found.slope == pytest.approx(-inner(step.gradient, step.direction), rel=1e-4)
    of_all = survey(Question(2, step, SMALL, along=Along.TRAINING), scratch, found)
    assert not of_all.question.is_of_velocity
    assert of_all.slope == pytest.approx(-inner(of_all.direction, of_all.direction), rel=1e-4)


def test_that_a_step_taken_apart_or_for_one_image_alone_has_the_velocity_in_it() -> None:
    run = run_of(replace(FAST, schedule=ScheduleKind.STEP, over=1.0), 20)
    step, scratch = run.coming(), scratch_for(SMALL)
    anatomy = take_apart(step, 0, SMALL, scratch)
    np.testing.assert_allclose(step.before.weights + anatomy.update, step.after.weights, atol=1e-7)
    single = descent.alone(step, int(step.batch.rows[0]), SMALL, scratch)
    assert step.velocity is not None
    expected = np.float32(0.9) * step.velocity.weights + single.gradient.weights
    assert np.array_equal(single.direction.weights, expected)
    assert single.step_size == step.step_size


def test_that_a_velocity_that_overshoots_is_known_to_lead_uphill() -> None:
    run = Run(SMALL, replace(FAST, momentum=0.99, step_size=0.5), seed=1)
    found = set()
    for _ in range(60):
        step = run.coming()
        uphill = take_apart(step, 0, SMALL, scratch_for(SMALL)).leads_uphill
        assert uphill == (survey(Question(1, step, SMALL), scratch_for(SMALL)).slope > 0)
        found.add(uphill)
        run.advance()
    assert found == {True, False}
