"""The race: runs side by side, each to the bit what it is by itself, in lockstep, back, and after it diverged."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from model.allowance import BUDGET_BYTES, allowance
from model.datasets.embedded import load_cifar10_sample
from model.defaults import default_settings
from model.descent import Start, measure, measure_together
from model.race.presets import FACTORS, four_momenta, four_schedules, four_step_sizes, start_step_size
from model.race.race import Race
from model.race.records import MOST_RUNNERS, Runner
from model.records import LossKind, Mode, PenaltyKind, Settings
from model.run import Run
from model.schedules import ScheduleKind
from tests.model.small import EVERY_KIND, content_of, kind, same_bits, scratch_for, small_dataset

SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)
ABSURD = replace(PLAIN, step_size=1e6, strength=1.0)


def runners(*several: Settings, seed: int = 1) -> tuple[Runner, ...]:
    return tuple(Runner(f"run {n}", settings, seed, n) for n, settings in enumerate(several))


def alone(runner: Runner, steps: int, dataset: object = SMALL) -> Run:
    run = Run(dataset, runner.settings, runner.seed)  # type: ignore[arg-type]
    for _ in range(steps):
        run.advance()
    return run


def assert_same(run: Run, other: Run) -> None:
    """Parameters and the whole curve of the batches, to the bit."""
    assert run.number == other.number
    assert same_bits(run.params, other.params)
    curves = [one.snapshot(Mode.PAUSED).batch_curve.tobytes() for one in (run, other)]
    assert curves[0] == curves[1]


def test_that_every_runner_is_to_the_bit_what_it_is_by_itself() -> None:
    other_batch = replace(PLAIN, batch_size=5)
    lined_up = (*runners(*EVERY_KIND[:6], other_batch), Runner("other seed", PLAIN, 2, 7))
    race = Race(SMALL, lined_up)
    for _ in range(25):
        race.advance()
    for runner, run in zip(lined_up, race.runs, strict=True):
        assert_same(run, alone(runner, 25))


def test_that_runners_with_schedules_and_momentum_are_what_they_are_alone_there_and_back() -> None:
    paced = [replace(PLAIN, schedule=kind, over=1.5, momentum=0.9) for kind in ScheduleKind]
    lined_up = runners(PLAIN, *paced, replace(PLAIN, momentum=0.5))
    race = Race(SMALL, lined_up)
    for _ in range(30):
        race.advance()
    forks = [race.fork(place) for place in range(len(lined_up))]
    race.back(11)
    for runner, run, fork in zip(lined_up, race.runs, forks, strict=True):
        assert_same(run, alone(runner, 19))
        fork.advance()
        assert_same(fork, alone(runner, 31))


def test_that_the_presets_differ_in_schedule_or_momentum_alone() -> None:
    schedules, momenta = four_schedules(SMALL, PLAIN, 1), four_momenta(SMALL, PLAIN, 1)
    assert [runner.settings for runner in schedules] == [replace(PLAIN, schedule=kind) for kind in ScheduleKind]
    assert [runner.settings.momentum for runner in momenta] == [0.0, 0.5, 0.9, 0.99]
    assert {replace(runner.settings, momentum=0.0) for runner in momenta} == {PLAIN}


def test_that_a_second_thread_and_real_images_change_no_bit() -> None:
    dataset = load_cifar10_sample()
    settings = default_settings(dataset.name)
    lined_up = runners(*(replace(settings, step_size=size) for size in (0.001, 0.03, 0.3)))
    with ThreadPoolExecutor(1) as helper:
        race = Race(dataset, lined_up, helper)
        for _ in range(6):
            race.advance()
    for runner, run in zip(lined_up, race.runs, strict=True):
        assert_same(run, alone(runner, 6, dataset))


def test_that_large_batches_are_shared_between_threads_without_changing_a_bit() -> None:
    dataset = load_cifar10_sample()
    settings = replace(default_settings(dataset.name), batch_size=2500)
    lined_up = runners(settings, replace(settings, loss=LossKind.HINGE))
    race = Race(dataset, lined_up)
    race.advance()
    for runner, run in zip(lined_up, race.runs, strict=True):
        assert_same(run, alone(runner, 1, dataset))


@pytest.mark.parametrize("steps", [1, 7, 40])
def test_that_back_and_forward_again_gives_the_same_bits(steps: int) -> None:
    race, fresh = Race(SMALL, runners(*EVERY_KIND)), Race(SMALL, runners(*EVERY_KIND))
    for _ in range(40):
        race.advance()
    race.back(steps)
    assert race.number == 40 - steps
    for _ in range(40 - steps):
        fresh.advance()
    for run, other in zip(race.runs, fresh.runs, strict=True):
        assert_same(run, other)
    for _ in range(steps):
        race.advance()
        fresh.advance()
    for run, other in zip(race.runs, fresh.runs, strict=True):
        assert_same(run, other)


def test_that_who_diverges_stays_there_while_the_others_go_on() -> None:
    race = Race(SMALL, runners(PLAIN, ABSURD))
    with np.errstate(all="ignore"):
        for _ in range(60):
            race.advance()
        well, broken = race.lanes()
        assert (well.number, well.has_diverged) == (60, False)
        assert broken.has_diverged
        assert 0 < broken.number < 60
        assert broken.batch_curve.shape[1] == broken.number
        assert not race.is_over
        race.back(60 - broken.number + 2)
        assert [lane.number for lane in race.lanes()] == 2 * [broken.number - 2]
        assert not race.lanes()[1].has_diverged
        for _ in range(62 - broken.number):
            race.advance()
        assert [lane.number for lane in race.lanes()] == [60, broken.number]


def test_that_a_race_of_broken_runs_is_over() -> None:
    race = Race(SMALL, runners(ABSURD, ABSURD))
    with np.errstate(all="ignore"):
        while not race.is_over:
            race.advance()
    assert all(lane.has_diverged for lane in race.lanes())


def test_that_eight_runners_remember_no_more_than_one_run_may() -> None:
    for set_bytes in (7_850 * 4, 10 * 3073 * 4):
        share = allowance(set_bytes, BUDGET_BYTES // MOST_RUNNERS)
        assert MOST_RUNNERS * share.total * set_bytes <= 1.1 * BUDGET_BYTES


def test_that_measured_in_one_pass_each_is_what_it_is_alone() -> None:
    scratch = scratch_for(SMALL)
    starts = [Start(alone(runner, 9).params, runner.settings, 9) for runner in runners(*EVERY_KIND)]
    for start, found in zip(starts, measure_together(starts, SMALL, scratch), strict=True):
        truth = measure(9, start.params, start.settings, SMALL, scratch)
        assert found.train_loss == pytest.approx(truth.train_loss, rel=1e-6)
        assert found.validation_loss == pytest.approx(truth.validation_loss, rel=1e-6)
        assert (found.number, found.penalty) == (9, truth.penalty)
        assert np.array_equal(found.validation_confusion, truth.validation_confusion)


def test_that_a_fork_goes_on_as_the_run_would_and_leaves_it_alone() -> None:
    race = Race(SMALL, runners(PLAIN))
    for _ in range(30):
        race.advance()
    before = content_of(race.runs[0].params)
    fork = race.fork(0)
    for _ in range(5):
        fork.advance()
    assert content_of(race.runs[0].params) == before
    assert_same(fork, alone(race.runners[0], 35))
    fork.back(35)
    assert_same(fork, alone(race.runners[0], 0))


@pytest.mark.parametrize("loss", list(LossKind))
def test_that_the_four_step_sizes_learn_as_the_lecture_says(loss: LossKind) -> None:
    dataset = load_cifar10_sample()
    settings = default_settings(dataset.name, loss)
    scratch = scratch_for(dataset)
    unit = start_step_size(dataset, settings, 1, scratch)
    lined_up = four_step_sizes(dataset, settings, 1, scratch)
    for runner, (name, factor) in zip(lined_up, FACTORS, strict=True):
        assert runner.name == name
        assert runner.settings == replace(settings, step_size=runner.settings.step_size)
        assert runner.settings.step_size == pytest.approx(factor * unit, rel=0.06)
    race = Race(dataset, lined_up)
    start = race.lanes()[0].measure.train_loss
    for _ in range(100):
        race.advance()
    race.measure()
    low, good, high, very_high = (lane.measure.train_loss for lane in race.lanes())
    assert good < low < start
    assert good < high < very_high
    assert very_high > start
