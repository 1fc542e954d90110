"""The classic mistakes of a gradient, each made on purpose."""

import numpy as np
import pytest

from model.checking.mistakes import Mistake, gradient_of, why_not
from model.records import LossKind, PenaltyKind, Settings
from tests.model.small import for_every_kind, kind
from tests.model.test_checking import bench_with, double


@pytest.mark.parametrize("loss", LossKind)
def test_that_each_mistake_is_the_one_its_name_says(loss: LossKind) -> None:
    subject = double(kind(loss, PenaltyKind.L2))
    right, data = gradient_of(subject), gradient_of(double(kind(loss, PenaltyKind.NONE)))
    expected = {
        Mistake.NO_PENALTY: data,
        Mistake.HALF_PENALTY: data + (right - data) / 2,
        Mistake.SUMMED: len(subject.labels) * data + (right - data),
        Mistake.SIGN: -right,
    }
    for mistake, gradient in expected.items():
        assert gradient_of(subject, mistake) == pytest.approx(gradient, abs=1e-12)


@pytest.mark.parametrize("loss", LossKind)
def test_that_the_wrong_row_gets_what_the_true_class_should_have(loss: LossKind) -> None:
    subject = double(kind(loss, PenaltyKind.NONE))
    right, wrong = gradient_of(subject), gradient_of(subject, Mistake.WRONG_ROW)
    assert wrong.sum(axis=0) == pytest.approx(right.sum(axis=0), abs=1e-12)
    own = np.zeros_like(right)
    by_class = right.copy()
    for image, y in enumerate(subject.labels):
        x = subject.inputs[:, image] / len(subject.labels)
        margins = subject.scores[:, image] - subject.scores[y, image] + 1 > 0
        own[y] += x * (1 if loss is LossKind.SOFTMAX else margins.sum() - 1)
    by_class += own
    assert wrong == pytest.approx(by_class - np.roll(own, 1, axis=0), abs=1e-12)


def test_that_without_the_mask_every_wrong_class_counts() -> None:
    subject = double(kind(LossKind.HINGE, PenaltyKind.NONE))
    expected = np.zeros(subject.weights.shape)
    for image, y in enumerate(subject.labels):
        for k in range(len(expected)):
            expected[k] += subject.inputs[:, image] * (-2 if k == y else 1) / len(subject.labels)
    assert gradient_of(subject, Mistake.NO_MASK) == pytest.approx(expected, abs=1e-12)


@for_every_kind
def test_that_exactly_the_mistakes_that_change_the_gradient_are_offered(settings: Settings) -> None:
    subject = double(settings)
    right = gradient_of(subject)
    for mistake in Mistake:
        is_same = np.allclose(gradient_of(subject, mistake), right, rtol=0, atol=1e-12)
        if not why_not(mistake, settings):
            assert is_same == (mistake is Mistake.NONE)
        elif mistake is not Mistake.HALF_PENALTY or settings.penalty is not PenaltyKind.L1:
            assert is_same or mistake is Mistake.NO_MASK


def test_that_a_mistake_the_settings_exclude_is_not_made() -> None:
    bench = bench_with(kind(LossKind.SOFTMAX, PenaltyKind.NONE), Mistake.NO_MASK)
    assert bench.mistake is Mistake.NONE
    assert bench.checked.tolist() == bench.right.tolist()
