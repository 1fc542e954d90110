"""The thread that surveys the landscape: the newest request, the right losses, and a calm axis."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model import landscape
from model.arrays import Doubles
from model.classifier import objective
from model.descent import descend, move, with_step_size
from model.landscape import Line
from model.profiles import Question, Survey
from model.profiles import survey as survey_line
from model.records import LossKind, PenaltyKind, Settings, Step
from model.step_axis import POINTS, Axis, fitting_axis
from model.surveyor import NoSurvey, Surveyor
from tests.model.recorder import DEADLINE_S, Recorder
from tests.model.small import (
    arrays_in,
    batch_of,
    doubled,
    for_every_kind,
    kind,
    scratch_for,
    seen_plainly,
    small_dataset,
    small_params,
)

SMALL = small_dataset(shape=(2, 2, 1), spread=150)
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)


class Desk:
    """A surveyor, its mailbox, and the asking."""

    def __init__(self) -> None:
        self.mailbox = Recorder[Survey | NoSurvey]()
        self.surveyor = Surveyor(survey_line, self.mailbox)

    def ask(self, identity: int, step: Step, axis: Axis | None = None, keep_axis: bool = False) -> None:
        self.surveyor.ask(Question(identity, step, SMALL, axis=axis, keep_axis=keep_axis))

    def answer(self, identity: int) -> Survey:
        found = self.mailbox.wait_for(lambda survey: survey.identity == identity)
        assert isinstance(found, Survey)
        return found


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.surveyor.stop()


def step_of(settings: Settings = PLAIN, seed: int = 1) -> Step:
    return descend(small_params(SMALL, seed), batch_of(SMALL, 36), settings, SMALL, scratch_for(SMALL))


def survey_of(desk: Desk, step: Step) -> Survey:
    desk.surveyor.start()
    desk.ask(1, step)
    return desk.answer(1)


@for_every_kind
def test_that_a_survey_has_the_batch_loss_that_a_step_from_there_would_see(desk: Desk, settings: Settings) -> None:
    step = step_of(settings)
    survey = survey_of(desk, step)
    for t, found in list(zip(survey.points, survey.batch.losses, strict=True))[::20]:
        there = descend(move(step.before, step.gradient, t), step.batch, settings, SMALL, scratch_for(SMALL))
        assert found == pytest.approx(there.loss, rel=2e-5)


@for_every_kind
def test_that_a_survey_has_the_loss_of_all_training_images_without_dropout(desk: Desk, settings: Settings) -> None:
    step = step_of(settings)
    survey = survey_of(desk, step)
    seen, labels = seen_plainly(SMALL, SMALL.train), SMALL.labels[SMALL.train]
    for t, found in list(zip(survey.points, survey.training.losses, strict=True))[::20]:
        there = doubled(move(step.before, step.gradient, t))
        assert found == pytest.approx(objective(there, seen, labels, settings)[0], rel=2e-5)


@for_every_kind
def test_that_a_survey_knows_tangent_best_steps_and_break_even_of_its_lines(desk: Desk, settings: Settings) -> None:
    survey = survey_of(desk, step_of(settings))
    assert survey.slope == landscape.slope_at(survey.batch.line, 0.0) < 0
    assert survey.batch.best == landscape.best_step(survey.batch.line, settings.step_size)
    assert survey.training.best == landscape.best_step(survey.training.line, settings.step_size)
    assert survey.batch.best
    assert survey.break_even == landscape.break_even(survey.batch.line, survey.batch.best)


def test_that_every_array_of_a_survey_is_read_only(desk: Desk) -> None:
    found = list(arrays_in(survey_of(desk, step_of())))
    assert len(found) > 10
    assert [path for path, array in found if array.flags.writeable] == []


def test_that_both_steps_and_a_little_of_the_way_uphill_are_in_view(desk: Desk) -> None:
    survey = survey_of(desk, step_of())
    assert survey.batch.best
    assert survey.points.shape == survey.batch.losses.shape == survey.training.losses.shape == (POINTS,)
    assert survey.points[0] < 0 < survey.batch.best < survey.axis.high
    assert PLAIN.step_size < survey.axis.high == survey.points[-1]


def test_that_of_several_waiting_requests_only_the_newest_is_answered(desk: Desk) -> None:
    for identity in range(6):
        desk.ask(identity, step_of())
    desk.surveyor.start()
    desk.answer(5)
    desk.surveyor.stop()
    assert [survey.identity for survey in desk.mailbox.posted] == [5]


def test_that_requests_one_after_the_other_are_all_answered(desk: Desk) -> None:
    desk.surveyor.start()
    for identity in range(4):
        desk.ask(identity, step_of(seed=identity))
        desk.answer(identity)
    assert [survey.identity for survey in desk.mailbox.posted] == [0, 1, 2, 3]


def test_that_lines_are_used_again_for_the_same_gradient_and_never_for_another(desk: Desk) -> None:
    desk.surveyor.start()
    step = step_of()
    found = []
    for identity, asked in enumerate((step, with_step_size(step, replace(PLAIN, step_size=0.7)), step_of(seed=2))):
        desk.ask(identity, asked)
        found.append(desk.answer(identity))
    first, tuned, other = found
    assert tuned.batch.line is first.batch.line
    assert tuned.training.line is first.training.line
    assert other.batch.line is not first.batch.line
    assert tuned.step.settings.step_size == 0.7


def test_that_a_reach_to_keep_is_kept_however_badly_it_fits(desk: Desk) -> None:
    desk.surveyor.start()
    wide = Axis(-70.0, 1234.5)
    desk.ask(1, step_of(), wide, keep_axis=True)
    assert desk.answer(1).axis == wide
    desk.ask(2, step_of(), wide)
    assert desk.answer(2).axis.high < 1234.5
    desk.ask(3, step_of(), keep_axis=True)
    assert desk.answer(3).axis.high > 0


def test_that_a_diverging_step_is_surveyed_without_an_exception(desk: Desk) -> None:
    with np.errstate(all="ignore"):
        step = step_of(replace(PLAIN, step_size=1e30))
    assert survey_of(desk, step).axis.high > 1e30


def test_that_a_survey_that_fails_is_logged_and_the_next_one_is_answered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, has_failed = landscape.data_losses_along, Event()

    def fail_once(along: Line, points: Doubles) -> Doubles:
        if not has_failed.is_set():
            has_failed.set()
            raise RuntimeError("once")
        return real(along, points)

    monkeypatch.setattr(landscape, "data_losses_along", fail_once)
    desk.surveyor.start()
    desk.ask(1, step_of())
    assert has_failed.wait(DEADLINE_S)
    desk.ask(2, step_of())
    desk.answer(2)
    assert "A survey of the landscape failed" in caplog.text


def test_that_a_surveyor_never_started_can_be_stopped() -> None:
    Desk().surveyor.stop()


steps = some.floats(1e-8, 1e6)
axes = some.one_of(some.none(), some.floats(1e-9, 1e8).map(lambda reach: Axis(-0.06 * reach, reach)))


@examples(derandomize=True, deadline=None, max_examples=300)
@given(steps, some.one_of(some.none(), steps), axes)
def test_that_the_axis_shows_both_steps_and_not_much_more(chosen: float, best: float | None, last: Axis | None) -> None:
    need = max(1.3 * chosen, 2.6 * (best or 0.0))
    assert need <= fitting_axis(chosen, best, last, is_log=False).high <= 3.5 * need


@examples(derandomize=True, deadline=None, max_examples=300)
@given(steps, some.one_of(some.none(), steps), some.floats(0.45, 1), some.booleans())
def test_that_the_axis_stays_as_it_is_while_it_fits(
    chosen: float, best: float | None, share: float, is_log: bool
) -> None:
    axis = fitting_axis(chosen, best, None, is_log)
    assert fitting_axis(share * chosen, best and share * best, axis, is_log) == axis or is_log
    assert fitting_axis(chosen, best, axis, is_log) == axis


@examples(derandomize=True, deadline=None, max_examples=300)
@given(steps, some.one_of(some.none(), steps), axes)
def test_that_a_logarithmic_axis_shows_both_steps_and_not_much_more(
    chosen: float, best: float | None, last: Axis | None
) -> None:
    low, high = min(chosen, best or chosen), max(chosen, best or chosen)
    first = fitting_axis(chosen, best, last, is_log=True)
    for axis in (first, fitting_axis(1.1 * chosen, best, first, is_log=True)):
        assert axis.is_log
        assert 0 < axis.low < low
        assert high < axis.high
    assert first.high / first.low <= 4 * 4 * 10 * (high / low) * 1.01


@pytest.mark.parametrize("exponent", range(-12, 13))
def test_that_a_need_of_a_power_of_ten_has_an_axis(exponent: int) -> None:
    for nearby in (0.999999999999, 1.0, 1.000000000001):
        need = nearby * 10.0**exponent
        assert need * (1 - 1e-9) <= fitting_axis(need / 1.3, None, None, is_log=False).high <= 2 * need


@pytest.mark.parametrize("axis", [Axis(-0.1, 2.0), Axis(1e-5, 3.0, is_log=True), Axis(0.1, 0.3, is_log=True)])
def test_that_the_points_of_an_axis_reach_from_end_to_end_in_order(axis: Axis) -> None:
    points = np.concatenate(axis.points())
    assert points[0] == pytest.approx(axis.low)
    assert points[-1] == axis.high
    assert (np.diff(points) > 0).all()


def test_that_a_request_that_cannot_be_answered_is_told_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(landscape, "best_step", fail)
    desk.surveyor.start()
    desk.ask(7, step_of())
    assert desk.mailbox.wait_for(lambda answer: answer.identity == 7) == NoSurvey(7)
