"""Which step a bench works on: the coming one at rest, and the one it has while the run moves on."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton

from gui import theme
from gui.widgets.labels import yielding
from model.datasets.dataset import Dataset
from model.records import Snapshot, Step


class HeldStep(QObject):
    """Holds a step, says in `which` which one, and lets it go for the newest at the press of `newest`."""

    taken = Signal()

    def __init__(self, doing: str, tip: str) -> None:
        """Hold nothing yet; doing is what is done with the step, as in “checked: step 5”."""
        super().__init__()
        self.step: Step | None = None
        self.dataset: Dataset | None = None
        self._doing = doing
        self._run = 0
        self._snapshot: Snapshot | None = None
        self.which = yielding(pixels=theme.BODY_PX)
        self.newest = button("Take the newest", tip)
        self.newest.clicked.connect(self.take_newest)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take the coming step, unless the run is moving and another step is being looked at."""
        self._snapshot = snapshot
        if snapshot.run != self._run or not snapshot.mode.is_moving:
            self._take(snapshot)
        self._say_which(snapshot)

    @Slot()
    def take_newest(self) -> None:
        """Take the coming step of the newest snapshot."""
        if self._snapshot is not None:
            self._take(self._snapshot)
            self._say_which(self._snapshot)

    def _take(self, snapshot: Snapshot) -> None:
        self._run = snapshot.run
        if self.step is not snapshot.coming or self.dataset is not snapshot.dataset:
            self.step, self.dataset = snapshot.coming, snapshot.dataset
            self.taken.emit()

    def _say_which(self, snapshot: Snapshot) -> None:
        assert self.step is not None
        is_old = self.step is not snapshot.coming
        self.newest.setEnabled(is_old)
        words = f"{self._doing}: step {self.step.number + 1:,}"
        ending = ", while the run goes on" if is_old else ", the coming one"
        self.which.setText(f"{words}{ending}" if self.step.is_finite else "")


def button(text: str, tip: str, is_primary: bool = False) -> QPushButton:
    """A button of a bench."""
    made = QPushButton(text)
    made.setFont(theme.font(theme.BODY_PX))
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if is_primary:
        made.setObjectName("primary")
    return made
