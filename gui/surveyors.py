"""The threads that answer questions, each with its mailbox: landscapes, gradient checks, a look through the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from model.mailbox import Mailbox

if TYPE_CHECKING:
    from model.checking.progress import Filled, WholeQuestion
    from model.inspection import Inspection, InspectionQuestion
    from model.panorama import Panorama, PlaneQuestion
    from model.profiles import Question, Survey
    from model.surveyor import NoSurvey, Surveyor

    AnyQuestion = Question | PlaneQuestion | WholeQuestion | InspectionQuestion


class Surveyors:
    """One thread for each kind of question. What they need is imported at the start: the window is seen before."""

    def __init__(self) -> None:
        """Have mailboxes, and no threads yet."""
        self.surveys: Mailbox[Survey | NoSurvey] = Mailbox()
        self.panoramas: Mailbox[Panorama | NoSurvey] = Mailbox()
        self.checks: Mailbox[Filled | NoSurvey] = Mailbox()
        self.inspections: Mailbox[Inspection | NoSurvey] = Mailbox()
        self._by_kind: dict[type, Surveyor[Any, Any]] = {}

    def start(self) -> None:
        """Start the threads."""
        from model.checking.progress import WholeQuestion, fill
        from model.inspection import InspectionQuestion, inspect
        from model.panorama import PlaneQuestion, survey_plane
        from model.profiles import Question, survey
        from model.surveyor import Surveyor

        self._by_kind = {
            Question: Surveyor(survey, self.surveys, "line surveyor"),
            PlaneQuestion: Surveyor(
                lambda question, scratch, _: survey_plane(question, scratch), self.panoramas, "plane surveyor"
            ),
            WholeQuestion: Surveyor(fill, self.checks, "checker"),
            InspectionQuestion: Surveyor(inspect, self.inspections, "data inspector"),
        }
        for surveyor in self._by_kind.values():
            surveyor.start()

    def ask(self, question: AnyQuestion) -> None:
        """Ask the thread that knows."""
        self._by_kind[type(question)].ask(question)

    def stop(self) -> None:
        """Wait for the threads to end."""
        for surveyor in self._by_kind.values():
            surveyor.stop()
