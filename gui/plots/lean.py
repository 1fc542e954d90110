"""A plot stripped to what is needed: fixed ranges, its own ticks, a light grid, no menus, nothing painted by Python."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsLineItem, QGraphicsRectItem

from gui import theme
from gui.plots.items import Curve, Dot, Marker, pen
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, width_of
from model.arrays import Doubles
from model.ranges import Span, log_ticks, ticks

_LEFT, _TOP, _RIGHT, _BOTTOM = 54, 7, 16, 20
_NAME_HEIGHT = 16
_FAR = 20.0
_CLICK_PX = 4.0
_TICK_GAP = 6.0
Ticks = list[tuple[float, str]]


class LeanPlot(Canvas):
    """One pair of axes. Ranges and ticks change only when told to, so a redraw costs little more than its curves.

    `pointed` tells the place (x, y) under the mouse, or None; `clicked` and `double_clicked` a place.
    """

    pointed = Signal(object)
    clicked = Signal(float, float)
    double_clicked = Signal(QPointF)

    def __init__(self, x_ticks: int = 6, y_ticks: int = 5, y_unit: str = "", has_x_values: bool = True) -> None:
        """So many ticks at most, y's with a unit; a plot above another of the same x needs no values of its own."""
        super().__init__()
        self.spans: tuple[Span, Span] | None = None
        self._most, self._y_unit, self._has_x_values = (x_ticks, y_ticks), y_unit, has_x_values
        self._is_log = (False, False)
        self._markers: list[Marker] = []
        self._ticks: tuple[list[Text], list[Text]] = ([], [])
        self._named: tuple[Ticks, Ticks] | None = None
        self._tone = theme.DARK.muted
        self._pressed: QPointF | None = None
        self._frame, self._world = QGraphicsRectItem(), QGraphicsRectItem()
        self._frame.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self._frame.setPen(NO_PEN)
        self._world.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        self._world.setParentItem(self._frame)
        self._left_line, self._bottom_line = QGraphicsLineItem(), QGraphicsLineItem()
        self._name = Text(theme.SMALL_PX, Anchor.AlignHCenter)
        for item in (self._frame, self._left_line, self._bottom_line, self._name):
            self.items_on.addItem(item)
        self._grid = self.curve(z=-100)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(320, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEFT + _RIGHT + 80, _TOP + _BOTTOM + 30)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours for ground, axes and grid."""
        self.set_ground(theme.window)
        self._tone = theme.muted
        for line in (self._left_line, self._bottom_line):
            line.setPen(pen(theme.hairline))
        self._grid.recolour(theme.hairline)
        self._name.say(self._name.said, self._tone)
        self._show_ticks()

    def set_spans(self, x: Span, y: Span, is_log: bool = False, is_log_x: bool = False) -> None:
        """Show these ranges; y, or x, in powers of ten where logarithmic."""
        if (x, y) != self.spans or (is_log, is_log_x) != self._is_log:
            self.spans, self._is_log = (x, y), (is_log, is_log_x)
            self._show_ticks()
            self._place_world()

    def name_ticks(self, named: tuple[Ticks, Ticks] | None) -> None:
        """Write these at (x, y) in place of nice numbers; None brings those back."""
        if named != self._named:
            self._named = named
            self._show_ticks()
            self._place_world()

    def set_x_name(self, name: str) -> None:
        """Write this below the axis."""
        if name != self._name.said:
            self._name.say(name, self._tone)
            self.lay_out()

    def curve(self, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, z: float = 0.0) -> Curve:
        """A new curve in the plot."""
        item = Curve(width, style)
        self.add(item, z)
        return item

    def dot(self, size: int, z: float = 0.0) -> Dot:
        """A new dot in the plot, hidden."""
        item = Dot(size)
        self.add(item, z)
        return item

    def marker(self, moved: Callable[[float], None], let_go: Callable[[], None], z: float = 0.0) -> Marker:
        """A new line to drag."""
        item = Marker(moved, let_go)
        item.setParentItem(self._frame)
        item.setZValue(z)
        self._markers.append(item)
        return item

    def add(self, item: QGraphicsItem, z: float) -> None:
        """Put an item into the plot; one of larger z stands before one of smaller."""
        item.setZValue(z)
        item.setParentItem(self._world)

    def remove(self, item: QGraphicsItem) -> None:
        """Take an item away."""
        self.items_on.removeItem(item)

    def show_points(self, curve: Curve, x: Doubles, y: Doubles) -> None:
        """Give a curve its points: those that are not finite are left out, those far off the plot come nearer."""
        fine = np.isfinite(y)
        if not fine.all():
            x, y = x[fine], y[fine]
        if self.spans is not None:
            low, high = self.spans[1]
            # A point 10^18 pixels away makes Qt leave out the whole curve.
            y = np.clip(y, low - _FAR * (high - low), high + _FAR * (high - low))
        curve.set_points(x, y)

    @property
    def pixels(self) -> int:
        """How many pixels wide the axes are."""
        return max(int(self._frame.rect().width()), 16)

    @property
    def frame(self) -> QRectF:
        """Where on the widget the axes stand."""
        return self._frame.sceneBoundingRect()

    def pixel_at(self, x: float, y: float) -> QPointF:
        """Where a place of the axes is on the widget."""
        return self._world.mapToScene(x, y)

    def lay_out(self) -> None:
        bottom = _BOTTOM if self._has_x_values else 4
        bottom += _NAME_HEIGHT if self._name.said else 0
        width, height = max(self.width() - _LEFT - _RIGHT, 10), max(self.height() - _TOP - bottom, 10)
        self._frame.setPos(_LEFT, _TOP)
        self._frame.setRect(0, 0, width, height)
        self._left_line.setLine(_LEFT - 0.5, _TOP, _LEFT - 0.5, _TOP + height)
        self._bottom_line.setLine(_LEFT, _TOP + height + 0.5, _LEFT + width, _TOP + height + 0.5)
        self._name.stand_at(_LEFT + width / 2, self.height() - _NAME_HEIGHT / 2 - 1)
        self._show_ticks()
        self._place_world()

    def _place_world(self) -> None:
        """Let the axes' units fill the frame, y upwards, and put everything measured in pixels where it belongs."""
        if self.spans is None:
            return
        (left, right), (low, high) = self.spans
        width, height = self._frame.rect().width(), self._frame.rect().height()
        across, up = width / (right - left), -height / (high - low)
        self._world.setTransform(QTransform(across, 0, 0, up, -left * across, height - low * up))
        for place, text in zip(self._tick_places(), self._ticks[0] + self._ticks[1], strict=True):
            text.stand_at(*place)
        for marker in self._markers:
            marker.fit(self.spans[0], width, height)

    def _tick_places(self) -> list[tuple[float, float]]:
        x_ticks, y_ticks = self._tick_texts()
        below = self.pixel_at(0, self.spans[1][0]).y() + _BOTTOM / 2 + 1 if self.spans else 0.0
        ends = [self.width() - width_of(text, theme.SMALL_PX) / 2 - 1 for _, text in x_ticks]
        by_x = [(min(self.pixel_at(x, 0).x(), end), below) for (x, _), end in zip(x_ticks, ends, strict=True)]
        return by_x + [(_LEFT - 6.0, self.pixel_at(0, place).y()) for place, _ in y_ticks]

    def _tick_texts(self) -> tuple[Ticks, Ticks]:
        if self.spans is None:
            return [], []
        if self._named is not None:
            return self._legible(self._named[0], self.spans[0]), self._named[1]
        (x, y), (is_log, is_log_x) = self.spans, self._is_log
        x_ticks = (log_ticks(x, self._most[0]) if is_log_x else ticks(x, self._most[0])) if self._has_x_values else []
        x_ticks = self._legible(x_ticks, x)
        y_ticks = log_ticks(y, self._most[1] + 1) if is_log else ticks(y, self._most[1])
        return x_ticks, [(place, text + self._y_unit) for place, text in y_ticks]

    def _legible(self, x_ticks: Ticks, x: Span) -> Ticks:
        """Those of rising ticks whose texts do not run into each other."""
        kept, end = [], float("-inf")
        for place, text in x_ticks:
            middle = (place - x[0]) / (x[1] - x[0]) * self._frame.rect().width()
            half = width_of(text, theme.SMALL_PX) / 2
            if middle - half > end + _TICK_GAP:
                kept.append((place, text))
                end = middle + half
        return kept

    def _show_ticks(self) -> None:
        for texts, shown, anchor in zip(
            self._ticks, self._tick_texts(), (Anchor.AlignHCenter, Anchor.AlignRight), strict=True
        ):
            while len(texts) < len(shown):
                texts.append(Text(theme.SMALL_PX, anchor))
                self.items_on.addItem(texts[-1])
            while len(texts) > len(shown):
                self.items_on.removeItem(texts.pop())
            for item, (_, text) in zip(texts, shown, strict=True):
                item.say(text, self._tone)
        if self.spans is not None:
            places = np.repeat([place for place, _ in self._tick_texts()[1]], 2)
            self._grid.set_pairs(np.tile(self.spans[0], len(places) // 2), places)

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """The place of the axes under a point of the widget."""
        if self.spans is None or not self._frame.sceneBoundingRect().contains(point):
            return None
        found = self._world.mapFromScene(point)
        return found.x(), found.y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed.emit(self.place_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position() if is_left and self.items_on.mouseGrabberItem() is None else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = self.place_at(event.position())
        pressed, self._pressed = self._pressed, None
        is_click = pressed is not None and (event.position() - pressed).manhattanLength() <= _CLICK_PX
        if is_click and place is not None:
            self.clicked.emit(*place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit(event.position())

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)
