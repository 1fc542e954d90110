"""Words on the screen: headings, quiet words, formulas, explanations, hairlines."""

from typing import Literal

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolTip, QWidget

from gui import theme

Tone = Literal["plain", "muted", "warning", "good"]


def label(text: str = "", tone: Tone = "plain", pixels: int = theme.BODY_PX, bold: bool = False) -> QLabel:
    """A line of text."""
    made = QLabel(text)
    made.setFont(theme.font(pixels, bold))
    made.setProperty("tone", tone)
    return made


def wrapped(text: str = "", tone: Tone = "plain", pixels: int = theme.BODY_PX) -> QLabel:
    """Text that breaks into lines, and takes no more width than it is given."""
    made = label(text, tone, pixels)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


def centred(text: str) -> QLabel:
    """A sentence in the middle of an empty place."""
    made = label(text, "muted", theme.HEADING_PX)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setWordWrap(True)
    return made


def heading(text: str) -> QLabel:
    """The title of a view."""
    return label(text, pixels=theme.HEADING_PX, bold=True)


def field_name(text: str) -> QLabel:
    """The name above a control."""
    return label(text, "muted", theme.SMALL_PX, bold=True)


def yielding(tone: Tone = "muted", pixels: int = theme.SMALL_PX) -> QLabel:
    """A line of text that is cut off rather than asking for more width; for words that change."""
    made = label("", tone, pixels)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


class Steady(QWidget):
    """A place for a label whose words change while a run goes on: nothing is laid out anew for them.

    A layout asks all widgets up to the window again for every new text, some of them in Python.
    """

    def __init__(self, shown: QLabel) -> None:
        """Be as high as one line, and as wide as there is room."""
        super().__init__()
        self._shown = shown
        shown.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(shown.fontMetrics().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._shown.setGeometry(self.rect())
        self.grow()

    def grow(self) -> None:
        """Be as high as the text needs, and never less again."""
        if self._shown.wordWrap():
            self.setFixedHeight(max(self.height(), self._shown.heightForWidth(self.width())))


def say_within(shown: QLabel, text: str) -> None:
    """Change the text of a label of fixed size, which grows where that is too small and never shrinks again."""
    if shown.text() != text:
        shown.setText(text)
        if len(text) > shown.property("longest"):
            shown.setProperty("longest", len(text))
            shown.setFixedWidth(max(shown.width(), shown.sizeHint().width()))


def fixed(shown: QLabel, width: int) -> QLabel:
    """The same label with room of so many pixels, for `say_within`."""
    shown.setFixedSize(width, shown.sizeHint().height())
    shown.setProperty("longest", 0)
    return shown


def retone(shown: QLabel, tone: Tone) -> None:
    """Change the tone of a label that is already on the screen."""
    if shown.property("tone") != tone:
        shown.setProperty("tone", tone)
        shown.style().unpolish(shown)
        shown.style().polish(shown)


def hairline(vertical: bool = False) -> QFrame:
    """A line one pixel thin."""
    line = QFrame()
    line.setObjectName("hairline")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class InfoButton(QPushButton):
    """The (i) beside a title: two sentences, on hovering and on a click."""

    def __init__(self, text: str) -> None:
        """Explain with this text."""
        super().__init__("i")
        self.setFont(theme.font(theme.SMALL_PX, bold=True))
        self.setProperty("quiet", True)
        self.setFixedSize(22, 22)
        self.setToolTip(text)
        self.setAccessibleName("Explain this view")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._explain)

    @Slot()
    def _explain(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.toolTip(), self)


def title_row(title: str | QLabel, explanation: str, *others: QWidget, middle: QWidget | None = None) -> QHBoxLayout:
    """The row above a view: its title, the (i), what fills the middle, and whatever else stands to the right."""
    row = QHBoxLayout()
    row.setSpacing(theme.GAP)
    row.addWidget(heading(title) if isinstance(title, str) else title)
    row.addWidget(InfoButton(f"<p style='white-space:normal'>{explanation}</p>"))
    if middle is None:
        row.addStretch(1)
    else:
        row.addWidget(middle, 1)
    for other in others:
        row.addWidget(other)
    return row
