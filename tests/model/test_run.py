"""One run: reproducible bit for bit, tunable on the way, and diverging in good order."""

from dataclasses import replace

import numpy as np
import pytest

from model.curve import BATCH_ROWS, MEASURE_ROWS
from model.datasets.dataset import Dataset
from model.descent import batch_accuracy
from model.records import LossKind, Mode, PenaltyKind, Settings
from model.run import Run
from model.schedules import ScheduleKind
from tests.model.small import arrays_in, content_of, for_every_kind, kind, same_bits, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)


def run_of(settings: Settings = PLAIN, steps: int = 0, seed: int = 1, dataset: Dataset = SMALL) -> Run:
    run = Run(dataset, settings, seed)
    for _ in range(steps):
        run.advance()
    return run


def diverged_run() -> Run:
    run = run_of(replace(PLAIN, step_size=1e6, strength=1.0))
    for _ in range(100):
        if not run.advance():
            break
    return run


@for_every_kind
def test_that_the_same_data_settings_and_seed_give_the_same_run_bit_for_bit(settings: Settings) -> None:
    one, other = run_of(settings, 50), run_of(settings, 50)
    assert same_bits(one.params, other.params)
    assert content_of(one.snapshot(Mode.PAUSED)) == content_of(other.snapshot(Mode.PAUSED))


@for_every_kind
def test_that_another_seed_gives_another_run(settings: Settings) -> None:
    assert not same_bits(run_of(settings, 5, seed=1).params, run_of(settings, 5, seed=2).params)


@for_every_kind
def test_that_looking_at_a_run_does_not_change_where_it_goes(settings: Settings) -> None:
    watched, left_alone = run_of(settings), run_of(settings, 20)
    for _ in range(20):
        watched.measure()
        watched.snapshot(Mode.RUNNING)
        watched.advance()
    assert same_bits(watched.params, left_alone.params)


@for_every_kind
def test_that_the_loss_falls_on_the_whole_training_set(settings: Settings) -> None:
    start, end = run_of(settings), run_of(settings, 100)
    assert end.measure().train_loss < 0.7 * start.measure().train_loss


def test_that_the_coming_step_is_the_one_that_is_taken() -> None:
    run = run_of(steps=3)
    coming = run.coming()
    assert run.advance() == coming.batch.size
    assert run.params is coming.after
    assert run.number == coming.number + 1 == 4


def test_that_the_batch_curve_has_a_column_for_each_step_taken() -> None:
    run, expected = run_of(), []
    for _ in range(12):
        step = run.coming()
        expected.append([step.number, run.epoch, step.data_loss, step.penalty, batch_accuracy(step)])
        run.advance()
    assert run.snapshot(Mode.PAUSED).batch_curve.T.tolist() == expected
    assert len(BATCH_ROWS) == len(expected[0])


def test_that_the_measure_curve_has_a_column_for_each_step_measured() -> None:
    run = run_of()
    for _ in range(3):
        run.advance()
        run.advance()
        run.measure()
    curve = run.snapshot(Mode.PAUSED).measure_curve
    assert len(curve) == len(MEASURE_ROWS)
    assert curve[MEASURE_ROWS.index("number")].tolist() == [0, 2, 4, 6]
    assert curve[MEASURE_ROWS.index("validation_accuracy"), -1] == run.measure().validation_accuracy


def test_that_measuring_just_the_same_again_takes_the_place_of_the_first_time() -> None:
    run = run_of(steps=2)
    before = run.snapshot(Mode.PAUSED).measure_curve.shape
    run.measure()
    first = run.snapshot(Mode.PAUSED).measure_curve.shape
    run.measure()
    assert run.snapshot(Mode.PAUSED).measure_curve.shape == first
    assert first[1] == before[1] + 1


