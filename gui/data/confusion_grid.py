"""A confusion matrix: colours, numbers where they fit, precision and recall in the margins."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QMouseEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsPixmapItem, QGraphicsRectItem

from gui import numbers, theme
from gui.plots.surface import Scale, colour_map
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, elided, width_of
from model.arrays import Doubles, Labels
from model.confusion import accuracy, precision, rates, recall

MOST_WRITTEN = 20
_HEADER, _FOOTER, _MARGIN_CELL, _DOT = 44, 24, 58, 7
_WIDEST, _HIGHEST = 110, 72
_BRIGHT = 150
_ON_BRIGHT, _ON_DARK = "#101418", "#f4f6f8"
Cell = tuple[int, int]


class ConfusionGrid(Canvas):
    """Rows are true classes, columns predictions. `pointed` tells the cell that is hovered, `picked` one clicked."""

    pointed = Signal(object)
    picked = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self._classes: tuple[str, ...] = ()
        self._shown: tuple[Labels | None, bool] = (None, False)
        self._left = 0.0
        self._map = QGraphicsPixmapItem()
        self._frame = QGraphicsRectItem()
        self.cells: list[Text] = []
        self.recalls: list[Text] = []
        self.precisions: list[Text] = []
        self.total = Text(theme.SMALL_PX, Anchor.AlignRight)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Confusion matrix")
        self.setMinimumHeight(120)

    def sizeHint(self) -> QSize:
        return QSize(700, 460)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_counts(self, counts: Labels, classes: tuple[str, ...], shows_rates: bool) -> None:
        """Show counts (K, K), as they are or as shares of each row."""
        if (counts is self._shown[0], shows_rates) == (True, self._shown[1]):
            return
        self._shown = (counts, shows_rates)
        if classes != self._classes:
            self._classes = classes
            self.lay_out()
        else:
            self._fill()

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell (true class, prediction) under a point."""
        width, height = self._side
        true, predicted = int((point.y() - _HEADER) // height), int((point.x() - self._left) // width)
        count = len(self._classes)
        return (true, predicted) if 0 <= true < count and 0 <= predicted < count else None

    def place_of(self, cell: Cell) -> QRectF:
        """Where a cell is."""
        width, height = self._side
        return QRectF(self._left + cell[1] * width, _HEADER + cell[0] * height, width, height)

    @property
    def _side(self) -> tuple[float, float]:
        """How wide and how high a cell is."""
        count = max(len(self._classes), 1)
        width = (self.width() - self._left - _MARGIN_CELL) / count
        height = (self.height() - _HEADER - _FOOTER) / count
        return max(min(width, _WIDEST), 1.0), max(min(height, _HIGHEST), 1.0)

    def lay_out(self) -> None:
        """Make the items anew: they change with the classes and the size, never while training."""
        self.items_on.clear()
        self._map, self._frame = QGraphicsPixmapItem(), QGraphicsRectItem()
        names = [width_of(name, theme.SMALL_PX) for name in self._classes]
        self._left = round(min(max(names, default=0.0) + 2 * _DOT + 12, 0.3 * self.width()))
        width, height = self._side
        self._map.setTransform(QTransform(width, 0, 0, height, self._left, _HEADER))
        self._frame.setPen(QPen(QColor(self._theme.text), 2))
        self._frame.hide()
        self.items_on.addItem(self._map)
        count = len(self._classes) if len(self._classes) <= MOST_WRITTEN else 0
        self._draw_lines(count)
        self._write_names(count)
        self.cells = [self._text(self.place_of(divmod(n, count)).center()) for n in range(count**2)]
        bottom, right = self.place_of((count, 0)).top() + 12, self.place_of((0, len(self._classes))).left() + 50
        self.recalls = [self._text(QPointF(right, self._middle(k)), Anchor.AlignRight) for k in range(count)]
        self.precisions = [self._text(QPointF(self.place_of((0, k)).center().x(), bottom)) for k in range(count)]
        self.total = self._text(QPointF(right, bottom), Anchor.AlignRight)
        self.items_on.addItem(self._frame)
        self._fill()

    def _middle(self, k: int) -> float:
        return self.place_of((k, 0)).center().y()

    def _text(self, place: QPointF, anchor: Anchor = Anchor.AlignHCenter, text: str = "", tone: str = "") -> Text:
        made = Text(theme.SMALL_PX, anchor)
        made.stand_at(place.x(), place.y())
        if text:
            made.say(text, tone or self._theme.muted)
        self.items_on.addItem(made)
        return made

    def _draw_lines(self, count: int) -> None:
        """Lines between the cells, so that alike neighbours stay apart."""
        width, height = self._side
        brush = QBrush(QColor(self._theme.window))
        for k in range(1, count):
            for place in (
                QRectF(round(self._left + k * width), _HEADER, 1, count * height),
                QRectF(self._left, round(_HEADER + k * height), count * width, 1),
            ):
                line = QGraphicsRectItem(place)
                line.setPen(NO_PEN)
                line.setBrush(brush)
                self.items_on.addItem(line)

    def _write_names(self, count: int) -> None:
        self._text(QPointF(0, 10), Anchor.AlignLeft, "true class ↓")
        self._text(QPointF(self._left, 10), Anchor.AlignLeft, "taken for →")
        if count:
            right = self.place_of((0, count)).left()
            self._text(QPointF(right + 50, 30), Anchor.AlignRight, "recall")
            self._text(QPointF(0, self.place_of((count, 0)).top() + 12), Anchor.AlignLeft, "precision")
        for k, name in enumerate(self._classes[:count]):
            across = self.place_of((0, k))
            self._dot(0, self._middle(k), k)
            room = self._left - _DOT - 14
            left = QPointF(_DOT + 6, self._middle(k))
            self._text(left, Anchor.AlignLeft, elided(name, theme.SMALL_PX, room), self._theme.text)
            short = elided(name, theme.SMALL_PX, across.width() - 6)
            self._text(QPointF(across.center().x(), 30), Anchor.AlignHCenter, short, self._theme.text)

    def _dot(self, left: float, middle: float, k: int) -> None:
        dot = QGraphicsEllipseItem(left, middle - _DOT / 2, _DOT, _DOT)
        dot.setPen(NO_PEN)
        dot.setBrush(QColor(theme.class_colour(k)))
        self.items_on.addItem(dot)

    def _fill(self) -> None:
        """Colours and numbers of the cells."""
        counts, shows_rates = self._shown
        if counts is None:
            return
        shares = rates(counts)
        values: Doubles = np.nan_to_num(shares) if shows_rates else counts.astype(np.float64)
        levels = Scale(0.0, 1.0 if shows_rates else max(float(counts.max(initial=0)), 1.0)).levels(values)
        pixels = np.ascontiguousarray(colour_map()[levels])
        side = len(counts)
        self._map.setPixmap(QPixmap.fromImage(QImage(pixels.data, side, side, 3 * side, QImage.Format.Format_RGB888)))
        if not self.cells:
            return
        brightness = pixels.reshape(-1, 3) @ (0.299, 0.587, 0.114)
        for text, value, bright in zip(self.cells, values.flat, brightness, strict=True):
            words = f"{100 * value:.0f}" if shows_rates else f"{value:,.0f}"
            text.say(words if value else "", _ON_BRIGHT if bright > _BRIGHT else _ON_DARK)
        for texts, found in ((self.recalls, recall(counts)), (self.precisions, precision(counts))):
            for text, share in zip(texts, found, strict=True):
                text.say(numbers.percent(float(share)), self._theme.text)
        self.total.say(numbers.percent(accuracy(counts)), self._theme.text, bold=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        self._frame.setVisible(cell is not None)
        if cell is not None:
            self._frame.setRect(self.place_of(cell))
        self.pointed.emit(cell)

    def leaveEvent(self, event: object) -> None:
        self._frame.hide()
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None:
            self.picked.emit(cell)
