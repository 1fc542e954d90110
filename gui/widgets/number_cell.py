"""A number control without a slider, for a part of a line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui import theme
from gui.widgets.number_control import NumberControl, Scale


class NumberCell(NumberControl):
    """Caption and box, above each other or beside each other. Whoever places it places its complaint elsewhere."""

    def __init__(self, caption: QWidget, name: str, scale: Scale, tip: str = "", width: int | None = None) -> None:
        """Stand at the low end of the scale; with a width of its own, the box stands beside the caption."""
        self._width = width
        super().__init__(caption, name, scale, tip)

    def _lay_out(self) -> None:
        is_beside = self._width is not None
        way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        line = QBoxLayout(way, self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GAP if is_beside else 6)
        line.addWidget(self.caption)
        line.addWidget(self.box)
        if self._width is None:
            self.box.setMinimumWidth(40)
            self.box.setMaximumWidth(theme.SIDE_WIDTH)
        else:
            self.box.setFixedWidth(self._width)
            line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.slider.setParent(self)
        self.slider.hide()
