import numpy as np
import pytest

from model.classifier import objective
from model.numerical import numerical_gradient
from model.records import LossKind, Params, Settings
from tests.model.central import central_params
from tests.model.small import doubled, for_every_kind_and_margin, seen_plainly, small_dataset, small_params

DATA = small_dataset()


@for_every_kind_and_margin
def test_that_the_fast_way_is_the_naive_loop(settings: Settings) -> None:
    params, rows = doubled(small_params(DATA)), DATA.train[:9]
    seen, labels = seen_plainly(DATA, rows), DATA.labels[rows]
    fast = numerical_gradient(params, seen, labels, settings)
    slow = central_params(lambda p: objective(p, seen, labels, settings)[0], params)
    assert fast.weights == pytest.approx(slow.weights, abs=1e-8)
    assert fast.biases == pytest.approx(slow.biases, abs=1e-8)


@for_every_kind_and_margin
def test_that_the_numerical_gradient_is_the_analytic_one(settings: Settings) -> None:
    params, rows = doubled(small_params(DATA)), DATA.train
    seen, labels = seen_plainly(DATA, rows), DATA.labels[rows]
    numerical = numerical_gradient(params, seen, labels, settings, step=1e-6)
    analytic = objective(params, seen, labels, settings)[1]
    assert numerical.weights == pytest.approx(analytic.weights, abs=1e-8)
    assert numerical.biases == pytest.approx(analytic.biases, abs=1e-8)


def test_that_all_pixels_are_covered_where_they_fill_several_blocks() -> None:
    wide = small_dataset(shape=(10, 10, 3), of_each=4)
    params, rows = doubled(small_params(wide)), wide.train
    seen, labels = seen_plainly(wide, rows), wide.labels[rows]
    settings = Settings(loss=LossKind.SOFTMAX, strength=0.1)
    numerical = numerical_gradient(params, seen, labels, settings, step=1e-6)
    assert numerical.weights == pytest.approx(objective(params, seen, labels, settings)[1].weights, abs=1e-8)


def test_that_float32_parameters_are_differenced_in_double_precision() -> None:
    params, rows = small_params(DATA), DATA.train[:5]
    seen = seen_plainly(DATA, rows).astype(np.float32)
    assert numerical_gradient(params, seen, DATA.labels[rows], Settings()).weights.dtype == np.float64
    assert isinstance(numerical_gradient(params, seen, DATA.labels[rows], Settings()), Params)
