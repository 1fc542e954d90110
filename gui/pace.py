"""How steps are taken: their size, what becomes of it while the run goes on, and momentum."""

from dataclasses import replace
from math import ceil

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import formulas, numbers, theme
from gui.control_words import MOMENTUM, OVER, SCHEDULES, STEP_SIZE
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import row_of
from gui.widgets.formula import Formula
from gui.widgets.labels import Steady, field_name, label
from gui.widgets.number_cell import NumberCell
from gui.widgets.number_control import NumberControl
from model.records import Settings, Snapshot
from model.schedules import ScheduleKind, factor

_OVER_WIDTH = 64
_TIPS = {kind: tip for kind, _, tip in SCHEDULES}


class Pace(QWidget):
    """`changed` tells that something else is wished for, `wished` what."""

    changed = Signal()

    def __init__(self) -> None:
        """Show what is plain: a constant step size and no momentum."""
        super().__init__()
        self._settings = Settings()
        self._epoch = 0.0
        self.now = label("", "muted")
        self.step_size = NumberControl(
            _close(Formula(formulas.STEP_SIZE), Steady(self.now)),
            "the step size",
            STEP_SIZE,
            "W ← W − η ∇L: how far one step goes downhill; with momentum W ← W − η v, along the velocity",
        )
        self.schedule = CalmComboBox()
        self.momentum = NumberCell(
            field_name("Momentum μ"),
            "the momentum μ",
            MOMENTUM,
            "v ← μ v + ∇L, W ← W − η v: how much of the last direction a step keeps. 0 is none, the plain update",
        )
        self.schedule_formula, self.momentum_formula = Formula(), Formula()
        self.over = NumberCell(
            Formula("T ="), "the length T of the schedule", OVER, "T, in passes over the training images", _OVER_WIDTH
        )
        self.scheduled = QWidget()
        self._lay_out()
        self.schedule.activated.connect(self._choose_schedule)
        for control in (self.step_size, self.over, self.momentum):
            control.changed.connect(self.changed)

    def wished(self, settings: Settings) -> Settings:
        """These settings, with steps taken as it is chosen here."""
        return replace(
            settings,
            step_size=self.step_size.value,
            schedule=ScheduleKind(self.schedule.currentData()),
            over=self.over.value,
            momentum=self.momentum.value,
        )

    def with_step_size_now(self, settings: Settings, value: float) -> Settings:
        """These settings with the step size that makes it such a one now, rounded where there is a schedule."""
        if settings.schedule is ScheduleKind.CONSTANT:
            return replace(settings, step_size=value)
        whole = value / factor(settings.schedule, settings.over, self._epoch)
        return replace(settings, step_size=min(float(f"{whole:.3g}"), STEP_SIZE.highest))

    def show_settings(self, settings: Settings) -> None:
        """Show these."""
        self._settings = settings
        self.step_size.set_value(settings.step_size)
        with QSignalBlocker(self.schedule):
            self.schedule.setCurrentIndex(self.schedule.findData(settings.schedule))
        self.over.set_value(settings.over)
        self.momentum.set_value(settings.momentum)
        self.schedule_formula.set_markup(formulas.SCHEDULES[settings.schedule])
        self.schedule_formula.setToolTip(f"{_TIPS[settings.schedule]}. e: the epochs that have passed, in fractions")
        self.momentum_formula.set_markup(formulas.momentum(settings))
        self.scheduled.setVisible(settings.schedule is not ScheduleKind.CONSTANT)
        self.momentum_formula.setVisible(settings.momentum > 0)
        self._say_now()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know how many epochs have passed."""
        self._epoch = snapshot.epoch
        self._say_now()

    def _say_now(self) -> None:
        """What the schedule makes of the step size now; nothing where it stays as it is."""
        settings, epoch = self._settings, self._epoch
        is_constant = settings.schedule is ScheduleKind.CONSTANT
        text = "" if is_constant else f"now {numbers.compact(settings.step_size_after(epoch))}"
        if settings.schedule is ScheduleKind.COSINE and epoch >= settings.over:
            text += ", ended"
        if text != self.now.text():
            self.now.setText(text)

    @Slot()
    def _choose_schedule(self) -> None:
        """A cosine that would be at its end already is made longer than the run so far."""
        if self.schedule.currentData() == ScheduleKind.COSINE and self.over.value <= self._epoch:
            self.over.set_value(ceil(self._epoch) + Settings().over)
        self.changed.emit()

    def _lay_out(self) -> None:
        for kind, text, tip in SCHEDULES:
            self.schedule.addItem(text, kind)
            self.schedule.setItemData(self.schedule.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.schedule.setFont(theme.font())
        self.schedule.setAccessibleName("Schedule of the step size")
        self.schedule.setToolTip("What becomes of the step size η while epochs e pass; constant is the plain update")
        self.now.setToolTip("The step size of the coming step, as the schedule has it")
        chosen = QWidget()
        left = QVBoxLayout(chosen)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(6)
        left.addWidget(field_name("Schedule"))
        left.addWidget(self.schedule)
        pair = QHBoxLayout()
        pair.setSpacing(theme.GAP)
        pair.addWidget(chosen, 1)
        pair.addWidget(self.momentum, 1)
        inner = QVBoxLayout(self.scheduled)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self.schedule_formula)
        inner.addWidget(row_of(self.over, label("epochs", "muted")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.step_size)
        column.addLayout(pair)
        for below in (self.over.complaint, self.momentum.complaint, self.scheduled, self.momentum_formula):
            column.addWidget(below)


def _close(*widgets: QWidget) -> QWidget:
    """Some widgets directly beside each other, as one; the last takes the room that is left."""
    holder = row_of(*widgets)
    row = holder.layout()
    assert row is not None
    row.setSpacing(0)
    return holder
