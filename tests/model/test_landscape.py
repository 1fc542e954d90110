"""The loss along a line, in closed form in the scores, held to the loss of parameters that were really moved."""

import numpy as np
import pytest

from model.classifier import predict
from model.landscape import (
    Line,
    accuracy_at,
    data_loss_at,
    kinks_between,
    loss_at,
    losses_along,
    penalty_at,
    slope_at,
)
from model.penalties import penalty
from model.records import LossKind, PenaltyKind, Settings
from tests.model.central import central_slope
from tests.model.lines import exact_line, toy_line, trained_line
from tests.model.small import for_every_kind, for_every_kind_and_margin

POINTS = np.linspace(-0.4, 6.0, 41)


def is_off_the_kinks(along: Line, t: float) -> bool:
    """Whether no margin and no weight crosses its kink within 1e-5 of t."""
    margins = along.gaps + t * along.slopes + along.settings.margin
    weights = along.weights - t * along.direction
    return bool(
        (np.abs(margins) > 1e-5 * np.abs(along.slopes)).all()
        and (np.abs(weights) > 1e-5 * np.abs(along.direction)).all()
    )


@for_every_kind_and_margin
@pytest.mark.parametrize("size", [1, 36])
def test_that_the_line_of_a_step_has_the_loss_of_parameters_moved_along_it(settings: Settings, size: int) -> None:
    problem = trained_line(settings, size)
    np.testing.assert_allclose(losses_along(problem.along, POINTS), problem.direct_losses(POINTS), rtol=1e-5, atol=1e-6)


@for_every_kind_and_margin
@pytest.mark.parametrize("size", [1, 36])
def test_that_a_line_in_float64_is_exact_to_ten_figures(settings: Settings, size: int) -> None:
    problem = exact_line(settings, size)
    expected = problem.direct_losses(POINTS)
    np.testing.assert_allclose(losses_along(problem.along, POINTS), expected, rtol=1e-10, atol=1e-12)


@for_every_kind
def test_that_one_point_has_the_loss_it_has_among_many_in_two_parts(settings: Settings) -> None:
    along = exact_line(settings).along
    together = losses_along(along, POINTS)
    singly = [loss_at(along, t) for t in POINTS]
    np.testing.assert_allclose(singly, together, rtol=1e-12)
    np.testing.assert_allclose([data_loss_at(along, t) + penalty_at(along, t) for t in POINTS], singly, rtol=1e-14)


@for_every_kind
def test_that_the_penalty_along_a_line_is_that_of_the_moved_weights(settings: Settings) -> None:
    problem = exact_line(settings)
    for t in POINTS:
        assert penalty_at(problem.along, t) == pytest.approx(penalty(settings, problem.moved(t).weights), rel=1e-12)


@for_every_kind_and_margin
def test_that_the_slope_is_the_derivative_of_the_loss(settings: Settings) -> None:
    problem = exact_line(settings)
    smooth = [t for t in POINTS if is_off_the_kinks(problem.along, t)]
    assert len(smooth) > 0.9 * len(POINTS)
    for t in smooth:
        expected = central_slope(problem.direct_loss, t)
        assert slope_at(problem.along, t) == pytest.approx(expected, rel=1e-6, abs=1e-7)


def test_that_the_slope_at_a_kink_of_the_hinge_is_one_of_its_sides() -> None:
    settings = Settings(loss=LossKind.HINGE, penalty=PenaltyKind.NONE)
    along = toy_line(np.array([[0.0], [-2.0]]), np.array([[0.0], [4.0]]), settings)
    assert [slope_at(along, t) for t in (0.24, 0.26)] == [0.0, 4.0]
    assert slope_at(along, 0.25) in (0.0, 4.0)


@for_every_kind_and_margin
@pytest.mark.parametrize("size", [1, 36])
def test_that_the_tangent_of_a_step_falls_with_its_squared_gradient(settings: Settings, size: int) -> None:
    problem = trained_line(settings, size)
    assert slope_at(problem.along, 0.0) == pytest.approx(-problem.squared_gradient(), rel=1e-4, abs=1e-6)


