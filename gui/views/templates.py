"""The rows of W as images: what each class looks for, which way it is pulled, and where the coming step leads."""

from enum import Enum

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers, theme
from gui.pictures import weight_pictures
from gui.theme import Theme
from gui.views.tiles import Tiles
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row, yielding
from model.arrays import Floats
from model.records import Snapshot
from model.templates import levels

_EXPLANATION = (
    "Each row of W has one weight a pixel, so it can be shown as an image: the classifier's template of that class. "
    "The percentage is the share of this class's validation images that are classified right now."
)
_SUBTITLE = "each row of W as an image"
_CHANNELS = {1: ("",), 3: ("R ", "G ", "B ")}


class Shown(Enum):
    """Which numbers the tiles show."""

    WEIGHTS = "W"
    PULL = "−∇L"
    COMING = "W after the step"


class TemplatesView(QWidget):
    """K tiles; `Shown` and the range are chosen in the title row."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.tiles = Tiles()
        self.shown: Choice[Shown] = Choice(
            [
                (Shown.WEIGHTS, "W", "The weights now"),
                (Shown.PULL, "−∇L", "Minus the gradient of the coming batch: the way each weight is pulled"),
                (Shown.COMING, "W after the step", "The weights after the coming step"),
            ],
            "Shown",
            quiet=True,
        )
        self.shared: Choice[bool] = Choice(
            [
                (False, "range per class", "Each tile uses the full range of brightness"),
                (True, "shared", "One range for all tiles, so that strengths can be compared"),
            ],
            "Range",
            quiet=True,
        )
        self.subtitle = yielding(pixels=theme.BODY_PX)
        self.subtitle.setText(_SUBTITLE)
        self._place: tuple[int, int, int] | None = None
        self._snapshot: Snapshot | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(title_row("Templates", _EXPLANATION, self.shown, self.shared, middle=self.subtitle))
        column.addWidget(self.tiles, 1)
        self.shown.chosen.connect(self._redraw)
        self.shared.chosen.connect(self._redraw)
        self.tiles.pointed.connect(self._point_at)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.tiles.set_theme(theme)
        self._redraw()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        if self._snapshot is not None and self._snapshot.dataset is not snapshot.dataset:
            self._place = None
        self._snapshot = snapshot
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        if self._snapshot is not None:
            dataset = self._snapshot.dataset
            leveled = levels(self._weights(self._snapshot), dataset.shape, self.shared.value)
            accuracies = self._snapshot.measure.class_accuracy
            self.tiles.show_tiles(weight_pictures(leveled, self.tiles.theme.is_dark), dataset.classes, accuracies)
            self._describe()

    def _weights(self, snapshot: Snapshot) -> Floats:
        if self.shown.value is Shown.PULL:
            return -snapshot.coming.gradient.weights
        return snapshot.params.weights if self.shown.value is Shown.WEIGHTS else snapshot.coming.after.weights

    @Slot(object)
    def _point_at(self, place: tuple[int, int, int] | None) -> None:
        self._place = place
        self._describe()

    def _describe(self) -> None:
        """Say what is under the cursor: class, row, column and the weight of each channel."""
        if self._place is None or self._snapshot is None:
            self.subtitle.setText(_SUBTITLE)
            return
        k, row, column = self._place
        weights = self._weights(self._snapshot)[k].reshape(self._snapshot.dataset.shape)[row, column]
        values = " ".join(f"{n}{numbers.signed(w, 4)}" for n, w in zip(_CHANNELS[len(weights)], weights, strict=True))
        self.subtitle.setText(f"{self._snapshot.dataset.classes[k]} ({row}, {column})  {values}")
