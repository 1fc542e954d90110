"""One panorama after another: what stays, and what is not worked out again."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from model import paths
from model.arrays import Floats, Labels
from model.axes import Axes
from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.products import Scratch
from model.records import LossKind, Params, PenaltyKind
from tests.model.planes import (
    LARGE,
    for_every_axes,
    next_question,
    question_after,
    step_at,
    surveyed,
)
from tests.model.small import kind

PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)


@for_every_axes
def test_that_the_range_stays_while_it_fits_whatever_the_fineness(axes: Axes) -> None:
    question = question_after(8, PLAIN, axes)
    last = surveyed(question)
    after = surveyed(replace(next_question(question, last), side=41))
    for mine, theirs in ((after.ts, last.ts), (after.us, last.us)):
        assert (mine[0], mine[-1]) == (theirs[0], theirs[-1])
    assert after.losses.shape == (41, 41)


def test_that_a_panorama_of_another_plane_or_of_other_data_changes_nothing() -> None:
    question = question_after(8, PLAIN)
    alone = surveyed(question)
    for last in (surveyed(replace(question, axes=Axes.SAVED)), surveyed(question_after(6, PLAIN, dataset=LARGE))):
        again = surveyed(replace(question, last=last))
        assert again.ts.tolist() == alone.ts.tolist()
        assert again.losses.tobytes() == alone.losses.tobytes()


def test_that_the_path_does_not_turn_over_between_surveys() -> None:
    question = question_after(8, PLAIN)
    last = surveyed(question)
    first, second = (Params(-basis.weights, -basis.biases) for basis in last.directions)
    turned = replace(last, frame=replace(last.frame, directions=(first, second)))
    again = surveyed(replace(question, last=turned))
    for now, before in zip(again.directions, (first, second), strict=True):
        np.testing.assert_allclose(now.weights, before.weights, atol=1e-6)


def test_that_old_panoramas_are_let_go() -> None:
    question = question_after(4, PLAIN)
    after = surveyed(next_question(question, surveyed(question)))
    assert (after.question.last, after.identity) == (None, question.identity)


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[Params]:
    """Every parameters whose own loss is worked out from here on."""
    seen: list[Params] = []

    def scoring(several: Sequence[Params], dataset: Dataset, rows: Labels, scratch: Scratch) -> list[Floats]:
        seen.extend(several)
        return score_rows_with(several, dataset, rows, scratch)

    monkeypatch.setattr(paths, "score_rows_with", scoring)
    return seen


@pytest.mark.parametrize("axes", [Axes.PATH, Axes.RANDOM])
def test_that_losses_of_the_path_that_are_known_are_not_found_again(axes: Axes, scored: list[Params]) -> None:
    question = question_after(6, PLAIN, axes)
    last = surveyed(question)
    assert len(scored) == 7
    scored.clear()
    after = next_question(question, last)
    found = surveyed(after).path.losses
    assert scored == [after.step.before]
    assert found.tolist() == surveyed(replace(after, last=None)).path.losses.tolist()


def test_that_a_step_size_changes_no_loss_but_a_penalty_does(scored: list[Params]) -> None:
    question = question_after(3, PLAIN, Axes.RANDOM)
    last = surveyed(question)
    for settings, count in ((replace(PLAIN, step_size=0.2), 0), (replace(PLAIN, strength=0.2), 4)):
        scored.clear()
        step = step_at(question.step.before, question.step.number, settings)
        surveyed(replace(question, step=step, last=last))
        assert len(scored) == count


def test_that_losses_on_a_sample_do_not_stand_for_those_on_all_images(scored: list[Params]) -> None:
    question = question_after(3, PLAIN, dataset=LARGE)
    surveyed(replace(question, is_whole=True, last=surveyed(question)))
    assert len(scored) == 8
