"""Data: where the images come from, how they are arranged, and what the classifier makes of them."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.data.page import Page
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import yielding
from model.records import Snapshot


class DataWorkspace(QWidget):
    """Holds pages, of which one is seen."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.choice: Choice[str] = Choice([], "Page")
        self.stack = QStackedWidget()
        self.note = yielding(pixels=theme.BODY_PX)
        self._pages: dict[str, Page] = {}
        self._snapshot: Snapshot | None = None
        self._lay_out()
        self.choice.chosen.connect(self.show_page)

    def add_page(self, name: str, tip: str, page: Page) -> None:
        """Offer a page after those that are there; the first one is seen first."""
        self._pages[name] = page
        self.choice.add((name, name, tip))
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
        if self._pages and self.isVisible():
            self.shown.show_snapshot(snapshot)

    @Slot(object)
    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.choice.set_value(name)
        self.stack.setCurrentWidget(self.shown)
        if self._snapshot is not None:
            self.shown.show_snapshot(self._snapshot)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.MARGIN)
        top.addWidget(self.choice)
        top.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
