"""A view drawn as a figure: what it shows, without its buttons, with a caption that says what made it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsItem,
    QLabel,
    QLineEdit,
    QWidget,
)

from gui import theme
from gui.classify.pixel_view import PixelView
from gui.theme import Theme
from gui.widgets.calm import CalmSpinBox
from gui.widgets.canvas import Canvas
from gui.widgets.choice import Choice
from gui.widgets.formula import Formula
from model.tables import Table

PAPER = replace(theme.LIGHT, window="#ffffff", panel="#ffffff", veil="#d8ffffff")
_MARGIN = 16
_WRAP = int(Qt.TextFlag.TextWordWrap.value)
_DRAWN = (Canvas, Formula, PixelView, QLineEdit, QComboBox, CalmSpinBox)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A view that can be kept: its name for files, its title, the widget, and the numbers behind it if there are.

    made_by are the facts of what made it, None where that is the main run.
    """

    name: str
    title: str
    widget: QWidget
    numbers: Callable[[], Table | None]
    made_by: dict[str, str] | None = None


def size_of(figure: Figure, caption: tuple[str, ...]) -> QSize:
    """How large a figure is, in pixels of the screen."""
    content, words = _content(figure), _caption_room(figure, caption)
    return QSize(content.width() + 2 * _MARGIN, content.height() + words.height() + 3 * _MARGIN)


def draw(figure: Figure, caption: tuple[str, ...], painter: QPainter, look: Theme, shown: Theme) -> None:
    """Draw a figure in the colours of a theme; the view itself is left in those that are shown."""
    size, content = size_of(figure, caption), _content(figure)
    painter.fillRect(QRect(QPoint(0, 0), size), QColor(look.window))
    figure.widget.set_theme(look)  # type: ignore[attr-defined]
    try:
        for part in _parts(figure.widget):
            painter.save()
            painter.translate(QPoint(_MARGIN, _MARGIN) - content.topLeft() + part.mapTo(figure.widget, QPoint(0, 0)))
            _draw_part(part, painter, look)
            painter.restore()
    finally:
        figure.widget.set_theme(shown)  # type: ignore[attr-defined]
    painter.setFont(theme.font(theme.SMALL_PX))
    painter.setPen(QColor(look.muted))
    room = _caption_room(figure, caption).translated(_MARGIN, content.height() + 2 * _MARGIN)
    painter.drawText(room, _WRAP, "\n".join(caption))


def _caption_room(figure: Figure, caption: tuple[str, ...]) -> QRect:
    """How much room the caption takes below the figure."""
    room = QRect(0, 0, _content(figure).width(), 1000)
    return QFontMetrics(theme.font(theme.SMALL_PX)).boundingRect(room, _WRAP, "\n".join(caption))


def _content(figure: Figure) -> QRect:
    """Where in the view there is something that belongs to the figure."""
    found = QRect()
    for part in _parts(figure.widget):
        found = found.united(QRect(part.mapTo(figure.widget, QPoint(0, 0)), part.size()))
    return found


def _parts(view: QWidget) -> list[QWidget]:
    """The plots, pictures and words of a view, with what is chosen; sliders and switches are no part of a figure."""
    inside = [view, *view.findChildren(QWidget)]
    return [part for part in inside if part.isVisibleTo(view) and part.width() > 1 and _is_drawn(part, view)]


def _is_drawn(part: QWidget, view: QWidget) -> bool:
    if isinstance(part, QAbstractButton):
        return bool(part.property("left")) or (part.isChecked() and isinstance(part.parentWidget(), Choice))
    if isinstance(part, QLabel):
        return bool(part.text()) and not _is_in_button(part, view)
    return isinstance(part, _DRAWN) and not _is_in_button(part, view)


def _draw_part(part: QWidget, painter: QPainter, look: Theme) -> None:
    room = QRect(QPoint(0, 0), part.size())
    if isinstance(part, Canvas):
        _render(part, painter, room)
    elif isinstance(part, PixelView):
        part.paint_on(painter)
    elif isinstance(part, Formula):
        part.paint_on(painter, QColor(look.text))
    elif isinstance(part, QLabel):
        tone = str(part.property("tone") or "plain")
        colour = look.text if tone == "plain" else str(getattr(look, tone))
        _write(part, _plain(part.text()), int(part.alignment().value) | _WRAP, colour, painter)
    elif isinstance(part, QAbstractButton):
        is_name = bool(part.property("left"))
        _write(part, part.text(), _side(is_name), look.text if is_name else look.muted, painter)
    elif isinstance(part, QLineEdit | CalmSpinBox):
        _write(part, part.text(), _side(True), look.text, painter)
    elif isinstance(part, QComboBox):
        _write(part, part.currentText(), _side(True), look.text, painter)


def _render(canvas: Canvas, painter: QPainter, room: QRect) -> None:
    """Draw a scene: what is kept as pixels for the screen is drawn anew, so that words stay words."""
    kept = {item: item.cacheMode() for item in canvas.items_on.items()}
    for item in kept:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    canvas.render(painter, QRectF(room), canvas.rect())
    for item, mode in kept.items():
        item.setCacheMode(mode)


def _plain(text: str) -> str:
    """A text without the marks of rich text."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if "</" in text else text


def _side(is_left: bool) -> int:
    side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignHCenter
    return int((Qt.AlignmentFlag.AlignVCenter | side).value)


def _write(part: QWidget, text: str, flags: int, colour: str, painter: QPainter) -> None:
    painter.setFont(part.font())
    painter.setPen(QColor(colour))
    painter.drawText(QRect(QPoint(0, 0), part.size()), flags, text)


def _is_in_button(part: QWidget, view: QWidget) -> bool:
    """Whether it is only a piece of a button, a field or a list."""
    parent = part.parentWidget()
    while parent is not None and parent is not view:
        if isinstance(parent, QAbstractButton | QComboBox | QAbstractSpinBox | Canvas):
            return True
        parent = parent.parentWidget()
    return isinstance(part, QLineEdit) and isinstance(part.parentWidget(), QComboBox)
