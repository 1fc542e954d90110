"""The lowest point of a line and the way back up: against a fine grid of the loss of moved parameters."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.arrays import Doubles
from model.landscape import best_step, break_even, loss_at, losses_along, slope_at
from model.records import LossKind, PenaltyKind, Settings
from tests.model.lines import Problem, exact_line, toy_line, trained_line
from tests.model.small import for_every_kind, for_every_kind_and_margin

GUESSES = [1e-4, 0.3, 40.0]
NOTHING = Settings(penalty=PenaltyKind.NONE)
HINGE = replace(NOTHING, loss=LossKind.HINGE)


def column(*numbers: float) -> Doubles:
    """One image's numbers for each class; the true class comes first."""
    return np.array(numbers, dtype=np.float64)[:, None]


def lowest(problem: Problem, high: float) -> tuple[float, float]:
    """The lowest point of a convex loss on [0, high], and its loss, by ever finer grids."""
    low = 0.0
    for _ in range(12):
        points = np.linspace(low, high, 41)
        losses = problem.direct_losses(points)
        place = int(losses.argmin())
        low, high = points[max(place - 1, 0)], points[min(place + 1, 40)]
    return float(points[place]), float(losses[place])


@for_every_kind_and_margin
@pytest.mark.parametrize("guess", GUESSES)
def test_that_no_point_of_the_line_is_lower_than_the_best_step(settings: Settings, guess: float) -> None:
    problem = exact_line(settings)
    best = best_step(problem.along, guess)
    assert best is not None
    assert best > 0
    where, loss = lowest(problem, 3 * best)
    assert problem.direct_loss(best) <= loss * (1 + 1e-9)
    if settings.loss is LossKind.SOFTMAX:
        assert best == pytest.approx(where, rel=1e-4)


@for_every_kind
def test_that_the_best_step_of_a_training_step_is_found_in_float32_too(settings: Settings) -> None:
    problem = trained_line(settings)
    best = best_step(problem.along, settings.step_size)
    assert best is not None
    assert problem.direct_loss(best) <= lowest(problem, 3 * best)[1] * (1 + 1e-6)


@for_every_kind
def test_that_the_best_step_depends_on_the_guess_hardly_at_all(settings: Settings) -> None:
    along = exact_line(settings).along
    best = np.array([best_step(along, guess) for guess in GUESSES], np.float64)
    np.testing.assert_allclose(best, best[0], rtol=1e-6)


@for_every_kind
def test_that_the_way_back_up_ends_at_the_starting_loss(settings: Settings) -> None:
    problem = exact_line(settings)
    best = best_step(problem.along, 1.0)
    assert best is not None
    again = break_even(problem.along, best)
    assert again is not None
    assert again > best
    assert problem.direct_loss(again) == pytest.approx(problem.direct_loss(0.0), rel=1e-7)


@pytest.mark.parametrize("settings", [NOTHING, HINGE])
def test_that_uphill_from_the_start_the_best_step_is_none_at_all(settings: Settings) -> None:
    along = toy_line(column(0, 1), column(0, 2), settings)
    assert best_step(along, 1.0) == 0.0
    assert break_even(along, 0.0) is None


def test_that_a_flat_line_is_best_left_alone() -> None:
    assert best_step(toy_line(column(0, -5), column(0, 0.5), HINGE), 1.0) == 0.0


@pytest.mark.parametrize("steepness", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("guess", GUESSES)
def test_that_softmax_of_a_separable_image_falls_without_end(steepness: float, guess: float) -> None:
    assert best_step(toy_line(column(0, 1), column(0, -steepness), NOTHING), guess) is None


@pytest.mark.parametrize("make", [trained_line, exact_line])
@pytest.mark.parametrize("kind", [PenaltyKind.NONE, PenaltyKind.DROPOUT])
def test_that_softmax_of_one_image_without_a_penalty_on_weights_falls_without_end(
    make: type, kind: PenaltyKind
) -> None:
    problem = make(Settings(penalty=kind, strength=0.4), size=1)
    assert best_step(problem.along, 0.01) is None


def test_that_the_hinge_of_a_separable_image_is_best_where_it_reaches_zero() -> None:
    along = toy_line(column(0, 1), column(0, -1), HINGE)
    best = best_step(along, 0.01)
    assert best is not None
    assert best >= 2 - 1e-8
    assert loss_at(along, best) == pytest.approx(0, abs=1e-8)
    assert break_even(along, best) is None


def test_that_a_penalty_ends_the_fall_of_a_separable_image() -> None:
    settings = Settings(penalty=PenaltyKind.L2, strength=0.1)
    along = toy_line(column(0, 1), column(0, -1), settings, weight=0.0, direction=1.0)
    best = best_step(along, 0.01)
    assert best is not None
    assert slope_at(along, best) == pytest.approx(0, abs=1e-7)


@examples(derandomize=True, deadline=None, max_examples=80)
@given(some.integers(0, 10_000), some.sampled_from([NOTHING, HINGE]), some.floats(1e-3, 10))
def test_that_no_point_of_any_line_is_lower_than_its_best_step(seed: int, settings: Settings, guess: float) -> None:
    chance = np.random.default_rng(seed)
    gaps, slopes = (np.vstack([np.zeros(9), chance.normal(size=(3, 9))]) for _ in range(2))
    along = toy_line(gaps, slopes, settings)
    best = best_step(along, guess)
    assert best is not None
    assert loss_at(along, best) <= losses_along(along, np.linspace(0, 2 * best + 1, 500)).min() + 1e-7
