"""A number to set by slider or by typing: the slider covers the usual range, the box takes any that is allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui import numbers, theme
from gui.widgets.calm import CalmSlider
from gui.widgets.labels import wrapped

_TICKS = 400
_KEY_FACTOR = 10**0.1


@dataclass(frozen=True, slots=True)
class Scale:
    """Which numbers a control takes: low..high on the slider, lowest..highest in the box.

    On a logarithmic scale equal ways on the slider are equal factors.
    """

    low: float
    high: float
    lowest: float
    highest: float
    is_log: bool = True
    is_whole: bool = False

    def at(self, share: float) -> float:
        """The number at a share 0..1 of the slider's way, rounded to what one would type."""
        if self.is_log:
            value = exp(log(self.low) + share * log(self.high / self.low))
        else:
            value = self.low + share * (self.high - self.low)
        return float(round(value)) if self.is_whole else float(f"{value:.2g}")

    def share(self, value: float) -> float:
        """Where on the slider a number stands, 0..1."""
        inside = min(max(value, self.low), self.high)
        if self.is_log:
            return log(inside / self.low) / log(self.high / self.low)
        return (inside - self.low) / (self.high - self.low)

    def complaint(self, text: str, name: str) -> str:
        """Why a typed text cannot be taken, in a sentence; empty where it can."""
        value = numbers.parse(text)
        if value is None:
            return f"“{text}” is not a number; {name} stays as it was."
        if not self.lowest <= value <= self.highest:
            lowest, highest = (numbers.compact(v) if v < 1000 else f"{v:,.0f}" for v in (self.lowest, self.highest))
            return f"{name[:1].upper()}{name[1:]} goes from {lowest} to {highest}."
        return ""


class NumberControl(QWidget):
    """A name or formula, a box and a slider for one number; `changed` tells the number, at once."""

    changed = Signal(float)

    def __init__(self, caption: QWidget, name: str, scale: Scale, tip: str = "") -> None:
        """Stand at the low end of the scale; name is what sentences call the number."""
        super().__init__()
        self._scale = scale
        self._value = scale.low
        self.caption = caption
        self.box = _NumberBox(self.step_by)
        self.slider = CalmSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _TICKS)
        self.complaint = wrapped(tone="warning", pixels=theme.SMALL_PX)
        self.complaint.hide()
        self.set_meaning(scale, name, tip)
        self._lay_out()
        self.slider.valueChanged.connect(self._take_slider)
        self.box.editingFinished.connect(self._take_box)

    @property
    def value(self) -> float:
        """The number."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number without telling."""
        self._value = value
        self._complain("")
        if not self.box.hasFocus() or not self.box.isModified():
            self.box.setText(self._text(value))
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(_TICKS * self._scale.share(value)))

    def set_scale(self, scale: Scale) -> None:
        """Take other numbers from now on."""
        if scale != self._scale:
            self._scale = scale
            self.set_value(min(max(self._value, scale.lowest), scale.highest))

    def set_meaning(self, scale: Scale, name: str, tip: str) -> None:
        """Stand for another number from now on."""
        self._name = name
        self.set_scale(scale)
        for widget in (self.box, self.slider, self.caption):
            widget.setToolTip(tip)
            widget.setAccessibleName(name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.caption, 1)
        row.addWidget(self.box)
        column.addLayout(row)
        column.addWidget(self.slider)
        column.addWidget(self.complaint)

    def _text(self, value: float) -> str:
        return f"{value:.0f}" if self._scale.is_whole else numbers.compact(value)

    @Slot(int)
    def _take_slider(self, tick: int) -> None:
        self._take(self._scale.at(tick / _TICKS))

    @Slot()
    def _take_box(self) -> None:
        if not self.box.isModified():
            return
        text = self.box.text()
        self.box.setModified(False)
        complaint = self._scale.complaint(text, self._name)
        if complaint:
            self.set_value(self._value)
            self._complain(complaint)
        else:
            value = numbers.parse(text)
            assert value is not None
            self._take(float(round(value)) if self._scale.is_whole else value)

    def _take(self, value: float) -> None:
        self.box.setModified(False)
        is_new = value != self._value
        self.set_value(value)
        if is_new:
            self.changed.emit(value)

    def step_by(self, direction: int) -> None:
        """One step up (1) or down (-1), as the arrow keys take them."""
        scale = self._scale
        if scale.is_whole or not scale.is_log:
            step = 1.0 if scale.is_whole else (scale.high - scale.low) / 20
            value = self._value + direction * step
        else:
            value = max(self._value, scale.low) * _KEY_FACTOR**direction
        rounded = float(round(value)) if scale.is_whole else float(f"{value:.3g}")
        self._take(min(max(rounded, scale.lowest), scale.highest))

    def _complain(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        self.box.setProperty("wrong", bool(sentence))
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)


class _NumberBox(QLineEdit):
    """A field for a number; Up and Down change it by a tenth of a decade."""

    def __init__(self, step: Callable[[int], None]) -> None:
        super().__init__()
        self._step = step
        self.setAcceptDrops(False)  # a picture dropped here is for the window
        self.setFont(theme.font())
        self.setFixedWidth(88)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.clearFocus()  # the keys are the window's again
