"""Classes: how many images each has, their means, and what the weights see of them."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gui import numbers, theme
from gui.classify.pixel_view import PixelView
from gui.data.counts_table import CountsTable
from gui.data.page import Page
from gui.data.seen_strip import MOST, SeenStrip
from gui.pictures import weight_pictures
from gui.theme import Theme
from gui.views.tiles import Tiles
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import Choice
from gui.widgets.labels import label, title_row, yielding
from model.arrays import Bytes, Doubles, Labels
from model.datasets.dataset import Dataset
from model.inspection import Inspection, Portrait, Split
from model.templates import levels

_SIDE, _COLUMN, _LEAST = 104, 232, 96
_EXPLANATION = (
    "The mean of all training images and of those of each class, by the labels that training is told. As W sees them, "
    "they are preprocessed like every image: what is left of a class mean is what a template can hold on to."
)
_SEEN_EXPLANATION = (
    "The first training images of a class before and after preprocessing. The numbers after it have a sign: colours "
    "are moved about a middle grey that is 0, grey images go from blue (below 0) to orange (above)."
)


class ClassesPage(Page):
    """Counts, means, and images as they are seen."""

    wants_inspections = True

    def __init__(self) -> None:
        """Wait for an inspection."""
        super().__init__()
        self.means, self.seen = Tiles(write=_count), SeenStrip()
        self.mean = PixelView(_SIDE, "The mean image")
        self.mean_words = label("", "muted", theme.SMALL_PX)
        self.counts = CountsTable(("train", "valid.", "test"))
        self.is_seen: Choice[bool] = Choice(
            [(False, "as they are", "The means of the pixels"), (True, "as W sees them", "The means, preprocessed")],
            "Means",
            quiet=True,
        )
        self.chosen = CalmComboBox()
        self.range = yielding(pixels=theme.SMALL_PX)
        self._portrait: Portrait | None = None
        self._lay_out()
        self.means.setMinimumHeight(_LEAST)
        self.is_seen.chosen.connect(self._show_means)
        self.chosen.activated.connect(self._show_seen)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for view in (self.means, self.seen, self.mean, self.counts):
            view.set_theme(theme)
        self._show_means()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show the portrait of a data set."""
        if inspection.portrait is self._portrait:
            return
        self._portrait = inspection.portrait
        dataset = self._portrait.dataset
        self.counts.show_counts(_counts(dataset), dataset.classes)
        if [self.chosen.itemText(k) for k in range(self.chosen.count())] != list(dataset.classes):
            with QSignalBlocker(self.chosen):
                self.chosen.clear()
                self.chosen.addItems(dataset.classes)
        self._show_means()
        self._show_seen()

    @Slot()
    def _show_means(self) -> None:
        portrait = self._portrait
        if portrait is None:
            return
        means = np.concatenate([portrait.class_means, portrait.mean[None]])
        is_dark = self.means.theme.is_dark
        pictures = _pictures(np.nan_to_num(means), portrait.dataset, self.is_seen.value, is_dark)
        self.mean.show_pixels(pictures[-1])
        self.mean_words.setText(f"the mean of {int(portrait.counts.sum()):,}\ntraining images")
        if pictures.shape[-1] == 1:
            pictures = np.repeat(pictures, 3, axis=-1)
        self.means.show_tiles(pictures[:-1], portrait.dataset.classes, portrait.counts.astype(np.float64))

    @Slot()
    def _show_seen(self) -> None:
        if self._portrait is None:
            return
        dataset = self._portrait.dataset
        rows = dataset.train[dataset.labels[dataset.train] == self.chosen.currentIndex()][:MOST]
        seen = dataset.preprocessing.apply(dataset.pixels[rows])
        self.seen.show_pictures(dataset.images[rows], seen)
        self.range.setText(
            f"here from {numbers.signed(seen.min())} to {numbers.signed(seen.max())}" if len(rows) else ""
        )

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        whole = QHBoxLayout()
        whole.setSpacing(theme.GAP)
        whole.addWidget(self.mean)
        whole.addWidget(self.mean_words, 1, middle)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addLayout(whole)
        left.addWidget(self.counts, 1)
        self.counts.setFixedWidth(_COLUMN)
        self.chosen.setFont(theme.font(theme.SMALL_PX))
        self.chosen.setAccessibleName("Class")
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        right.addWidget(self.means, 3)
        right.addLayout(title_row("What the weights see", _SEEN_EXPLANATION, self.chosen, middle=self.range))
        right.addWidget(self.seen, 2)
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN)
        row.addLayout(left)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(title_row("Class means", _EXPLANATION, self.is_seen))
        column.addLayout(row, 1)


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _counts(dataset: Dataset) -> tuple[Labels, ...]:
    """How many images each class has in each split, by the labels that are told."""
    return tuple(np.bincount(dataset.labels[split.rows(dataset)], minlength=len(dataset.classes)) for split in Split)


def _pictures(means: Doubles, dataset: Dataset, is_seen: bool, is_dark: bool) -> Bytes:
    """Means of bytes (n, D) as pictures: as they are, or preprocessed, in one range about zero."""
    if not is_seen:
        return np.rint(means).astype(np.uint8).reshape(-1, *dataset.shape)
    seen = dataset.preprocessing
    x = (means * seen.scale - seen.shift).astype(np.float32)
    return weight_pictures(levels(x, dataset.shape, is_shared=True), is_dark)