@for_every_kind
@pytest.mark.parametrize("make", [trained_line, exact_line])
def test_that_accuracy_along_a_line_is_that_of_the_moved_parameters(settings: Settings, make: type) -> None:
    problem = make(settings)
    direct = [np.mean(predict(problem.direct_scores(t)) == problem.batch.labels) for t in POINTS]
    assert [accuracy_at(problem.along, t) for t in POINTS] == direct
    assert len(set(direct)) > 1


@for_every_kind
@pytest.mark.parametrize("t", [-1e30, 1e30])
def test_that_the_loss_of_a_line_rises_without_end_on_both_sides(settings: Settings, t: float) -> None:
    assert loss_at(trained_line(settings).along, t) > 1e25


@pytest.mark.parametrize("loss", LossKind)
@pytest.mark.parametrize("t", [-1e9, 1e9])
def test_that_a_loss_too_large_for_float32_is_infinite(loss: LossKind, t: float) -> None:
    gaps, slopes = np.array([[0], [1], [2]], np.float32), np.array([[0], [1e30], [-1e30]], np.float32)
    along = toy_line(gaps, slopes, Settings(loss=loss))
    with np.errstate(all="ignore"):
        assert losses_along(along, np.array([0.0, t]))[1] == np.inf


@pytest.mark.parametrize("kind", [PenaltyKind.L2, PenaltyKind.L1])
def test_that_a_line_along_a_huge_gradient_still_has_its_loss_at_zero(kind: PenaltyKind) -> None:
    gaps = np.array([[0.0], [1.0]], np.float32)
    along = toy_line(gaps, gaps, Settings(penalty=kind), weight=1.0, direction=1e20)
    with np.errstate(all="ignore"):
        losses = losses_along(along, np.array([-1e-3, 0.0, 1e-3]))
        assert losses[1] == pytest.approx(loss_at(along, 0.0))
    assert (losses[[0, 2]] > 1e10).all()
    assert not np.isnan(losses).any()


def test_that_a_line_is_read_only() -> None:
    along = trained_line(Settings()).along
    arrays = (along.gaps, along.slopes, along.labels, along.weights, along.direction)
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize("most", [5, 10_000])
def test_that_kinks_are_where_the_hinge_loss_bends(most: int) -> None:
    settings = Settings(loss=LossKind.HINGE, penalty=PenaltyKind.NONE, margin=1.0)
    along = toy_line(
        np.array([[0.0, 0.0], [1.0, -3.0], [-2.0, 0.5]]), np.array([[0.0, 0.0], [-1.0, 1.0], [0.5, 0.0]]), settings
    )
    # max(0, 1 - t + 1), max(0, -2 + t/2 + 1), max(0, -3 + t + 1), and one that does not depend on t
    assert kinks_between(along, 0.0, 10.0, most).tolist() == [2.0, 2.0, 2.0][: max(1, min(most, 3))]
    assert kinks_between(along, 2.5, 10.0, most).tolist() == []


def test_that_of_many_kinks_a_few_are_shown_evenly_and_softmax_has_none() -> None:
    along = exact_line(Settings(loss=LossKind.HINGE, penalty=PenaltyKind.L2, margin=1.0)).along
    every, few = (kinks_between(along, -100.0, 100.0, most) for most in (10**6, 7))
    assert len(every) > 20
    assert 3 < len(few) <= 7
    assert set(few) <= set(every)
    assert (np.diff(few) >= 0).all()
    for place in every[:: len(every) // 8]:
        left, right = (slope_at(along, place + away) for away in (-1e-7, 1e-7))
        assert abs(right - left) > 1e-6
    soft = exact_line(Settings(loss=LossKind.SOFTMAX, penalty=PenaltyKind.L2)).along
    assert len(kinks_between(soft, -100.0, 100.0, 7)) == 0
