"""Long curves thinned for drawing: nothing that can be seen is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.arrays import Doubles
from model.curve import envelope, every

many = examples(derandomize=True, deadline=None, max_examples=150)
counts = some.integers(0, 3000)
limits = some.integers(1, 400)


def noisy(count: int, seed: int, broken: bool) -> tuple[Doubles, Doubles]:
    """A noisy curve; every seventh point is no number where it is broken."""
    y = np.random.default_rng(seed).normal(size=count)
    if broken:
        y[::7] = np.nan
        y[3::49] = np.inf
    return np.arange(count, dtype=np.float64), y


@many
@given(counts, limits, some.integers(0, 9), some.booleans())
def test_that_an_envelope_is_as_high_and_as_low_as_the_curve(count: int, bins: int, seed: int, broken: bool) -> None:
    x, y = noisy(count, seed, broken)
    _, thinned = envelope(x, y, bins)
    fine = y[np.isfinite(y)]
    assert np.isfinite(thinned).all()
    assert set(thinned.tolist()) <= set(fine.tolist())
    if len(fine):
        assert (thinned.min(), thinned.max()) == (fine.min(), fine.max())


@many
@given(counts, limits, some.integers(0, 9), some.booleans())
def test_that_an_envelope_runs_forward_and_has_few_points(count: int, bins: int, seed: int, broken: bool) -> None:
    x, y = noisy(count, seed, broken)
    places, thinned = envelope(x, y, bins)
    assert len(places) == len(thinned) <= 3 * bins
    assert (np.diff(places) >= 0).all()
    assert set(places.tolist()) <= set(x.tolist())


@pytest.mark.parametrize("place", [0, 1, 4999, 7777, 9999])
def test_that_a_single_spike_is_seen_where_it_is(place: int) -> None:
    x, y = np.arange(10_000.0), np.zeros(10_000)
    y[place] = 5.0
    places, thinned = envelope(x, y, 100)
    assert thinned.max() == 5.0
    assert abs(places[thinned.argmax()] - place) <= 100


def test_that_a_short_curve_is_left_whole() -> None:
    x, y = noisy(50, 0, broken=False)
    assert envelope(x, y, 40)[1].tolist() == every(x, y, 50)[1].tolist() == y.tolist()


@many
@given(counts, limits, some.integers(0, 9), some.booleans())
def test_that_thinning_keeps_points_of_the_curve_and_its_last_one(
    count: int, most: int, seed: int, broken: bool
) -> None:
    x, y = noisy(count, seed, broken)
    places, thinned = every(x, y, most)
    fine = np.isfinite(y)
    assert len(places) == len(thinned) <= most + 1
    assert np.array_equal(y[places.astype(int)], thinned)
    if fine.any():
        assert places[-1] == x[fine][-1]


def test_that_thinning_leaves_the_curve_alone() -> None:
    x, y = noisy(1000, 0, broken=True)
    before = y.tobytes()
    envelope(x, y, 20)
    every(x, y, 20)
    assert y.tobytes() == before
