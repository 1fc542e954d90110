"""A slider with few places, each of which stands for a value."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.widgets.calm import CalmSlider
from gui.widgets.canvas import width_of
from gui.widgets.labels import label

Value = TypeVar("Value")
Stop = tuple[Value, str]


class Stops(QWidget, Generic[Value]):
    """Name, slider, and the value in words; `chosen` tells the value when the handle is let go, or a key moved it."""

    chosen = Signal(object)

    def __init__(self, name: str, tip: str, widest: str) -> None:
        """Have no places yet; widest is the longest text of a value."""
        super().__init__()
        self.slider = CalmSlider(Qt.Orientation.Horizontal)
        self.words = label(pixels=theme.SMALL_PX)
        self.words.setFixedWidth(round(width_of(widest, theme.SMALL_PX)) + 2)
        self._stops: Sequence[Stop[Value]] = ()
        self._told = 0
        caption = label(name, "muted", theme.SMALL_PX)
        for widget in (self.slider, self.words, caption):
            widget.setToolTip(tip)
        self.slider.setAccessibleName(name)
        self.slider.setMinimumWidth(48)
        self.slider.setPageStep(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(caption)
        row.addWidget(self.slider, 1)
        row.addWidget(self.words)
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(self._tell)

    @property
    def value(self) -> Value:
        """The value where the handle stands."""
        return self._stops[self.slider.value()][0]

    def set_stops(self, stops: Sequence[Stop[Value]], value: Value) -> None:
        """Offer these values (value, text), and stand at one of them without telling; at the last where it is none."""
        self._stops = stops
        values = [stop for stop, _ in stops]
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(stops) - 1)
            self.slider.setValue(values.index(value) if value in values else len(stops) - 1)
        self._told = self.slider.value()
        self._say()

    @Slot(int)
    def _move(self, place: int) -> None:
        self._say()
        if not self.slider.isSliderDown():
            self._tell()

    @Slot()
    def _tell(self) -> None:
        if self.slider.value() != self._told:
            self._told = self.slider.value()
            self.chosen.emit(self.value)

    def _say(self) -> None:
        self.words.setText(self._stops[self.slider.value()][1])
