"""Answers that come too late, and wishes that change meanwhile."""

from dataclasses import replace

import pytest

from gui.plane_desk import PlaneDesk, PlaneWish
from gui.survey_desk import SurveyDesk, Wish
from model.axes import Axes
from model.panorama import Panorama, PlaneQuestion, survey_plane
from model.profiles import Along, Question, Survey, survey
from model.records import LossKind, Mode, PenaltyKind, Snapshot
from model.run import Run
from tests.model.small import kind, scratch_for, small_dataset

pytestmark = pytest.mark.usefixtures("qapp")
SMALL = small_dataset()
PLAIN = kind(LossKind.SOFTMAX, PenaltyKind.L2)


def moment(run: int = 1, steps: int = 3, mode: Mode = Mode.PAUSED) -> Snapshot:
    story = Run(SMALL, PLAIN, seed=run, identity=run)
    for _ in range(steps):
        story.advance()
    return story.snapshot(mode)


class Line:
    """A desk for lines, with what it asks and what it passes on."""

    def __init__(self) -> None:
        self.desk = SurveyDesk()
        self.asked: list[Question] = []
        self.answered: list[Survey] = []
        self.desk.asked.connect(self.asked.append)
        self.desk.answered.connect(self.answered.append)

    def answer(self, place: int = -1) -> Survey:
        found = survey(self.asked[place], scratch_for(SMALL))
        self.desk.take(found)
        return found


class Plane:
    """The same for planes."""

    def __init__(self) -> None:
        self.desk = PlaneDesk()
        self.asked: list[PlaneQuestion] = []
        self.answered: list[Panorama] = []
        self.refused: list[str] = []
        self.desk.asked.connect(self.asked.append)
        self.desk.answered.connect(self.answered.append)
        self.desk.refused.connect(self.refused.append)

    def answer(self, place: int = -1) -> Panorama:
        found = survey_plane(self.asked[place], scratch_for(SMALL))
        self.desk.take(found)
        return found


def test_that_the_survey_of_a_run_that_was_left_is_not_shown() -> None:
    line = Line()
    line.desk.consider(moment(run=1))
    line.desk.consider(moment(run=2, steps=0))
    line.answer()
    assert line.answered == []
    assert line.asked[-1].run == 2
    assert line.answer() is line.answered[-1]


def test_that_a_new_wish_is_asked_at_once_and_the_old_answer_is_not_shown() -> None:
    line = Line()
    line.desk.consider(moment(mode=Mode.RUNNING))
    line.desk.set_wish(Wish(Along.TRAINING, is_log=True))
    assert len(line.asked) == 2
    assert (line.asked[-1].along, line.asked[-1].is_log) == (Along.TRAINING, True)
    line.answer(0)
    assert line.answered == []
    assert line.answer(1) is line.answered[-1]


def test_that_while_running_a_sample_is_asked_for_and_all_images_at_rest() -> None:
    line, running = Line(), moment(mode=Mode.RUNNING)
    line.desk.consider(running)
    assert not line.asked[0].is_whole
    line.answer()
    line.desk.consider(replace(running, mode=Mode.PAUSED))
    assert line.asked[-1].is_whole


def test_that_many_images_are_surveyed_as_a_sample_first_and_then_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.survey_desk._QUICK_IMAGES", 5)
    line = Line()
    line.desk.consider(moment())
    assert not line.asked[0].is_whole
    line.answer()
    assert line.asked[1].is_whole
    line.answer()
    assert [found.question.is_whole for found in line.answered] == [False, True]
    assert len(line.asked) == 2


def test_that_a_plane_that_was_wished_before_is_not_shown() -> None:
    plane = Plane()
    plane.desk.consider(moment())
    plane.desk.set_wish(PlaneWish(Axes.RANDOM))
    plane.desk.open(True)
    plane.desk.set_wish(PlaneWish(Axes.RANDOM, seed=2))
    assert [question.seed for question in plane.asked] == [1, 2]
    plane.answer(0)
    assert plane.answered == []
    assert plane.answer(1) is plane.answered[-1]


def test_that_the_plane_of_a_run_that_was_left_is_not_shown() -> None:
    plane = Plane()
    plane.desk.set_wish(PlaneWish(Axes.RANDOM))
    plane.desk.consider(moment(run=1))
    plane.desk.open(True)
    plane.desk.consider(moment(run=2))
    assert plane.refused[-1].startswith("Working out")
    plane.answer(0)
    assert plane.answered == []
    assert plane.asked[-1].run == 2
    assert plane.answer() is plane.answered[-1]


def test_that_an_old_plane_is_hidden_when_the_workspace_is_entered_again() -> None:
    plane = Plane()
    plane.desk.set_wish(PlaneWish(Axes.RANDOM))
    plane.desk.consider(moment(steps=3))
    plane.desk.open(True)
    plane.answer()
    plane.desk.open(False)
    plane.desk.consider(moment(steps=6))
    shown = len(plane.refused)
    plane.desk.open(True)
    assert len(plane.refused) == shown + 1


def test_that_a_closed_plane_costs_nothing() -> None:
    plane = Plane()
    plane.desk.consider(moment())
    plane.desk.set_wish(PlaneWish(Axes.RANDOM))
    assert plane.asked == []
