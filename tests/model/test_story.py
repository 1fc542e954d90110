"""Looking back, going on from there, and the runs that are left behind."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from model.allowance import LEFT_RUNS
from model.commands import Continue, Delete, Rename, Restore, Visit
from model.records import LossKind, Mode, PenaltyKind, Snapshot
from model.story import Story
from tests.model.small import content_of, kind, same_bits, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)


@pytest.fixture
def story() -> Story:
    """A run of twenty steps."""
    story = Story(SMALL, PLAIN, 1, count(1))
    walk(story, 20)
    return story


def walk(story: Story, steps: int) -> None:
    for _ in range(steps):
        story.stepping().advance()


def seen(story: Story) -> Snapshot:
    return story.snapshot(Mode.PAUSED)


def test_that_a_visit_shows_an_earlier_moment_and_leaves_the_run_alone(story: Story) -> None:
    before = seen(story)
    fresh = Story(SMALL, PLAIN, 1, count(1))
    walk(fresh, 7)
    story.obey(Visit(7))
    found, expected = seen(story), seen(fresh)
    assert story.is_looking_back
    assert (found.number, found.newest, found.run) == (7, 20, before.run)
    assert same_bits(found.params, expected.params)
    assert same_bits(found.coming.gradient, expected.coming.gradient)
    assert found.epoch == expected.epoch
    assert np.array_equal(found.batch_curve, before.batch_curve)
    story.obey(Visit(20))
    assert not story.is_looking_back
    assert content_of(seen(story)) == content_of(before)


@pytest.mark.parametrize(("asked", "shown"), [(-5, 0), (0, 0), (19, 19), (20, 20), (99, 20)])
def test_that_a_visit_stays_within_the_run(story: Story, asked: int, shown: int) -> None:
    story.obey(Visit(asked))
    assert seen(story).number == shown


def test_that_back_while_looking_back_looks_further_back(story: Story) -> None:
    story.obey(Visit(9))
    story.back(4)
    assert (seen(story).number, seen(story).newest) == (5, 20)


def test_that_a_step_from_an_earlier_moment_makes_another_run_and_keeps_the_old_one(story: Story) -> None:
    old = seen(story)
    story.obey(Visit(7))
    story.tune(replace(PLAIN, step_size=0.3))
    walk(story, 2)
    found = seen(story)
    assert found.run != old.run
    assert (found.number, found.newest) == (9, 9)
    assert np.array_equal(found.batch_curve[:, :7], old.batch_curve[:, :7])
    (kept,) = found.kept
    assert (kept.identity, kept.name, kept.number) == (old.run, "run 1", 20)
    assert np.array_equal(kept.batch_curve, old.batch_curve)
    assert found.name == "run 2 from step 7"


def test_that_a_restored_run_goes_on_exactly_where_it_stood(story: Story) -> None:
    straight = Story(SMALL, PLAIN, 1, count(1))
    walk(straight, 25)
    story.obey(Visit(3))
    story.obey(Continue())
    walk(story, 4)
    story.obey(Restore(1))
    assert [kept.identity for kept in seen(story).kept] == [2]
    assert seen(story).name == "run 1"
    walk(story, 5)
    assert same_bits(seen(story).params, seen(straight).params)
    assert np.array_equal(seen(story).batch_curve, seen(straight).batch_curve)
    story.obey(Visit(11))
    straight.obey(Visit(11))
    assert same_bits(seen(story).params, seen(straight).params)


def test_that_runs_can_be_renamed_and_kept_ones_deleted(story: Story) -> None:
    story.obey(Visit(3))
    story.obey(Continue())
    story.obey(Rename(1, "too fast"))
    story.obey(Rename(2, "just right"))
    assert [kept.name for kept in seen(story).kept] == ["too fast"]
    assert seen(story).name == "just right"
    story.obey(Restore(1))
    assert seen(story).name == "too fast"
    story.obey(Delete(2))
    story.obey(Delete(1))
    story.obey(Restore(77))
    assert seen(story).kept == ()
    assert seen(story).run == 1


def test_that_only_so_many_runs_are_kept_the_newest() -> None:
    story = Story(SMALL, PLAIN, 1, count(1))
    for _ in range(LEFT_RUNS + 3):
        walk(story, 4)
        story.obey(Visit(1))
        story.obey(Continue())
    kept = seen(story).kept
    assert [run.identity for run in kept] == list(range(4, LEFT_RUNS + 4))


def test_that_a_reset_starts_a_new_run_and_keeps_the_shelf(story: Story) -> None:
    story.obey(Visit(3))
    story.obey(Continue())
    story.reset(5)
    found = seen(story)
    assert (found.number, found.newest, found.seed, found.name) == (0, 0, 5, "run 3")
    assert [kept.identity for kept in found.kept] == [1]


def test_that_continuing_at_the_newest_step_changes_nothing(story: Story) -> None:
    before = content_of(seen(story))
    story.obey(Continue())
    assert content_of(seen(story)) == before
