"""Landscape: the loss along the gradient and on a plane, side by side and large."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gui import theme
from gui.theme import Theme
from gui.views.landscape import LandscapeView
from gui.views.plane import PlaneView
from model.records import Snapshot


class LandscapeWorkspace(QWidget):
    """Has the plane, and borrows the line from Train while it is looked at."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.plane = PlaneView()
        self._sizes = [450, 550]
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(theme.MARGIN)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.plane)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.addWidget(self.splitter, 1)

    def borrow(self, line: LandscapeView) -> None:
        """Take the line in, beside the plane."""
        if self.splitter.indexOf(line) < 0:
            self.splitter.insertWidget(0, line)
            self.splitter.setSizes(self._sizes)

    def part_with(self) -> None:
        """Remember how the room was shared, before the line goes back."""
        if self.splitter.count() > 1:
            self._sizes = self.splitter.sizes()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Let the plane know a moment of the run."""
        self.plane.show_snapshot(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plane.set_theme(theme)
