"""Below the thumbnails of the tray: how many are right, the true class of the chosen one, and taking away."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.classify.picture import Picture
from gui.widgets.calm import CalmComboBox
from gui.widgets.labels import label, wrapped

_UNNAMED = "true class?"


class TrayRow(QWidget):
    """`named` tells the chosen class by name or None, `removed` and `cleared` that pictures are to go."""

    named = Signal(object)
    removed = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        """Name nothing yet."""
        super().__init__()
        self._classes: tuple[str, ...] = ()
        self.summary = wrapped(tone="muted", pixels=theme.SMALL_PX)
        self.true = CalmComboBox()
        self.true.setFont(theme.font(theme.SMALL_PX))
        self.true.setAccessibleName("True class")
        self.true.setToolTip("The true class of the chosen picture: then it counts")
        self.true.setMinimumContentsLength(8)
        self.remove, self.clear = _button("Remove", "Take this picture out"), _button("Remove all", "Empty the tray")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(label("is", "muted", theme.SMALL_PX))
        row.addWidget(self.true, 1)
        row.addWidget(self.remove)
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.summary)
        column.addLayout(row)
        self.true.activated.connect(self._tell)
        self.remove.clicked.connect(self.removed)
        self.clear.clicked.connect(self.cleared)

    def show_tray(self, summary: str, classes: tuple[str, ...], chosen: Picture | None) -> None:
        """Say how the tray does, and what the chosen picture of it is called."""
        if self.summary.text() != summary:
            self.summary.setText(summary)
        named = chosen.named if chosen is not None else None
        stranger = named if named is not None and named not in classes else None
        with QSignalBlocker(self.true):
            if classes != self._classes:
                self._classes = classes
                self.true.clear()
                self.true.addItems([_UNNAMED, *classes])
            self.true.setItemText(0, _UNNAMED if stranger is None else f"{stranger} (no class here)")
            self.true.setCurrentIndex(classes.index(named) + 1 if named in classes else 0)
        self.true.setEnabled(chosen is not None)
        self.remove.setEnabled(chosen is not None)

    @Slot(int)
    def _tell(self, place: int) -> None:
        self.named.emit(self._classes[place - 1] if place else None)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX))
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
