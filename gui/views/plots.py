"""A plot stripped to what is needed: fixed ranges, its own ticks, a light grid drawn once, no menus."""

from math import isfinite

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui import theme
from gui.theme import Theme
from model.arrays import Doubles
from model.ranges import Span, log_ticks, ticks

_LEFT_AXIS = 54
_FAR = 20.0
_BOTTOM_AXIS, _AXIS_NAME = 20, 16


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
        self._is_log = False
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.disableAutoRange()
        plot.vb.setDefaultPadding(0)
        left, bottom = plot.getAxis("left"), plot.getAxis("bottom")
        left.setWidth(_LEFT_AXIS)
        bottom.setHeight(_BOTTOM_AXIS + (_AXIS_NAME if x_name else 0))
        bottom.enableAutoSIPrefix(False)
        for axis in (left, bottom):
            axis.setStyle(
                tickLength=0,
                tickFont=theme.font(theme.SMALL_PX),
                autoExpandTextSpace=False,
                hideOverlappingLabels=False,
            )
        if x_name:
            bottom.label.setFont(theme.font(theme.SMALL_PX))
            bottom.setLabel(x_name)
        self._grid = pg.PlotCurveItem(connect="pairs")
        self._grid.setZValue(-100)
        plot.addItem(self._grid, ignoreBounds=True)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours for axes and grid."""
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pen(theme.hairline))
            axis.setTextPen(pen(theme.muted))
        self._grid.setPen(pen(theme.hairline))

    @property
    def spans(self) -> tuple[Span, Span] | None:
        """The ranges in force, x and y."""
        return self._spans

    def set_spans(self, x: Span, y: Span, is_log: bool = False) -> None:
        """Show these ranges; y in powers of ten where logarithmic."""
        if (x, y) == self._spans and is_log == self._is_log:
            return
        self._spans, self._is_log = (x, y), is_log
        self.plot.vb.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        y_ticks = log_ticks(y) if is_log else ticks(y, self._most[1])
        self.plot.getAxis("left").setTicks([[(place, text + self._y_unit) for place, text in y_ticks]])
        self.plot.getAxis("bottom").setTicks([ticks(x, self._most[0])])
        places = np.repeat([place for place, _ in y_ticks], 2)
        self._grid.setData(np.tile(x, len(y_ticks)), places, connect="pairs")

    def curve(self, width: float = 1.0, is_smooth: bool = True, z: float = 0.0) -> pg.PlotCurveItem:
        """A new curve in the plot."""
        item = pg.PlotCurveItem(skipFiniteCheck=True, antialias=is_smooth)
        item.setZValue(z)
        item.setPen(pen("#808080", width))
        self.plot.addItem(item, ignoreBounds=True)
        return item

    def show_points(self, curve: pg.PlotCurveItem, x: Doubles, y: Doubles) -> None:
        """Give a curve its points: those that are not finite are left out, those far off the plot come nearer."""
        fine = np.isfinite(y)
        if not fine.all():
            x, y = x[fine], y[fine]
        if self._spans is not None:
            low, high = self._spans[1]
            # A point 10^18 pixels away makes Qt leave out the whole curve.
            y = np.clip(y, low - _FAR * (high - low), high + _FAR * (high - low))
        curve.setData(x, y)

    def dot(self, size: int, z: float = 0.0) -> "Dot":
        """A new dot in the plot, hidden."""
        item = Dot(size)
        item.setZValue(z)
        self.plot.addItem(item, ignoreBounds=True)
        return item

    @property
    def pixels(self) -> int:
        """How many pixels wide the axes are."""
        return max(int(self.plot.vb.width()), 16)


class Dot(QGraphicsEllipseItem):
    """A dot of so many pixels at a place of the axes: many times lighter than a scatter plot of one point."""

    def __init__(self, size: int) -> None:
        """Be nowhere yet."""
        super().__init__(-size / 2, -size / 2, size, size)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.hide()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)

    def show_at(self, x: float, y: float) -> None:
        """Stand at a place; nowhere if that is not finite."""
        is_there = isfinite(x) and isfinite(y)
        if is_there:
            self.setPos(x, y)
        self.setVisible(is_there)


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width does not scale with the axes."""
    # A cosmetic pen is measured in the screen's own pixels.
    screen = QGuiApplication.primaryScreen()
    made = QPen(QColor(colour), width * (screen.devicePixelRatio() if screen else 1.0), style)
    made.setCosmetic(True)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return made


def recolour(curve: pg.PlotCurveItem, colour: str) -> None:
    """Change a curve's colour and keep its width."""
    made = QPen(curve.opts["pen"])
    made.setColor(QColor(colour))
    curve.setPen(made)
