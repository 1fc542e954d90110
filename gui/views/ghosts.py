"""The curves of the last few steps, fading behind that of the coming one."""

from collections import deque
from dataclasses import replace

from gui.plots.lean import LeanPlot
from gui.plots.scale import TScale
from gui.theme import Theme
from gui.views.parts import Part, of_part
from model.profiles import Survey
from model.records import Settings

COUNT = 4
_FADING = 0.75


class Ghosts:
    """Keeps the surveys of earlier steps of the same run along the same kind of direction."""

    def __init__(self, plot: LeanPlot, z: float) -> None:
        """Be none."""
        self._plot = plot
        self.curves = [plot.curve(z=z - place) for place in range(COUNT)]
        for place, curve in enumerate(self.curves):
            curve.setOpacity(_FADING**place)
            curve.hide()
        self._past: deque[Survey] = deque(maxlen=COUNT)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for curve in self.curves:
            curve.recolour(theme.faint)

    def follow(self, last: Survey | None, survey: Survey) -> None:
        """After the last survey comes this one."""
        if last is None or not _is_later(last, survey):
            self.clear()
        elif last.step.gradient is not survey.step.gradient:
            self._past.appendleft(last)

    def clear(self) -> None:
        """Forget the past."""
        self._past.clear()

    def show(self, part: Part, scale: TScale) -> None:
        """Draw the past on this scale."""
        for place, curve in enumerate(self.curves):
            curve.setVisible(place < len(self._past))
            if place < len(self._past):
                survey = self._past[place]
                self._plot.show_points(curve, *scale.shown(survey.points, of_part(survey.main, part)))


def _is_later(last: Survey, survey: Survey) -> bool:
    """Whether a survey goes on where the last one was: the same run, loss and kind of direction."""
    then, now = last.question, survey.question
    is_same_story = then.along is now.along and then.run == now.run and then.step.number <= now.step.number
    return is_same_story and _loss_of(last) == _loss_of(survey)


def _loss_of(survey: Survey) -> Settings:
    settings = survey.step.settings
    return replace(settings.of_loss, momentum=settings.momentum)
