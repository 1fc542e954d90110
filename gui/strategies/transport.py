"""Go, stop and step, for the strategies alone."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.race.editor import word_button
from gui.strategies import words
from gui.theme import Theme
from gui.transport import sign_button
from gui.widgets.choice import Choice
from gui.widgets.icons import icon
from gui.widgets.labels import yielding
from model.commands import Advance, Pace, Pause, Play
from model.strategies.commands import TakeOneEach
from model.strategies.records import StrategiesSnapshot

A_THOUSAND = 1000
_BUTTON = (34, 28)


class StrategiesTransport(QWidget):
    """`commanded` tells what the thread of the strategies is to do, `anew` that all are to go back to the start."""

    commanded = Signal(object)
    anew = Signal()

    def __init__(self) -> None:
        """Stand still."""
        super().__init__()
        self.reset = sign_button("All from the start again, as the main run is set now", "Start the strategies again")
        self.each = sign_button("One try or step for each, whatever it costs", "Strategies: one try or step each")
        self.play = sign_button("Play or pause the strategies", "Strategies: play")
        self.thousand = word_button("+ 1,000", "A thousand loss evaluations more for each, then pause")
        self.pace: Choice[float | None] = Choice(
            [
                (10.0, "10/s", "Ten loss evaluations a second for each"),
                (100.0, "100/s", "A hundred loss evaluations a second for each, where the machine is as fast"),
                (None, "full speed", "As fast as it goes"),
            ],
            "Speed of the strategies",
            quiet=True,
        )
        self.pace.set_value(None)
        self.state = yielding()
        self._is_moving = False
        self._theme: Theme | None = None
        self._lay_out()
        self.reset.clicked.connect(self.anew)
        self.each.clicked.connect(self._take_one_each)
        self.play.clicked.connect(self._toggle)
        self.thousand.clicked.connect(self._advance)
        self.pace.chosen.connect(self._choose_pace)
        self.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the theme's colours."""
        self._theme = theme
        for button, name in ((self.reset, "reset"), (self.each, "step")):
            button.setIcon(icon(name, theme.text, theme.faint))
        self._show_play()

    def show_strategies(self, shown: StrategiesSnapshot) -> None:
        """Show where they stand."""
        if self._is_moving != shown.mode.is_moving:
            self._is_moving = shown.mode.is_moving
            self._show_play()
        rate = f"  ·  {shown.evaluations_per_second:,.0f}/s" if shown.evaluations_per_second else ""
        text = f"{words.evaluations(shown.budget)} loss evaluation{'s' if shown.budget != 1 else ''} for each{rate}"
        if text != self.state.text():
            self.state.setText(text)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.reset, self.each, self.play):
            button.setFixedSize(*_BUTTON)
            row.addWidget(button)
        for widget in (self.thousand, self.pace):
            row.addWidget(widget)
        row.addWidget(self.state, 1)

    @Slot()
    def _toggle(self) -> None:
        self.commanded.emit(Pause() if self._is_moving else Play())

    @Slot()
    def _take_one_each(self) -> None:
        self.commanded.emit(TakeOneEach())

    @Slot()
    def _advance(self) -> None:
        self.commanded.emit(Advance(A_THOUSAND))

    @Slot(object)
    def _choose_pace(self, pace: float | None) -> None:
        self.commanded.emit(Pace(pace))

    def _show_play(self) -> None:
        if self._theme is not None:
            name = "pause" if self._is_moving else "play"
            self.play.setIcon(icon(name, self._theme.text, self._theme.faint))
            self.play.setAccessibleName(f"Strategies: {name}")
