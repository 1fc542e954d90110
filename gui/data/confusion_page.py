"""Confusion: which class is taken for which, live."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from gui import numbers, theme
from gui.data.confusion_grid import Cell, ConfusionGrid
from gui.data.page import Page
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row, wrapped
from model.arrays import Labels
from model.browsing import Wanted
from model.confusion import precision, recall
from model.inspection import Split
from model.records import Snapshot

_EXPLANATION = (
    "Each row is a true class, each column the class with the highest score; the diagonal is right. Recall is the "
    "share of a class that is found, precision the share of what is taken for a class that is it; – where there is "
    "nothing to divide by. It follows every measurement; click a cell to see its images."
)


class ConfusionPage(Page):
    """The matrix of validation or test. `wished` tells the images of a cell that was clicked."""

    wished = Signal(object)

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.splits: Choice[Split] = Choice(
            [
                (Split.VALIDATION, "validation", "Images held back to watch for overfitting"),
                (Split.TEST, "test", "Images that are never trained on"),
            ],
            "Images of",
            quiet=True,
        )
        self.kinds: Choice[bool] = Choice(
            [(False, "counts", "How many images"), (True, "rates", "In percent of each true class")],
            "Numbers",
            quiet=True,
        )
        self.grid = ConfusionGrid()
        self.sentence = wrapped(tone="muted", pixels=theme.BODY_PX)
        self.sentence.setFixedHeight(2 * theme.MARGIN + 4)
        self._snapshot: Snapshot | None = None
        self._cell: Cell | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(title_row("Confusion", _EXPLANATION, self.splits, self.kinds))
        column.addWidget(self.grid, 1)
        column.addWidget(self.sentence)
        self.splits.chosen.connect(self._show)
        self.kinds.chosen.connect(self._show)
        self.grid.pointed.connect(self._point_at)
        self.grid.picked.connect(self._pick)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.grid.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the newest measurement of a moment found."""
        self._snapshot = snapshot
        self._show()

    @Slot()
    def _show(self) -> None:
        if self._snapshot is not None:
            self.grid.show_counts(self._counts(self._snapshot), self._snapshot.dataset.classes, self.kinds.value)
            self._say(self._snapshot)

    def _counts(self, snapshot: Snapshot) -> Labels:
        measure = snapshot.measure
        return measure.test_confusion if self.splits.value is Split.TEST else measure.validation_confusion

    def _say(self, snapshot: Snapshot) -> None:
        counts, classes = self._counts(snapshot), snapshot.dataset.classes
        words = _about(counts, classes, self._cell, self.splits.value) if self._cell else _worst(counts, classes)
        if words != self.sentence.text():
            self.sentence.setText(words)

    @Slot(object)
    def _point_at(self, cell: Cell | None) -> None:
        self._cell = cell
        self._show()

    @Slot(object)
    def _pick(self, cell: Cell) -> None:
        self.wished.emit(Wanted(self.splits.value, label=cell[0], taken_for=cell[1]))


def _about(counts: Labels, classes: tuple[str, ...], cell: Cell, split: Split) -> str:
    """What a cell says."""
    k, j = cell
    whole, here = int(counts[k].sum()), int(counts[k, j])
    share = numbers.percent(here / whole if whole else float("nan"), 1)
    end = "Click to see them." if here else ""
    if k == j:
        found, sure = numbers.percent(float(recall(counts)[k])), numbers.percent(float(precision(counts)[k]))
        words = f"{classes[k]}: {here:,} of {whole:,} {split} images are found (recall {found})"
        return f"{words}; of what is taken for {classes[k]}, {sure} is it (precision). {end}"
    return f"{here:,} of {whole:,} {split} images of {classes[k]} are taken for {classes[j]} ({share}). {end}"


def _worst(counts: Labels, classes: tuple[str, ...]) -> str:
    """The pair that is confused most often."""
    errors = counts.copy()
    errors[range(len(errors)), range(len(errors))] = 0
    if not errors.any():
        return "Nothing is confused."
    k, j = divmod(int(errors.argmax()), len(errors))
    return f"Confused most often: {classes[k]}, taken for {classes[j]} {int(errors[k, j]):,} times."
