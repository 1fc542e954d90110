"""Go, stop, step and undo, for the race alone."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from gui import theme
from gui.race.side_transport import SideTransport
from gui.transport import sign_button
from gui.widgets.calm import CalmSpinBox
from model.commands import DEFAULT_PACE, Advance, Back
from model.race.records import RaceSnapshot
from model.records import Mode

_MOST_STEPS = 100_000


class RaceTransport(SideTransport):
    """Everybody goes on or back by as many steps as × says."""

    def __init__(self) -> None:
        """Stand still."""
        super().__init__(
            "Race",
            "The race again, from the same start",
            "Everybody on by as many steps as × says",
            [
                (10.0, "10/s", "Ten steps a second"),
                (DEFAULT_PACE, "60/s", "Sixty steps a second"),
                (None, "full speed", "As fast as it goes"),
            ],
        )
        self.back = sign_button("Everybody back by as many steps as × says", "Race: back")
        self.steps = CalmSpinBox()
        self.steps.setRange(1, _MOST_STEPS)
        self.steps.setPrefix("× ")
        self.steps.setFont(theme.font(theme.SMALL_PX))
        self.steps.setFixedWidth(72)
        self.steps.setToolTip("How many steps one press takes or undoes")
        self.steps.setAccessibleName("Steps of the race a press")
        self.pace.set_value(DEFAULT_PACE)
        self._lay_out(self.steps)
        self.step.clicked.connect(self._advance)
        self.back.clicked.connect(self._go_back)

    def _signs(self) -> dict[QPushButton, str]:
        return {self.reset: "reset", self.back: "back", self.step: "step"}

    def show_race(self, race: RaceSnapshot) -> None:
        """Show where the race stands, and enable what is allowed."""
        self.back.setEnabled(race.number > 0)
        self.step.setEnabled(race.mode in (Mode.PAUSED, Mode.ADVANCING))
        self.play.setEnabled(race.mode is not Mode.DIVERGED)
        rate = f"  ·  {race.steps_per_second:,.0f} steps/s" if race.mode.is_moving and race.steps_per_second else ""
        over = "  ·  all have diverged" if race.mode is Mode.DIVERGED else ""
        self._show_where(race.mode.is_moving, f"Race at step {race.number:,}{rate}{over}")

    @Slot()
    def _advance(self) -> None:
        self.commanded.emit(Advance(self.steps.value()))

    @Slot()
    def _go_back(self) -> None:
        self.commanded.emit(Back(self.steps.value()))
