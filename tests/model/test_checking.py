"""The gradient check, on data small enough for naive loops."""

from dataclasses import replace

import numpy as np
import pytest

from model.arrays import Floats
from model.batches import draw
from model.checking.bench import Bench, Place, after, at, quotient, set_up, strongest_at, with_method, with_mistake
from model.checking.mistakes import Mistake, gradient_of
from model.checking.slopes import STEPS, Method, errors_by_step, relative_errors, slopes
from model.checking.subject import Subject, kinks, losses_at, subject_of
from model.classifier import objective
from model.descent import descend
from model.products import Scratch
from model.records import LossKind, Params, PenaltyKind, Settings, Step
from tests.model.small import EVERY_KIND, for_every_kind, for_every_kind_and_margin, kind, small_dataset, small_params

DATA = small_dataset()
SCRATCH = Scratch(12)
ALL_INPUTS = np.arange(13)


def step_with(settings: Settings, size: int = 8) -> Step:
    """The step from some parameters on the first images: some of their margins are violated, not all."""
    small = small_params(DATA)
    return descend(
        Params(4 * small.weights, small.biases), draw(DATA.train, DATA.labels, 1, 0, 0, size), settings, DATA, SCRATCH
    )


def double(settings: Settings) -> Subject:
    return subject_of(step_with(settings), DATA, SCRATCH, is_double=True)


def bench_with(settings: Settings, mistake: Mistake = Mistake.NONE, method: Method = Method()) -> Bench:  # noqa: B008
    return set_up(step_with(settings), DATA, SCRATCH, method, mistake, Place(0, 0))


def loss_of(subject: Subject, weights: Floats) -> float:
    """L the plain way, from all weights and biases (K, D + 1)."""
    params = Params(weights[:, :-1].copy(), weights[:, -1].copy())
    return objective(params, subject.inputs[:-1].T, subject.labels, subject.settings)[0]


@for_every_kind_and_margin
def test_that_the_loss_of_a_changed_weight_is_the_loss_of_the_changed_classifier(settings: Settings) -> None:
    subject = double(settings)
    changes = np.array([0.3, -1e-5, 0.0])
    for k in range(len(subject.weights)):
        found = losses_at(subject, k, ALL_INPUTS, subject.weights[k, :, None] + changes)
        for d in ALL_INPUTS:
            for n, change in enumerate(changes):
                changed = subject.weights.copy()
                changed[k, d] += change
                assert found[d, n] == pytest.approx(loss_of(subject, changed), abs=1e-12)


@for_every_kind
@pytest.mark.parametrize("is_double", [True, False])
def test_that_a_change_too_small_to_be_held_changes_nothing(settings: Settings, is_double: bool) -> None:
    subject = subject_of(step_with(settings), DATA, SCRATCH, is_double)
    weights = subject.weights[1, :, None]
    assert (losses_at(subject, 1, ALL_INPUTS, weights + weights.dtype.type(1e-30))[:, 0] == subject.loss).all()


@for_every_kind_and_margin
def test_that_the_gradient_without_a_mistake_is_the_one_of_the_step(settings: Settings) -> None:
    step = step_with(settings)
    gradient = gradient_of(subject_of(step, DATA, SCRATCH, is_double=True))
    assert gradient[:, :-1] == pytest.approx(step.gradient.weights, abs=2e-6)
    assert gradient[:, -1] == pytest.approx(step.gradient.biases, abs=2e-6)


@for_every_kind_and_margin
def test_that_centred_slopes_in_float64_are_the_analytic_gradient(settings: Settings) -> None:
    subject = double(settings)
    method, gradient = Method(1e-6, is_centred=True), gradient_of(subject)
    for k in range(len(gradient)):
        found = slopes(subject, method, k, ALL_INPUTS)
        assert found.quotients == pytest.approx(gradient[k], abs=1e-8)
        assert found.quotients == pytest.approx((found.ahead - found.behind) / 2e-6, rel=1e-12)


