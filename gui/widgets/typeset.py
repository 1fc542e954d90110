"""Formulas on a canvas: single ones, and long ones that break into lines."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QFontMetricsF
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsSimpleTextItem, QSizePolicy

from gui import theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Canvas
from gui.widgets.formula import bounds, parse, place

Tone = Literal["text", "muted", "faint", "accent"]
_PIECE_GAP = 6
_LINE_GAP = 4
_SMALLEST_PX = 11


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula that stays on one line, in a tone of the theme; where it begins, a line may begin."""

    markup: str
    tone: Tone = "text"
    begins_line: bool = False


class Typeset(QGraphicsRectItem):
    """A formula in one colour, its baseline at the height where it stands."""

    def __init__(self, markup: str, pixels: int, colour: str) -> None:
        """Set a formula in the markup of `formula`."""
        super().__init__()
        self.setPen(NO_PEN)
        placed, self.length = place(parse(markup), pixels)
        box = bounds(placed)
        self.above, self.below = -box.top(), box.bottom()
        brush = QBrush(QColor(colour))
        for sign in placed:
            if sign.text:
                text = QGraphicsSimpleTextItem(sign.text, self)
                text.setFont(sign.font)
                text.setPos(sign.x, sign.y - QFontMetricsF(sign.font).ascent())
                text.setBrush(brush)
            else:
                line = QGraphicsRectItem(QRectF(sign.x, sign.y, sign.width, 1.0), self)
                line.setPen(NO_PEN)
                line.setBrush(brush)


class FormulaLines(Canvas):
    """A formula, and below it the same with numbers, broken into lines; smaller where there are many."""

    def __init__(self, height: int, name: str) -> None:
        """Be so high, whatever is shown; name is for those who hear the screen."""
        super().__init__()
        self._theme = theme.DARK
        self.formula = ""
        self.pieces: tuple[Piece, ...] = ()
        self._set: list[Typeset] = []
        self.setAccessibleName(name)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_formula(self, formula: str, pieces: tuple[Piece, ...]) -> None:
        """Show a formula, and the pieces with the numbers in it."""
        if (formula, pieces) != (self.formula, self.pieces):
            self.formula, self.pieces = formula, pieces
            self.setAccessibleDescription(" ".join([formula, *(piece.markup for piece in pieces)]))
            self.lay_out()

    def lay_out(self) -> None:
        pixels = theme.FORMULA_PX
        while not self._fits(pixels) and pixels > _SMALLEST_PX:
            pixels -= 1

    def _fits(self, pixels: int) -> bool:
        """Set everything in this size; whether the place is high enough."""
        for old in self._set:
            self.items_on.removeItem(old)
        first = Piece(self.formula, "text", begins_line=True)
        self._set = [self._typeset(first, theme.FORMULA_PX)] if self.formula else []
        self._set += [self._typeset(piece, pixels - 1) for piece in self.pieces]
        begins = [True] * bool(self.formula) + [piece.begins_line or n == 0 for n, piece in enumerate(self.pieces)]
        return self._place_lines(begins) <= self.height()

    def _typeset(self, piece: Piece, pixels: int) -> Typeset:
        made = Typeset(piece.markup, pixels, getattr(self._theme, piece.tone))
        made.setScale(min(1.0, max(self.width() - 2, 1) / max(made.length, 1.0)))
        self.items_on.addItem(made)
        return made

    def _place_lines(self, begins: list[bool]) -> float:
        """Put what is set into lines; returns how high they are."""
        lines: list[list[Typeset]] = []
        x = 0.0
        for item, is_first in zip(self._set, begins, strict=True):
            width = item.length * item.scale()
            if is_first or x + width > self.width():
                lines.append([])
                x = 0.0
            lines[-1].append(item)
            item.setX(x)
            x += width + _PIECE_GAP
        y = 0.0
        for line in lines:
            y += max(item.above for item in line)
            for item in line:
                item.setY(round(y))
            y += max(item.below for item in line) + _LINE_GAP
        return y
