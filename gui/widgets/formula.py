r"""Formulas in real typography: letters in italics, figures and operators upright, indices below and above.

The markup is a small part of TeX: `_` and `^` with one sign or a group in braces, `\frac{a}{b}`, `\name` for an
upright name such as \log, and `\text{...}` for upright words with anything in them. Spaces are kept as thin spaces.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

_SCRIPT = 0.72
_LEAST_PX = 8.0
_FRACTION_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Text:
    """Some signs in one style."""

    text: str
    is_italic: bool


@dataclass(frozen=True, slots=True)
class Scripts:
    """What stands below and above to the right of the sign before; either may be empty."""

    below: Row
    above: Row


@dataclass(frozen=True, slots=True)
class Fraction:
    """One row over another."""

    over: Row
    under: Row


Part = Text | Scripts | Fraction
Row = tuple[Part, ...]


def parse(markup: str) -> Row:
    """Read the markup of a formula; raises ValueError where a brace is missing."""
    row, rest = _row(markup, closing="")
    assert not rest
    return row


def _row(markup: str, closing: str) -> tuple[Row, str]:
    parts: list[Part] = []
    while markup:
        if closing and markup.startswith(closing):
            return tuple(parts), markup[1:]
        part, markup = _part(markup)
        if isinstance(part, Scripts) and parts and isinstance(parts[-1], Scripts):
            part = Scripts(parts[-1].below or part.below, parts.pop().above or part.above)  # type: ignore[union-attr]
        parts.append(part)
    if closing:
        raise ValueError("a brace is not closed")
    return tuple(parts), ""


def _part(markup: str) -> tuple[Part, str]:
    sign, rest = markup[0], markup[1:]
    if sign == "_":
        below, rest = _group(rest)
        return Scripts(below, ()), rest
    if sign == "^":
        above, rest = _group(rest)
        return Scripts((), above), rest
    if rest.startswith("frac") and sign == "\\":
        over, rest = _group(rest[4:])
        under, rest = _group(rest)
        return Fraction(over, under), rest
    if rest.startswith("text{") and sign == "\\":
        words, closing, rest = rest[5:].partition("}")
        if not closing:
            raise ValueError("a brace is not closed")
        return Text(words, False), rest
    if sign == "\\":
        name = next((rest[:n] for n in range(len(rest), 0, -1) if rest[:n].isalpha()), "")
        return Text(name, False), rest[len(name) :]
    return Text("\u2009" if sign == " " else sign, sign.isalpha()), rest


def _group(markup: str) -> tuple[Row, str]:
    if markup.startswith("{"):
        return _row(markup[1:], closing="}")
    part, rest = _part(markup)
    return (part,), rest


@dataclass(frozen=True, slots=True)
class Placed:
    """A text at its place relative to the start of the baseline, or a fraction's line where there is no text."""

    text: str
    font: QFont
    x: float
    y: float
    width: float


def place(row: Row, pixels: float, x: float = 0.0, y: float = 0.0) -> tuple[list[Placed], float]:
    """Lay a row out from (x, y): its placed texts, and where it ends."""
    placed: list[Placed] = []
    for part in row:
        new, x = _place_part(part, pixels, x, y)
        placed += new
    return placed, x


def _place_part(part: Part, pixels: float, x: float, y: float) -> tuple[list[Placed], float]:
    if isinstance(part, Text):
        font = theme.formula_font(round(pixels), part.is_italic)
        width = QFontMetricsF(font).horizontalAdvance(part.text)
        return [Placed(part.text, font, x, y, width)], x + width + (0.06 * pixels if part.is_italic else 0.0)
    if isinstance(part, Scripts):
        small = max(pixels * _SCRIPT, _LEAST_PX)
        below, low_end = place(part.below, small, x, y + 0.25 * pixels)
        above, high_end = place(part.above, small, x, y - 0.40 * pixels)
        return below + above, max(low_end, high_end)
    return _place_fraction(part, pixels, x, y)


def _place_fraction(part: Fraction, pixels: float, x: float, y: float) -> tuple[list[Placed], float]:
    small = max(0.85 * pixels, _LEAST_PX)
    widths = [place(row, small)[1] for row in (part.over, part.under)]
    width, axis = max(widths) + 4, y - 0.3 * pixels
    over, _ = place(part.over, small, x + (width - widths[0]) / 2, axis - 0.35 * small)
    under, _ = place(part.under, small, x + (width - widths[1]) / 2, axis + 0.95 * small)
    line = Placed("", theme.formula_font(round(pixels)), x, axis, width)
    return [*over, line, *under], x + width + _FRACTION_GAP


def bounds(placed: list[Placed]) -> QRectF:
    """The rectangle that all placed texts need."""
    box = QRectF()
    for item in placed:
        metrics = QFontMetricsF(item.font)
        height = metrics.ascent() + metrics.descent() if item.text else 1.0
        top = item.y - (metrics.ascent() if item.text else 0.0)
        box = box.united(QRectF(item.x, top, item.width, height))
    return box


class Formula(QWidget):
    """A label for one formula."""

    def __init__(self, markup: str = "", pixels: int = theme.FORMULA_PX) -> None:
        """Show a formula."""
        super().__init__()
        self._markup = ""
        self._pixels = pixels
        self._placed: list[Placed] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_markup(markup)

    @property
    def markup(self) -> str:
        """What is shown."""
        return self._markup

    def set_markup(self, markup: str) -> None:
        """Show another formula; one that is wider than its place is painted smaller."""
        self._markup = markup
        self.setAccessibleDescription(markup)
        self._placed, _ = place(parse(markup), self._pixels)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        box = bounds(self._placed)
        return QSize(round(box.width()) + 4, max(round(box.height()) + 2, round(1.5 * self._pixels)))

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_on(painter, self.palette().color(self.foregroundRole()))
        painter.end()

    def paint_on(self, painter: QPainter, colour: QColor) -> None:
        """Paint the formula in a colour, its corner where the painter stands."""
        box = bounds(self._placed)
        shrink = min(1.0, (self.width() - 2) / max(box.width(), 1.0))
        painter.setPen(colour)
        painter.translate(1, (self.height() - shrink * box.height()) / 2 - shrink * box.top())
        painter.scale(shrink, shrink)
        draw(painter, self._placed)


def draw(painter: QPainter, placed: list[Placed]) -> None:
    """Draw placed texts in the painter's colour."""
    for item in placed:
        if item.text:
            painter.setFont(item.font)
            painter.drawText(QPointF(item.x, item.y), item.text)
        else:
            painter.fillRect(QRectF(item.x, item.y, item.width, 1.0), QColor(painter.pen().color()))
