"""A number control on one line, for many of them below each other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import numbers, theme
from gui.widgets.number_control import NumberControl, Scale

HEIGHT = 24
_BOX_WIDTH = 62


class NumberRow(NumberControl):
    """Caption, slider and box side by side, two decimals. Whoever places it places its complaint elsewhere.

    `refused` tells that something was typed that cannot be taken.
    """

    refused = Signal()

    def __init__(self, caption: QWidget, name: str, scale: Scale, tip: str = "") -> None:
        """Stand at the low end of the scale; name is what sentences call the number."""
        super().__init__(caption, name, scale, tip)
        self.setFixedHeight(HEIGHT)
        self.box.setFixedSize(_BOX_WIDTH, HEIGHT - 2)
        self.box.setProperty("tight", True)
        self.slider.setMinimumWidth(40)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.caption)
        row.addWidget(self.slider, 1)
        row.addWidget(self.box)

    def _text(self, value: float) -> str:
        return numbers.plain(value, 2)

    def _complain(self, sentence: str) -> None:
        if sentence != self.complaint.text():  # dressing a box anew takes long, and these change with every frame
            super()._complain(sentence)
            if sentence:
                self.refused.emit()
