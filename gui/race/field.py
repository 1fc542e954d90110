"""A field for one number among others on a line."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gui import numbers, theme
from gui.widgets.number_control import Scale


class NumberField(QLineEdit):
    """`changed` tells a number that was typed, `refused` a sentence why one cannot be taken."""

    changed = Signal(float)
    refused = Signal(str)

    def __init__(self, name: str, scale: Scale, width: int) -> None:
        """Be empty; name is what sentences call the number."""
        super().__init__()
        self.scale = scale
        self.name = name
        self._value = scale.low
        self.setAcceptDrops(False)  # a picture dropped here is for the window
        self.setFont(theme.font(theme.SMALL_PX))
        self.setFixedWidth(width)
        self.setProperty("tight", True)
        self.setAccessibleName(name)
        self.setToolTip(name[:1].upper() + name[1:])
        self.editingFinished.connect(self._take)

    @property
    def value(self) -> float:
        """The number."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show a number without telling."""
        self._value = value
        self.setText(f"{value:.0f}" if self.scale.is_whole else numbers.compact(value))
        self.setModified(False)

    @Slot()
    def _take(self) -> None:
        if not self.isModified():
            return
        text, complaint = self.text(), self.scale.complaint(self.text(), self.name)
        value = numbers.parse(text)
        if complaint or value is None:
            self.show_value(self._value)
            self.refused.emit(complaint)
            return
        self.show_value(float(round(value)) if self.scale.is_whole else value)
        self.changed.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.clearFocus()  # the keys are the window's again
