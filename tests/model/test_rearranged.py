"""A run on another arrangement of the data: the old one is kept, and goes on exactly where it stood."""

from collections.abc import Iterator
from itertools import count

import pytest

from model.commands import Advance, Begin, Play, Rearrange, Restore
from model.datasets.arrangement import AS_OPENED, Arrangement, Seen
from model.records import LossKind, Mode, PenaltyKind
from model.run import Run
from model.story import Story
from tests.model.desk import Desk
from tests.model.small import kind, same_bits, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
OTHER = Arrangement(Seen.STANDARDISED, 8, 0.25)


@pytest.fixture
def story() -> Story:
    """A run of eleven steps, then a fresh one on another arrangement."""
    story = Story(SMALL, PLAIN, 1, count(1))
    walk(story, 11)
    story.obey(Rearrange(OTHER))
    return story


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A trainer that runs, and ends with the test."""
    desk = Desk()
    desk.trainer.start()
    yield desk
    desk.trainer.stop()


def walk(story: Story, steps: int) -> None:
    for _ in range(steps):
        story.stepping().advance()


def test_that_another_arrangement_starts_a_run_from_the_same_seed_and_keeps_the_old_one(story: Story) -> None:
    snapshot = story.snapshot(Mode.PAUSED)
    assert (snapshot.run, snapshot.number, snapshot.seed) == (2, 0, 1)
    assert snapshot.dataset.arrangement == OTHER
    assert [run.identity for run in snapshot.kept] == [1]
    assert OTHER.words in snapshot.name


def test_that_a_restored_run_goes_on_bit_for_bit_on_its_own_arrangement(story: Story) -> None:
    walk(story, 3)
    story.obey(Restore(1))
    walk(story, 9)
    alone = Run(SMALL, PLAIN, seed=1)
    for _ in range(20):
        alone.advance()
    assert story.present.dataset is SMALL
    assert same_bits(story.present.params, alone.params)


def test_that_a_run_without_a_step_is_not_kept(story: Story) -> None:
    story.obey(Rearrange(Arrangement(noise=0.5)))
    assert [run.identity for run in story.snapshot(Mode.PAUSED).kept] == [1]


def test_that_the_same_arrangement_changes_nothing(story: Story) -> None:
    present = story.present
    story.obey(Rearrange(OTHER))
    assert story.present is present


def test_that_a_reset_stays_on_the_arrangement(story: Story) -> None:
    story.reset(5)
    assert story.present.dataset.arrangement == OTHER


def test_that_the_trainer_stops_before_the_first_step_of_the_new_run(desk: Desk) -> None:
    desk.send(Begin("small", PLAIN, seed=1), Advance(5), Play(), Rearrange(OTHER))
    found = desk.wait_for(lambda snapshot: snapshot.dataset.arrangement == OTHER)
    assert (found.mode, found.number) == (Mode.PAUSED, 0)
    desk.send(Rearrange(AS_OPENED))
    assert desk.wait_for(lambda snapshot: snapshot.dataset.arrangement == AS_OPENED).dataset.opened is None
