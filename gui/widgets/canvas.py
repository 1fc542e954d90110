"""Places where Qt paints by itself. A paintEvent in Python holds the interpreter's lock, and training waits for it."""

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

from gui import theme

Anchor = Qt.AlignmentFlag
NO_PEN = QPen(Qt.PenStyle.NoPen)


class Canvas(QGraphicsView):
    """A see-through scene measured in the widget's own pixels. Its items are placed in `lay_out`, on every new size."""

    def __init__(self) -> None:
        """Be empty."""
        super().__init__()
        self.items_on = QGraphicsScene(self)
        self.items_on.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self.items_on)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def set_ground(self, colour: str) -> None:
        """Be opaque, in this colour: what is behind need not be painted again."""
        self.setBackgroundBrush(QColor(colour))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def lay_out(self) -> None:
        """Place the items anew."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.items_on.setSceneRect(QRectF(self.rect()))
        self.lay_out()


class Text(QGraphicsSimpleTextItem):
    """One line of text that stands left, right or centred at a place, and is touched only when it changes."""

    def __init__(self, pixels: int, anchor: Anchor = Anchor.AlignLeft, changes: bool = False) -> None:
        """Be empty; the anchor says which of its points stands at the place.

        Unless it changes most times that it is painted, its picture is kept.
        """
        super().__init__()
        if not changes:
            self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.pixels = pixels
        self._share = {Anchor.AlignLeft: 0.0, Anchor.AlignHCenter: 0.5, Anchor.AlignRight: 1.0}[anchor]
        self._said = ("", "", False)
        self._place = (0.0, 0.0)
        self.setFont(theme.font(pixels))
        self._half_height = _metrics(pixels, False).height() / 2

    @property
    def said(self) -> str:
        """What it says."""
        return self._said[0]

    def say(self, text: str, colour: str, bold: bool = False) -> None:
        """Show a text in a colour."""
        old, self._said = self._said, (text, colour, bold)
        if colour != old[1]:
            self.setBrush(brush(colour))
        if bold != old[2]:
            self.setFont(theme.font(self.pixels, bold))
        if (text, bold) != (old[0], old[2]):
            self.setText(text)
            self._settle()

    def stand_at(self, x: float, middle: float) -> None:
        """Stand at x, with the middle of the line at this height."""
        if (x, middle) != self._place:
            self._place = (x, middle)
            self._settle()

    def _settle(self) -> None:
        text, _, bold = self._said
        x, middle = self._place
        left = x - self._share * width_of(text, self.pixels, bold) if self._share else x
        self.setPos(round(left), round(middle - self._half_height))


@cache
def brush(colour: str) -> QBrush:
    """A brush of a colour, made once."""
    return QBrush(QColor(colour))


def width_of(text: str, pixels: int, bold: bool = False) -> float:
    """How many pixels wide a text is."""
    return _metrics(pixels, bold).horizontalAdvance(text)


def elided(text: str, pixels: int, width: float) -> str:
    """A text, cut off where it is wider than so many pixels."""
    return _metrics(pixels, False).elidedText(text, Qt.TextElideMode.ElideRight, width)


@cache
def _metrics(pixels: int, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(theme.font(pixels, bold))
