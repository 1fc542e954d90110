"""A bar below the top bar that offers something: what a crash has left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui import theme
from gui.widgets.labels import label


class Offer(QWidget):
    """A sentence and two answers; hidden until there is something to offer."""

    accepted = Signal()
    declined = Signal()

    def __init__(self) -> None:
        """Offer nothing."""
        super().__init__()
        self.setObjectName("offer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label()
        self.yes, self.no = QPushButton("Restore"), QPushButton("Discard")
        self.yes.setObjectName("primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        row.addWidget(self.words, 1)
        for button, tip, answer in (
            (self.no, "Forget it for good", self.declined),
            (self.yes, "Open it; what is open now is kept as it is until then", self.accepted),
        ):
            button.setFont(theme.font())
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(answer)
            button.clicked.connect(self.hide)
            row.addWidget(button)
        self.hide()

    def make(self, sentence: str) -> None:
        """Offer something."""
        self.words.setText(sentence)
        self.show()
