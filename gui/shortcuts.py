"""Keys for the whole window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class Shortcuts(QObject):
    """Keys that act wherever the focus is, but for what a focused field or button needs itself."""

    def __init__(
        self, window: QWidget, single: dict[str, Callable[[], object]], repeating: dict[str, Callable[[], object]]
    ) -> None:
        """Bind keys to actions; the repeating ones go on while the key is held."""
        super().__init__(window)
        for keys, action in (single | repeating).items():
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setAutoRepeat(keys in repeating)
            shortcut.activated.connect(action)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button reached by Tab is pressed by Space, as everywhere; only elsewhere does Space play.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            on_button = isinstance(QApplication.focusWidget(), QAbstractButton)
            if on_button and event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        return False
