"""The templates of a moment on one sheet, drawn from the numbers: for pictures that are made in the background."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui import numbers, theme
from gui.pictures import to_image, weight_pictures
from gui.theme import Theme
from model.arrays import Bytes
from model.curve import MEASURE_ROWS
from model.records import Params, Snapshot
from model.templates import levels

_TILE = 128
_NAME, _GAP, _FOOT = 22, 12, 30


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Parameters after so many steps, and what is known of them: a line of words."""

    number: int
    params: Params
    words: str


def moments(snapshot: Snapshot) -> list[Moment]:
    """The moments of the path of a run, the one that is looked at last."""
    found = [(waypoint.number, waypoint.params) for waypoint in snapshot.trail if waypoint.number < snapshot.number]
    return [Moment(n, params, _words(snapshot, n)) for n, params in (*found, (snapshot.number, snapshot.params))]


def _words(snapshot: Snapshot, number: int) -> str:
    """The losses that were measured last at that step or before it."""
    rows = dict(zip(MEASURE_ROWS, snapshot.measure_curve, strict=True))
    place = int(np.searchsorted(rows["number"], number, side="right")) - 1
    if place < 0:
        return f"step {number:,}"
    training, validation = (float(rows[f"{kind}_accuracy"][place]) for kind in ("train", "validation"))
    loss = float(rows["train_loss"][place] + rows["penalty"][place])
    return (
        f"step {number:,}   loss {numbers.loss(loss)}   accuracy {numbers.percent(training, 1)} training, "
        f"{numbers.percent(validation, 1)} validation"
    )


def sheet(moment: Moment, snapshot: Snapshot, look: Theme) -> QImage:
    """The templates with their names, and the words below."""
    height, width, _ = snapshot.dataset.shape
    pictures = weight_pictures(levels(moment.params.weights, snapshot.dataset.shape, is_shared=False), look.is_dark)
    columns = -(-len(pictures) // (2 if len(pictures) > 4 else 1))
    rows = -(-len(pictures) // columns)
    across, down = _TILE, max(round(_TILE * height / width), 8)
    image = QImage(
        columns * (across + _GAP) + _GAP, rows * (down + _NAME + _GAP) + _GAP + _FOOT, QImage.Format.Format_RGB888
    )
    image.fill(QColor(look.window))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for k, picture in enumerate(pictures):
        row, column = divmod(k, columns)
        left, top = _GAP + column * (across + _GAP), _GAP + row * (down + _NAME + _GAP)
        painter.drawImage(QRectF(left, top, across, down), to_image(picture))
        _name(painter, snapshot.dataset.classes[k], k, QRectF(left, top + down, across, _NAME), look)
    painter.setPen(QColor(look.muted))
    foot = QRectF(_GAP, image.height() - _FOOT, image.width(), _FOOT - 8)
    painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, moment.words)
    painter.end()
    return image


def _name(painter: QPainter, name: str, k: int, room: QRectF, look: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.class_colour(k)))
    painter.drawEllipse(QPointF(room.left() + 4, room.center().y()), 3.5, 3.5)
    painter.setFont(theme.font(theme.SMALL_PX))
    painter.setPen(QColor(look.text))
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()) - 14)
    painter.drawText(room.adjusted(13, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)


def pixels_of(image: QImage) -> Bytes:
    """The pixels (H, W, 3) of a sheet."""
    stride = image.bytesPerLine()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), stride)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
