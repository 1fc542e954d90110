"""Landscape: the loss along the gradient and on a plane, side by side and large."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gui import theme
from gui.theme import Theme
from gui.views.landscape import LandscapeView
from gui.views.plane import PlaneView


class LandscapeWorkspace(QWidget):
    """Has the plane, and borrows the line from Train while it is looked at."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.plane = PlaneView()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(theme.MARGIN)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.plane)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.addWidget(self.splitter, 1)

    def borrow(self, line: LandscapeView) -> None:
        """Take the line in, beside the plane."""
        self.splitter.insertWidget(0, line)
        self.splitter.setSizes([450, 550])

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plane.set_theme(theme)
