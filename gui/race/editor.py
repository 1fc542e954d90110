"""What the chosen runner does differently."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from gui import theme
from gui.control_words import (
    LOSSES,
    MOMENTUM,
    MOST_SEED,
    OVER,
    PENALTIES,
    SCHEDULES,
    STEP_SIZE,
    STRENGTH_NAMES,
    STRENGTHS,
)
from gui.race.field import NumberField
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import Option
from gui.widgets.labels import label
from gui.widgets.number_control import Scale
from model import defaults
from model.race.records import Runner
from model.records import LossKind, PenaltyKind
from model.schedules import ScheduleKind

_MOST_LETTERS = 24


class RunnerEditor(QWidget):
    """A line of fields. `edited` tells the whole runner as it is wished, `refused` why a number cannot be taken."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        """Show nobody."""
        super().__init__()
        self._runner: Runner | None = None
        self._source = ""
        self.name = QLineEdit()
        self.loss, self.penalty, self.schedule = CalmComboBox(), CalmComboBox(), CalmComboBox()
        self.step_size = NumberField("the step size", STEP_SIZE, 58)
        self.over = NumberField("the length T of the schedule in epochs", OVER, 38)
        self.momentum = NumberField("the momentum μ", MOMENTUM, 50)
        self.strength = NumberField("the strength", STRENGTHS[PenaltyKind.L2], 50)
        self.batch = NumberField("the batch size", Scale(1, 100, 1, 100, is_whole=True), 46)
        self.seed = NumberField("the seed", Scale(0, MOST_SEED, 0, MOST_SEED, is_log=False, is_whole=True), 32)
        self._prepare()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for caption, field in (
            ("", self.name),
            ("η", self.step_size),
            ("", self.schedule),
            ("T", self.over),
            ("μ", self.momentum),
            ("", self.loss),
            ("", self.penalty),
            ("λ, p", self.strength),
            ("B", self.batch),
            ("seed", self.seed),
        ):
            if caption:
                row.addWidget(label(caption, "muted", theme.SMALL_PX))
            row.addWidget(field)
        row.addStretch(1)

    @property
    def runner(self) -> Runner | None:
        """Who is shown."""
        return self._runner

    def show_runner(self, runner: Runner, source: str, images: int) -> None:
        """Show a runner, who learns from so many images of a data set."""
        self._runner, self._source = runner, source
        settings = runner.settings
        with QSignalBlocker(self.name):
            self.name.setText(runner.name)
            self.name.setCursorPosition(0)
        chosen = (self.loss, settings.loss), (self.penalty, settings.penalty), (self.schedule, settings.schedule)
        for box, value in chosen:
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))
        self.strength.scale = STRENGTHS[settings.penalty]
        self.strength.name = STRENGTH_NAMES[settings.penalty]
        self.strength.setEnabled(settings.penalty is not PenaltyKind.NONE)
        self.batch.scale = Scale(1, images, 1, images, is_whole=True)
        self.over.setEnabled(settings.schedule is not ScheduleKind.CONSTANT)
        self.step_size.show_value(settings.step_size)
        self.over.show_value(settings.over)
        self.momentum.show_value(settings.momentum)
        self.strength.show_value(settings.strength)
        self.batch.show_value(settings.batch_size)
        self.seed.show_value(runner.seed)

    def _prepare(self) -> None:
        self.name.setMaxLength(_MOST_LETTERS)
        self.name.setAcceptDrops(False)  # a picture dropped here is for the window
        self.name.setFont(theme.font(theme.SMALL_PX))
        self.name.setFixedWidth(100)
        self.name.setProperty("tight", True)
        self.name.setAccessibleName("Name of the run")
        self.name.setToolTip("The name of this run")
        self._offer(self.loss, LOSSES, "Loss")
        self._offer(self.penalty, PENALTIES, "Regularization")
        self._offer(self.schedule, SCHEDULES, "Schedule of the step size")
        self.name.editingFinished.connect(self._take)
        for field in (self.step_size, self.over, self.momentum, self.strength, self.batch, self.seed):
            field.changed.connect(self._take)
            field.refused.connect(self.refused)

    def _offer(self, box: CalmComboBox, options: Sequence[Option[StrEnum]], name: str) -> None:
        for value, text, _ in options:
            box.addItem(text, value)
        box.setFont(theme.font(theme.SMALL_PX))
        box.setProperty("tight", True)
        box.setAccessibleName(name)
        box.setToolTip(f"{name} of this run")
        box.activated.connect(self._take)

    @Slot()
    def _take(self) -> None:
        """Tell the runner as it is in the fields; another loss or regularization brings its own usual numbers."""
        if self._runner is None:
            return
        old = self._runner.settings
        loss, penalty = LossKind(self.loss.currentData()), PenaltyKind(self.penalty.currentData())
        settings = replace(
            old,
            step_size=self.step_size.value,
            strength=self.strength.value,
            batch_size=round(self.batch.value),
            schedule=ScheduleKind(self.schedule.currentData()),
            over=self.over.value,
            momentum=self.momentum.value,
        )
        if loss is not old.loss:
            settings = defaults.for_loss(settings, self._source, loss)
        if penalty is not old.penalty:
            settings = defaults.for_penalty(settings, self._source, penalty)
        name = self.name.text().strip() or self._runner.name
        wished = replace(self._runner, name=name, settings=settings, seed=round(self.seed.value))
        if wished != self._runner:
            self.edited.emit(wished)


def word_button(text: str, tip: str) -> QPushButton:
    """A small button with a word on it."""
    made = QPushButton(text)
    made.setFont(theme.font(theme.SMALL_PX))
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
