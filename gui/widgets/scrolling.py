"""A panel that may be higher than its place."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_LEAST = 60


def scrolling(panel: QWidget, width: int) -> QScrollArea:
    """A panel of fixed width that scrolls where it is higher than its place."""
    place = QScrollArea()
    place.setWidget(panel)
    place.setWidgetResizable(True)
    place.setFrameShape(QFrame.Shape.NoFrame)
    place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    place.setFixedWidth(width)
    return place


class Yielding(QScrollArea):
    """Is as high as what is in it asks for, and scrolls where there is less room."""

    def __init__(self, shown: QWidget) -> None:
        """Hold a widget whose wish for height may change: then call `fit`."""
        super().__init__()
        self._shown = shown
        self.setWidget(shown)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return self._shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST)

    def fit(self) -> None:
        """Ask for as much height as the widget does now."""
        if self.maximumHeight() != self.sizeHint().height():
            self.setMaximumHeight(self.sizeHint().height())
            self.updateGeometry()
