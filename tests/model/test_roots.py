"""Where a rising function crosses zero."""

from collections.abc import Callable
from math import exp, inf, log, nan

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.roots import rising_root

many = examples(derandomize=True, deadline=None, max_examples=100)


@pytest.mark.parametrize(
    ("function", "root"),
    [
        (lambda t: t - 3, 3.0),
        (lambda t: t**3 - 2, 2 ** (1 / 3)),
        (lambda t: exp(min(t, 700)) - 5, log(5)),
        (lambda t: 1 - 1 / (1e-3 + t), 0.999),
        (lambda t: (t - 1) ** 9, 1.0),
        (lambda t: t - 1e-7, 1e-7),
        (lambda t: t - 1e7, 1e7),
    ],
)
@pytest.mark.parametrize("guess", [1e-3, 1.0, 50.0])
def test_that_a_root_is_found_wherever_the_search_begins(
    function: Callable[[float], float], root: float, guess: float
) -> None:
    assert rising_root(function, 0.0, guess) == pytest.approx(root, rel=1e-8)


@many
@given(some.floats(1e-9, 1e9), some.floats(1e-6, 1e6), some.floats(0.2, 5))
def test_that_the_root_of_a_power_is_exact_to_nine_figures(root: float, guess: float, power: float) -> None:
    found = rising_root(lambda t: (t / root) ** power - 1, 0.0, guess)
    assert found == pytest.approx(root, rel=1e-8)


@many
@given(some.floats(1e-6, 1e6), some.floats(1e-6, 1e6), some.floats(1e-9, 1e9), some.floats(1e-9, 1e9))
def test_that_a_step_is_found_though_no_value_is_zero(edge: float, guess: float, below: float, above: float) -> None:
    found = rising_root(lambda t: above if t > edge else -below, 0.0, guess)
    assert found == pytest.approx(edge, rel=1e-8)


def test_that_the_stairs_of_a_hinge_are_crossed_at_the_right_stair() -> None:
    edges = [0.1 * n for n in range(1, 40)]
    found = rising_root(lambda t: sum(0.3 for edge in edges if t > edge) - 5.0, 0.0, 1.0)
    assert found == pytest.approx(edges[16], rel=1e-8)


@pytest.mark.parametrize("function", [lambda _: -1.0, lambda t: -1 / (1 + t), lambda t: -1e-300 - exp(-t)])
@pytest.mark.parametrize("guess", [1e-3, 1.0])
def test_that_a_function_that_stays_negative_has_no_root(function: Callable[[float], float], guess: float) -> None:
    assert rising_root(function, 0.0, guess) is None


@pytest.mark.parametrize("beyond", [inf, nan])
def test_that_overflow_counts_as_positive(beyond: float) -> None:
    assert rising_root(lambda t: -1.0 if t < 4 else beyond, 0.0, 1.0) == pytest.approx(4, rel=1e-8)


def test_that_a_root_beyond_the_low_end_is_found_where_the_function_falls_before() -> None:
    assert rising_root(lambda t: (t - 1) * (t - 5), 1.5, 3.0) == pytest.approx(5, rel=1e-8)
