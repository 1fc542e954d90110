"""What stands in a plot. No item is painted by Python, and none makes Qt objects while a run goes on.

Both would be waited for: a paint method in Python needs the interpreter's lock, and so does every Qt value that
PySide makes (a colour, a rectangle, a path): it leaves the lock for the making, and training is quick to take it.
"""

from collections.abc import Callable
from math import isfinite

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsLineItem,
    QGraphicsRectItem,
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QGraphicsSimpleTextItem,
)
from PySide6.QtWidgets import QGraphicsPathItem as PathItem

from gui import theme
from gui.widgets.canvas import NO_PEN, width_of
from model.arrays import Doubles

_FIXED = QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations
_GRIP = 5.0
_FAR = 1e6


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width does not scale with the axes."""
    # A cosmetic pen is measured in the screen's own pixels. One of width 0 is a pixel wide, and Qt need not follow the
    # outline of the whole curve to know how far it reaches.
    screen = QGuiApplication.primaryScreen()
    wide = width * (screen.devicePixelRatio() if screen else 1.0)
    made = QPen(QColor(colour), wide if wide > 1 else 0.0, style)
    made.setCosmetic(True)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return made


class Curve(PathItem):
    """A line through points (n,), (n,) of the axes."""

    def __init__(self, width: float, style: Qt.PenStyle) -> None:
        """Have no points yet."""
        super().__init__()
        self.points = (np.empty(0), np.empty(0))
        self._path = QPainterPath()
        self._polygon = pg.functions.create_qpolygonf(0)
        self.setPen(pen("#808080", width, style))

    def set_points(self, x: Doubles, y: Doubles) -> None:
        """Go through these points."""
        self.points = (x, y)
        if len(x) != self._polygon.size():
            self._polygon.resize(len(x))
        self._path.clear()
        if len(x):
            into = pg.functions.ndarray_from_qpolygonf(self._polygon)
            into[:, 0], into[:, 1] = x, y
            self._path.addPolygon(self._polygon)
        self.setPath(self._path)

    def set_pairs(self, x: Doubles, y: Doubles) -> None:
        """Be a line of its own through every two points (2 n,), (2 n,)."""
        self.points = (x, y)
        self.setPath(pg.arrayToQPath(x, y, "pairs", finiteCheck=False))

    def set_pieces(self, x: Doubles, y: Doubles) -> None:
        """Be several lines, with points that are not numbers between them."""
        self.points = (x, y)
        self.setPath(pg.arrayToQPath(x, y, "finite"))

    def recolour(self, colour: str) -> None:
        """Change the colour and keep the width."""
        made = QPen(self.pen())
        made.setColor(QColor(colour))
        self.setPen(made)


class Dot(QGraphicsEllipseItem):
    """A dot of so many pixels at a place of the axes."""

    def __init__(self, size: int) -> None:
        """Be nowhere yet."""
        super().__init__(-size / 2, -size / 2, size, size)
        self.setFlag(_FIXED)
        self.setPen(NO_PEN)
        self.hide()

    def show_at(self, x: float, y: float) -> None:
        """Stand at a place; nowhere if that is not finite."""
        is_there = isfinite(x) and isfinite(y)
        if is_there:
            self.setPos(x, y)
        self.setVisible(is_there)


class Note(QGraphicsRectItem):
    """Small text at a place of the axes, on a veil that keeps it legible over curves."""

    def __init__(self) -> None:
        """Be hidden."""
        super().__init__()
        self.setFlag(_FIXED)
        self.setPen(NO_PEN)
        self._text = QGraphicsSimpleTextItem(self)
        self._text.setFont(theme.font(theme.SMALL_PX))
        self.height = self._text.font().pixelSize() * 1.5
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def recolour(self, colour: str, veil: str) -> None:
        """Use these colours."""
        self._text.setBrush(QBrush(QColor(colour)))
        self.setBrush(QBrush(QColor(veil)))

    def say(self, text: str, place: tuple[float, float], anchor: tuple[float, float]) -> None:
        """Say something at a place; the anchor is the point of the text that stands there, (0, 0) its upper left."""
        width = width_of(text, theme.SMALL_PX) + 8
        left, top = -anchor[0] * width, -anchor[1] * self.height
        self._text.setText(text)
        self._text.setPos(left + 4, top + 1)
        self.setRect(left, top, width, self.height)
        self.setPos(*place)
        self.show()


class Marker(QGraphicsRectItem):
    """A vertical line to drag. `moved` hears where it is dragged to, `let_go` that the drag has ended.

    It is measured in pixels, so that it can be gripped a little beside the line: the plot tells it their scale.
    """

    def __init__(self, moved: Callable[[float], None], let_go: Callable[[], None]) -> None:
        """Stand at zero."""
        super().__init__()
        self.value = 0.0
        self.is_dragging = False
        self._moved, self._let_go = moved, let_go
        self._left, self._scale = 0.0, 1.0
        self._line = QGraphicsLineItem(self)
        self._pens = (QPen(), QPen())
        self.setPen(NO_PEN)
        self.setAcceptHoverEvents(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def recolour(self, colour: str, hovered: str) -> None:
        """Use these colours."""
        self._pens = (pen(colour, 1.5), pen(hovered, 3.0))
        self._line.setPen(self._pens[0])

    def fit(self, span: tuple[float, float], width: float, height: float) -> None:
        """The axis reaches over this span, and the plot has this size in pixels."""
        self._left, self._scale = span[0], width / (span[1] - span[0])
        self.setRect(-_GRIP, 0.0, 2 * _GRIP, height)
        self._line.setLine(0.0, 0.0, 0.0, height)
        self.stand_at(self.value)

    def stand_at(self, x: float) -> None:
        """Stand at a place of the axis."""
        self.value = x
        place = (x - self._left) * self._scale
        self.setPos(min(max(place, -_FAR), _FAR), 0.0)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._line.setPen(self._pens[1])

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._line.setPen(self._pens[0])

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        self.is_dragging = True
        self._moved(self._left + self.mapToParent(event.pos()).x() / self._scale)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        if self.is_dragging:
            self.is_dragging = False
            self._let_go()


class Region(QGraphicsRectItem):
    """A shaded part of the plot, from one x to another."""

    def __init__(self) -> None:
        """Be hidden."""
        super().__init__()
        self.setPen(NO_PEN)
        self.hide()

    def span(self, left: float, right: float, y: tuple[float, float]) -> None:
        """Shade from left to right, over these y."""
        self.setRect(left, y[0], right - left, y[1] - y[0])
        self.show()
