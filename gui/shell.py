"""How the parts of the window lie beside and below each other."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.labels import hairline


def shell(above: Sequence[QWidget], beside: tuple[QWidget, QWidget, QWidget], below: Sequence[QWidget]) -> QWidget:
    """What stands above, then three parts beside each other, of which the middle takes the room, then what is below."""
    left, middle, right = beside
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(left)
    row.addWidget(hairline(vertical=True))
    row.addWidget(middle, 1)
    row.addWidget(hairline(vertical=True))
    row.addWidget(right)
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for widget in above:
        rows.addWidget(widget)
    rows.addLayout(row, 1)
    for widget in below:
        rows.addWidget(widget)
    return whole
