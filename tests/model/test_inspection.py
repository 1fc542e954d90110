"""Confusions, grades and means, and which images are looked at."""

import numpy as np
import pytest

from model.arrays import Labels
from model.browsing import Verdict, Wanted, find
from model.classifier import class_scores
from model.confusion import accuracy, confusion, precision, rates, recall
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement
from model.descent import measure
from model.inspection import Grades, InspectionQuestion, Split, grade, inspect, portray
from model.losses import data_loss
from model.records import LossKind, PenaltyKind
from tests.model.small import doubled, kind, scratch_for, seen_plainly, small_dataset, small_params

SMALL = arrange(small_dataset(of_each=40), Arrangement(noise=0.2))
PARAMS = small_params(SMALL)
COUNTS = np.array([[3, 1, 0], [0, 0, 0], [2, 2, 0]])


def graded(split: Split, loss: LossKind = LossKind.SOFTMAX) -> Grades:
    return grade(PARAMS, kind(loss, PenaltyKind.NONE), SMALL, split.rows(SMALL), scratch_for(SMALL))


def plain_predictions(rows: Labels) -> Labels:
    found: Labels = class_scores(doubled(PARAMS), seen_plainly(SMALL, rows)).argmax(axis=0)
    return found


def test_that_a_confusion_counts_true_classes_in_rows_and_predictions_in_columns() -> None:
    found = confusion(np.array([0, 0, 2, 2, 2]), np.array([0, 1, 1, 2, 1]), 3)
    assert found.tolist() == [[1, 1, 0], [0, 0, 0], [0, 2, 1]]


def test_that_recall_and_precision_are_not_numbers_where_there_is_nothing_to_divide_by() -> None:
    np.testing.assert_array_equal(recall(COUNTS), [0.75, np.nan, 0.0])
    np.testing.assert_array_equal(precision(COUNTS), [0.6, 0.0, np.nan])
    np.testing.assert_array_equal(rates(COUNTS)[[0, 2]], [[0.75, 0.25, 0.0], [0.5, 0.5, 0.0]])
    assert np.isnan(rates(COUNTS)[1]).all()
    assert accuracy(COUNTS) == 3 / 8
    assert np.isnan(accuracy(np.zeros((3, 3), np.intp)))


@pytest.mark.parametrize("split", ["validation", "test"])
def test_that_a_measurement_holds_the_confusion_that_its_accuracies_follow_from(split: str) -> None:
    found = measure(0, PARAMS, kind(LossKind.HINGE, PenaltyKind.NONE), SMALL, scratch_for(SMALL))
    rows = getattr(SMALL, split)
    expected = confusion(SMALL.labels[rows], plain_predictions(rows), 3)
    assert np.array_equal(getattr(found, f"{split}_confusion"), expected)
    assert getattr(found, f"{split}_accuracy") == accuracy(expected)


@pytest.mark.parametrize("loss", LossKind)
@pytest.mark.parametrize("split", Split)
def test_that_grades_are_what_the_classifier_makes_of_each_image(split: Split, loss: LossKind) -> None:
    grades, rows = graded(split, loss), split.rows(SMALL)
    scores = class_scores(doubled(PARAMS), seen_plainly(SMALL, rows))
    expected, _ = data_loss(kind(loss, PenaltyKind.NONE), scores, SMALL.labels[rows])
    assert np.array_equal(grades.predictions, scores.argmax(axis=0))
    np.testing.assert_allclose(grades.losses, expected, atol=1e-4)


def test_that_a_portrait_has_the_means_of_the_training_images_by_their_labels() -> None:
    found, pixels, labels = portray(SMALL), SMALL.pixels[SMALL.train], SMALL.labels[SMALL.train]
    np.testing.assert_allclose(found.mean, pixels.mean(axis=0))
    assert found.counts.tolist() == np.bincount(labels).tolist()
    for k in range(3):
        np.testing.assert_allclose(found.class_means[k], pixels[labels == k].mean(axis=0))


def test_that_the_portrait_is_kept_while_the_data_set_is_the_same() -> None:
    def question(split: Split) -> InspectionQuestion:
        return InspectionQuestion(1, 1, 0, SMALL, split, PARAMS, kind(LossKind.HINGE, PenaltyKind.NONE))

    first = inspect(question(Split.TRAIN), scratch_for(SMALL), None)
    second = inspect(question(Split.TEST), scratch_for(SMALL), first)
    assert second.portrait is first.portrait
    assert np.array_equal(second.grades.rows, SMALL.test)


def test_that_right_and_wrong_share_the_images_of_a_split_out() -> None:
    grades = graded(Split.TRAIN)
    right, wrong = (find(SMALL, Wanted(verdict=verdict), grades) for verdict in (Verdict.RIGHT, Verdict.WRONG))
    assert (plain_predictions(right) == SMALL.labels[right]).all()
    assert (plain_predictions(wrong) != SMALL.labels[wrong]).all()
    assert np.array_equal(np.sort(np.concatenate([right, wrong])), SMALL.train)


def test_that_the_images_of_a_cell_are_those_it_counts() -> None:
    grades = graded(Split.TEST)
    counts = confusion(SMALL.labels[SMALL.test], grades.predictions, 3)
    for k, j in np.ndindex(3, 3):
        found = find(SMALL, Wanted(Split.TEST, label=k, taken_for=j), grades)
        assert len(found) == counts[k, j]
        assert (SMALL.labels[found] == k).all()
        assert (plain_predictions(found) == j).all()


def test_that_the_hardest_come_first() -> None:
    grades = graded(Split.VALIDATION)
    found = find(SMALL, Wanted(Split.VALIDATION, hardest_first=True), grades)
    losses = grades.losses[np.searchsorted(SMALL.validation, found)]
    assert (np.diff(losses) <= 0).all()
    assert np.array_equal(np.sort(found), SMALL.validation)


def test_that_mislabelled_images_are_found_without_any_grades() -> None:
    found = find(SMALL, Wanted(verdict=Verdict.MISLABELLED), None)
    assert np.array_equal(found, np.flatnonzero(SMALL.labels != SMALL.true_labels))
    assert len(found) == round(0.2 * len(SMALL.train))
