"""Data: how the images are arranged, and what the classifier makes of them."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.classify.picture import of_row
from gui.data.arranger import Arranger
from gui.data.classes_page import ClassesPage
from gui.data.confusion_page import ConfusionPage
from gui.data.images_page import ImagesPage
from gui.data.page import Page
from gui.data_desk import DataDesk
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import hairline
from model.browsing import Wanted
from model.commands import Rearrange
from model.datasets.arrangement import Arrangement
from model.inspection import Inspection
from model.records import Snapshot

_TAB_WIDTH = 84
SOURCES, IMAGES, CLASSES, CONFUSION = "Sources", "Images", "Classes", "Confusion"


class DataWorkspace(QWidget):
    """Holds pages, of which one is seen, and above them the controls of the arrangement.

    `commanded` is for the trainer; `picture_chosen` tells a picture to classify, `anatomy_wished` the row of an image
    whose step is to be taken apart.
    """

    commanded = Signal(object)
    picture_chosen = Signal(object)
    anatomy_wished = Signal(int)

    def __init__(self, desk: DataDesk, sources: Page) -> None:
        """Wait for a snapshot; the desk asks what the classifier makes of the images, sources is the first page."""
        super().__init__()
        self.setObjectName("workspace")
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._inspection: Inspection | None = None
        self._pages: dict[str, Page] = {}
        self.choice: Choice[str] = Choice([], "Page")
        self.stack = QStackedWidget()
        self.arranger = Arranger()
        self.images, self.classes, self.confusion = ImagesPage(), ClassesPage(), ConfusionPage()
        self.add_page(SOURCES, "Full sets, your own images, toys", sources)
        self.add_page(IMAGES, "All images to look through: right, wrong, hardest first", self.images)
        self.add_page(CLASSES, "Counts, means, and what the weights see", self.classes)
        self.add_page(CONFUSION, "Which class is taken for which", self.confusion)
        self._lay_out()
        self._connect()

    def add_page(self, name: str, tip: str, page: Page) -> None:
        """Offer a page after those that are there; the first one is seen first."""
        self._pages[name] = page
        self.choice.add((name, name, tip))
        self.choice.button(name).setMinimumWidth(_TAB_WIDTH)
        self.stack.addWidget(page)

    @property
    def shown(self) -> Page:
        """The page that is seen."""
        return self._pages[self.choice.value]

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for page in self._pages.values():
            page.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run on the page that is seen."""
        self._snapshot = snapshot
        self.arranger.show_snapshot(snapshot)
        self._desk.consider(snapshot)
        if self.isVisible():
            self._show_page()

    @Slot(object)
    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.choice.set_value(name)
        self.stack.setCurrentWidget(self.shown)
        for part in (self.arranger, self.arranger.note):
            part.setVisible(self.shown.is_about_arrangement)
        self._show_page()
        self._desk.open(self.isVisible() and self.shown.wants_inspections)

    def show_first(self) -> None:
        """Bring the sources to the front."""
        self.show_page(SOURCES)

    def _show_page(self) -> None:
        """Show what is known on the page that is seen."""
        if self._snapshot is not None:
            self.shown.show_snapshot(self._snapshot)
            if self._inspection is not None and self._inspection.question.dataset is self._snapshot.dataset:
                self.shown.show_inspection(self._inspection)

    @Slot(object)
    def _show_inspection(self, inspection: Inspection) -> None:
        self._inspection = inspection
        if self.isVisible():
            self._show_page()

    @Slot(object)
    def _show_cell(self, wanted: Wanted) -> None:
        """See the images of a cell of the confusion matrix."""
        self.show_page(IMAGES)  # first: with other data, what is wanted begins anew
        self.images.want(wanted)
        self._show_page()

    @Slot(object)
    def _rearrange(self, arrangement: Arrangement) -> None:
        self.commanded.emit(Rearrange(arrangement))

    @Slot(int)
    def _pick(self, row: int) -> None:
        if self._snapshot is not None:
            self.picture_chosen.emit(of_row(self._snapshot.dataset, row))

    def _connect(self) -> None:
        self.choice.chosen.connect(self.show_page)
        self.arranger.wished.connect(self._rearrange)
        self.images.picked.connect(self._pick)
        self.images.opened.connect(self.anatomy_wished)
        self.images.split_wished.connect(self._desk.set_split)
        self.confusion.wished.connect(self._show_cell)
        self._desk.answered.connect(self._show_inspection)
        self._desk.failed.connect(self.images.show_failure)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        top = QHBoxLayout()
        top.setSpacing(theme.MARGIN)
        top.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        top.addWidget(self.arranger.note, 1)
        column.addLayout(top)
        column.addWidget(self.arranger)
        column.addWidget(hairline())
        column.addWidget(self.stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_page(self.choice.value)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._desk.open(False)
