"""A plot stripped to what is needed: fixed ranges, its own ticks, a light grid drawn once, no menus."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView

from gui import theme
from gui.plots.items import Curve, Dot, Marker, pen
from gui.theme import Theme
from model.arrays import Doubles
from model.ranges import Span, log_ticks, ticks

_LEFT_AXIS = 54
_FAR = 20.0
_BOTTOM_AXIS, _AXIS_NAME = 20, 16


class PlotCanvas(pg.GraphicsLayoutWidget):
    """Where plots stand. Qt paints it by itself: pyqtgraph's own paintEvent would hold the interpreter's lock."""

    paintEvent = QGraphicsView.paintEvent  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        """Be empty."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self.setAntialiasing(True)
        self.ci.layout.setContentsMargins(0, 4, 16, 0)
        self.ci.layout.setSpacing(6)


class LeanPlot:
    """One pair of axes. Ranges and ticks change only when told to, so a redraw costs little more than its curves."""

    def __init__(
        self, plot: pg.PlotItem, x_ticks: int = 6, y_ticks: int = 5, y_unit: str = "", x_name: str = ""
    ) -> None:
        """Strip a plot item; so many ticks at most, y's with a unit; x_name stands at the end of its axis."""
        self.plot = plot
        self._y_unit = y_unit
        self._most = (x_ticks, y_ticks)
        self._spans: tuple[Span, Span] | None = None
        self._is_log = (False, False)
        self._markers: list[Marker] = []
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.disableAutoRange()
        plot.vb.setDefaultPadding(0)
        plot.vb.sigResized.connect(self._place_items)
        left, bottom = plot.getAxis("left"), plot.getAxis("bottom")
        left.setWidth(_LEFT_AXIS)
        bottom.setHeight(_BOTTOM_AXIS + (_AXIS_NAME if x_name else 0))
        bottom.enableAutoSIPrefix(False)
        for axis in (left, bottom):
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            axis.setStyle(
                tickLength=0,
                tickFont=theme.font(theme.SMALL_PX),
                autoExpandTextSpace=False,
                hideOverlappingLabels=False,
            )
        self._x_name = ""
        bottom.label.setFont(theme.font(theme.SMALL_PX))
        if x_name:
            self.set_x_name(x_name)
        self._grid = self.curve(z=-100)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours for axes and grid."""
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pen(theme.hairline))
            axis.setTextPen(pen(theme.muted))
        self._grid.recolour(theme.hairline)

    def set_x_name(self, name: str) -> None:
        """Write this below the axis."""
        if name != self._x_name:
            self._x_name = name
            self.plot.getAxis("bottom").setLabel(name)

    @property
    def spans(self) -> tuple[Span, Span] | None:
        """The ranges in force, x and y."""
        return self._spans

    def set_spans(self, x: Span, y: Span, is_log: bool = False, is_log_x: bool = False) -> None:
        """Show these ranges; y, or x, in powers of ten where logarithmic."""
        if (x, y) == self._spans and (is_log, is_log_x) == self._is_log:
            return
        self._spans, self._is_log = (x, y), (is_log, is_log_x)
        self.plot.vb.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        y_ticks = log_ticks(y) if is_log else ticks(y, self._most[1])
        self.plot.getAxis("left").setTicks([[(place, text + self._y_unit) for place, text in y_ticks]])
        self.plot.getAxis("bottom").setTicks([log_ticks(x) if is_log_x else ticks(x, self._most[0])])
        places = np.repeat([place for place, _ in y_ticks], 2)
        self._grid.set_pairs(np.tile(x, len(y_ticks)), places)
        self._place_items()

    def curve(self, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, z: float = 0.0) -> Curve:
        """A new curve in the plot."""
        item = Curve(width, style)
        self.add(item, z)
        return item

    def show_points(self, curve: Curve, x: Doubles, y: Doubles) -> None:
        """Give a curve its points: those that are not finite are left out, those far off the plot come nearer."""
        fine = np.isfinite(y)
        if not fine.all():
            x, y = x[fine], y[fine]
        if self._spans is not None:
            low, high = self._spans[1]
            # A point 10^18 pixels away makes Qt leave out the whole curve.
            y = np.clip(y, low - _FAR * (high - low), high + _FAR * (high - low))
        curve.set_points(x, y)

    def dot(self, size: int, z: float = 0.0) -> Dot:
        """A new dot in the plot, hidden."""
        item = Dot(size)
        self.add(item, z)
        return item

    def marker(self, moved: Callable[[float], None], let_go: Callable[[], None], z: float = 0.0) -> Marker:
        """A new line to drag."""
        item = Marker(moved, let_go)
        item.setParentItem(self.plot.vb)
        item.setZValue(z)
        self._markers.append(item)
        return item

    def add(self, item: QGraphicsItem, z: float) -> None:
        """Put an item into the plot; one of larger z stands before one of smaller."""
        item.setZValue(z)
        self.plot.addItem(item, ignoreBounds=True)

    @property
    def pixels(self) -> int:
        """How many pixels wide the axes are."""
        return max(int(self.plot.vb.width()), 16)

    def _place_items(self) -> None:
        """Bring the items to their pixels now: pyqtgraph puts it off until its paintEvent, which is not used."""
        box = self.plot.vb
        box.prepareForPaint()
        if self._spans is not None:
            for marker in self._markers:
                marker.fit(self._spans[0], box.width(), box.height())
