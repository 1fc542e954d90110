"""What strategies are made of: how widely tries are spread, slopes by differences, and where those lead."""

import pytest

from model.classifier import objective, score_rows
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement, Seen
from model.records import LossKind, Params
from model.strategies.costs import of_numerical_gradient
from model.strategies.descents import AnalyticDescent, NumericalDescent
from model.strategies.differences import base, forward_slopes, seen_inputs
from model.strategies.stacks import random_params
from tests.model.small import doubled, same_bits, scratch_for, seen_plainly, small_params
from tests.model.test_strategies import BOTH, SMALL, plain, some_of


def test_that_tries_spread_the_scores_alike_however_many_pixels_there_are_and_however_they_are_seen() -> None:
    cifar, fashion = some_of("cifar10-sample", 60), some_of("fashion-sample", 60)
    drawn = random_params(cifar, (1,)).weights
    assert drawn.std() / 255 == pytest.approx(1e-4, rel=0.02)
    spreads = [score_rows(random_params(d, (1,)), d, d.train, scratch_for(d)).std() for d in (cifar, fashion)]
    assert 0.5 < spreads[0] / spreads[1] < 2
    standardised = some_of("cifar10-sample", 60, Seen.STANDARDISED)
    scores = [score_rows(random_params(d, (1,)), d, d.train, scratch_for(d)) for d in (cifar, standardised)]
    one, other = (found - found.mean(axis=1, keepdims=True) for found in scores)
    assert one == pytest.approx(other, abs=1e-3)


@BOTH
@pytest.mark.parametrize("seen", [Seen.MEAN_IMAGE, Seen.STANDARDISED])
def test_that_forward_differences_are_the_loss_taken_anew(loss: LossKind, seen: Seen) -> None:
    dataset = arrange(SMALL, Arrangement(seen=seen))
    settings, params = plain(loss), doubled(small_params(dataset))
    images, labels, h = seen_plainly(dataset, dataset.train), dataset.labels[dataset.train], 1e-4
    at = base(params, settings, dataset, scratch_for(dataset))
    start = objective(params, images, labels, settings)[0]
    assert at.loss == pytest.approx(start, rel=1e-6)
    found = forward_slopes(at, seen_inputs(dataset, slice(9, 13)), h)
    for k in range(3):
        for place, d in enumerate((9, 10, 11, 12)):
            weights, biases = params.weights.copy(), params.biases.copy()
            if d < 12:
                weights[k, d] += h
            else:
                biases[k] += h
            slope = (objective(Params(weights, biases), images, labels, settings)[0] - start) / h
            assert found[k, place] == pytest.approx(slope, abs=1e-5)


@BOTH
def test_that_numerical_and_analytic_descent_go_the_same_way(loss: LossKind) -> None:
    settings, scratch = plain(loss), scratch_for(SMALL)
    numerical, analytic = (make(SMALL, settings, 1, scratch) for make in (NumericalDescent, AnalyticDescent))
    one, other = numerical.start(), analytic.start()
    assert same_bits(one.params, other.params)
    for number in range(1, 4):
        while one.number < number:
            one = numerical.advance(one)
        other = analytic.advance(other)
        assert one.params.weights == pytest.approx(other.params.weights, abs=2e-5)
        assert one.params.biases == pytest.approx(other.params.biases, abs=2e-5)
        assert one.loss == pytest.approx(other.loss, rel=1e-5)
    assert one.evaluations == 3 * of_numerical_gradient(one.params)
