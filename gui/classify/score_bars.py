"""The K scores of one image as bars, with the probabilities."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import numbers, theme
from gui.theme import Theme
from model.arrays import Floats
from model.ranges import growing_end

_ROW = 21
_NAME, _SCORE, _SHARE = 92, 52, 44
_LEAST_REACH = 0.1


class ScoreBars(QWidget):
    """A row a class: name, score, a bar from zero, probability. Rows stay where they are; the highest is bold."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self._classes: tuple[str, ...] = ()
        self._scores: Floats = np.empty(0)
        self._probabilities: Floats = np.empty(0)
        self._label: int | None = None
        self._reach = 0.0
        self.setAccessibleName("Scores")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW * max(len(self._classes), 1))

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.update()

    def show_scores(
        self, classes: tuple[str, ...], scores: Floats, probabilities: Floats, label: int | None = None
    ) -> None:
        """Show scores (K,) and probabilities (K,); label is the true class, where known."""
        if len(classes) != len(self._classes):
            self.updateGeometry()
        self._classes, self._scores, self._probabilities, self._label = classes, scores, probabilities, label
        finite = np.abs(scores[np.isfinite(scores)])
        self._reach = growing_end(float(finite.max(initial=0.0)), self._reach, _LEAST_REACH)
        self.setToolTip("Score s = W x + b, and the softmax of the scores. ✓ marks the true class")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        best = int(self._scores.argmax()) if len(self._scores) else 0
        for k, name in enumerate(self._classes):
            self._paint_row(painter, k, name, k == best)
        painter.end()

    def _paint_row(self, painter: QPainter, k: int, name: str, is_best: bool) -> None:
        row = QRectF(0, k * _ROW, self.width(), _ROW)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.SMALL_PX, bold=is_best))
        painter.setPen(QColor(self._theme.text))
        shown = f"{name} ✓" if k == self._label else name
        painter.drawText(row.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, shown)
        score, share = float(self._scores[k]), float(self._probabilities[k])
        painter.setPen(QColor(self._theme.text if is_best else self._theme.muted))
        score_area = QRectF(_NAME, row.top(), _SCORE, _ROW)
        painter.drawText(score_area, Qt.AlignmentFlag.AlignRight | middle, _score_text(score))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | middle, numbers.percent(share))
        self._paint_bar(painter, row, k, score)

    def _paint_bar(self, painter: QPainter, row: QRectF, k: int, score: float) -> None:
        """From a zero in the middle: to the right where positive, to the left where negative."""
        left, right = _NAME + _SCORE + 10.0, self.width() - _SHARE - 6.0
        zero, half = (left + right) / 2, (right - left) / 2
        length = half * max(-1.0, min(score / self._reach, 1.0)) if np.isfinite(score) else 0.0
        painter.fillRect(QRectF(left, row.center().y() - 4, right - left, 8), QColor(self._theme.field))
        bar = QRectF(min(zero, zero + length), row.center().y() - 4, abs(length), 8)
        painter.fillRect(bar, QColor(theme.class_colour(k)))
        painter.fillRect(QRectF(zero, row.center().y() - 6, 1, 12), QColor(self._theme.faint))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.class_colour(k)))
        painter.drawEllipse(QPointF(5, row.center().y()), 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _score_text(score: float) -> str:
    return numbers.signed(score) if abs(score) < 1000 else numbers.plain(score, 0)