def test_that_a_change_of_the_loss_leaves_both_measurements_of_its_step() -> None:
    run = run_of(steps=2)
    run.measure()
    in_hand = run.snapshot(Mode.PAUSED)
    before = content_of(in_hand)
    run.tune(replace(PLAIN, loss=LossKind.HINGE))
    run.measure()
    assert run.snapshot(Mode.PAUSED).measure_curve.shape[1] == in_hand.measure_curve.shape[1] + 1
    assert run.snapshot(Mode.PAUSED).measure.train_loss != in_hand.measure.train_loss
    assert content_of(in_hand) == before


def test_that_a_run_knows_whether_it_is_measured() -> None:
    run = run_of()
    assert run.is_measured
    run.tune(replace(PLAIN, step_size=0.5, batch_size=3))
    assert run.is_measured
    run.tune(replace(PLAIN, schedule=ScheduleKind.COSINE, over=2.0, momentum=0.9))
    assert run.is_measured
    run.tune(replace(PLAIN, loss=LossKind.HINGE))
    assert not run.is_measured
    run.measure()
    assert run.is_measured
    run.advance()
    assert not run.is_measured


def test_that_another_step_size_keeps_the_coming_gradient_and_moves_its_end() -> None:
    run = run_of(steps=3)
    before = run.coming()
    run.tune(replace(PLAIN, step_size=0.7))
    assert run.coming().gradient is before.gradient
    assert run.coming().settings.step_size == 0.7
    np.testing.assert_allclose(
        run.coming().after.weights, run.params.weights - np.float32(0.7) * before.gradient.weights, rtol=1e-6
    )


@pytest.mark.parametrize(
    "change", [{"loss": LossKind.HINGE}, {"strength": 2.0}, {"penalty": PenaltyKind.NONE}, {"batch_size": 3}]
)
def test_that_other_settings_change_the_coming_step(change: dict[str, object]) -> None:
    run = run_of(steps=3)
    before = run.coming()
    run.tune(replace(PLAIN, **change))  # type: ignore[arg-type]
    assert run.coming().settings == run.settings
    assert not same_bits(run.coming().gradient, before.gradient)
    assert run.coming().before is before.before


def test_that_tuning_before_the_coming_step_is_known_gives_the_same_run() -> None:
    looked_at, not_looked_at = run_of(steps=3), run_of(steps=3)
    looked_at.coming()
    for run in (looked_at, not_looked_at):
        run.tune(replace(PLAIN, loss=LossKind.HINGE, step_size=0.2))
        run.advance()
    assert same_bits(looked_at.params, not_looked_at.params)


def test_that_an_absurd_step_size_diverges_and_the_run_stands_still() -> None:
    with np.errstate(all="ignore"):
        run = diverged_run()
        assert run.has_diverged
        number = run.number
        assert run.advance() == 0
        assert run.number == number
        assert not np.isfinite(run.coming().loss)


def test_that_one_step_back_undoes_divergence() -> None:
    with np.errstate(all="ignore"):
        run = diverged_run()
        number = run.number
        run.back()
        assert run.number == number - 1
        assert not run.has_diverged
        assert np.isfinite(run.coming().loss)


def test_that_a_run_goes_on_from_before_divergence_with_a_smaller_step_size() -> None:
    with np.errstate(all="ignore"):
        run = diverged_run()
        run.back(run.back_steps)
        run.tune(PLAIN)
        for _ in range(30):
            assert run.advance()
        assert np.isfinite(run.measure().train_loss)


def test_that_every_array_of_a_snapshot_is_read_only() -> None:
    found = list(arrays_in(run_of(steps=4).snapshot(Mode.PAUSED)))
    assert len(found) > 15
    assert [path for path, array in found if array.flags.writeable] == []


@for_every_kind
def test_that_a_snapshot_in_hand_never_changes(settings: Settings) -> None:
    run = run_of(settings, 12)
    in_hand = run.snapshot(Mode.PAUSED)
    before = content_of(in_hand)
    for deed in (run.advance, run.measure, run.back, run.advance, lambda: run.back(8), run.advance, run.measure):
        for _ in range(5):
            deed()
        run.tune(replace(settings, step_size=0.3, batch_size=5))
    assert content_of(in_hand) == before
    assert in_hand.number == 12
