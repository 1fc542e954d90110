"""Changes of a picture: each does what it says, and nothing to the picture it is given."""

import numpy as np
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.evidence import seen_of
from model.perturbations import Perturbation, brightened, covered, mirrored, neutral, noisy, shifted
from tests.model.sights import Sight, sights

REACH = examples(derandomize=True, deadline=None, max_examples=50)


@REACH
@given(sights, some.integers(-9, 9), some.integers(-9, 9))
def test_that_a_shift_moves_every_pixel_and_repeats_the_border(it: Sight, right: int, down: int) -> None:
    made = shifted(it.picture, right, down)
    height, width, _ = it.picture.shape
    for row, column in np.ndindex(height, width):
        source = min(max(row - down, 0), height - 1), min(max(column - right, 0), width - 1)
        assert np.array_equal(made[row, column], it.picture[source])


@REACH
@given(sights, some.integers(-255, 255))
def test_that_mirroring_twice_and_no_change_give_the_picture_back(it: Sight, amount: int) -> None:
    assert np.array_equal(mirrored(mirrored(it.picture)), it.picture)
    assert np.array_equal(mirrored(it.picture)[:, 0], it.picture[:, -1])
    assert Perturbation().applied(it.dataset, it.picture) is it.picture
    brighter = brightened(it.picture, amount).astype(int)
    assert np.array_equal(brighter, np.clip(it.picture.astype(int) + amount, 0, 255))


def test_that_noise_has_the_deviation_asked_for_and_is_the_same_for_the_same_seed() -> None:
    grey = np.full((60, 60, 3), 128, np.uint8)
    one, again, other = noisy(grey, 20, 1), noisy(grey, 20, 1), noisy(grey, 20, 2)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert abs(one.astype(float).std() - 20) < 1
    assert abs(one.astype(float).mean() - 128) < 1


@REACH
@given(sights)
def test_that_a_covered_patch_counts_next_to_nothing_and_the_rest_stays(it: Sight) -> None:
    cover = neutral(it.dataset)
    made = covered(it.picture, (0, 0), 2, cover)
    height, width, _ = it.picture.shape
    corner = np.zeros(it.picture.shape, bool)
    corner[: max(height // 2, 1), : max(width // 2, 1)] = True
    assert np.array_equal(made[corner], cover[corner])
    assert np.array_equal(made[~corner], it.picture[~corner])
    scale = np.broadcast_to(it.dataset.preprocessing.scale, it.dataset.pixels.shape[1]).reshape(it.picture.shape)
    assert (np.abs(seen_of(it.dataset, cover)) <= 0.51 * scale).all()


@REACH
@given(sights, some.booleans(), some.integers(-3, 3), some.integers(-60, 60), some.integers(0, 40))
def test_that_all_changes_together_are_each_after_the_other(
    it: Sight, is_mirrored: bool, right: int, brightness: int, noise: int
) -> None:
    before = it.picture.copy()
    wish = Perturbation(is_mirrored, right, -1, brightness, noise, frozenset({(0, 0)}), patches=3, seed=4)
    expected = mirrored(it.picture) if is_mirrored else it.picture
    expected = noisy(brightened(shifted(expected, right, -1), brightness), noise, 4)
    expected = covered(expected, (0, 0), 3, neutral(it.dataset))
    assert np.array_equal(wish.applied(it.dataset, it.picture), expected)
    assert np.array_equal(it.picture, before)
