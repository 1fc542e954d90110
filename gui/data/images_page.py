"""Images: all images of a split to look through, by class, right or wrong, hardest first."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from gui import theme
from gui.data.browser import Browser
from gui.data.page import Page
from gui.theme import Theme
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import Choice
from gui.widgets.labels import InfoButton, wrapped, yielding
from model.browsing import Verdict, Wanted, find
from model.datasets.dataset import Dataset
from model.inspection import Grades, Inspection, Split
from model.records import Snapshot

_NAMES = {Split.TRAIN: "training", Split.VALIDATION: "validation", Split.TEST: "test"}
_EXPLANATION = (
    "A framed image is taken for another class than its label's, with the weights as they are now; a coloured corner "
    "marks a label that the noise made wrong. A click classifies an image on the right. A double click, or Enter, "
    "takes apart the coming step if the image is in its batch, and otherwise the step it would make by itself."
)
_HINT = "click: classify; double click: one step"


class ImagesPage(Page):
    """Filters and a browser. `split_wished` tells which images are to be graded."""

    picked = Signal(int)
    opened = Signal(int)
    wants_inspections = True
    split_wished = Signal(object)

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.splits: Choice[Split] = Choice(
            [(split, name, f"The {name} images") for split, name in _NAMES.items()], "Images of", quiet=True
        )
        self.verdicts: Choice[Verdict] = Choice(
            [
                (Verdict.ANY, "all", "Whatever they are taken for"),
                (Verdict.RIGHT, "right now", "Taken for the class of their label, with the weights as they are now"),
                (Verdict.WRONG, "wrong now", "Taken for another class, with the weights as they are now"),
                (Verdict.MISLABELLED, "wrong label", "Training images whose label the label noise made wrong"),
            ],
            "Which",
            quiet=True,
        )
        self.hardest = QPushButton("hardest first")
        self.label, self.taken_for = CalmComboBox(), CalmComboBox()
        for box in (self.label, self.taken_for):
            box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        self.browser = Browser()
        self.count = yielding()
        self.nothing = wrapped("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.places = QStackedWidget()
        self._dataset: Dataset | None = None
        self._grades: Grades | None = None
        self._classes: tuple[str, ...] = ()
        self._prepare()
        self._lay_out()
        self._connect()

    @property
    def wanted(self) -> Wanted:
        """Which images are to be seen."""
        return Wanted(
            self.splits.value,
            self.label.currentData(),
            self.taken_for.currentData(),
            self.verdicts.value,
            self.hardest.isChecked(),
        )

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.browser.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the data set; what the classifier makes of it comes with an inspection."""
        if snapshot.dataset is not self._dataset:
            self._dataset, self._grades = snapshot.dataset, None
            self._offer_classes(snapshot.dataset.classes)
            self._show()

    def show_inspection(self, inspection: Inspection) -> None:
        """Show what the classifier makes of the images."""
        is_of_split = inspection.question.split is self.splits.value
        if inspection.question.dataset is self._dataset and is_of_split and inspection.grades is not self._grades:
            self._grades = inspection.grades
            self._show()

    @Slot()
    def show_failure(self) -> None:
        """Say that it is not known what the classifier makes of the images."""
        self.count.setText("The images could not be looked through; the log has the details.")

    def want(self, wanted: Wanted) -> None:
        """See certain images."""
        self.splits.set_value(wanted.split)
        self.verdicts.set_value(wanted.verdict)
        with QSignalBlocker(self.hardest), QSignalBlocker(self.label), QSignalBlocker(self.taken_for):
            self.hardest.setChecked(wanted.hardest_first)
            self.label.setCurrentIndex(self.label.findData(wanted.label))
            self.taken_for.setCurrentIndex(self.taken_for.findData(wanted.taken_for))
        self._want()

    @Slot()
    def _want(self) -> None:
        """Show what is wanted, as far as it is known, and ask for what is not."""
        split = self.splits.value
        if self._grades is not None and self._dataset is not None:
            is_of_split = self._grades.rows is split.rows(self._dataset)
            self._grades = self._grades if is_of_split else None
        self._show()
        self.browser.scrollToTop()
        self.split_wished.emit(split)

    def _show(self) -> None:
        if self._dataset is None:
            return
        wanted = self.wanted
        rows = find(self._dataset, wanted, self._grades)
        self.browser.show_rows(self._dataset, rows, self._grades)
        self.places.setCurrentIndex(0 if len(rows) else 1)
        whole = len(wanted.split.rows(self._dataset))
        of_split = f"{_NAMES[wanted.split]} images"
        if wanted.needs_grades and self._grades is None:
            self.count.setText(f"looking through {whole:,} {of_split} …")
        else:
            self.count.setText(f"{len(rows):,} of {whole:,} {of_split}  ·  {_HINT}")
        self.nothing.setText(f"None of the {whole:,} {of_split} is like that now.")

    def _offer_classes(self, classes: tuple[str, ...]) -> None:
        if classes == self._classes:
            return
        self._classes = classes
        for box, any_class in ((self.label, "all classes"), (self.taken_for, "taken for any class")):
            with QSignalBlocker(box):
                box.clear()
                box.addItem(any_class, None)
                for k, name in enumerate(classes):
                    box.addItem(name if box is self.label else f"taken for {name}", k)

    def _prepare(self) -> None:
        self.hardest.setCheckable(True)
        self.hardest.setFont(theme.font(theme.SMALL_PX))
        self.hardest.setProperty("quiet", True)
        self.hardest.setToolTip("In the order of their loss now, the highest first")
        self.hardest.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for box, name in ((self.label, "Label"), (self.taken_for, "Taken for")):
            box.setFont(theme.font(theme.SMALL_PX))
            box.setAccessibleName(name)
            box.setMaxVisibleItems(20)
        self.label.setToolTip("The class of the label")
        self.taken_for.setToolTip("The class with the highest score now")

    def _connect(self) -> None:
        self.splits.chosen.connect(self._want)
        self.verdicts.chosen.connect(self._want)
        self.hardest.toggled.connect(self._want)
        self.label.activated.connect(self._want)
        self.taken_for.activated.connect(self._want)
        self.browser.picked.connect(self.picked)
        self.browser.opened.connect(self.opened)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.GAP)
        first.addWidget(self.splits)
        first.addSpacing(theme.GAP)
        first.addWidget(self.verdicts)
        first.addSpacing(theme.GAP)
        first.addWidget(self.hardest)
        first.addStretch(1)
        first.addWidget(InfoButton(f"<p style='white-space:normal'>{_EXPLANATION}</p>"))
        second.addWidget(self.label)
        second.addWidget(self.taken_for)
        second.addWidget(self.count, 1)
        self.places.addWidget(self.browser)
        self.places.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.places, 1)
