"""The rows of W as images: what each class looks for, which way it is pulled, and where the coming step leads."""

from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers, theme
from gui.pictures import to_image, weight_pictures
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row, yielding
from model.arrays import Floats
from model.records import Snapshot
from model.templates import levels

_LABEL_HEIGHT = 24
_LABEL_WIDTH = 124
_COLUMN_GAP = 16
_EXPLANATION = (
    "Each row of W has one weight a pixel, so it can be shown as an image: the classifier's template of that class. "
    "The percentage is the share of this class's validation images that are classified right now."
)
_SUBTITLE = "each row of W as an image"
_CHANNELS = {1: ("",), 3: ("R ", "G ", "B ")}


class Shown(Enum):
    """Which numbers the tiles show."""

    WEIGHTS = "W"
    PULL = "−∇L"
    COMING = "W after the step"


class TemplatesView(QWidget):
    """K tiles; `Shown` and the range are chosen in the title row."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.tiles = Tiles()
        self.shown: Choice[Shown] = Choice(
            [
                (Shown.WEIGHTS, "W", "The weights now"),
                (Shown.PULL, "−∇L", "Minus the gradient of the coming batch: the way each weight is pulled"),
                (Shown.COMING, "W after the step", "The weights after the coming step"),
            ],
            "Shown",
            quiet=True,
        )
        self.shared: Choice[bool] = Choice(
            [
                (False, "range per class", "Each tile uses the full range of brightness"),
                (True, "shared", "One range for all tiles, so that strengths can be compared"),
            ],
            "Range",
            quiet=True,
        )
        self.subtitle = yielding(pixels=theme.BODY_PX)
        self.subtitle.setText(_SUBTITLE)
        self._place: tuple[int, int, int] | None = None
        self._snapshot: Snapshot | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(title_row("Templates", _EXPLANATION, self.shown, self.shared, middle=self.subtitle))
        column.addWidget(self.tiles, 1)
        self.shown.chosen.connect(self._redraw)
        self.shared.chosen.connect(self._redraw)
        self.tiles.pointed.connect(self._point_at)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.tiles.set_theme(theme)
        self._redraw()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        if self._snapshot is not None and self._snapshot.dataset is not snapshot.dataset:
            self._place = None
        self._snapshot = snapshot
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        if self._snapshot is not None:
            dataset = self._snapshot.dataset
            leveled = levels(self._weights(self._snapshot), dataset.shape, self.shared.value)
            accuracies = self._snapshot.measure.class_accuracy
            self.tiles.show_tiles(weight_pictures(leveled, self.tiles.theme.is_dark), dataset.classes, accuracies)
            self._describe()

    def _weights(self, snapshot: Snapshot) -> Floats:
        if self.shown.value is Shown.PULL:
            return -snapshot.coming.gradient.weights
        return snapshot.params.weights if self.shown.value is Shown.WEIGHTS else snapshot.coming.after.weights

    @Slot(object)
    def _point_at(self, place: tuple[int, int, int] | None) -> None:
        self._place = place
        self._describe()

    def _describe(self) -> None:
        """Say what is under the cursor: class, row, column and the weight of each channel."""
        if self._place is None or self._snapshot is None:
            self.subtitle.setText(_SUBTITLE)
            return
        k, row, column = self._place
        weights = self._weights(self._snapshot)[k].reshape(self._snapshot.dataset.shape)[row, column]
        values = " ".join(f"{n}{numbers.signed(w, 4)}" for n, w in zip(_CHANNELS[len(weights)], weights, strict=True))
        self.subtitle.setText(f"{self._snapshot.dataset.classes[k]} ({row}, {column})  {values}")


class Tiles(QWidget):
    """Paints all templates from ONE image, eight times faster than an item each. `pointed` tells what is hovered."""

    pointed = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.theme = theme.DARK
        self._image = QImage()
        self._labels: QPixmap | None = None
        self._classes: tuple[str, ...] = ()
        self._accuracies: Floats = np.empty(0)
        self._shape = (1, 1)
        self.setMouseTracking(True)
        self.setMinimumHeight(2 * (48 + _LABEL_HEIGHT))
        self.setAccessibleName("Templates")

    def sizeHint(self) -> QSize:
        return QSize(800, 2 * (110 + _LABEL_HEIGHT))

    def show_tiles(self, pictures: np.ndarray, classes: tuple[str, ...], accuracies: Floats) -> None:
        """Show pictures (K, H, W, 3) with their names and accuracies (K,)."""
        count, height, width, _ = pictures.shape
        self._image = to_image(pictures.reshape(count * height, width, 3))
        if classes is not self._classes or accuracies is not self._accuracies or (height, width) != self._shape:
            self._labels = None
        self._classes, self._accuracies, self._shape = classes, accuracies, (height, width)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.theme, self._labels = theme, None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._labels = None

    def tile(self, k: int) -> QRect:
        """Where the picture of class k is painted."""
        columns, side = self._grid()
        row, column = divmod(k, columns)
        pitch = (self.width() + _COLUMN_GAP) / columns
        left = round(column * pitch + (pitch - _COLUMN_GAP - side) / 2)
        return QRect(left, row * (side + _LABEL_HEIGHT), side, round(side * self._shape[0] / self._shape[1]))

    def _grid(self) -> tuple[int, int]:
        """How many columns, and how wide a tile: whatever makes the tiles largest."""
        count = max(len(self._classes), 1)
        best = (1, 16)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            side = min(self.width() // columns - _COLUMN_GAP, self.height() // rows - _LABEL_HEIGHT)
            if side > best[1]:
                best = (columns, side)
        return best

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height, width = self._shape
        for k in range(len(self._classes)):
            painter.drawImage(self.tile(k), self._image, QRect(0, k * height, width, height))
        if self._labels is None:
            self._labels = self._painted_labels()
        painter.drawPixmap(0, 0, self._labels)
        painter.end()

    def _painted_labels(self) -> QPixmap:
        """All labels on a layer of their own: they change far more rarely than the pictures."""
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        painter = QPainter(layer)
        for k, name in enumerate(self._classes):
            self._paint_label(painter, k, name, self.tile(k))
        painter.end()
        return layer

    def _paint_label(self, painter: QPainter, k: int, name: str, tile: QRect) -> None:
        columns, _ = self._grid()
        width = max(tile.width(), min((self.width() + _COLUMN_GAP) / columns - _COLUMN_GAP, _LABEL_WIDTH))
        area = QRectF(tile.center().x() - width / 2 + 0.5, tile.bottom() + 1, width, _LABEL_HEIGHT - 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.class_colour(k)))
        painter.drawEllipse(QPointF(area.left() + 4, area.center().y() + 1), 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(theme.font(theme.SMALL_PX))
        share = numbers.percent(float(self._accuracies[k]))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)
        room = area.adjusted(13, 0, -painter.fontMetrics().horizontalAdvance(share) - 4, 0)
        painter.setPen(QColor(self.theme.text))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._place(event.position()))

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)

    def _place(self, point: QPointF) -> tuple[int, int, int] | None:
        for k in range(len(self._classes)):
            tile = self.tile(k)
            if tile.contains(point.toPoint()):
                row = int((point.y() - tile.top()) * self._shape[0] / tile.height())
                column = int((point.x() - tile.left()) * self._shape[1] / tile.width())
                return k, min(row, self._shape[0] - 1), min(column, self._shape[1] - 1)
        return None
