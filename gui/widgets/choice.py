"""One of a few: as segments of a bar, or as quiet words in a title row."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from gui import theme

Value = TypeVar("Value")
Option = tuple[Value, str, str]


class Choice(QFrame, Generic[Value]):
    """Exclusive buttons, each standing for a value; `chosen` tells the value when the user changes it."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[Option[Value]], name: str, quiet: bool = False) -> None:
        """Offer options (value, text, tooltip), the first one chosen; name is for those who hear the screen."""
        super().__init__()
        self.setAccessibleName(name)
        self._is_quiet = quiet
        if not quiet:
            self.setObjectName("segments")
        self._values: list[Value] = []
        self._group = QButtonGroup(self)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(*(4 * [0 if quiet else 2]))
        row.setSpacing(0 if quiet else 2)
        for option in options:
            self.add(option)
        self._group.idClicked.connect(self._tell)

    def add(self, option: Option[Value]) -> None:
        """Offer one more."""
        value, text, tip = option
        button = _button(text, tip, f"{self.accessibleName()}: {text}", self._is_quiet)
        button.setChecked(not self._values)
        self._group.addButton(button, len(self._values))
        self._row.addWidget(button, 0 if self._is_quiet else 1)
        self._values.append(value)

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self._values[self._group.checkedId()]

    def set_value(self, value: Value) -> None:
        """Choose without telling."""
        with QSignalBlocker(self._group):
            self._group.button(self._values.index(value)).setChecked(True)

    def button(self, value: Value) -> QPushButton:
        """The button of a value."""
        found = self._group.button(self._values.index(value))
        assert isinstance(found, QPushButton)
        return found

    @Slot(int)
    def _tell(self, index: int) -> None:
        self.chosen.emit(self._values[index])


def _button(text: str, tip: str, name: str, quiet: bool) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX if quiet else theme.BODY_PX))
    button.setCheckable(True)
    button.setProperty("quiet" if quiet else "segment", True)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMinimumWidth(0)
    return button


def row_of(*widgets: QWidget) -> QWidget:
    """Some widgets beside each other, as one; the last takes the room that is left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for widget in widgets:
        row.addWidget(widget, int(widget is widgets[-1]))
    return holder
