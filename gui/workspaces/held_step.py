"""Which step a bench works on: the coming one at rest, and the one it has while the run moves on."""

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton

from gui import theme
from gui.widgets.labels import yielding
from model.datasets.dataset import Dataset
from model.descent import alone
from model.products import Scratch
from model.records import Snapshot, Step

_NEWEST, _BATCH = "Take the newest", "Back to the batch"
_ALONE = ", if its batch were this image alone"


class HeldStep(QObject):
    """Holds a step, says in `which` which one, and lets it go for the newest at the press of `newest`."""

    taken = Signal()

    def __init__(self, doing: str, tip: str) -> None:
        """Hold nothing yet; doing is what is done with the step, as in “checked: step 5”."""
        super().__init__()
        self.step: Step | None = None
        self.dataset: Dataset | None = None
        self._doing = doing
        self._row: int | None = None
        self._base: Step | None = None
        self._run = 0
        self._snapshot: Snapshot | None = None
        self.which = yielding(pixels=theme.BODY_PX)
        self.newest = button(_NEWEST, tip)
        self.newest.clicked.connect(self.take_newest)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take the coming step, unless the run is moving and another step is being looked at."""
        if self._snapshot is not None and self._snapshot.dataset.images is not snapshot.dataset.images:
            self._row = None
        self._snapshot = snapshot
        if snapshot.run != self._run or not snapshot.mode.is_moving:
            self._take(snapshot)
        self._say_which(snapshot)

    @Slot()
    def take_newest(self) -> None:
        """Take the coming step of the newest snapshot."""
        if self._snapshot is not None:
            self.take(self._snapshot, None)

    def take(self, snapshot: Snapshot, row: int | None) -> None:
        """Take the coming step of a snapshot; with a row, as if this image were its whole batch, from now on."""
        self._snapshot, self._row, self._base = snapshot, row, None
        self._take(snapshot)
        self._say_which(snapshot)

    def _take(self, snapshot: Snapshot) -> None:
        self._run = snapshot.run
        if self._base is not snapshot.coming or self.dataset is not snapshot.dataset:
            self._base, self.dataset = snapshot.coming, snapshot.dataset
            self.step = snapshot.coming if self._row is None else _alone(snapshot, self._row)
            self.taken.emit()

    def _say_which(self, snapshot: Snapshot) -> None:
        assert self.step is not None
        is_old, is_alone = self._base is not snapshot.coming, self._row is not None
        self.newest.setEnabled(is_old or is_alone)
        self.newest.setText(_BATCH if is_alone else _NEWEST)
        words = f"{self._doing}: step {self.step.number + 1:,}"
        ending = ", while the run goes on" if is_old else ", the coming one"
        self.which.setText(f"{words}{ending}{_ALONE if is_alone else ''}" if self.step.is_finite else "")


def _alone(snapshot: Snapshot, row: int) -> Step:
    with np.errstate(all="ignore"):  # of a diverged run nothing is finite
        return alone(snapshot.coming, row, snapshot.dataset, Scratch(snapshot.dataset.pixels.shape[1]))


def button(text: str, tip: str, is_primary: bool = False) -> QPushButton:
    """A button of a bench."""
    made = QPushButton(text)
    made.setFont(theme.font(theme.BODY_PX))
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if is_primary:
        made.setObjectName("primary")
    return made
