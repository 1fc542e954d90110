"""What the colours of a map mean."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem, QSizePolicy

from gui import theme
from gui.plots.surface import colour_map
from gui.theme import Theme
from gui.widgets.canvas import Anchor, Canvas, Text

_LENGTH, _THICK, _ROOM, _HEIGHT = 48, 8, 62, 20


class ColourBar(Canvas):
    """From the lowest value to the highest, in the colours of the map."""

    def __init__(self) -> None:
        """Have no range yet."""
        super().__init__()
        self._theme = theme.DARK
        self.range = ("", "")
        colours = np.ascontiguousarray(colour_map()[None])
        strip = QImage(colours.data, colours.shape[1], 1, QImage.Format.Format_RGB888)
        self._strip = QGraphicsPixmapItem(QPixmap.fromImage(strip).scaled(_LENGTH, _THICK))
        self._strip.setPos(_ROOM + 6, (_HEIGHT - _THICK) // 2)
        self._low, self._high = Text(theme.SMALL_PX, Anchor.AlignRight), Text(theme.SMALL_PX)
        self._low.stand_at(_ROOM, _HEIGHT / 2)
        self._high.stand_at(_ROOM + _LENGTH + 14, _HEIGHT / 2)
        for item in (self._strip, self._low, self._high):
            self.items_on.addItem(item)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(2 * _ROOM + _LENGTH + 14, _HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.show_range(*self.range)

    def show_range(self, low: str, high: str, is_open: bool = False) -> None:
        """Write the ends; open is a range whose last colour stands for all that is higher as well. Empty hides it."""
        self.range = (low, high if not is_open else f"{high} ↑")
        self._strip.setVisible(bool(low))
        self._low.say(self.range[0], self._theme.muted)
        self._high.say(self.range[1], self._theme.muted)
