"""Losses: the scores of one image to move by hand, and what hinge, squared hinge and softmax make of them."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.classify.picture import Picture
from gui.theme import Theme
from gui.views.loss_bench import LossBench
from gui.views.presets import Presets
from gui.widgets.labels import wrapped
from model.arrays import Bytes
from model.bench import Bench
from model.classifier import score_picture
from model.records import Mode, Snapshot
from model.worked import THREE_IMAGES, Worked

_NOTE_HEIGHT = 32
_BROKEN = "The run has diverged: its scores mean nothing now. These are the last good ones; undo (←) or reset (R)."
_OWN = "The true class of your own picture is not known: click a class to say which it is."


class LossesWorkspace(QWidget):
    """Holds the bench: an example that is chosen, or the picture of the image panel scored as the run goes on."""

    def __init__(self) -> None:
        """Begin with three images."""
        super().__init__()
        self.setObjectName("workspace")
        self.presets, self.view = Presets(), LossBench()
        self.note = wrapped(tone="muted", pixels=theme.SMALL_PX)
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self.bench = _on(THREE_IMAGES)
        self.example: Worked | None = THREE_IMAGES
        self.is_held = False
        self.classes = THREE_IMAGES.classes
        self._picture: Picture | None = None
        self._seen: Bytes | None = None
        self._true: int | None = None
        self._snapshot: Snapshot | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(self.presets.row)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        self._connect()
        self._take_example(THREE_IMAGES)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.view.set_theme(theme)

    def take_picture(self, picture: Picture, seen: Bytes) -> None:
        """Know the picture of the image panel, and what is seen of it (H, W, C)."""
        self._picture, self._seen, self._true = picture, seen, picture.label
        if self.example is None and self._snapshot is not None:
            self.is_held = False
            self._follow(self._snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Score the picture with the parameters of a moment, where it is the picture that is looked at."""
        self._snapshot = snapshot
        if self.example is None and self.isVisible():
            self._follow(snapshot)

    def _connect(self) -> None:
        self.presets.chosen.connect(self._choose)
        self.presets.image_chosen.connect(self._look_at)
        self.presets.restore.clicked.connect(self._restore)
        self.view.rows.moved.connect(self._move)
        self.view.rows.refused.connect(self._hold)
        self.view.rows.label_chosen.connect(self._choose_label)
        self.view.tuned.connect(self._tune)

    def _follow(self, snapshot: Snapshot) -> None:
        """Take the scores of the picture as they are now, unless the user has moved them."""
        if self._picture is None or self._seen is None or self._seen.shape != snapshot.dataset.shape or self.is_held:
            return
        with np.errstate(all="ignore"):  # a diverged run has no scores to speak of
            scores = score_picture(snapshot.params, snapshot.dataset, self._seen).astype(np.float64)
        if snapshot.mode is Mode.DIVERGED or not np.isfinite(scores).all():
            self._say(_BROKEN)
            return
        if self._true is None:
            self._true = int(scores.argmax())
        self.classes = snapshot.dataset.classes
        self.bench = replace(self.bench, base=scores[:, None], labels=np.array([self._true]), image=0)
        self._describe()
        self._show()

    @Slot(object)
    def _choose(self, example: Worked | None) -> None:
        """Take an example, or, where there is none, the picture of the image panel."""
        if example is not None:
            self._take_example(example)
        elif self._snapshot is not None:
            self.example, self.is_held = None, False
            self._true = self._picture.label if self._picture is not None else None
            self.bench = replace(self.bench, margin=self._snapshot.settings.margin, shift=0.0, scale=1.0)
            self.view.begin(None)
            self._follow(self._snapshot)

    @Slot()
    def _restore(self) -> None:
        self._choose(self.example)

    def _take_example(self, example: Worked) -> None:
        image = self.bench.image if example is self.example else 0
        self.example, self.is_held, self.classes = example, False, example.classes
        self.bench = replace(_on(example), image=image)
        self.view.begin(example)
        self._say(example.note)
        self._show()

    @Slot(object)
    def _look_at(self, image: int) -> None:
        self.bench = replace(self.bench, image=image)
        self._show()

    @Slot(int, float)
    def _move(self, k: int, score: float) -> None:
        self.bench = self.bench.with_score(k, score)
        self._hold()
        self._show()

    @Slot()
    def _hold(self) -> None:
        """Keep the scores from now on, whatever the run does."""
        self.is_held = True
        self._describe()

    @Slot(int)
    def _choose_label(self, k: int) -> None:
        self._true = k
        self.bench = self.bench.with_label(k)
        self._describe()
        self._show()

    @Slot(float, float, float)
    def _tune(self, margin: float, shift: float, scale: float) -> None:
        self.bench = replace(self.bench, margin=margin, shift=shift, scale=scale)
        self._show()

    def _describe(self) -> None:
        """Say whose scores these are, where they are no example's."""
        if self.example is not None or self._picture is None:
            return
        title = self._picture.title[:1].upper() + self._picture.title[1:]
        held = (
            "its scores stay since you worked on them; Restore lets them follow the run again."
            if self.is_held
            else "its scores W x + b follow the run. Choose another picture on the right."
        )
        asked = "" if self._picture.label is not None else f" {_OWN}"
        self._say(f"{title}: {held}{asked}")

    def _say(self, words: str) -> None:
        if self.note.text() != words:
            self.note.setText(words)

    def _show(self) -> None:
        self.presets.show_choice(self.example, self.bench.image)
        self.view.show_bench(self.bench, self.classes)


def _on(example: Worked) -> Bench:
    return Bench(example.scores, example.labels)
