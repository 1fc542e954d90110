"""The table that only grows: what was handed out never changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.arrays import Doubles
from model.curve import MOST, Curve, nearest

ROWS = ("number", "loss")


def curve_of(count: int) -> Curve:
    curve = Curve(ROWS, "loss")
    for number in range(count):
        curve.append(number, -number)
    return curve


@pytest.mark.parametrize("count", [0, 1, 1023, 1024, 1025, 5000])
def test_that_a_curve_holds_every_column_beyond_its_first_capacity(count: int) -> None:
    expected = np.vstack([np.arange(count), -np.arange(count)])
    assert np.array_equal(curve_of(count).prefix(), expected)


def test_that_a_prefix_is_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        curve_of(3).prefix()[0, 0] = 7


def test_that_a_prefix_is_no_copy_while_the_curve_only_grows() -> None:
    curve = curve_of(3)
    first = curve.prefix()
    curve.append(3, -3)
    assert np.shares_memory(first, curve.prefix())


@pytest.mark.parametrize("count", [4, 1024, 1500])
@pytest.mark.parametrize("length", [0, 1, 3])
def test_that_a_prefix_in_hand_never_changes_when_the_curve_is_cut_and_grows_again(count: int, length: int) -> None:
    curve = curve_of(count)
    in_hand = curve.prefix()
    before = in_hand.copy()
    curve.truncate(length)
    for _ in range(2000):
        curve.append(99, 99)
    assert np.array_equal(in_hand, before)
    assert curve.prefix().shape == (2, length + 2000)
    assert np.array_equal(curve.prefix()[:, :length], before[:, :length])


def test_that_cutting_beyond_the_end_cuts_nothing() -> None:
    curve = curve_of(3)
    curve.truncate(10)
    assert curve.prefix().shape == (2, 3)


deeds = some.lists(
    some.one_of(
        some.tuples(some.just("append"), some.integers(1, 700)),
        some.tuples(some.just("truncate"), some.integers(0, 1500)),
        some.tuples(some.just("take"), some.just(0)),
    ),
    max_size=25,
)


@examples(derandomize=True, deadline=None, max_examples=60)
@given(deeds)
def test_that_a_curve_is_what_a_list_would_be_and_prefixes_keep_their_content(deeds: list[tuple[str, int]]) -> None:
    curve, model, taken = Curve(("value",), "value"), list[float](), list[tuple[Doubles, list[float]]]()
    for deed, count in deeds:
        if deed == "append":
            for _ in range(count):
                model.append(len(model) + 1000 * len(taken))
                curve.append(model[-1])
        elif deed == "truncate":
            del model[count:]
            curve.truncate(count)
        else:
            taken.append((curve.prefix(), model.copy()))
    taken.append((curve.prefix(), model))
    assert all(prefix[0].tolist() == expected for prefix, expected in taken)


@pytest.mark.parametrize(
    ("place", "expected"), [(-5.0, 0), (0.4, 0), (0.6, 1), (1.0, 1), (2.4, 1), (2.6, 2), (4.0, 2), (9.0, 2)]
)
def test_that_the_nearest_column_is_found(place: float, expected: int) -> None:
    assert nearest(np.array([0.0, 1.0, 4.0]), place) == expected
    assert nearest(np.empty(0), place) == -1


def test_that_a_curve_of_any_length_is_bounded_and_keeps_its_start_its_extremes_and_its_newer_half() -> None:
    curve = Curve(ROWS, "loss")
    chance = np.random.default_rng(1)
    losses = chance.normal(size=3 * MOST + 17)
    losses[[5, 777, MOST + 1]] = 50.0, -60.0, np.inf
    in_hand = None
    for number, loss in enumerate(losses):
        curve.append(number, loss)
        if number == MOST - 2:
            in_hand = curve.prefix()
            before = in_hand.copy()
    found = curve.prefix()
    assert MOST // 2 <= found.shape[1] <= MOST
    assert (np.diff(found[0]) > 0).all()
    assert found[0, 0] == 0
    newer = found[:, -MOST // 2 :]
    assert np.array_equal(newer, [np.arange(len(losses) - MOST // 2, len(losses)), losses[-MOST // 2 :]])
    assert np.array_equal(found[1], losses[found[0].astype(int)])
    assert {50.0, -60.0, np.inf} <= set(found[1])
    assert in_hand is not None
    assert np.array_equal(in_hand, before)


@pytest.mark.parametrize("value", [0, 3, 1030, 5000])
def test_that_a_curve_can_be_cut_at_a_step(value: int) -> None:
    curve = curve_of(2000)
    curve.cut(0, value)
    assert len(curve) == curve.prefix().shape[1] == min(value, 2000)
