"""The signs on the transport buttons, drawn so that they take the theme's colours."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

_SIDE = 20
_DENSITY = 3


def _triangle(path: QPainterPath, base: float, tip: float) -> None:
    path.addPolygon(QPolygonF([QPointF(base, 4), QPointF(tip, 10), QPointF(base, 16)]))
    path.closeSubpath()


def _play(path: QPainterPath) -> None:
    _triangle(path, 6, 16)


def _pause(path: QPainterPath) -> None:
    path.addRect(QRectF(5, 4, 3.5, 12))
    path.addRect(QRectF(11.5, 4, 3.5, 12))


def _step(path: QPainterPath) -> None:
    _triangle(path, 4, 13)
    path.addRect(QRectF(14, 4, 2, 12))


def _back(path: QPainterPath) -> None:
    _triangle(path, 16, 7)
    path.addRect(QRectF(4, 4, 2, 12))


def _fast(path: QPainterPath) -> None:
    _triangle(path, 3, 10)
    _triangle(path, 10, 17)


_SHAPES: dict[str, Callable[[QPainterPath], None]] = {
    "play": _play,
    "pause": _pause,
    "step": _step,
    "back": _back,
    "fast": _fast,
}


def icon(name: str, colour: str, disabled: str) -> QIcon:
    """An icon by name (play, pause, step, back, fast, reset, appearance) in its two colours."""
    made = QIcon()
    made.addPixmap(_drawn(name, colour), QIcon.Mode.Normal)
    made.addPixmap(_drawn(name, disabled), QIcon.Mode.Disabled)
    return made


def _drawn(name: str, colour: str) -> QPixmap:
    pixmap = QPixmap(_SIDE * _DENSITY, _SIDE * _DENSITY)
    pixmap.setDevicePixelRatio(_DENSITY)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name in _DRAWN:
        _DRAWN[name](painter, QColor(colour))
    else:
        path = QPainterPath()
        _SHAPES[name](path)
        painter.fillPath(path, QColor(colour))
    painter.end()
    return pixmap


def _draw_reset(painter: QPainter, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(QRectF(4.5, 4.5, 11, 11), 70 * 16, -300 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(9.5, 1.2), QPointF(9.5, 8), QPointF(4.8, 4.6)]))


def _draw_appearance(painter: QPainter, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.6))
    painter.drawEllipse(QPointF(10, 10), 6.5, 6.5)
    painter.setBrush(colour)
    painter.drawPie(QRectF(3.5, 3.5, 13, 13), 90 * 16, -180 * 16)


def _draw_panel(painter: QPainter, colour: QColor, left: float) -> None:
    painter.setPen(QPen(colour, 1.6))
    painter.drawRoundedRect(QRectF(3, 4, 14, 12), 2, 2)
    painter.fillRect(QRectF(left, 4, 5, 12), colour)


def _draw_export(painter: QPainter, colour: QColor) -> None:
    """An arrow down into a tray."""
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawLine(QPointF(10, 3), QPointF(10, 12))
    painter.drawPolyline([QPointF(6.5, 8.8), QPointF(10, 12.3), QPointF(13.5, 8.8)])
    painter.drawPolyline([QPointF(3.5, 13), QPointF(3.5, 16.5), QPointF(16.5, 16.5), QPointF(16.5, 13)])


def _draw_session(painter: QPainter, colour: QColor) -> None:
    """Three lines: a menu."""
    painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for height in (5.5, 10.0, 14.5):
        painter.drawLine(QPointF(3.5, height), QPointF(16.5, height))


_DRAWN: dict[str, Callable[[QPainter, QColor], None]] = {
    "reset": _draw_reset,
    "appearance": _draw_appearance,
    "left panel": partial(_draw_panel, left=3.0),
    "session": _draw_session,
    "export": _draw_export,
    "right panel": partial(_draw_panel, left=12.0),
}
