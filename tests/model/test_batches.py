"""Which images come next: every training image once an epoch, in an order that follows from the seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.arrays import Labels
from model.batches import draw, epoch_order
from model.records import Batch, Settings
from model.run import Run
from tests.model.small import small_dataset

TRAIN = np.arange(0, 200, 2)
LABELS = np.arange(200) % 7


def batches_of_an_epoch(size: int, seed: int = 3, epoch: int = 1) -> list[Batch]:
    order = epoch_order(TRAIN, seed, epoch)
    return [draw(order, LABELS, seed, epoch, position, size) for position in range(0, len(TRAIN), size)]


def rows_of_a_run(run: Run, steps: int) -> list[Labels]:
    taken = []
    for _ in range(steps):
        taken.append(run.coming().batch.rows)
        run.advance()
    return taken


@examples(derandomize=True, deadline=None, max_examples=50)
@given(some.integers(1, 120), some.integers(0, 2**31), some.integers(0, 1000))
def test_that_an_epoch_takes_every_training_image_once(size: int, seed: int, epoch: int) -> None:
    rows = np.concatenate([batch.rows for batch in batches_of_an_epoch(size, seed, epoch)])
    assert sorted(rows.tolist()) == TRAIN.tolist()


@pytest.mark.parametrize(("size", "sizes"), [(40, [40, 40, 20]), (50, [50, 50]), (100, [100]), (99, [99, 1])])
def test_that_only_the_last_batch_of_an_epoch_is_smaller(size: int, sizes: list[int]) -> None:
    assert [batch.size for batch in batches_of_an_epoch(size)] == sizes


def test_that_a_batch_of_all_images_owes_nothing_to_chance() -> None:
    for size in (len(TRAIN), len(TRAIN) + 1):
        assert all(batches_of_an_epoch(size, seed)[0].rows.tolist() == TRAIN.tolist() for seed in range(3))


def test_that_a_batch_carries_the_labels_of_its_images() -> None:
    for batch in batches_of_an_epoch(30):
        assert np.array_equal(batch.labels, LABELS[batch.rows])


def test_that_the_order_is_the_same_for_the_same_seed_and_epoch() -> None:
    assert np.array_equal(epoch_order(TRAIN, 3, 5), epoch_order(TRAIN, 3, 5))


def test_that_another_seed_or_epoch_takes_the_images_in_another_order() -> None:
    orders = [epoch_order(TRAIN, seed, epoch).tolist() for seed, epoch in ((3, 5), (4, 5), (3, 6), (5, 3))]
    assert all(one != other for i, one in enumerate(orders) for other in orders[:i])


def test_that_the_order_is_shuffled_and_the_training_rows_are_left_alone() -> None:
    assert epoch_order(TRAIN, 3, 0).tolist() != TRAIN.tolist()
    assert TRAIN.tolist() == list(range(0, 200, 2))


@pytest.mark.parametrize("size", [1, 5, 8, 39, 1000])
def test_that_a_run_takes_every_training_image_once_in_each_of_three_epochs(size: int) -> None:
    dataset = small_dataset()
    run = Run(dataset, Settings(batch_size=size), seed=2)
    steps = -(-len(dataset.train) // size)
    for epoch in range(3):
        assert run.epoch == epoch
        rows = np.concatenate(rows_of_a_run(run, steps))
        assert sorted(rows.tolist()) == dataset.train.tolist()


def test_that_a_batch_of_all_is_the_whole_training_set() -> None:
    dataset = small_dataset()
    run = Run(dataset, Settings(batch_size=10**9), seed=2)
    assert run.coming().batch.size == len(dataset.train)
    run.advance()
    assert run.epoch == 1.0


def test_that_a_run_never_trains_on_validation_or_test_images() -> None:
    dataset = small_dataset()
    taken = np.concatenate(rows_of_a_run(Run(dataset, Settings(batch_size=8), seed=2), 20))
    assert not np.isin(taken, np.concatenate([dataset.validation, dataset.test])).any()
