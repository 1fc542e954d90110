"""Axis ranges: nice ends, calm under new data, and ticks that say where they stand."""

from itertools import pairwise
from math import floor, inf, log10, nan

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.ranges import growing_end, held_span, log_ticks, nice_ceiling, tick_step, ticks

many = examples(derandomize=True, deadline=None, max_examples=200)
positive = some.floats(1e-12, 1e12)
numbers = some.floats(-1e9, 1e9)


def number_of(text: str) -> float:
    """A tick's text as a number again."""
    return float(text.replace("−", "-").replace(",", ""))


@many
@given(positive)
def test_that_a_nice_ceiling_is_above_and_not_far(value: float) -> None:
    assert value * (1 - 1e-9) <= nice_ceiling(value) <= 1.5 * value * (1 + 1e-9)


@many
@given(positive)
def test_that_the_ceiling_of_a_nice_number_is_itself(value: float) -> None:
    nice = nice_ceiling(value)
    assert nice_ceiling(nice) == pytest.approx(nice, rel=1e-12)


@pytest.mark.parametrize("exponent", range(-12, 13))
def test_that_every_power_of_ten_is_nice(exponent: int) -> None:
    assert nice_ceiling(10.0**exponent) == pytest.approx(10.0**exponent)


@many
@given(positive, some.floats(0, 1e12), positive)
def test_that_a_growing_end_holds_the_data_and_then_stays(value: float, last: float, least: float) -> None:
    end = growing_end(value, last, least)
    assert max(value, least) * (1 - 1e-9) <= end <= 4 * max(value, least)
    assert growing_end(max(value, least) * (1 - 1e-9), end, 0.0) == end


@many
@given(numbers, numbers)
def test_that_a_span_has_round_ends(one: float, other: float) -> None:
    bottom, top = held_span(min(one, other), max(one, other), None)
    unit = 10.0 ** floor(log10(top - bottom)) / 20
    assert all(end / unit == pytest.approx(round(end / unit), abs=1e-5) for end in (bottom, top))


@many
@given(numbers, numbers)
def test_that_a_span_stays_while_its_data_shrink_a_little(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    assume(high - low > 0.2 * max(abs(low), abs(high), 1e-3))
    span = held_span(low, high, None)
    a_little = 0.03 * (high - low)
    assert held_span(low + a_little, high - a_little, span) == span


@many
@given(numbers, numbers)
def test_that_a_span_gives_way_when_its_data_shrink_to_a_fifth(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    assume(high - low > max(abs(low), abs(high), 1e-3))
    span = held_span(low, high, None)
    bottom, top = held_span(low + 0.8 * (high - low), high, span)
    assert top - bottom < 0.5 * (span[1] - span[0])


@many
@given(numbers, numbers, some.one_of(some.none(), some.tuples(numbers, numbers)))
def test_that_a_span_never_hides_data_whatever_it_was(
    one: float, other: float, last: tuple[float, float] | None
) -> None:
    low, high = min(one, other), max(one, other)
    bottom, top = held_span(low, high, last and (min(last), max(last)))
    rounding = 1e-9 * (top - bottom)
    assert bottom - rounding <= low
    assert high <= top + rounding
    assert top > bottom


@many
@given(numbers, positive, some.integers(2, 12))
def test_that_ticks_are_within_the_span_evenly_spaced_and_not_too_many(low: float, width: float, most: int) -> None:
    assume(width > 1e-6 * abs(low))
    span = (low, low + width)
    places = [place for place, _ in ticks(span, most)]
    step = tick_step(span, most)
    assert len(places) <= most + 1
    assert all(low - 1e-6 * step <= place <= low + width + 1e-6 * step for place in places)
    assert all(after - before == pytest.approx(step, rel=1e-6) for before, after in pairwise(places))


@many
@given(some.floats(-1e7, 1e7), some.floats(1e-7, 1e7), some.integers(2, 12))
def test_that_the_text_of_a_tick_is_where_the_tick_is(low: float, width: float, most: int) -> None:
    assume(width > 1e-3 * abs(low))
    span = (low, low + width)
    for place, text in ticks(span, most):
        assert number_of(text) == pytest.approx(place, rel=1e-9, abs=0.01 * tick_step(span, most))


@pytest.mark.parametrize("span", [(0.0, 0.0), (1.0, 0.0), (0.0, inf), (nan, 1.0), (-inf, 0.0)])
def test_that_a_span_that_is_none_has_no_ticks(span: tuple[float, float]) -> None:
    assert ticks(span, 6) == []


def test_that_ticks_are_written_with_the_decimals_they_need() -> None:
    assert [text for _, text in ticks((0.0, 1.0), 4)] == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    assert [text for _, text in ticks((-1.0, 1.0), 4)] == ["−1.0", "−0.5", "0.0", "0.5", "1.0"]
    assert [text for _, text in ticks((0.0, 4000.0), 4)] == ["0", "1,000", "2,000", "3,000", "4,000"]


@many
@given(some.floats(-9, 6), some.floats(0.1, 12))
def test_that_logarithmic_ticks_stand_at_the_number_they_show(low: float, decades: float) -> None:
    found = log_ticks((low, low + decades))
    assert all(low - 1e-9 <= place <= low + decades + 1e-9 for place, _ in found)
    assert all(log10(number_of(text)) == pytest.approx(place, abs=0.002) for place, text in found)
    assert len(found) <= 12


@many
@given(some.floats(-9, 6), some.floats(1, 12))
def test_that_a_logarithmic_axis_of_a_decade_or_more_has_ticks(low: float, decades: float) -> None:
    assert log_ticks((low, low + decades))
