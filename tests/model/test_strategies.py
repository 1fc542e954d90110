"""The strategies: what each pays, that the same seed finds the same, and what the lecture tells of them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from model.classifier import score_rows, start_params
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement, Seen
from model.datasets.catalogue import SAMPLES
from model.datasets.dataset import Dataset
from model.defaults import default_settings
from model.losses import data_loss
from model.records import LossKind, Params, PenaltyKind, Settings
from model.run import Run
from model.strategies.contest import Contest, searched_with
from model.strategies.costs import of_gradients, of_numerical_gradient
from model.strategies.descents import BatchDescent
from model.strategies.records import LANE_ROWS, Standing, StrategyKind, StrategyLane
from model.strategies.searches import LocalSearch, RandomSearch
from model.strategies.stacks import random_params, stack_size, stacked_losses, stacked_scores
from tests.model.small import kind, same_bits, scratch_for, small_dataset

SMALL = small_dataset()
BOTH = pytest.mark.parametrize("loss", list(LossKind))


@cache
def some_of(name: str, of_each: int, seen: Seen = Seen.MEAN_IMAGE) -> Dataset:
    """An embedded data set with so many training images of each class."""
    return arrange(SAMPLES[name].load(), Arrangement(seen=seen, per_class=of_each))


def plain(loss: LossKind) -> Settings:
    return searched_with(kind(loss, PenaltyKind.L2))


def train_loss(params: Params, settings: Settings, dataset: Dataset = SMALL) -> float:
    scores = score_rows(params, dataset, dataset.train, scratch_for(dataset))
    return float(data_loss(settings, scores, dataset.labels[dataset.train])[0].mean(dtype=np.float64))


def search(loss: LossKind, is_local: bool, seed: int = 3) -> RandomSearch | LocalSearch:
    return (LocalSearch if is_local else RandomSearch)(SMALL, plain(loss), seed, scratch_for(SMALL))


def tries(searching: RandomSearch | LocalSearch, standing: Standing, count: int) -> Iterator[Standing]:
    for _ in range(count):
        standing = searching.advance(standing)
        yield standing


def test_that_every_price_is_what_the_lecture_counts() -> None:
    cifar = start_params(1, 10, 3072)
    assert of_numerical_gradient(cifar) == 30_731
    assert of_gradients(50_000, 50_000) == 2
    assert of_gradients(256, 50_000) == pytest.approx(2 * 256 / 50_000)
    images, settings = len(SMALL.train), plain(LossKind.SOFTMAX)
    contest = Contest(SMALL, settings, 1)
    prices = {lane.kind: lane.price for lane in contest.lanes()}
    assert prices[StrategyKind.RANDOM] == prices[StrategyKind.LOCAL] == 1
    assert prices[StrategyKind.NUMERICAL] == 3 * 12 + 3 + 1
    assert prices[StrategyKind.ANALYTIC] == 2
    assert prices[StrategyKind.BATCHES] == 2 * settings.batch_size / images


def test_that_nobody_uses_more_than_the_budget_and_who_can_pay_for_a_move_makes_it() -> None:
    contest = Contest(SMALL, plain(LossKind.HINGE), 1)
    for budget in range(2, 90):
        contest.advance()
        lanes = {lane.kind: lane for lane in contest.lanes()}
        assert contest.budget == budget
        assert all(lane.standing.evaluations <= budget + 1e-9 for lane in lanes.values())
        assert lanes[StrategyKind.RANDOM].standing.number == lanes[StrategyKind.LOCAL].standing.number == budget - 1
        assert lanes[StrategyKind.ANALYTIC].standing.number == budget // 2
        assert lanes[StrategyKind.NUMERICAL].standing.number == budget // 40
    epochs = lanes[StrategyKind.BATCHES].standing.evaluations / 2
    run = Run(SMALL, plain(LossKind.HINGE), 1)
    for _ in range(lanes[StrategyKind.BATCHES].standing.number):
        run.advance()
    assert epochs == pytest.approx(run.epoch)
    assert same_bits(lanes[StrategyKind.BATCHES].standing.params, run.params)  # it is the main run, unregularized


def test_that_one_each_is_one_try_or_step_whatever_it_costs() -> None:
    contest = Contest(SMALL, plain(LossKind.SOFTMAX), 1)
    contest.ask_one_each()
    contest.ask_one_each()
    while contest.owes:
        contest.repay()
    lanes = {lane.kind: lane.standing for lane in contest.lanes()}
    assert {standing.number for standing in lanes.values()} == {2}
    assert lanes[StrategyKind.NUMERICAL].evaluations == 80
    assert lanes[StrategyKind.RANDOM].evaluations == 3  # the start is one, too
    for _ in range(10):
        contest.advance()
    after = {lane.kind: lane.standing for lane in contest.lanes()}
    assert after[StrategyKind.NUMERICAL].number == 2  # the others catch up first
    assert after[StrategyKind.RANDOM].number == 10
    contest.ask_one_each()
    contest.forgive()
    assert not contest.owes


@BOTH
@pytest.mark.parametrize("is_local", [False, True])
def test_that_the_best_never_gets_worse_and_is_told_with_its_loss(loss: LossKind, is_local: bool) -> None:
    searching = search(loss, is_local)
    best = searching.start()
    assert best.loss == pytest.approx(train_loss(best.params, plain(loss)), rel=1e-6)
    accepted = 0
    for standing in tries(searching, best, 120):
        assert standing.loss <= best.loss
        if standing.params is not best.params:
            accepted += 1
            assert standing.loss < best.loss
            assert standing.loss == pytest.approx(train_loss(standing.params, plain(loss)), rel=1e-5, abs=1e-6)
            noise = searching.noise(standing.number - 1)
            weights = best.params.weights + noise.weights if is_local else noise.weights
            assert np.array_equal(standing.params.weights, weights)
        best = standing
    assert 0 < accepted < 120


@BOTH
def test_that_local_search_refuses_what_is_not_better(loss: LossKind) -> None:
    searching = search(loss, is_local=True)
    before = searching.start()
    for standing in tries(searching, before, 60):
        noise = searching.noise(standing.number - 1)
        there = Params(before.params.weights + noise.weights, before.params.biases + noise.biases)
        if standing.params is before.params:
            assert train_loss(there, plain(loss)) >= before.loss - 1e-6
        else:
            assert train_loss(there, plain(loss)) < before.loss + 1e-6
        before = standing


@pytest.mark.parametrize("is_local", [False, True])
def test_that_the_same_seed_finds_the_same_bits_and_another_one_others(is_local: bool) -> None:
    several = [search(LossKind.HINGE, is_local, seed) for seed in (3, 3, 4)]
    first, again, other = (list(tries(searching, searching.start(), 50))[-1] for searching in several)
    assert same_bits(first.params, again.params)
    assert first.loss == again.loss
    assert not same_bits(first.params, other.params)


def test_that_pauses_and_two_threads_for_large_products_change_no_bit() -> None:
    dataset = some_of("cifar10-sample", 210)  # so many that large products go to two threads
    settings = replace(default_settings(dataset.name, LossKind.HINGE), batch_size=600)
    playing, paused = Contest(dataset, settings, 1), Contest(dataset, settings, 1)
    for _ in range(4):
        playing.advance()
        paused.advance()
        paused.measure()
    for one, other in zip(playing.lanes(), paused.lanes(), strict=True):
        assert same_bits(one.standing.params, other.standing.params)
        assert one.standing.evaluations == other.standing.evaluations


@BOTH
def test_that_scored_together_each_is_what_it_is_alone(loss: LossKind) -> None:
    dataset = some_of("cifar10-sample", 210)
    several = [random_params(dataset, (1, place)) for place in range(3)]
    scratch, settings = scratch_for(dataset), plain(loss)
    scores = stacked_scores(several, dataset, scratch)
    losses = stacked_losses(several, settings, dataset, scratch)
    for params, found, found_loss in zip(several, scores, losses, strict=True):
        assert found == pytest.approx(score_rows(params, dataset, dataset.train, scratch), abs=2e-5)
        assert found_loss == pytest.approx(train_loss(params, settings, dataset), rel=1e-6)
    assert stack_size(dataset) > 1


def test_that_a_strategy_that_diverges_stays_there_while_the_others_go_on() -> None:
    absurd = replace(kind(LossKind.SOFTMAX, PenaltyKind.NONE), step_size=1e39)
    contest = Contest(SMALL, absurd, 1)
    with np.errstate(all="ignore"):
        for _ in range(100):
            contest.advance()
        contest.ask_one_each()
        while contest.owes:
            contest.repay()
        contest.measure()
    lanes = {lane.kind: lane for lane in contest.lanes()}
    for which in (StrategyKind.NUMERICAL, StrategyKind.ANALYTIC, StrategyKind.BATCHES):
        assert lanes[which].standing.has_diverged
    assert lanes[StrategyKind.RANDOM].standing.number == 101
    assert np.isfinite(lanes[StrategyKind.LOCAL].standing.loss)


def test_that_regularization_and_dropout_are_left_out() -> None:
    for penalty in PenaltyKind:
        settings = Contest(SMALL, kind(LossKind.HINGE, penalty), 1).settings
        assert settings == replace(kind(LossKind.HINGE, PenaltyKind.NONE), strength=0.0)


@BOTH
@pytest.mark.parametrize("name", list(SAMPLES))
def test_that_each_strategy_beats_the_one_before_at_equal_evaluations(name: str, loss: LossKind) -> None:
    contest = Contest(some_of(name, 60), default_settings(name, loss), 1)
    for contestant in contest.contestants:
        if not isinstance(contestant.strategy, BatchDescent):
            contestant.spend(401)
    contest.measure()
    lanes = {lane.kind: lane for lane in contest.lanes()}
    losses = {which: lane.measure.train_loss for which, lane in lanes.items()}
    start = lanes[StrategyKind.NUMERICAL]
    assert losses[StrategyKind.ANALYTIC] < losses[StrategyKind.LOCAL] < losses[StrategyKind.RANDOM]
    assert losses[StrategyKind.RANDOM] < start.measure.train_loss
    right = {which: lane.measure.train_accuracy for which, lane in lanes.items()}
    assert 0.11 < right[StrategyKind.RANDOM] < right[StrategyKind.LOCAL] < right[StrategyKind.ANALYTIC] - 0.1
    assert start.standing.number == 0  # not even one step
    assert 0 < start.share < 0.06
    assert falls(lanes[StrategyKind.RANDOM])
    assert falls(lanes[StrategyKind.LOCAL])


def falls(lane: StrategyLane) -> bool:
    """Whether the curve of a search only falls, and ends where it stands."""
    rows = dict(zip(LANE_ROWS, lane.curve, strict=True))
    is_falling = bool(np.all(np.diff(rows["train_loss"]) < 1e-6) and np.all(np.diff(rows["evaluations"]) > 0))
    return is_falling and rows["train_loss"][-1] == pytest.approx(lane.standing.loss, rel=1e-5)
