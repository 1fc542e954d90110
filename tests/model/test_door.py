"""The door holds: whatever comes, there are pixels of the right colour or one sentence, soon and in little memory."""

import pytest

from tests.model.bombs import bombs
from tests.model.doorman import assert_is_proper, fuzz, gallery, visit
from tests.model.gallery import Exhibit, broken, whole
from tests.model.large_pictures import large

MOST_SECONDS, MOST_MEGABYTES = 2.0, 250.0


@pytest.mark.parametrize("seed", [0, 5])
def test_that_every_format_mode_and_depth_comes_in_its_colours(seed: int) -> None:
    for exhibit in whole(seed):
        assert_is_proper(visit(exhibit))


def test_that_broken_files_give_pixels_or_one_sentence() -> None:
    for exhibit in broken(list(whole(1)), count=250, seed=3):
        if not exhibit.is_bomb:
            assert_is_proper(visit(exhibit))


def test_that_every_bomb_is_refused() -> None:
    for name, body in bombs():
        assert_is_proper(visit(Exhibit(name, body, is_bomb=True)))


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_that_two_thousand_files_neither_crash_nor_hang_nor_take_much() -> None:
    count = 0
    for exhibit in gallery(seeds=11, damages=1100):
        seen = visit(exhibit)
        assert_is_proper(seen)
        assert seen.seconds < MOST_SECONDS, exhibit.name
        assert seen.megabytes < MOST_MEGABYTES, exhibit.name
        count += 1
    assert count >= 2000


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_that_the_largest_that_are_let_in_take_little_time_and_memory() -> None:
    for name, body in large():
        seen = visit(Exhibit(name, body))
        assert not seen.sentence, name
        assert seen.seconds < MOST_SECONDS, name
        assert seen.megabytes < MOST_MEGABYTES, name


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_that_five_minutes_of_ever_new_damage_change_nothing() -> None:
    for exhibit in fuzz(seconds=300, seed=0):
        seen = visit(exhibit)
        assert_is_proper(seen)
        assert seen.seconds < MOST_SECONDS, exhibit.name
        assert seen.megabytes < MOST_MEGABYTES, exhibit.name
