"""Standard widgets that do not change under a passing wheel, and give the keys back when one is done with them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox


class CalmSlider(QSlider):
    """A slider for the mouse and for Tab; the wheel over it scrolls what is around it."""

    def __init__(self, direction: Qt.Orientation) -> None:
        """Lie in this direction."""
        super().__init__(direction)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmComboBox(QComboBox):
    """A drop-down list; the wheel over it scrolls what is around it."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmSpinBox(QSpinBox):
    """A field for a whole number that tells it when it is complete."""

    def __init__(self) -> None:
        """Begin at zero."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.lineEdit().setAcceptDrops(False)
        self.lineEdit().setTextMargins(5, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.clearFocus()
