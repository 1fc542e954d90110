"""Go, stop, step and undo, for the race alone."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.theme import Theme
from gui.transport import sign_button
from gui.widgets.calm import CalmSpinBox
from gui.widgets.choice import Choice
from gui.widgets.icons import icon
from gui.widgets.labels import label
from model.commands import DEFAULT_PACE, Advance, Back, Pace, Pause, Play
from model.race.records import RaceSnapshot
from model.records import Mode

_MOST_STEPS = 100_000
_BUTTON = (34, 28)


class RaceTransport(QWidget):
    """`commanded` tells what the racing thread is to do, `anew` that everybody is to go back to the start."""

    commanded = Signal(object)
    anew = Signal()

    def __init__(self) -> None:
        """Stand still."""
        super().__init__()
        self.reset = sign_button("The race again, from the same start", "Start the race again")
        self.back = sign_button("Everybody back by as many steps as × says", "Race: back")
        self.step = sign_button("Everybody on by as many steps as × says", "Race: step")
        self.play = sign_button("Play or pause the race", "Race: play")
        self.steps = CalmSpinBox()
        self.pace: Choice[float | None] = Choice(
            [
                (10.0, "10/s", "Ten steps a second"),
                (DEFAULT_PACE, "60/s", "Sixty steps a second"),
                (None, "full speed", "As fast as it goes"),
            ],
            "Speed of the race",
            quiet=True,
        )
        self.pace.set_value(DEFAULT_PACE)
        self.state = label("", "muted", theme.SMALL_PX)
        self._is_moving = False
        self._theme: Theme | None = None
        self.steps.setRange(1, _MOST_STEPS)
        self.steps.setPrefix("× ")
        self.steps.setFont(theme.font(theme.SMALL_PX))
        self.steps.setFixedWidth(72)
        self.steps.setToolTip("How many steps one press takes or undoes")
        self.steps.setAccessibleName("Steps of the race a press")
        self._lay_out()
        self.reset.clicked.connect(self.anew)
        self.back.clicked.connect(self._go_back)
        self.step.clicked.connect(self._advance)
        self.play.clicked.connect(self._toggle)
        self.pace.chosen.connect(self._choose_pace)
        self.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the theme's colours."""
        self._theme = theme
        for button, name in ((self.reset, "reset"), (self.back, "back"), (self.step, "step")):
            button.setIcon(icon(name, theme.text, theme.faint))
        self._show_play()

    def show_race(self, race: RaceSnapshot) -> None:
        """Show where the race stands, and enable what is allowed."""
        self.back.setEnabled(race.number > 0)
        self.step.setEnabled(race.mode in (Mode.PAUSED, Mode.ADVANCING))
        self.play.setEnabled(race.mode is not Mode.DIVERGED)
        if self._is_moving != race.mode.is_moving:
            self._is_moving = race.mode.is_moving
            self._show_play()
        rate = f"  ·  {race.steps_per_second:,.0f} steps/s" if race.mode.is_moving and race.steps_per_second else ""
        over = "  ·  all have diverged" if race.mode is Mode.DIVERGED else ""
        text = f"Race at step {race.number:,}{rate}{over}"
        if text != self.state.text():
            self.state.setText(text)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.reset, self.back, self.step, self.play):
            button.setFixedSize(*_BUTTON)
            row.addWidget(button)
        for widget in (self.steps, self.pace, self.state):
            row.addWidget(widget)
        row.addStretch(1)

    @Slot()
    def _toggle(self) -> None:
        self.commanded.emit(Pause() if self._is_moving else Play())

    @Slot()
    def _advance(self) -> None:
        self.commanded.emit(Advance(self.steps.value()))

    @Slot()
    def _go_back(self) -> None:
        self.commanded.emit(Back(self.steps.value()))

    @Slot(object)
    def _choose_pace(self, pace: float | None) -> None:
        self.commanded.emit(Pace(pace))

    def _show_play(self) -> None:
        if self._theme is not None:
            name = "pause" if self._is_moving else "play"
            self.play.setIcon(icon(name, self._theme.text, self._theme.faint))
            self.play.setAccessibleName(f"Race: {name}")
