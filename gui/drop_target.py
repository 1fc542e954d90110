"""Makes a whole window take what is dragged onto it."""

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from gui.theme import Theme
from gui.widgets.drop_veil import DropVeil


class DropTarget(QObject):
    """Covers the window with a veil while something is dragged across; `dropped` tells what was let go."""

    dropped = Signal(QMimeData)

    def __init__(self, window: QWidget, text: str) -> None:
        """Watch a window; text is what the veil says."""
        super().__init__(window)
        self.veil = DropVeil(window, text)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.veil.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self.veil.cover()
            event.acceptProposedAction()
        elif isinstance(event, QDragMoveEvent):
            event.acceptProposedAction()
        elif isinstance(event, QDropEvent):
            self.veil.hide()
            event.acceptProposedAction()
            self.dropped.emit(event.mimeData())
        elif event.type() == QEvent.Type.DragLeave:
            self.veil.hide()
        elif event.type() == QEvent.Type.Resize and self.veil.isVisible():
            self.veil.cover()
        return False
