"""The bar at the bottom: go, stop, step, undo, how fast, and where the run stands."""

from math import exp, log

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import numbers, policies, theme
from gui.theme import Theme
from gui.widgets.calm import CalmSlider, CalmSpinBox
from gui.widgets.icons import icon
from gui.widgets.labels import fixed, hairline, label, say_within
from model.commands import DEFAULT_PACE, Advance, Back, Pace, Pause, Play
from model.records import Snapshot

_SLOWEST, _FASTEST = 1.0, 1000.0
_TICKS = 300
_MOST_STEPS = 100_000
_READINGS = (
    ("step", 66, "Updates taken so far"),
    ("epoch", 48, "How often all training images have been used"),
    ("loss", 58, "Loss of the coming batch: data part plus penalty"),
    ("validation", 54, "Share of the validation images that are classified right"),
    ("test", 54, "Share of the test images that are classified right; they take no part in any choice"),
    ("images/s", 62, "Training images used a second"),
)


class Transport(QWidget):
    """Buttons, speed and read-outs. `commanded` tells what the training thread is to do."""

    commanded = Signal(object)
    reset_pressed = Signal()

    def __init__(self) -> None:
        """Stand still."""
        super().__init__()
        self.setObjectName("transport")
        self.reset = sign_button("Start again from the same weights (R)", "Reset")
        self.back = sign_button("Undo the last step, or as many as × says (←)", "Back")
        self.step = sign_button("Take one step, or as many as × says (→)", "Step")
        self.play = sign_button("Play or pause (Space)", "Play")
        self.play.setObjectName("primary")
        self.play.setFixedWidth(56)
        self.full = sign_button("Full speed, and back (F)", "Full speed")
        self.full.setCheckable(True)
        self.steps = CalmSpinBox()
        self.speed = CalmSlider(Qt.Orientation.Horizontal)
        self.pace_label = label(tone="muted", pixels=theme.SMALL_PX)
        self.readings: dict[str, QLabel] = {}
        self._is_running = False
        self._theme: Theme | None = None
        self._prepare()
        self._lay_out()
        self._connect()
        self._show_pace()

    @property
    def pace(self) -> float | None:
        """Steps a second; None is full speed."""
        if self.full.isChecked():
            return None
        return _SLOWEST * exp(self.speed.value() / _TICKS * log(_FASTEST / _SLOWEST))

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the theme's colours."""
        self._theme = theme
        for button, name in ((self.reset, "reset"), (self.back, "back"), (self.step, "step")):
            button.setIcon(icon(name, theme.text, theme.faint))
        self._show_play()
        self._show_full()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the run stands, and enable what is allowed."""
        self.back.setEnabled(policies.may_go_back(snapshot))
        self.step.setEnabled(policies.may_step(snapshot))
        self.play.setEnabled(policies.may_play(snapshot))
        if self._is_running != policies.is_running(snapshot):
            self._is_running = policies.is_running(snapshot)
            self._show_play()
        measure, is_running = snapshot.measure, policies.is_running(snapshot)
        for name, text in (
            ("step", f"{snapshot.number:,}"),
            ("epoch", f"{snapshot.epoch:,.1f}"),
            ("loss", numbers.loss(snapshot.coming.loss)),
            ("validation", numbers.percent(measure.validation_accuracy, 1)),
            ("test", numbers.percent(measure.test_accuracy, 1)),
            ("images/s", f"{snapshot.images_per_second:,.0f}" if is_running else "–"),
        ):
            say_within(self.readings[name], text)

    @Slot()
    def toggle_play(self) -> None:
        """Play, or pause."""
        if self.play.isEnabled():
            was_running, self._is_running = self._is_running, not self._is_running
            self._show_play()
            self.commanded.emit(Pause() if was_running else Play())

    @Slot()
    def take_steps(self) -> None:
        """Take as many steps as the box says."""
        if self.step.isEnabled():
            self.commanded.emit(Advance(self.steps.value()))

    @Slot()
    def go_back(self) -> None:
        """Undo as many steps as the box says."""
        if self.back.isEnabled():
            self.commanded.emit(Back(self.steps.value()))

    def _prepare(self) -> None:
        self.steps.setRange(1, _MOST_STEPS)
        self.steps.setPrefix("× ")
        self.steps.setFont(theme.font())
        self.steps.setFixedWidth(80)
        self.steps.setToolTip("How many steps one press of Step takes, or of Back undoes")
        self.steps.setAccessibleName("Steps a press")
        self.speed.setRange(0, _TICKS)
        self.speed.setValue(round(_TICKS * log(DEFAULT_PACE / _SLOWEST) / log(_FASTEST / _SLOWEST)))
        self.speed.setMinimumWidth(56)
        self.speed.setMaximumWidth(120)
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("From slow motion, one step a second, to a thousand")
        self.pace_label.setFixedWidth(76)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, 10, theme.MARGIN, 12)
        row.setSpacing(6)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.reset, self.back, self.step, self.play, self.steps),
            (self.speed, self.pace_label, self.full),
        )
        for group in groups:
            for widget in group:
                row.addWidget(widget)
            row.addSpacing(theme.MARGIN)
        row.addStretch(1)
        for name, width, tip in _READINGS:
            row.addSpacing(6)
            row.addLayout(self._reading(name, width, tip))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(row)

    def _reading(self, name: str, width: int, tip: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        value = fixed(label("–", pixels=theme.HEADING_PX), width)
        caption = label(name, "muted", theme.SMALL_PX)
        for shown in (caption, value):
            shown.setToolTip(tip)
            shown.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(shown, alignment=Qt.AlignmentFlag.AlignRight)
        value.setAccessibleName(name)
        self.readings[name] = value
        return column

    def _connect(self) -> None:
        self.reset.clicked.connect(self.reset_pressed)
        self.back.clicked.connect(self.go_back)
        self.step.clicked.connect(self.take_steps)
        self.play.clicked.connect(self.toggle_play)
        self.full.toggled.connect(self._choose_pace)
        self.speed.valueChanged.connect(self._leave_full_speed)

    @Slot()
    def _choose_pace(self) -> None:
        self._show_pace()
        self._show_full()
        self.commanded.emit(Pace(self.pace))

    @Slot()
    def _leave_full_speed(self) -> None:
        with QSignalBlocker(self.full):
            self.full.setChecked(False)
        self._choose_pace()

    def _show_pace(self) -> None:
        pace = self.pace
        if pace is None:
            self.pace_label.setText("full speed")
        else:
            self.pace_label.setText("1 step/s" if round(pace) == 1 else f"{pace:.0f} steps/s")

    def _show_play(self) -> None:
        if self._theme is not None:
            name = "pause" if self._is_running else "play"
            self.play.setIcon(icon(name, self._theme.on_accent, self._theme.faint))
            self.play.setAccessibleName("Pause" if self._is_running else "Play")

    def _show_full(self) -> None:
        if self._theme is not None:
            colour = self._theme.accent if self.full.isChecked() else self._theme.text
            self.full.setIcon(icon("fast", colour, self._theme.faint))


def sign_button(tip: str, name: str) -> QPushButton:
    """A button for a sign, with a name for those who hear the screen."""
    button = QPushButton()
    button.setIconSize(QSize(20, 20))
    button.setFixedSize(38, 34)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
