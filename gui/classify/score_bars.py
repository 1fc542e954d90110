"""The K scores of one image as bars, with the probabilities."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsRectItem, QGraphicsScene, QSizePolicy

from gui import numbers, theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text
from model.arrays import Floats
from model.ranges import growing_end

_ROW = 21
_NAME, _SCORE, _SHARE = 92, 52, 44
_LEAST_REACH = 0.1


class ScoreBars(Canvas):
    """A row a class: name, score, a bar from zero, probability. Rows stay where they are; the highest is bold."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self._rows: list[_Row] = []
        self.classes: tuple[str, ...] = ()
        self.scores: Floats = np.empty(0)
        self.probabilities: Floats = np.empty(0)
        self.label: int | None = None
        self._reach = 0.0
        self.setAccessibleName("Scores")
        self.setToolTip("Score s = W x + b, and the softmax of the scores. ✓ marks the true class")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW * max(len(self.classes), 1))

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.panel)
        for row in self._rows:
            row.set_theme(theme)
        self._show()

    def show_scores(
        self, classes: tuple[str, ...], scores: Floats, probabilities: Floats, label: int | None = None
    ) -> None:
        """Show scores (K,) and probabilities (K,); label is the true class, where known."""
        is_other_count = len(classes) != len(self.classes)
        self.classes, self.scores, self.probabilities, self.label = classes, scores, probabilities, label
        if is_other_count:
            self.items_on.clear()
            self._rows = [_Row(self.items_on, k, self._theme) for k in range(len(classes))]
            self.updateGeometry()
        finite = np.abs(scores[np.isfinite(scores)])
        self._reach = growing_end(float(finite.max(initial=0.0)), self._reach, _LEAST_REACH)
        self._show()

    def lay_out(self) -> None:
        self._show()

    def _show(self) -> None:
        best = int(self.scores.argmax()) if len(self.scores) else 0
        decimals = 2 if np.abs(self.scores).max(initial=0.0) >= _LEAST_REACH else 3  # those of a fresh W are tiny
        for k, row in enumerate(self._rows):
            name = f"{self.classes[k]} ✓" if k == self.label else self.classes[k]
            score, share = float(self.scores[k]), float(self.probabilities[k])
            row.show(self._theme, self.width(), (name, _score_text(score, decimals), numbers.percent(share)), k == best)
            row.show_bar(self.width(), score / self._reach if np.isfinite(score) else 0.0)


class _Row:
    """The items of one class."""

    def __init__(self, scene: QGraphicsScene, k: int, colours: Theme) -> None:
        self._top = k * _ROW
        self._middle = self._top + _ROW / 2
        colour = QColor(theme.class_colour(k))
        dot = QGraphicsEllipseItem(1.5, self._middle - 3.5, 7, 7)
        self._name = Text(theme.SMALL_PX)
        self._score, self._share = (Text(theme.SMALL_PX, Anchor.AlignRight, changes=True) for _ in range(2))
        self._track, self._bar, self._zero = (QGraphicsRectItem() for _ in range(3))
        for shape in (dot, self._track, self._bar, self._zero):
            shape.setPen(NO_PEN)
        for coloured in (dot, self._bar):
            coloured.setBrush(colour)
        for item in (dot, self._name, self._score, self._share, self._track, self._bar, self._zero):
            scene.addItem(item)
        self.set_theme(colours)

    def show(self, theme: Theme, width: int, texts: tuple[str, str, str], is_best: bool) -> None:
        """Name, score and share of this class."""
        tones = (theme.text, *2 * (theme.text if is_best else theme.muted,))
        places = (14.0, float(_NAME + _SCORE), float(width))
        shown = (self._name, self._score, self._share)
        for item, text, tone, place in zip(shown, texts, tones, places, strict=True):
            item.say(text, tone, is_best)
            item.stand_at(place, self._middle)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._track.setBrush(QColor(theme.field))
        self._zero.setBrush(QColor(theme.faint))

    def show_bar(self, width: int, share: float) -> None:
        """A bar from a zero in the middle: to the right where positive, to the left where negative."""
        left, right = _NAME + _SCORE + 10.0, width - _SHARE - 6.0
        zero, half = round((left + right) / 2), (right - left) / 2
        length = half * max(-1.0, min(share, 1.0))
        self._track.setRect(left, self._middle - 4.5, right - left, 8)
        self._bar.setRect(min(zero, zero + length), self._middle - 4.5, abs(length), 8)
        self._zero.setRect(zero, self._middle - 6.5, 1, 12)


def _score_text(score: float, decimals: int) -> str:
    return numbers.signed(score, decimals) if abs(score) < 1000 else numbers.plain(score, 0)
