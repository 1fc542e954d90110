"""The loss along the coming step, which answers what would happen if the step were larger."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import numbers, sentences, theme
from gui.survey_desk import Wish
from gui.theme import Theme
from gui.views.line_plot import KEYS, LinePlot
from gui.views.parts import PARTS, Part
from gui.widgets.choice import Choice, row_of
from gui.widgets.labels import heading, label, title_row
from gui.widgets.legend import Legend
from model.landscape import accuracy_at
from model.profiles import Along, Survey

_EXPLANATION = (
    "The loss at W − t g for every step size t, exact: scores are linear in W, so two products serve all of them. With "
    "momentum it is W − t v, as the step goes against the velocity. "
    "Drag the vertical line (or press − and +) to choose the step size η; a ring marks the lowest loss of a curve, "
    "and a double click on it takes that step size. Where it is shaded, the step makes the loss worse than it is now. "
    "Click a name to hide its curve."
)
_OF_BATCH, _OF_STEP = "of the batch", "of the step"
_NAMES = ("batch", "training", "validation")


class LandscapeView(QWidget):
    """L(W - t g) for the coming batch, the training and the validation images, with the chosen step to drag."""

    step_size_chosen = Signal(float)
    drag_ended = Signal()
    wished = Signal(object)
    leap_pressed = Signal(object, float)

    def __init__(self) -> None:
        """Wait for a survey."""
        super().__init__()
        self.along: Choice[Along] = Choice(
            [
                (
                    Along.BATCH,
                    _OF_BATCH,
                    "g is the gradient of the coming batch, or with momentum the velocity: the step that Step takes",
                ),
                (
                    Along.TRAINING,
                    "of all",
                    "g is the gradient of all training images, as full-batch descent takes it",
                ),
            ],
            "Direction",
            quiet=True,
        )
        self.is_log: Choice[bool] = Choice(
            [(False, "linear", "Linear t axis"), (True, "log", "Logarithmic t axis")], "Step size axis", quiet=True
        )
        self.part: Choice[Part] = Choice(PARTS, "Part of the loss", quiet=True)
        self.legend = Legend(tuple(zip(KEYS, _NAMES, strict=True)), "88.888", hideable=True)
        self.leap = QPushButton("Take the best step")
        self.leap.setFont(theme.font(theme.SMALL_PX))
        self.leap.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.leap.setEnabled(False)
        self.title = heading("Along the gradient")
        self.line = LinePlot()
        self.nothing = label(tone="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        self._pointed: float | None = None
        self._chosen = 0.0
        self._lay_out()
        self._connect()

    @property
    def is_dragging(self) -> bool:
        """Whether the marker is in the user's hand."""
        return self.line.is_dragging

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.line.set_theme(theme)
        self.legend.set_theme(theme)

    def show_survey(self, survey: Survey) -> None:
        """Show the landscape of a coming step."""
        self.nothing.hide()
        self.line.show()
        self._name(survey)
        chosen = self._chosen if self.is_dragging else survey.step.step_size
        self.line.show_survey(survey, chosen)
        self.show_step_size(chosen)

    def show_step_size(self, chosen: float) -> None:
        """Put the marker at a step size."""
        self._chosen = chosen
        self.line.show_step_size(chosen)
        self._read()

    def _name(self, survey: Survey) -> None:
        """Say along what the line is."""
        has_velocity = survey.step.velocity is not None
        self.title.setText("Along the velocity" if survey.question.is_of_velocity else "Along the gradient")
        self.along.button(Along.BATCH).setText(_OF_STEP if has_velocity else _OF_BATCH)
        self.leap.setToolTip(sentences.about_leap(survey))

    def allow_leap(self, may_leap: bool) -> None:
        """Say whether the best step may be taken now."""
        if self.leap.isEnabled() != may_leap:
            self.leap.setEnabled(may_leap)

    @Slot()
    def take_best(self) -> None:
        """Take the best step along the shown line."""
        survey = self.line.survey
        if self.leap.isEnabled() and survey is not None and survey.main.best:
            self.leap.setEnabled(False)
            self.leap_pressed.emit(survey, survey.main.best)

    def clear(self, reason: str) -> None:
        """Show nothing but the reason why: there is no step to take."""
        self.line.clear()
        self.line.hide()
        self.nothing.setText(reason)
        self.nothing.show()
        self.legend.set_values({})
        self.leap.setEnabled(False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(title_row(self.title, _EXPLANATION, self.along))
        column.addWidget(row_of(self.legend))
        column.addWidget(self.line, 1)
        column.addWidget(self.nothing, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.GAP)
        below.addWidget(self.is_log)
        below.addWidget(self.part)
        below.addStretch(1)
        below.addWidget(self.leap)
        column.addLayout(below)

    def _connect(self) -> None:
        self.line.dragged.connect(self._drag)
        self.line.drag_ended.connect(self.drag_ended)
        self.line.taken.connect(self.step_size_chosen)
        self.line.pointed.connect(self._point_at)
        self.leap.clicked.connect(self.take_best)
        self.along.chosen.connect(self._wish)
        self.is_log.chosen.connect(self._wish)
        self.part.chosen.connect(self._choose)
        self.legend.hidden_changed.connect(self._choose)

    @Slot()
    def _wish(self) -> None:
        self.wished.emit(Wish(self.along.value, self.is_log.value))

    @Slot()
    def _choose(self) -> None:
        self.line.choose(self.part.value, self.legend.hidden)
        self._read()

    @Slot(float)
    def _drag(self, chosen: float) -> None:
        self._chosen = chosen
        self._read()
        self.step_size_chosen.emit(chosen)

    @Slot(object)
    def _point_at(self, t: float | None) -> None:
        self._pointed = t
        self._read()

    def _read(self) -> None:
        """The legend has the losses at the chosen step size; beside the mouse stand those under it."""
        survey, t = self.line.survey, self._pointed
        if survey is None:
            return
        shown = zip(KEYS, survey.profiles, strict=True)
        self.legend.set_values({key: numbers.loss(self.line.loss(p, self._chosen)) for key, p in shown})
        if t is None:
            self.line.show_reading(None, "")
            return
        loss, share = self.line.loss(survey.main, t), accuracy_at(survey.main.line, t)
        self.line.show_reading(t, f"t {numbers.compact(t)}  loss {numbers.loss(loss)}, {numbers.percent(share)} right")
