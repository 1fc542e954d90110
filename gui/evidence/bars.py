"""The waterfall: from nothing, bar by bar, to the score."""

from functools import cache

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene

from gui import theme
from gui.evidence.words import DECIMALS, amount, patch_name
from gui.pictures import diverging_map
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text
from model.evidence import Patch, Waterfall
from model.ranges import Span, held_span

_NAME, _AMOUNT = 128.0, 64.0
_LEAST_ROW, _MOST_ROW = 14.0, 38.0


class WaterfallBars(Canvas):
    """A row a bar: name, where it begins and ends, what it adds; the last is the score. `pointed` tells the region."""

    pointed = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self.bars: Waterfall | None = None
        self.texts: tuple[tuple[str, str], ...] = ()
        self._span: Span | None = None
        self._rows: list[_Row] = []
        self._zero = QGraphicsRectItem()
        self._zero.setPen(NO_PEN)
        self.items_on.addItem(self._zero)
        self.setMouseTracking(True)
        self.setMinimumHeight(int(9 * _LEAST_ROW))
        self.setToolTip("Bias and regions add up to the score, with the decimals that are written")
        self.setAccessibleName("Bias and regions that add up to the score")

    def sizeHint(self) -> QSize:
        return QSize(340, 9 * 22)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self._zero.setBrush(QColor(theme.faint))
        self.lay_out()

    def show_bars(self, bars: Waterfall, score_name: str) -> None:
        """Show a waterfall; score_name is what it adds up to."""
        self.bars = bars
        names = ("bias b", *(f"region {patch_name(patch)}" for patch, _ in bars.regions), "all other regions")
        amounts = [amount(value) for value in bars.rounded(DECIMALS)]
        self.texts = (*zip(names, amounts, strict=True), (score_name, amount(bars.score)))
        self.lay_out()

    def lay_out(self) -> None:
        if self.bars is None:
            return
        while len(self._rows) < len(self.texts):
            self._rows.append(_Row(self.items_on))
        ends = self._ends(self.bars)
        low, high = (pick(0.0, *(pick(pair) for pair in ends)) for pick in (min, max))
        self._span = held_span(low, high, self._span)
        pitch = self._pitch()
        for number, row in enumerate(self._rows):
            is_there = number < len(self.texts)
            row.set_visible(is_there)
            if is_there:
                is_score = number == len(self.texts) - 1
                row.write(self.texts[number], self._theme, (number + 0.5) * pitch, self.width(), is_score)
                start, end = ends[number]
                row.draw(self._x(start), self._x(end), pitch, self._brush(end - start, is_score))
        self._zero.setRect(self._x(0.0) - 0.5, 2, 1, pitch * len(self.texts) - 4)

    def _ends(self, bars: Waterfall) -> list[tuple[float, float]]:
        """Where each bar begins and ends."""
        ends, at = [], 0.0
        for value in bars.amounts:
            ends.append((at, at + value))
            at += value
        return [*ends, (0.0, bars.score)]

    def _pitch(self) -> float:
        return min(max(self.height() / max(len(self.texts), 1), _LEAST_ROW), _MOST_ROW)

    def _x(self, value: float) -> float:
        low, high = self._span or (0.0, 1.0)
        room = self.width() - _NAME - _AMOUNT - 12
        return _NAME + (value - low) / (high - low) * max(room, 10)

    def _brush(self, value: float, is_score: bool) -> QBrush:
        return _brushes(self._theme)[2 if is_score else int(value > 0)]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._region_at(event.position().y()))

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)

    def _region_at(self, y: float) -> Patch | None:
        number = int(y // self._pitch()) - 1
        regions = self.bars.regions if self.bars is not None else ()
        return regions[number][0] if 0 <= number < len(regions) else None


class _Row:
    """The items of one bar."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._name, self._amount = Text(theme.SMALL_PX), Text(theme.SMALL_PX, Anchor.AlignRight)
        self._bar = QGraphicsRectItem()
        self._bar.setPen(NO_PEN)
        self._middle = 0.0
        self._brush: QBrush | None = None
        for item in (self._name, self._amount, self._bar):
            scene.addItem(item)

    def set_visible(self, is_there: bool) -> None:
        """Be there or not."""
        for item in (self._name, self._amount, self._bar):
            item.setVisible(is_there)

    def write(self, texts: tuple[str, str], colours: Theme, middle: float, width: int, is_score: bool) -> None:
        """Name and amount, at this height."""
        self._middle = middle
        self._name.say(texts[0], colours.text if is_score else colours.muted, is_score)
        self._amount.say(texts[1], colours.text, is_score)
        self._name.stand_at(0.0, middle)
        self._amount.stand_at(float(width), middle)

    def draw(self, start: float, end: float, pitch: float, brush: QBrush) -> None:
        """A bar from one place to another."""
        thick = min(pitch - 6, 18)
        self._bar.setRect(min(start, end), self._middle - thick / 2, max(abs(end - start), 1.0), thick)
        if brush is not self._brush:
            self._brush = brush
            self._bar.setBrush(brush)


@cache
def _brushes(colours: Theme) -> tuple[QBrush, QBrush, QBrush]:
    """Against, for, and the score: the colours of the map."""
    shades = diverging_map(colours.is_dark)
    against, towards = (QBrush(QColor(*map(int, shades[level]))) for level in (30, 226))
    return against, towards, QBrush(QColor(colours.text))
