"""The time line: any earlier step of the run can be looked at, and gone on from."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from gui import policies, theme
from gui.widgets.calm import CalmSlider
from gui.widgets.labels import fixed, label, say_within
from model.commands import Continue, Visit
from model.records import Snapshot

_MOST_TICKS = 1_000_000_000
_WIDEST = "step 8,888,888 of 8,888,888"


class Timeline(QWidget):
    """A slider over all steps so far. `commanded` are commands for the trainer, `runs_pressed` asks for the runs."""

    commanded = Signal(object)
    runs_pressed = Signal()

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("transport")
        self.slider = CalmSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 0)
        self.slider.setAccessibleName("Time line")
        self.slider.setToolTip(
            "Every step so far: drag back to look at an earlier moment. Step or Play goes on from there, as another run"
        )
        self.place = label(_WIDEST, tone="muted", pixels=theme.SMALL_PX)
        fixed(self.place, self.place.sizeHint().width()).setText("")
        self.end = _button("To the newest step", "Look at the newest step again (End)")
        self.go_on = _button("Continue from here", "Go on from this moment as another run; this one is kept under Runs")
        self.runs = _button("Runs", "The runs that were left for others: show, hide, rename, restore, delete")
        self._asked: int | None = None
        self._wanted: int | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 4)
        row.setSpacing(theme.GAP)
        for button in (self.end, self.go_on):  # the slider keeps its length while they come and go
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
        for widget in (self.slider, self.place, self.end, self.go_on, self.runs):
            row.addWidget(widget, int(isinstance(widget, QSlider)))
        self.slider.valueChanged.connect(self._visit)
        self.end.clicked.connect(self.to_end)
        self.go_on.clicked.connect(self._continue)
        self.runs.clicked.connect(self.runs_pressed)
        self.setEnabled(False)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the moment is that is looked at, and how far the run has gone."""
        self.setEnabled(True)
        is_back = policies.is_looking_back(snapshot)
        if self._asked is not None and snapshot.number == min(self._asked, snapshot.newest):
            self._asked = None
            self._send()
        if self._asked is None and not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setRange(0, min(snapshot.newest, _MOST_TICKS))
                self.slider.setValue(snapshot.number)
        text = f"step {snapshot.number:,}" + (f" of {snapshot.newest:,}" if is_back else "")
        say_within(self.place, text)
        for button in (self.end, self.go_on):
            if button.isVisibleTo(self) != is_back:
                button.setVisible(is_back)
        runs = f"Runs ({len(snapshot.kept) + 1})"
        if self.runs.text() != runs:
            self.runs.setText(runs)

    @Slot()
    def to_end(self) -> None:
        """Look at the newest step again."""
        self.slider.setValue(self.slider.maximum())

    @Slot(int)
    def _visit(self, number: int) -> None:
        """One question at a time: where the handle is by then is asked next."""
        self._wanted = number
        if self._asked is None:
            self._send()

    def _send(self) -> None:
        if self._wanted is not None:
            self._asked, self._wanted = self._wanted, None
            self.commanded.emit(Visit(self._asked))

    @Slot()
    def _continue(self) -> None:
        self.commanded.emit(Continue())


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX))
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
