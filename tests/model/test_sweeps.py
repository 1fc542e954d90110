from functools import partial
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import helping
from model.arrays import Doubles, Floats
from model.sweeps import strips
from model.sweeps.counts import right_counts
from model.sweeps.hinge import hinge_sums, is_even
from model.sweeps.softmax import softmax_sums

Three = tuple[Floats, Floats, Floats]


def slopes_of(images: int, seed: int, scale: float, kind: type[np.floating] = np.float64) -> Three:
    """Differences to the true class, the first one, and their two slopes: (5, N) each."""
    chance = np.random.default_rng(seed)

    gaps, first, second = (chance.normal(0, scale, (5, images)).astype(kind) for _ in range(3))
    return gaps - gaps[0], first - first[0], second - second[0]


def softmax_plainly(arrays: Three, t: float, u: float) -> float:
    gaps, first, second = (array.astype(np.longdouble) for array in arrays)
    return float(np.log(np.exp(gaps + t * first + u * second).sum(axis=0)).sum())


def hinge_plainly(arrays: Three, margin: float, t: float, u: float) -> float:
    gaps, first, second = (array.astype(np.longdouble)[1:] for array in arrays)
    return float(np.maximum(gaps + t * first + u * second + margin, 0).sum())


TS, US = np.linspace(-1.0, 2.0, 7), np.linspace(-0.5, 3.0, 9)


@pytest.mark.parametrize(("kind", "close"), [(np.float32, 1e-5), (np.float64, 1e-10)])
@pytest.mark.parametrize("images", [1, 3, 700])
def test_that_softmax_on_a_plane_is_the_loss_at_every_point(kind: type, close: float, images: int) -> None:
    arrays = slopes_of(images, 1, 2.0, kind)
    expected = [[softmax_plainly(arrays, t, u) for u in US] for t in TS]
    assert softmax_sums(*arrays, TS, US) == pytest.approx(np.array(expected), rel=close)


@pytest.mark.parametrize(("kind", "close"), [(np.float32, 1e-5), (np.float64, 1e-10)])
@pytest.mark.parametrize("images", [1, 3, 7000])
@pytest.mark.parametrize("margin", [0.0, 1.0, 2.5])
def test_that_hinge_on_a_plane_is_the_loss_at_every_point(kind: type, close: float, images: int, margin: float) -> None:
    arrays = slopes_of(images, 2, 2.0, kind)
    expected = [[hinge_plainly(arrays, margin, t, u) for u in US] for t in TS]
    assert hinge_sums(*arrays, margin, TS, US) == pytest.approx(np.array(expected), rel=close, abs=images * close)


def test_that_softmax_stays_right_where_exponentials_overflow() -> None:
    arrays = slopes_of(5, 3, 400.0, np.float32)
    sums = softmax_sums(*arrays, TS, US)
    for (i, t), (j, u) in product(enumerate(TS), enumerate(US)):
        assert sums[i, j] == pytest.approx(softmax_plainly(arrays, t, u), rel=1e-5)


def test_that_a_loss_beyond_all_numbers_is_infinite() -> None:
    arrays = slopes_of(4, 4, 1e37, np.float32)
    with np.errstate(all="ignore"):
        sums = softmax_sums(*arrays, np.array([0.0, 1e6]), US)
    assert np.isfinite(sums[0, 1])
    assert np.isinf(sums[1]).any()
    assert not np.isnan(sums).any()


@pytest.mark.parametrize("slope", [-1.0, 0.0, 1.0])
def test_that_a_score_that_is_no_number_leaves_no_hinge_either(slope: float) -> None:
    gaps, first, second = np.zeros((2, 3)), np.zeros((2, 3)), np.full((2, 3), slope)
    gaps[1, 2] = np.nan
    with np.errstate(all="ignore"):
        assert np.isnan(hinge_sums(gaps, first, second, 1.0, TS, US)).all()


