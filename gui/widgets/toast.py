"""A sentence that lies over a corner for some seconds: what was done, or why it could not be."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gui import theme
from gui.widgets.labels import Tone, label, retone

_SHOWN_MS = 8000
_WIDEST = 560


class Toast(QObject):
    """Says one sentence at a time at the bottom of a widget; a click takes it away, and `clicked` tells of it."""

    clicked = Signal()

    def __init__(self, over: QWidget) -> None:
        """Lie over a widget, hidden."""
        super().__init__(over)
        self._over = over
        self.words: QLabel = label()
        self.words.setParent(over)
        self.words.setObjectName("toast")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.words.hide()
        self.words.installEventFilter(self)
        over.installEventFilter(self)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_SHOWN_MS)
        self._clock.timeout.connect(self.words.hide)

    def say(self, sentence: str, tone: Tone = "plain") -> None:
        """Show a sentence; one in a warning's tone stays until it is clicked or another comes."""
        self.words.setText(sentence)
        retone(self.words, tone)
        self._place()
        self.words.show()
        self.words.raise_()
        if tone == "warning":
            self._clock.stop()
        else:
            self._clock.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.words and event.type() == QEvent.Type.MouseButtonPress:
            self.words.hide()
            self.clicked.emit()
        elif watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if not self.words.text():
            return
        width = min(_WIDEST, self._over.width() - 2 * theme.MARGIN)
        needed = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 32
        self.words.setFixedWidth(min(width, needed))
        self.words.setFixedHeight(self.words.heightForWidth(self.words.width()))
        left = (self._over.width() - self.words.width()) // 2
        self.words.move(left, self._over.height() - self.words.height() - theme.MARGIN)
