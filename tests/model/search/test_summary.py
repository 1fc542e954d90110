"""What is told of a search: means over folds, how sure they are, the best and its rivals, and the table."""

import csv
from math import isnan, sqrt
from statistics import stdev

import numpy as np
import pytest

from model.search.records import CURVE_ROWS, Job, Outcome
from model.search.summary import COLUMNS, best_of, cells, facts
from model.search.work import run_job
from model.tables import as_csv, search
from tests.model.search.hall import SMALL, plan

PLAN = plan(2, 2, folds=3)


def outcome(place: int, fold: int, accuracy: float, loss: float = 1.0, diverged_at: int | None = None) -> Outcome:
    last = dict.fromkeys(CURVE_ROWS, 0.0) | {"validation_accuracy": accuracy, "validation_loss": loss}
    curve = np.array([[0.0, last[row]] for row in CURVE_ROWS])
    return Outcome(Job(PLAN.points[place], fold), None, curve, 10, diverged_at, 1.0, 400)


def told(*found: Outcome) -> dict[Job, Outcome]:
    return {each.job: each for each in found}


def test_that_a_cell_has_the_means_over_its_folds_and_their_standard_error() -> None:
    (cell,) = cells(PLAN, told(outcome(1, 0, 0.4, 1.5), outcome(1, 1, 0.5, 1.0), outcome(1, 2, 0.3, 2.0)))
    assert (cell.point, cell.folds, cell.diverged) == (PLAN.points[1], 3, 0)
    assert cell.accuracy == pytest.approx(0.4)
    assert cell.loss == pytest.approx(1.5)
    assert cell.accuracy_error == pytest.approx(stdev([0.3, 0.4, 0.5]) / sqrt(3))
    assert cell.loss_error == pytest.approx(stdev([1.5, 1.0, 2.0]) / sqrt(3))
    assert cell.error_words == "standard error over 3 folds"


def test_that_the_error_of_a_single_fold_is_that_of_a_share_of_its_images() -> None:
    (cell,) = cells(PLAN, told(outcome(0, 0, 0.36)))
    assert cell.accuracy_error == pytest.approx(0.024)
    assert isnan(cell.loss_error)
    assert cell.error_words == "standard error of a share of 400 images"


def test_that_the_best_is_told_with_those_within_its_error_and_never_diverged() -> None:
    found = told(outcome(0, 0, 0.36), outcome(1, 0, 0.35), outcome(2, 0, 0.30), outcome(3, 0, 0.9, diverged_at=4))
    best = best_of(cells(PLAN, found))
    assert best is not None
    assert best.cell.point == PLAN.points[0]
    assert [cell.point for cell in best.rivals] == [PLAN.points[1]]
    assert best_of(cells(PLAN, told(outcome(3, 0, 0.9, diverged_at=4)))) is None
    assert best_of(cells(PLAN, {})) is None


def test_that_the_table_has_a_row_for_each_point_and_fold_with_all_digits() -> None:
    outcomes = {job: run_job(SMALL, PLAN, job) for job in PLAN.jobs}
    lines = as_csv(search(PLAN, outcomes), facts(PLAN)).splitlines()
    assert lines[0].startswith('# search: {"source": "small"')
    rows = [*csv.DictReader(line for line in lines if not line.startswith("#"))]
    assert tuple(rows[0]) == COLUMNS
    assert [(int(row["point"]), int(row["fold"])) for row in rows] == [(j.point.place, j.fold) for j in PLAN.jobs]
    for row, each in zip(rows, outcomes.values(), strict=True):
        assert float(row["validation loss"]) == each.last("validation_loss")
        assert float(row["step size"]) == each.job.point.step_size
        assert (row["diverged at"], row["validation images"]) == ("", str(len(SMALL.validation)))