def test_that_the_forward_quotient_starts_from_the_loss_as_it_is() -> None:
    subject = double(kind(LossKind.SOFTMAX, PenaltyKind.L2))
    found = slopes(subject, Method(1e-3), 2, ALL_INPUTS)
    assert (found.behind == subject.loss).all()
    assert found.quotients == pytest.approx((found.ahead - subject.loss) / 1e-3, rel=1e-12)


def test_that_forward_errors_fall_with_h_and_centred_ones_with_its_square() -> None:
    subject = double(kind(LossKind.SOFTMAX, PenaltyKind.L2))
    forward, centred = errors_by_step(subject, float(gradient_of(subject)[0, 3]), 0, 3)
    large, small = (int(np.abs(STEPS - h).argmin()) for h in (1e-1, 1e-2))
    assert forward[large] / forward[small] == pytest.approx(10, rel=0.2)
    assert centred[large] / centred[small] == pytest.approx(100, rel=0.2)


@pytest.mark.parametrize("is_double", [True, False])
def test_that_the_error_is_lowest_between_curvature_and_rounding(is_double: bool) -> None:
    settings = kind(LossKind.SOFTMAX, PenaltyKind.L2)
    subject = subject_of(step_with(settings), DATA, SCRATCH, is_double)
    errors = errors_by_step(subject, float(gradient_of(subject)[0, 3]), 0, 3)[0]
    lowest = int(errors.argmin())
    assert errors[0] > 10 * errors[lowest]
    assert errors[-1] > 10 * errors[lowest]
    if not is_double:
        assert errors[0] == 1  # w + 1e-14 is w there, and the quotient 0


def test_that_the_relative_error_is_symmetric_and_zero_for_two_zeros() -> None:
    a, n = np.array([1.0, 0.0, -2.0, 0.0]), np.array([0.5, 0.0, 2.0, 3.0])
    assert relative_errors(a, n).tolist() == [0.5, 0.0, 2.0, 1.0]
    assert relative_errors(n, a).tolist() == relative_errors(a, n).tolist()


@pytest.mark.parametrize("settings", [s for s in EVERY_KIND if s.loss is LossKind.HINGE or s.penalty is PenaltyKind.L1])
def test_that_the_loss_is_straight_up_to_the_nearest_kink_and_bends_there(settings: Settings) -> None:
    """Hinge and L1 are pieces of straight lines, but for the curvature of softmax and L2."""
    subject = double(replace(settings, penalty=PenaltyKind.L1, strength=0.5))
    for k, d in ((0, 0), (1, 5), (2, 11)):
        nearest = kinks(subject, k, d)[0]
        around = subject.weights[k, d] + nearest * np.array([0.98, 1.0, 1.02])
        before, on, behind = losses_at(subject, k, np.array([d]), around[None])[0]
        bend = abs((behind - on) - (on - before)) / abs(0.02 * nearest)
        inside = subject.weights[k, d] + nearest * np.array([0.2, 0.5, 0.8])
        low, middle, high = losses_at(subject, k, np.array([d]), inside[None])[0]
        assert bend > 20 * abs((high - middle) - (middle - low)) / abs(0.3 * nearest)


def test_that_kinks_are_counted_where_the_quotient_reaches_and_nowhere_else() -> None:
    bench = bench_with(kind(LossKind.HINGE, PenaltyKind.NONE), method=Method(1e-12, is_centred=True))
    near = quotient(bench).nearest_kink
    for share, is_inside in ((0.99, False), (1.01, True)):
        found = quotient(with_method(bench, Method(share * near, is_centred=True), SCRATCH))
        assert (found.kinks_inside > 0) == is_inside
    changes = kinks(bench.subject, 0, 0)
    ahead = quotient(with_method(bench, Method(1.01 * near), SCRATCH)).kinks_inside
    assert (ahead > 0) == (changes[0] > 0)


