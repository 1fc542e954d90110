"""One job: to the bit a run of its own, measured once an epoch, and folds of the images."""

from dataclasses import replace

import numpy as np
import pytest

from model.curve import MEASURE_ROWS
from model.datasets.arrange import arrange
from model.datasets.arrangement import AS_OPENED, Arrangement, Seen
from model.datasets.dataset import Dataset
from model.datasets.folds import fold, most_folds
from model.records import Settings
from model.run import Run
from model.schedules import ScheduleKind
from model.search.records import CURVE_ROWS, Plan, Span
from model.search.work import LEAST_MEASURED, run_job, settings_of
from tests.model.search.hall import SMALL, plan
from tests.model.small import EVERY_KIND, arrays_in, same_bits, small_dataset

ARRANGED = [AS_OPENED, Arrangement(Seen.STANDARDISED, 15, 0.3, 0.2), Arrangement(Seen.UNIT, None, 0.5, 0.25)]


FAST = replace(EVERY_KIND[0], momentum=0.9, schedule=ScheduleKind.COSINE, over=3.0)


@pytest.mark.parametrize("settings", [*EVERY_KIND, FAST])
def test_that_a_job_is_to_the_bit_a_run_of_its_own(settings: Settings) -> None:
    searched = replace(plan(epochs=3), settings=settings)
    job = searched.jobs[1]
    outcome, run = run_job(SMALL, searched, job), Run(SMALL, settings_of(searched, job), searched.seed)
    while run.epoch < 3:
        run.advance()
        if run.epoch.is_integer():
            run.measure()
    assert outcome.params is not None
    assert same_bits(outcome.params, run.params)
    assert (outcome.steps, outcome.diverged_at) == (run.number, None)
    measured = run.kept("").measure_curve[[MEASURE_ROWS.index(row) for row in CURVE_ROWS]]
    np.testing.assert_allclose(outcome.curve, measured, rtol=1e-6)


def test_that_training_is_measured_on_a_part_where_there_is_much_of_it_and_validation_on_all(fashion: Dataset) -> None:
    searched = replace(plan(epochs=1), source=fashion.name, settings=Settings(step_size=0.1))
    outcome = run_job(fashion, searched, searched.jobs[0])
    run = Run(fashion, settings_of(searched, searched.jobs[0]), searched.seed)
    while run.epoch < 1:
        run.advance()
    whole = run.measure()
    assert outcome.last("validation_accuracy") == whole.validation_accuracy
    assert outcome.last("validation_loss") == pytest.approx(whole.validation_loss, rel=1e-6)
    assert outcome.last("train_loss") == pytest.approx(whole.train_loss, rel=0.05)
    assert len(fashion.train) > LEAST_MEASURED
    assert outcome.validated == len(fashion.validation)


def test_that_who_diverges_tells_the_step_and_the_last_that_was_finite() -> None:
    searched = replace(plan(), step_sizes=Span(0.1, 1e6, 2), strengths=Span(0.1, 1.0, 2), epochs=200)
    job = searched.jobs[-1]
    outcome, run = run_job(SMALL, searched, job), Run(SMALL, settings_of(searched, job), searched.seed)
    with np.errstate(all="ignore"):
        while run.advance():
            pass
        number = run.number
        run.back()
    assert outcome.diverged_at == outcome.steps == number
    assert outcome.params is not None
    assert same_bits(outcome.params, run.params)
    assert all(np.isfinite(array).all() for _, array in arrays_in(outcome))
    assert outcome.curve.shape[1] < 200


@pytest.mark.parametrize("arrangement", ARRANGED, ids=["as opened", "few and noisy", "a quarter"])
def test_that_folds_hold_back_other_images_as_many_of_every_class(arrangement: Arrangement) -> None:
    dataset = small_dataset(of_each=60)
    own = arrange(dataset, arrangement)
    counts = np.bincount(dataset.labels[own.validation])
    folds = [fold(dataset, arrangement, number) for number in range(most_folds(dataset, arrangement))]
    assert len(folds) >= 4
    assert folds[0].validation.tobytes() == own.validation.tobytes()
    held_back = np.concatenate([each.validation for each in folds])
    assert len(set(held_back.tolist())) == len(held_back)
    pool = np.union1d(dataset.train, dataset.validation)
    for each in folds:
        assert np.bincount(dataset.labels[each.validation]).tolist() == counts.tolist()
        assert not np.intersect1d(each.train, each.validation).size
        assert np.isin(np.concatenate([each.train, each.validation]), pool).all()
        assert each.test.tobytes() == dataset.test.tobytes()
        expected = len(pool) - len(each.validation)
        assert len(each.train) == (expected if arrangement.per_class is None else 3 * arrangement.per_class)


def test_that_noise_never_enters_what_is_validated() -> None:
    dataset = small_dataset(of_each=60)
    for number in range(5):
        noisy = fold(dataset, Arrangement(noise=1.0), number)
        assert (noisy.labels[noisy.train] != dataset.labels[noisy.train]).all()
        assert (noisy.labels[noisy.validation] == dataset.labels[noisy.validation]).all()


def test_that_further_folds_train_on_the_images_that_the_own_split_validates_on() -> None:
    first = fold(SMALL, AS_OPENED, 1)
    assert np.isin(SMALL.validation, first.train).all()
    searched = plan(folds=2)
    outcome = run_job(first, searched, searched.jobs[-1])
    run = Run(first, settings_of(searched, searched.jobs[-1]), searched.seed)
    while run.epoch < searched.epochs:
        run.advance()
    assert outcome.params is None
    assert outcome.last("validation_accuracy") == run.measure().validation_accuracy


def test_that_there_are_no_more_folds_than_images() -> None:
    assert most_folds(SMALL, Arrangement(validation=0.5)) == 2
    assert most_folds(SMALL, Arrangement(validation=0.6)) == 1


def test_that_the_jobs_of_a_plan_come_fold_by_fold_with_every_kind_of_settings() -> None:
    searched: Plan = replace(plan(3, 2, folds=2), settings=EVERY_KIND[0])
    assert [job.fold for job in searched.jobs] == [0] * 6 + [1] * 6
    assert len(set(searched.jobs)) == 12
    random = replace(searched, is_random=True)
    assert len({(p.step_size, p.strength) for p in random.points}) == 6
    assert random.points == replace(random, folds=1).points
    assert settings_of(searched, searched.jobs[4]) == replace(
        EVERY_KIND[0], step_size=searched.points[4].step_size, strength=searched.points[4].strength
    )
