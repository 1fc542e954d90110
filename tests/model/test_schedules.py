"""How the step size changes: the formulas, their ends, and that nothing but the epochs that have passed counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from model.records import LossKind, PenaltyKind
from model.run import Run
from model.schedules import LEAST, ScheduleKind, factor
from tests.model.small import kind, same_bits, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
FALLING = [each for each in ScheduleKind if each is not ScheduleKind.CONSTANT]


@pytest.mark.parametrize(
    ("schedule", "epochs", "expected"),
    [
        (ScheduleKind.CONSTANT, 1e9, 1.0),
        (ScheduleKind.STEP, 4.99, 1.0),
        (ScheduleKind.STEP, 5.0, 0.5),
        (ScheduleKind.STEP, 14.0, 0.25),
        (ScheduleKind.COSINE, 1.25, (1 + np.sqrt(0.5)) / 2),
        (ScheduleKind.COSINE, 5 / 3, 0.75),
        (ScheduleKind.COSINE, 2.5, 0.5),
        (ScheduleKind.INVERSE, 5.0, 0.5),
        (ScheduleKind.INVERSE, 45.0, 0.1),
    ],
)
def test_that_after_some_epochs_a_schedule_over_five_has_the_value_of_its_formula(
    schedule: ScheduleKind, epochs: float, expected: float
) -> None:
    assert factor(schedule, 5.0, epochs) == pytest.approx(expected, rel=1e-9)


def test_that_a_cosine_stays_at_its_end() -> None:
    assert factor(ScheduleKind.COSINE, 5.0, 2.5 * 2) == LEAST
    assert factor(ScheduleKind.COSINE, 5.0, 7.5) == factor(ScheduleKind.COSINE, 5.0, 10.0) == LEAST


@pytest.mark.parametrize("schedule", FALLING)
@given(over=some.floats(1e-300, 1e300), epochs=some.lists(some.floats(0, 1e300), min_size=2, max_size=4))
def test_that_every_schedule_falls_from_one_and_never_to_nothing(
    schedule: ScheduleKind, over: float, epochs: list[float]
) -> None:
    values = [factor(schedule, over, passed) for passed in (0.0, *sorted(epochs))]
    assert values[0] == 1.0
    assert values == sorted(values, reverse=True)
    assert values[-1] >= LEAST


@pytest.mark.parametrize("schedule", ScheduleKind)
def test_that_each_step_takes_the_step_size_of_the_epochs_before_its_batch(schedule: ScheduleKind) -> None:
    settings = replace(PLAIN, schedule=schedule, over=1.7)
    run = Run(SMALL, settings, seed=1)
    for _ in range(25):
        step, epoch = run.coming(), run.epoch
        assert step.batch.passed == epoch
        rate = np.float32(settings.step_size * factor(schedule, 1.7, epoch))
        assert np.array_equal(step.after.weights, step.before.weights - rate * step.gradient.weights)
        run.advance()


def test_that_a_schedule_that_comes_or_goes_keeps_the_coming_gradient_and_the_place_in_it() -> None:
    run, other = Run(SMALL, PLAIN, seed=1), Run(SMALL, PLAIN, seed=1)
    for _ in range(9):
        run.advance()
        other.advance()
    before = run.coming()
    run.tune(replace(PLAIN, schedule=ScheduleKind.COSINE, over=4.0))
    assert run.coming().gradient is before.gradient
    assert run.coming().step_size == PLAIN.step_size * factor(ScheduleKind.COSINE, 4.0, run.epoch)
    run.tune(PLAIN)
    run.advance()
    other.advance()
    assert same_bits(run.params, other.params)
