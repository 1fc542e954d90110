"""What the colours of the maps mean, upright beside them."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem, QSizePolicy

from gui import theme
from gui.plots.lean import LeanPlot
from gui.plots.surface import colour_map
from gui.search.cells import Metric
from gui.search.colours import Colours
from gui.theme import Theme
from gui.widgets.canvas import Canvas, Text
from model.ranges import ticks

_THICK, _GAP, _WIDTH = 10, 6, 62
_TICKS, _PITCH = 5, 24.0


class ScaleBar(Canvas):
    """The colour map as high as the axes of a plot, bright above, with the values beside it."""

    def __init__(self, beside: LeanPlot) -> None:
        """Have no range yet; beside is the plot whose axes say how high it is."""
        super().__init__()
        self._beside = beside
        self._theme = theme.DARK
        self._colours: Colours | None = None
        column = np.ascontiguousarray(colour_map()[::-1, None])
        strip = QImage(column.data, 1, len(column), 3, QImage.Format.Format_RGB888)
        self._strip = QGraphicsPixmapItem(QPixmap.fromImage(strip))
        self.items_on.addItem(self._strip)
        self.texts: list[Text] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Colours")

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 160)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_colours(self, colours: Colours) -> None:
        """Write the values of other colours."""
        if colours != self._colours:
            self._colours = colours
            self.lay_out()

    def lay_out(self) -> None:
        frame = self._beside.frame
        self._strip.setTransform(QTransform(_THICK, 0, 0, frame.height() / len(colour_map()), 0, frame.top()))
        marks = self._marks()
        while len(self.texts) < len(marks):
            self.texts.append(Text(theme.SMALL_PX))
            self.items_on.addItem(self.texts[-1])
        while len(self.texts) > len(marks):
            self.items_on.removeItem(self.texts.pop())
        for text, (share, said) in zip(self.texts, marks, strict=True):
            text.say(said, self._theme.muted)
            text.stand_at(_THICK + _GAP, frame.bottom() - share * frame.height())

    def _marks(self) -> list[tuple[float, str]]:
        """How far up values stand, and what they are; beyond the dark end of a loss there are higher ones."""
        if self._colours is None:
            return []
        most = min(_TICKS, max(1, int(self._beside.frame.height() / _PITCH)))
        (low, high), is_reversed = self._colours.span, self._colours.is_reversed
        unit = " %" if self._colours.metric is Metric.ACCURACY else ""
        found = [((value - low) / (high - low), f"{text}{unit}") for value, text in ticks((low, high), most)]
        if not is_reversed:
            return found
        return [(1 - share, f"{text} ↑" if share > 1 - 1e-9 else text) for share, text in found]
