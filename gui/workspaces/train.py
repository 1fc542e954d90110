"""Train: templates on top, curves and landscape below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gui import theme
from gui.theme import Theme
from gui.views.curves import CurvesView
from gui.views.landscape import LandscapeView
from gui.views.templates import TemplatesView
from model.records import Snapshot


class TrainWorkspace(QWidget):
    """The three views that are always visible while training."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.templates = TemplatesView()
        self.curves = CurvesView()
        self.landscape = LandscapeView()
        self.below = _splitter(Qt.Orientation.Horizontal, self.curves, self.landscape)
        self.splitter = _splitter(Qt.Orientation.Vertical, self.templates, self.below)
        self.splitter.setSizes([430, 570])
        self._sizes = [500, 500]
        self.below.setSizes(self._sizes)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.addWidget(self.splitter, 1)

    def take_back(self) -> None:
        """Have the landscape here again, after it was lent to another workspace."""
        if self.below.indexOf(self.landscape) < 0:
            self.below.addWidget(self.landscape)
            self.below.setSizes(self._sizes)

    def part_with(self) -> None:
        """Remember how the room was shared, before the landscape is lent."""
        if self.below.count() > 1:
            self._sizes = self.below.sizes()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for view in (self.templates, self.curves, self.landscape):
            view.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        self.templates.show_snapshot(snapshot)
        self.curves.show_snapshot(snapshot)


def _splitter(direction: Qt.Orientation, *views: QWidget) -> QSplitter:
    splitter = QSplitter(direction)
    splitter.setHandleWidth(theme.MARGIN)
    splitter.setChildrenCollapsible(False)
    for view in views:
        splitter.addWidget(view)
    return splitter
