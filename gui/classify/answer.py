"""What the classifier makes of one picture: class, scores, and the loss where the true class is known."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import numbers, theme
from gui.classify.score_bars import ScoreBars
from gui.widgets.labels import Steady, Tone, label, retone, wrapped
from model.arrays import Bytes, Floats
from model.classifier import score_picture
from model.losses import data_loss, probabilities
from model.records import LossKind, Snapshot


class Answer(QWidget):
    """The predicted class and whether it is right, the scores as bars, the loss with its arithmetic."""

    def __init__(self) -> None:
        """Wait for a picture."""
        super().__init__()
        self.name = label(pixels=18, bold=True)
        self.verdict = label()
        self.bars = ScoreBars()
        self.arithmetic = wrapped(tone="muted", pixels=theme.SMALL_PX)
        self._below = Steady(self.arithmetic)
        heading = QHBoxLayout()
        heading.addWidget(self.name)
        heading.addSpacing(theme.GAP)
        heading.addWidget(self.verdict)
        heading.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(heading)
        column.addWidget(self.bars)
        column.addWidget(self._below)

    def show_answer(self, snapshot: Snapshot, seen: Bytes, true: int | None) -> None:
        """Score what is seen of a picture (H, W, C) with the parameters of a moment; true is its class, if known."""
        classes = snapshot.dataset.classes
        with np.errstate(all="ignore"):  # a diverged run has no scores to speak of
            scores = score_picture(snapshot.params, snapshot.dataset, seen)
            shares = probabilities(scores[:, None])[:, 0]
            self.arithmetic.setText(_loss_of(snapshot, scores, shares, true))
        self._below.grow()
        self.bars.show_scores(classes, scores, shares, true)
        best = int(scores.argmax())
        self.name.setText(classes[best] if np.isfinite(scores).all() else "no answer")
        if true is None:
            self._judge("", "muted")
        elif best == true:
            self._judge("✓ true class", "good")
        else:
            self._judge(f"truly: {classes[true]}", "warning")

    def _judge(self, text: str, tone: Tone) -> None:
        self.verdict.setText(text)
        retone(self.verdict, tone)


def _loss_of(snapshot: Snapshot, scores: Floats, shares: Floats, true: int | None) -> str:
    """The loss of this image, with its arithmetic."""
    if true is None:
        return "Scores are W x + b. Without a true class there is no loss."
    losses, _ = data_loss(snapshot.settings, scores[:, None], np.array([true]))
    loss = numbers.plain(float(losses[0]), 2)
    if snapshot.settings.loss is LossKind.SOFTMAX:
        return f"Loss of this image: −ln {numbers.plain(float(shares[true]), 3)} = {loss}"
    others = np.delete(scores, true)
    violated = int((others > scores[true] - snapshot.settings.margin).sum())
    return f"Loss of this image: {loss}, from {violated} of {len(others)} margins that are violated"
