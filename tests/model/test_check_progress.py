"""The whole numerical gradient, part after part, and what the check says of it."""

import numpy as np
import pytest

from model.batches import draw
from model.checking.bench import Place, at, set_up, with_mistake
from model.checking.mistakes import Mistake, why_not
from model.checking.progress import Filled, WholeQuestion, fill, judge, learn, nothing_known
from model.checking.slopes import Method, slopes
from model.descent import descend
from model.numerical import numerical_gradient
from model.products import Scratch
from model.records import LossKind, Params, PenaltyKind, Settings
from tests.model.small import for_every_kind, for_every_kind_and_margin, kind, small_dataset, small_params
from tests.model.test_checking import DATA, SCRATCH, bench_with, double

FINE = Method(1e-6, is_centred=True)


def filled(question: WholeQuestion) -> tuple[Filled, int]:
    """The whole gradient, and how many answers it took."""
    answer, count = fill(question, SCRATCH, None), 1
    while not answer.progress.is_whole:
        question = WholeQuestion(1, question.dataset, question.subject, question.method, answer.progress)
        answer, count = fill(question, SCRATCH, answer), count + 1
    return answer, count


@for_every_kind_and_margin
def test_that_the_whole_gradient_is_the_numerical_gradient(settings: Settings) -> None:
    subject = double(settings)
    answer, _ = filled(WholeQuestion(1, DATA, subject, FINE, nothing_known(subject)))
    params = Params(subject.weights[:, :-1].copy(), subject.weights[:, -1].copy())
    expected = numerical_gradient(params, subject.inputs[:-1].T, subject.labels, settings, step=1e-6)
    assert answer.progress.slopes[:, :-1] == pytest.approx(expected.weights, abs=1e-8)
    assert answer.progress.slopes[:, -1] == pytest.approx(expected.biases, abs=1e-8)


@pytest.mark.parametrize(("method", "evaluations"), [(Method(1e-4), 39 + 1), (FINE, 2 * 39)])
def test_that_every_evaluation_of_the_loss_is_counted(method: Method, evaluations: int) -> None:
    subject = double(kind(LossKind.HINGE, PenaltyKind.L2))
    answer, _ = filled(WholeQuestion(1, DATA, subject, method, nothing_known(subject)))
    assert answer.progress.evaluations == evaluations
    assert answer.progress.count == 39
    assert answer.progress.seconds > 0
    assert answer.prices.gradient > 0
    assert answer.prices.evaluation > 0


def test_that_what_is_known_already_is_neither_lost_nor_found_again() -> None:
    subject = double(kind(LossKind.SOFTMAX, PenaltyKind.L1))
    begun = learn(nothing_known(subject), subject, FINE, 1, np.array([0, 4, 12]))
    assert begun.known.sum() == 3
    assert begun.slopes[1, [0, 4, 12]].tolist() == slopes(subject, FINE, 1, np.array([0, 4, 12])).quotients.tolist()
    answer, _ = filled(WholeQuestion(1, DATA, subject, FINE, begun))
    assert answer.progress.evaluations == 2 * 39
    assert answer.progress.slopes[1, 4] == begun.slopes[1, 4]


def test_that_a_large_gradient_comes_in_parts_from_the_top_of_all_pictures() -> None:
    wide = small_dataset(shape=(32, 32, 3), classes=10)
    scratch = Scratch(3072)
    batch = draw(wide.train, wide.labels, 1, 0, 0, 128)
    step = descend(small_params(wide), batch, kind(LossKind.SOFTMAX, PenaltyKind.L2), wide, scratch)
    bench = set_up(step, wide, scratch, Method(), Mistake.NONE, Place(0, 0))
    answer = fill(WholeQuestion(1, wide, bench.subject, bench.method, bench.progress), scratch, None)
    assert not answer.progress.is_whole
    by_input = np.all(answer.progress.known, axis=0)
    first_lacking = int(np.argmin(by_input))
    assert first_lacking > 0
    assert by_input[:first_lacking].all()
    assert not answer.progress.known[:, first_lacking:].any()


@for_every_kind
def test_that_the_check_passes_the_right_gradient_and_catches_every_mistake(settings: Settings) -> None:
    bench = bench_with(settings, method=FINE)
    answer, _ = filled(WholeQuestion(1, DATA, bench.subject, bench.method, bench.progress))
    for mistake in Mistake:
        if why_not(mistake, settings):
            continue
        verdict = judge(answer.progress, with_mistake(bench, mistake).checked, bench.right)
        assert verdict.compared == 39
        assert verdict.off_if_right == 0
        assert verdict.is_caught == (mistake is not Mistake.NONE), mistake
        assert verdict.off == verdict.off_by_class.sum()


def test_that_the_worst_number_is_named_and_the_unknown_ones_do_not_count() -> None:
    bench = bench_with(kind(LossKind.HINGE, PenaltyKind.L2), method=FINE)
    bench = at(at(bench, Place(2, 3)), Place(1, 7))
    wrong = bench.right.copy()
    wrong[2, 3] *= 5
    wrong[0, 9] *= 100
    verdict = judge(bench.progress, wrong, bench.right)
    assert verdict.worst == (2, 3)
    assert verdict.worst_error == pytest.approx(0.8, abs=1e-6)
    assert verdict.off_by_class.tolist() == [0, 0, 1]
    assert verdict.compared == 3


def test_that_rounding_hides_a_mistake_that_float64_shows() -> None:
    settings = kind(LossKind.SOFTMAX, PenaltyKind.L2)
    for method, is_caught in ((Method(1e-8, is_double=False), False), (FINE, True)):
        bench = bench_with(settings, Mistake.NO_PENALTY, method)
        answer, _ = filled(WholeQuestion(1, DATA, bench.subject, method, bench.progress))
        assert judge(answer.progress, bench.checked, bench.right).is_caught == is_caught


def test_that_a_mistake_without_effect_is_told_from_one_that_is_missed() -> None:
    """Where every margin is violated, the mask changes nothing."""
    step = descend(
        Params(np.zeros((3, 12), np.float32), np.zeros(3, np.float32)),
        draw(DATA.train, DATA.labels, 1, 0, 0, 8),
        kind(LossKind.HINGE, PenaltyKind.NONE),
        DATA,
        SCRATCH,
    )
    bench = set_up(step, DATA, SCRATCH, FINE, Mistake.NO_MASK, Place(0, 0))
    assert bench.mistake_is_without_effect
    assert not with_mistake(bench, Mistake.SIGN).mistake_is_without_effect
