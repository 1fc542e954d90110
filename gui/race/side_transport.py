"""What the buttons of the pages of Race have in common: start again, step, play, speed, and a line that says where."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.theme import Theme
from gui.transport import sign_button
from gui.widgets.choice import Choice, Option
from gui.widgets.icons import icon
from gui.widgets.labels import Steady, yielding
from model.commands import Pace, Pause, Play

_BUTTON = (34, 28)


class SideTransport(QWidget):
    """`commanded` tells what the thread of a page is to do, `anew` that everybody is to go back to the start."""

    commanded = Signal(object)
    anew = Signal()

    def __init__(self, who: str, reset_tip: str, step_tip: str, paces: Sequence[Option[float | None]]) -> None:
        """Stand still; who is what is moved, paces are the speeds to choose from."""
        super().__init__()
        self._who = who
        self.reset = sign_button(reset_tip, f"{who}: start again")
        self.step = sign_button(step_tip, f"{who}: step")
        self.play = sign_button(f"Play or pause the {who.lower()}", f"{who}: play")
        self.pace: Choice[float | None] = Choice(paces, f"Speed of the {who.lower()}", quiet=True)
        self.state = yielding()
        self._is_moving = False
        self._theme: Theme | None = None
        self.reset.clicked.connect(self.anew)
        self.play.clicked.connect(self._toggle)
        self.pace.chosen.connect(self._choose_pace)
        self.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the theme's colours."""
        self._theme = theme
        for button, name in self._signs().items():
            button.setIcon(icon(name, theme.text, theme.faint))
        self._show_play()

    def _signs(self) -> dict[QPushButton, str]:
        """The buttons with signs, from left to right, but for play."""
        return {self.reset: "reset", self.step: "step"}

    def _lay_out(self, *others: QWidget) -> None:
        """Buttons, what the heir has beside them, the speed, and the line."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (*self._signs(), self.play):
            button.setFixedSize(*_BUTTON)
            row.addWidget(button)
        for widget in (*others, self.pace):
            row.addWidget(widget)
        row.addWidget(Steady(self.state), 1)

    def _show_where(self, is_moving: bool, text: str) -> None:
        """Say where everybody is, and offer to pause or to play."""
        if self._is_moving != is_moving:
            self._is_moving = is_moving
            self._show_play()
        if text != self.state.text():
            self.state.setText(text)

    @Slot()
    def _toggle(self) -> None:
        self.commanded.emit(Pause() if self._is_moving else Play())

    @Slot(object)
    def _choose_pace(self, pace: float | None) -> None:
        self.commanded.emit(Pace(pace))

    def _show_play(self) -> None:
        if self._theme is not None:
            name = "pause" if self._is_moving else "play"
            self.play.setIcon(icon(name, self._theme.text, self._theme.faint))
            self.play.setAccessibleName(f"{self._who}: {name}")