def test_that_nearer_points_of_a_plane_are_numbers_where_farther_ones_are() -> None:
    chance = np.random.default_rng(8)
    gaps, first, second = (chance.normal(0, 1, (3, 6)).astype(np.float32) for _ in range(3))
    with np.errstate(all="ignore"):
        sums = hinge_sums(gaps, first, second, 1.0, np.linspace(-1e39, 1e39, 21), np.linspace(-1.0, 1.0, 5))
    finite = np.all(np.isfinite(sums), axis=1).tolist()
    assert finite[10]
    assert not finite[0]
    assert not finite[-1]
    assert sum(one != other for one, other in pairwise(finite)) == 2


def test_that_a_term_without_slope_counts_always_or_never() -> None:
    gaps = np.array([[0.0, 0.0, 0.0], [2.0, -5.0, -1.0]])
    none = np.zeros_like(gaps)
    assert hinge_sums(gaps, none, none, 1.0, np.zeros(1), US)[0].tolist() == [3.0] * len(US)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_that_a_kink_on_a_point_of_the_grid_is_counted_right(seed: int, images: int) -> None:
    chance = np.random.default_rng(seed)
    gaps, slopes = (chance.integers(-4, 5, (4, images)).astype(np.float64) for _ in range(2))
    arrays = (gaps - gaps[0], np.zeros_like(gaps), slopes - slopes[0])
    grid = np.linspace(-2.0, 2.0, 17)
    expected = [hinge_plainly(arrays, 1.0, 0.0, u) for u in grid]
    assert hinge_sums(*arrays, 1.0, np.zeros(1), grid)[0] == pytest.approx(np.array(expected), abs=1e-9)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 40), st.sampled_from([0.05, 1.0, 20.0]))
def test_that_hinge_is_right_on_any_number_of_lines_wherever_its_kinks_lie(seed: int, lines: int, reach: float) -> None:
    chance = np.random.default_rng(seed)
    gaps, first, second = (chance.integers(-4, 5, (6, 40)).astype(np.float64) for _ in range(3))
    arrays = (gaps - gaps[0], first - first[0], second - second[0])
    ts, us = np.linspace(-reach, 1.5 * reach, lines), np.linspace(-reach, reach, 11)
    expected = [[hinge_plainly(arrays, 1.0, t, u) for u in us] for t in ts]
    assert hinge_sums(*arrays, 1.0, ts, us) == pytest.approx(np.array(expected), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("points", "even"),
    [
        (np.linspace(-0.06, 1.0, 201), True),
        (np.geomspace(1e-3, 1.0, 50), False),
        (np.linspace(1.0, 0.0, 11), False),
        (np.array([0.0, 1.0]), False),
    ],
)
def test_that_even_spacing_is_recognised(points: Doubles, even: bool) -> None:
    assert is_even(points) is even


def test_that_every_one_of_many_images_counts_once_and_a_second_thread_changes_no_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrays = slopes_of(25_001, 5, 1.0)
    for sums_of, plainly in (
        (softmax_sums, softmax_plainly),
        (partial(hinge_of, margin=1.0), partial(hinge_plainly, margin=1.0)),
    ):
        monkeypatch.setattr(helping, "_helps", [True])
        with_help = sums_of(*arrays, TS, US)
        monkeypatch.setattr(helping, "_helps", [False])
        assert np.array_equal(sums_of(*arrays, TS, US), with_help)
        assert with_help[2, 3] == pytest.approx(plainly(arrays, t=TS[2], u=US[3]), rel=1e-10)


def test_that_images_beyond_one_chunk_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays = slopes_of(300, 7, 1.0)
    whole = hinge_sums(*arrays, 1.0, TS, US), right_counts(*arrays, TS, US)
    monkeypatch.setattr(strips, "AT_ONCE", 100)
    parts = hinge_sums(*arrays, 1.0, TS, US), right_counts(*arrays, TS, US)
    assert parts[0] == pytest.approx(whole[0], rel=1e-12)
    assert np.array_equal(parts[1], whole[1])


def hinge_of(gaps: Floats, first: Floats, second: Floats, ts: Doubles, us: Doubles, margin: float) -> Doubles:
    return hinge_sums(gaps, first, second, margin, ts, us)