def test_that_smooth_losses_have_no_kinks() -> None:
    bench = bench_with(kind(LossKind.SOFTMAX, PenaltyKind.L2))
    assert quotient(bench).kinks_inside == 0
    assert quotient(bench).nearest_kink == np.inf


def test_that_a_weight_of_zero_stands_on_the_kink_of_l1() -> None:
    step = step_with(kind(LossKind.SOFTMAX, PenaltyKind.L1))
    weights = step.before.weights.copy()
    weights[1, 4] = 0
    settled = descend(Params(weights, step.before.biases), step.batch, step.settings, DATA, SCRATCH)
    bench = set_up(settled, DATA, SCRATCH, Method(1e-6), Mistake.NONE, Place(1, 4))
    found = quotient(bench)
    assert (found.kinks_inside, found.nearest_kink) == (1, 0.0)
    assert found.numerical - found.analytic == pytest.approx(step.settings.strength, rel=1e-3)
    assert kinks(bench.subject, 1, bench.subject.bias).size == 0


def test_that_the_numbers_of_one_weight_are_those_of_the_loss() -> None:
    bench = bench_with(kind(LossKind.SOFTMAX, PenaltyKind.L2), method=Method(1e-3, is_centred=True))
    found, weights = quotient(bench), bench.subject.weights
    for value, sign in ((found.ahead, 1), (found.behind, -1), (found.loss, 0)):
        changed = weights.copy()
        changed[0, 0] += sign * 1e-3
        assert value == pytest.approx(loss_of(bench.subject, changed), abs=1e-12)
    assert found.weight == weights[0, 0]
    assert found.analytic == bench.right[0, 0]
    largest = max(abs(found.analytic), abs(found.numerical))
    assert found.error == found.error_if_right == pytest.approx(abs(found.analytic - found.numerical) / largest)


def test_that_moving_on_remembers_what_is_known_and_another_method_forgets_it() -> None:
    bench = bench_with(kind(LossKind.HINGE, PenaltyKind.L2))
    moved = at(bench, after(bench))
    assert moved.place == Place(0, 1)
    assert np.flatnonzero(moved.progress.known[0]).tolist() == [0, 1]
    assert at(moved, Place(0, 0)).progress is moved.progress
    assert with_mistake(moved, Mistake.SIGN).progress is moved.progress
    other = with_method(moved, Method(1e-5), SCRATCH)
    assert np.flatnonzero(other.progress.known).tolist() == [1]
    single = with_method(moved, Method(is_double=False), SCRATCH)
    assert single.subject.weights.dtype == np.float32
    assert single.place == moved.place
    last = at(bench, Place(2, bench.subject.bias))
    assert after(last) == Place(2, 0)


def test_that_a_place_the_data_do_not_have_gives_way_to_the_largest_gradient() -> None:
    bench = set_up(step_with(Settings()), DATA, SCRATCH, Method(), Mistake.NONE, Place(0, 4000))
    assert abs(bench.right[bench.place.k, bench.place.d]) == np.abs(bench.right[:, :-1]).max()


def test_that_of_a_pixels_channels_the_strongest_is_chosen() -> None:
    bench = bench_with(Settings())
    place = strongest_at(bench, 1, 1, 0)
    assert place.d // 3 == 2
    assert abs(bench.right[1, place.d]) == np.abs(bench.right[1, 6:9]).max()


def test_that_of_a_large_batch_the_first_images_are_checked() -> None:
    wide = small_dataset(of_each=400)
    scratch = Scratch(12)
    batch = draw(wide.train, wide.labels, 1, 0, 0, 900)
    step = descend(small_params(wide), batch, kind(LossKind.SOFTMAX, PenaltyKind.DROPOUT), wide, scratch)
    subject = subject_of(step, wide, scratch, is_double=True)
    assert subject.labels.tolist() == batch.labels[:512].tolist()
    assert subject.scores == pytest.approx(step.scores[:, :512], abs=1e-5)
