"""The large products, for any shape, against plain ones in float64."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.arrays import Floats
from model.products import Scratch, share_out, sum_of_rows, times_rows

many = examples(derandomize=True, deadline=None, max_examples=60)
depths = some.sampled_from([1, 12, 31, 97, 784, 997, 3072])
heights = some.sampled_from([1, 3, 10])
counts = some.one_of(some.integers(1, 70), some.sampled_from([127, 128, 129, 255, 256, 257, 331]))


def numbers(*shape: int, seed: int = 0) -> Floats:
    return np.random.default_rng((seed, *shape)).standard_normal(shape).astype(np.float32)


def product(weights: Floats, rows: Floats) -> Floats:
    height, count = len(weights), len(rows)
    return times_rows(weights, np.zeros(height, np.float32), rows, np.empty((height, count), np.float32))


def assert_product(found: Floats, left: Floats, right: Floats) -> None:
    """Each sum within float32 rounding of the exact one, which grows with the size of its terms."""
    left, right = left.astype(np.float64), right.astype(np.float64)
    assert found.dtype == np.float32
    assert found.shape == (len(left), right.shape[1])
    assert (np.abs(found - left @ right) <= 2e-6 * (np.abs(left) @ np.abs(right)) + 1e-30).all()


@many
@given(heights, counts, depths)
def test_that_weights_times_rows_is_the_product(height: int, count: int, depth: int) -> None:
    weights, rows = numbers(height, depth), numbers(count, depth, seed=1)
    assert_product(product(weights, rows), weights, rows.T)


@many
@given(heights, counts, depths)
def test_that_offsets_are_added_to_the_product(height: int, count: int, depth: int) -> None:
    weights, rows, offsets = numbers(height, depth), numbers(count, depth, seed=1), numbers(height)
    found = times_rows(weights, offsets, rows, np.empty((height, count), np.float32))
    assert np.array_equal(found, product(weights, rows) + offsets[:, None])


@many
@given(heights, counts, depths)
def test_that_rows_are_scaled_as_a_whole_or_pixel_by_pixel(height: int, count: int, depth: int) -> None:
    weights, rows, offsets = numbers(height, depth), numbers(count, depth, seed=1), numbers(height)
    found = times_rows(weights, offsets, rows, scale=0.5)
    assert np.array_equal(found, product(weights, rows) * np.float32(0.5) + offsets[:, None])
    assert np.array_equal(
        times_rows(weights, offsets, rows, scale=numbers(depth)), times_rows(weights * numbers(depth), offsets, rows)
    )


def test_that_the_product_can_go_into_a_part_of_an_array() -> None:
    weights, rows, room = numbers(10, 784), numbers(70, 784, seed=1), np.zeros((10, 100), np.float32)
    times_rows(weights, numbers(10), rows, room[:, 20:90])
    assert np.array_equal(room[:, 20:90], product(weights, rows) + numbers(10)[:, None])
    assert not room[:, :20].any()
    assert not room[:, 90:].any()


@pytest.mark.parametrize("depth", [12, 784, 3072])
def test_that_rows_as_scratch_casts_them_give_the_same_bits(depth: int) -> None:
    weights, factors = numbers(10, depth), numbers(10, 64)
    pixels = np.random.default_rng(0).integers(0, 256, (64, depth), np.uint8)
    apart, together = Scratch(depth).as_floats(pixels), pixels.astype(np.float32)
    assert np.array_equal(product(weights, apart), product(weights, together))
    assert np.array_equal(sum_of_rows(factors, apart), sum_of_rows(factors, together))


@many
@given(heights, counts, depths)
def test_that_the_sum_of_rows_is_the_product(height: int, count: int, depth: int) -> None:
    factors, rows = numbers(height, count), numbers(count, depth, seed=1)
    assert_product(sum_of_rows(factors, rows), factors, rows)


@many
@given(heights, counts, depths)
def test_that_the_sum_of_rows_is_scaled_as_a_whole_or_pixel_by_pixel(height: int, count: int, depth: int) -> None:
    factors, rows = numbers(height, count), numbers(count, depth, seed=1)
    plain = sum_of_rows(factors, rows)
    for scale in (0.5, numbers(depth)):
        assert np.array_equal(sum_of_rows(factors, rows, scale), plain * scale)


@pytest.mark.parametrize("depth", [1024, 2048, 3072])
def test_that_products_of_any_number_of_pieces_are_whole(depth: int) -> None:
    weights, rows, factors = numbers(10, depth), numbers(128 * depth // 1024 + 1, depth, seed=1), numbers(10, 385)
    assert_product(product(weights, rows), weights, rows.T)
    assert_product(sum_of_rows(factors[:, : len(rows)], rows), factors[:, : len(rows)], rows)


@pytest.mark.parametrize("count", [1, 3])
def test_that_images_larger_than_a_block_are_multiplied_too(count: int) -> None:
    weights, rows, factors = numbers(10, 120_000), numbers(count, 120_000, seed=1), numbers(10, count)
    assert_product(product(weights, rows), weights, rows.T)
    assert_product(sum_of_rows(factors, rows), factors, rows)


def test_that_products_leave_their_factors_alone() -> None:
    weights, rows = numbers(10, 784), numbers(130, 784, seed=1)
    before = weights.tobytes(), rows.tobytes()
    product(weights, rows)
    sum_of_rows(numbers(10, 130), rows)
    assert (weights.tobytes(), rows.tobytes()) == before


@many
@given(some.integers(0, 2000), some.sampled_from([1, 12, 784, 3072, 150_528, 800_000]))
def test_that_the_parts_of_a_batch_cover_it_once_in_order(count: int, depth: int) -> None:
    parts = list(Scratch(depth).parts(count))
    assert [row for part in parts for row in range(part.start, part.stop)] == list(range(count))


@pytest.mark.parametrize("depth", [12, 784, 3072])
def test_that_scratch_gathers_the_rows_asked_for_and_casts_them_unchanged(depth: int) -> None:
    chance = np.random.default_rng(0)
    pixels = chance.integers(0, 256, (40, depth), np.uint8)
    rows = chance.permutation(40)[:17]
    scratch = Scratch(depth)
    taken = scratch.take(pixels, rows)
    assert np.array_equal(taken, pixels[rows])
    assert np.array_equal(scratch.as_floats(taken), pixels[rows].astype(np.float32))


def test_that_what_is_taken_is_a_copy_that_may_be_changed() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 12)
    scratch = Scratch(12)
    scratch.take(pixels, np.array([0, 1]))[:] = 0
    assert pixels.ravel().tolist() == list(range(24))


def test_that_scratch_has_room_for_a_few_images_of_any_size() -> None:
    assert Scratch(800_001).chunk >= 1


def test_that_many_rows_are_shared_out_to_two_threads_and_all_are_done() -> None:
    scratch = Scratch(200_000)
    count = 21 * scratch.chunk + 3
    done = share_out(scratch, count, lambda own, parts: [(own is scratch, part) for part in parts])
    assert [own for own, _ in done[0]] == [True] * len(done[0])
    assert [own for own, _ in done[1]] == [False] * len(done[1])
    covered = sorted((part.start, part.stop) for half in done for _, part in half)
    assert covered == [(part.start, part.stop) for part in scratch.parts(count)]


def test_that_trouble_in_the_second_thread_is_told() -> None:
    scratch = Scratch(200_000)

    def fail(own: Scratch, parts: list[slice]) -> int:
        if own is not scratch:
            raise MemoryError("no room")
        return len(parts)

    with pytest.raises(MemoryError, match="no room"):
        share_out(scratch, 20 * scratch.chunk, fail)
