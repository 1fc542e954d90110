"""How much of a plane is looked at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.areas import Area, area_around, area_downhill, area_of, area_of_grid, grid, held_area
from model.arrays import Doubles

NONE = np.empty((0, 2))
UNIT = Area((-1.0, 1.0), (-1.0, 1.0))
lengths = st.floats(1e-6, 1e6)
sizes = st.floats(-1e3, 1e3)


def scaled(area: Area, factor: float) -> Area:
    (a, b), (c, d) = area.spans
    return Area((factor * a, factor * b), (factor * c, factor * d))


def places(*pairs: tuple[float, float]) -> Doubles:
    return np.array(pairs)


def test_that_downhill_the_range_goes_beyond_twice_the_longest_step_and_less_far_back() -> None:
    area = area_downhill(np.array([1.0, 3.0]), NONE, None)
    assert area.t == pytest.approx((-0.35 * 6.6, 6.6))
    assert area.u == pytest.approx((-0.7 * 6.6, 0.7 * 6.6))


def test_that_the_last_step_counts_as_well_and_stays_in_view() -> None:
    area = area_downhill(np.array([0.1]), places((-3.0, -4.0)), None)
    assert area.t == pytest.approx((-0.35 * 11, 11.0))
    far_back = area_downhill(np.array([0.1]), places((-5.0, 0.0)), None)
    assert far_back.t[0] == pytest.approx(-5.5)


def test_that_there_is_a_range_where_no_step_leads_anywhere() -> None:
    area = area_downhill(np.zeros(2), NONE, None)
    assert area.holds(Area((0.0, 0.0), (0.0, 0.0)).with_room(0.1))
    assert area.t[1] > area.t[0]
    assert area.u[1] > area.u[0]


def test_that_around_places_there_is_a_quarter_of_room_on_every_side() -> None:
    area = area_around(places((0.0, 10.0), (4.0, 12.0), (1.0, 11.0)), None)
    assert (area.t, area.u) == ((-1.0, 5.0), (9.5, 12.5))


def test_that_a_range_stays_while_it_holds_what_is_to_be_seen_and_is_not_far_too_wide() -> None:
    least, fitting = scaled(UNIT, 0.5), UNIT
    assert held_area(least, fitting, None) is fitting
    for factor in (0.5, 0.9, 1.7, 3.0):
        last = scaled(UNIT, factor)
        assert held_area(least, fitting, last) is last
    for factor in (0.4, 3.1):
        assert held_area(least, fitting, scaled(UNIT, factor)) is fitting
    for last in (Area((-1.0, 0.4), (-1.0, 1.0)), Area((-1.0, 1.0), (-0.4, 1.0)), Area((-1.0, 1.0), (-3.5, 3.5))):
        assert held_area(least, fitting, last) is fitting


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(lengths, min_size=1, max_size=3), st.lists(st.tuples(sizes, sizes), max_size=1), lengths)
def test_that_downhill_whatever_was_before_all_that_counts_is_in_view(
    steps: list[float], before: list[tuple[float, float]], old: float
) -> None:
    seen = np.array(before).reshape(-1, 2)
    last = area_downhill(np.array([old]), NONE, None)
    area = area_downhill(np.array(steps), seen, last)
    ahead = [(step, 0.0) for step in steps]
    assert area.holds(area_of(places((0.0, 0.0), *ahead, *before)))
    assert area.t[0] < 0 < area.t[1]
    assert area_downhill(np.array(steps), seen, area) is area


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.tuples(sizes, sizes), min_size=1, max_size=6), st.floats(0.1, 10))
def test_that_around_places_whatever_was_before_all_are_in_view(found: list[tuple[float, float]], old: float) -> None:
    area = area_around(np.array(found), scaled(area_around(np.array(found), None), old))
    assert area.holds(area_of(np.array(found)))


def test_that_a_grid_covers_its_area_evenly() -> None:
    ts, us = grid((-1.0, 3.0), 51), grid((0.0, 2.0), 101)
    assert area_of_grid(ts, us) == Area((-1.0, 3.0), (0.0, 2.0))
    assert (len(ts), len(us)) == (51, 101)
    np.testing.assert_allclose(np.diff(ts), 0.08)
