"""One source in a line: what it is, how it stands, and what can be done about it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.sources import words
from gui.sources.desk import State
from gui.widgets.labels import Tone, label, retone, wrapped, yielding
from model.datasets.task import Progress

_NAME_WIDTH = 128
_FINE = 1000


def button(text: str, tip: str, is_primary: bool = False) -> QPushButton:
    """A button of this page."""
    made = QPushButton(text)
    made.setFont(theme.font())
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if is_primary:
        made.setObjectName("primary")
    return made


class ProgressLine(QWidget):
    """A bar and the words beside it; gone while nothing goes on."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.words = yielding()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        self.hide()

    def show_progress(self, told: Progress | None) -> None:
        """Show how far something is, or nothing."""
        self.setVisible(told is not None)
        if told is not None:
            self.bar.setRange(0, _FINE if told.total else 0)
            self.bar.setValue(round(_FINE * told.share))
            self.words.setText(words.progress(told) if told.total else f"{told.words} …")


class SourceRow(QWidget):
    """A source with its buttons, of which only those are seen that do something now."""

    opened = Signal(str)

    def __init__(self, key: str, title: str, about: str, *actions: QPushButton) -> None:
        """Stand for a source; actions are seen while it is not at work."""
        super().__init__()
        self.key = key
        self.open = button("Open", f"Start a new run on {title}", is_primary=True)
        self.cancel = button("Cancel", "Stop here; what has come so far is kept")
        self.choices = actions
        self.progress = ProgressLine()
        self.standing = wrapped(tone="muted", pixels=theme.SMALL_PX)
        name = label(title, bold=True)
        name.setWordWrap(True)
        name.setFixedWidth(_NAME_WIDTH)
        name.setToolTip(about)
        said = wrapped(about, pixels=theme.SMALL_PX)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(said)
        text.addWidget(self.standing)
        text.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(theme.GAP)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        for pressed in (*actions, self.cancel, self.open):
            row.addWidget(pressed, 0, Qt.AlignmentFlag.AlignTop)
        self.open.clicked.connect(self._tell_open)

    def show_state(self, state: State, standing: str, is_ready: bool) -> None:
        """Show how the work stands, and in a sentence how the source does."""
        is_busy = state.progress is not None
        self.progress.show_progress(state.progress)
        self.standing.setVisible(not is_busy)
        self.standing.setText(state.sentence or standing)
        tone: Tone = "warning" if state.sentence else "good" if is_ready else "muted"
        retone(self.standing, tone)
        self.cancel.setVisible(is_busy)
        self.open.setVisible(is_ready and not is_busy)
        for action in self.choices:
            action.setVisible(not is_busy and not is_ready)

    @Slot()
    def _tell_open(self) -> None:
        self.opened.emit(self.key)
