"""The desks of the workspaces: who asks which surveyor, and when."""

from collections.abc import Callable

from gui.check_desk import CheckDesk
from gui.data_desk import DataDesk
from gui.plane_desk import PlaneDesk
from gui.survey_desk import SurveyDesk
from model.commands import Jump, Leap
from model.panorama import Panorama
from model.profiles import Survey


class Desks:
    """One desk for each kind of question, and the commands that follow from an answer."""

    def __init__(self, ask: Callable[[object], None], command: Callable[[object], None]) -> None:
        """Open them; ask hears every question, command every command."""
        self._command = command
        self.survey, self.plane, self.check, self.data = SurveyDesk(), PlaneDesk(), CheckDesk(), DataDesk()
        for desk in (self.survey, self.plane, self.check, self.data):
            desk.asked.connect(ask)

    def leap(self, survey: Survey, t: float) -> None:
        """Take a step of this size along a surveyed gradient."""
        run, number = survey.question.run, survey.step.number
        self._command(Leap(run, number, t) if survey.question.is_of_batch else Jump(run, number, survey.at(t)))

    def jump(self, panorama: Panorama, t: float, u: float) -> None:
        """Stand at a point of a plane."""
        self._command(Jump(panorama.question.run, None, panorama.at(t, u)))
