"""Keys for the whole window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QSlider, QWidget

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_OWN_KEYS: tuple[tuple[type[QWidget], tuple[Qt.Key, ...]], ...] = (
    (QAbstractButton, (Qt.Key.Key_Space,)),
    (QSlider, _ARROWS),
    (QAbstractItemView, _ARROWS),
)


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
        # What was reached by Tab keeps the keys it lives on, as everywhere; only elsewhere are they the window's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focused = QApplication.focusWidget()
            own = [keys for kind, keys in _OWN_KEYS if isinstance(focused, kind)]
            if any(event.key() in keys for keys in (*own, getattr(focused, "own_keys", ()))):
                event.accept()
                return True
        return False
