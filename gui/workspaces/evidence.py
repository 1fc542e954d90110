"""Evidence: what each pixel of a picture adds to a score, and how far the picture is from another label."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui import numbers, theme
from gui.classify.picture import Picture
from gui.classify.score_bars import ScoreBars
from gui.evidence import words
from gui.evidence.bars import WaterfallBars
from gui.evidence.changes import Changes
from gui.evidence.maps import EvidenceMaps
from gui.evidence.question import Question
from gui.pictures import diverging_map, weight_pictures
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import label, title_row, wrapped, yielding
from gui.widgets.scrolling import Yielding
from model.arrays import Bytes, Doubles
from model.examination import Examination, Wish, examine, unchanged
from model.losses import probabilities
from model.records import Mode, Snapshot
from model.templates import levels, limits

_EXPLANATION = (
    "A score is a sum: each pixel x of the picture times its weight w, plus the bias b. The map shows every product, "
    "orange for the class and blue against it; the bars add regions and bias up to the score, exactly."
)
_CHANGED = "changed"
_CHANNELS = ((0, "R", "red"), (1, "G", "green"), (2, "B", "blue"))


class EvidenceWorkspace(QWidget):
    """Follows the picture of the image panel and the moment that is looked at."""

    def __init__(self) -> None:
        """Wait for a picture and a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.examined: Examination | None = None
        self.wish = Wish()
        self._picture: Picture | None = None
        self._seen: Bytes | None = None
        self._snapshot: Snapshot | None = None
        self._place: tuple[int, int] | None = None
        self.question, self.changes = Question(), Changes()
        self.maps, self.bars, self.scores = EvidenceMaps(), WaterfallBars(), ScoreBars()
        self.score_place = Yielding(self.scores)
        self.channel: Choice[int | None] = Choice(
            [(None, "all channels", "The products of red, green and blue added up")]
            + [(n, name, f"The products of {long} alone") for n, name, long in _CHANNELS],
            "Channel",
            quiet=True,
        )
        self.patches: Choice[int] = Choice(
            [(n, f"{n} × {n}", f"Add up {n * n} regions") for n in (2, 4, 8)], "Regions", quiet=True
        )
        self.patches.set_value(self.wish.patches)
        self.reading = yielding(pixels=theme.SMALL_PX)
        self.reading.setTextFormat(Qt.TextFormat.PlainText)
        self.note = wrapped(tone="warning", pixels=theme.SMALL_PX)
        self.note.hide()
        self._lay_out()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for view in (self.maps, self.bars, self.scores):
            view.set_theme(theme)
        self.scores.set_ground(theme.window)
        self._show()

    def take_picture(self, picture: Picture, seen: Bytes) -> None:
        """Know the picture of the image panel, and what is seen of it (H, W, C); it begins as it is."""
        self._picture, self._seen = picture, seen
        self._ask(unchanged(self.wish))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Explain the scores of a moment, where that is looked at."""
        self._snapshot = snapshot
        if self.isVisible():
            self._examine()

    @Slot(object)
    def _ask(self, wish: Wish) -> None:
        self.wish = wish
        self.changes.show_wish(wish)
        if self.isVisible():
            self._examine()

    def _examine(self) -> None:
        snapshot, picture, seen = self._snapshot, self._picture, self._seen
        if snapshot is None or picture is None or seen is None or seen.shape != snapshot.dataset.shape:
            return
        with np.errstate(all="ignore"):  # a diverged run has no scores to speak of
            examined = examine(snapshot.params, snapshot.dataset, seen, picture.label, self.wish)
        is_broken = snapshot.mode is Mode.DIVERGED or not examined.is_finite
        self._warn(words.BROKEN if is_broken else "")
        if not is_broken:
            self.question.offer(snapshot.dataset.classes)
            self.examined = examined
            self._show()

    def _show(self) -> None:
        if self.examined is None:
            return
        examined, classes = self.examined, self.question.classes
        self.question.name(examined.label, examined.runner_up, examined.true)
        self._show_maps(examined, classes)
        self.bars.show_bars(examined.bars, words.score_name(examined.rather_than))
        shares = probabilities(examined.scores[:, None])[:, 0]
        self.scores.show_scores(classes, examined.scores, shares, examined.true)
        self.score_place.fit()
        distance, target = examined.way.distance, classes[examined.way.j]
        self.changes.show_way(
            f"to {target}",
            f"{numbers.plain(examined.gone, 2)} of {numbers.plain(distance, 2)}",
            f"{words.about_way(examined, classes)}\n{words.about_picture(examined, classes)}",
            bool(np.isfinite(distance)),
        )
        self._read_out()

    def _show_maps(self, examined: Examination, classes: tuple[str, ...]) -> None:
        evidence, k, j = examined.evidence, examined.k, examined.rather_than
        is_colour = evidence.inputs.shape[2] == 3
        for _, button in ((n, self.channel.button(n)) for n, _, _ in _CHANNELS):
            button.setEnabled(is_colour)
        channel = self.channel.value if is_colour else None
        products = evidence.map_of(channel)
        reach = float(limits(products.reshape(1, -1), False)[0])
        title = self._picture.title if self._picture is not None else ""
        pictures = (
            np.broadcast_to(examined.shown.picture, (*products.shape, 3)),
            self._coloured(evidence.weights if channel is None else evidence.weights[..., channel, None]),
            self._coloured(products[..., None]),
        )
        is_changed = self.wish != unchanged(self.wish)
        names = (
            f"x: {_CHANGED if is_changed else title}",
            f"W: {words.subject(classes, k, j)}",
            f"W x, ±{numbers.compact(reach)}: {words.subject(classes, k, j)}",
        )
        self.maps.show_pictures(pictures, names)
        self.maps.show_patches(self.wish.patches, tuple(patch for patch, _ in examined.bars.regions))

    def _coloured(self, values: Doubles) -> Bytes:
        leveled = levels(values.reshape(1, -1), values.shape, False)
        is_dark = self.maps.theme.is_dark
        return (
            weight_pictures(leveled, is_dark)[0] if values.shape[2] == 3 else diverging_map(is_dark)[leveled[0, ..., 0]]
        )

    @Slot(object)
    def _point_at(self, place: tuple[int, int] | None) -> None:
        self._place = place
        self._read_out()

    def _read_out(self) -> None:
        text = words.HINT
        if self._place is not None and self.examined is not None:
            shape = self.examined.values.shape
            if self._place[0] < shape[0] and self._place[1] < shape[1]:
                text = words.at_pixel(self.examined, *self._place)
        if self.reading.text() != text:
            self.reading.setText(text)

    def _warn(self, sentence: str) -> None:
        if self.note.text() != sentence:
            self.note.setText(sentence)
            self.note.setVisible(bool(sentence))

    @Slot()
    def _ask_about(self) -> None:
        self._ask(replace(self.wish, k=self.question.k.value, rather_than=self.question.rather_than.value))

    @Slot(object)
    def _divide(self, patches: int) -> None:
        perturbation = replace(self.wish.perturbation, hidden=frozenset(), patches=patches)
        self._ask(replace(self.wish, patches=patches, perturbation=perturbation))

    @Slot()
    def _redraw(self) -> None:
        self._show()

    def _connect(self) -> None:
        self.question.asked.connect(self._ask_about)
        self.changes.changed.connect(self._ask)
        self.channel.chosen.connect(self._redraw)
        self.patches.chosen.connect(self._divide)
        self.maps.pointed.connect(self._point_at)
        self.maps.patch_clicked.connect(self.changes.toggle_patch)
        self.bars.pointed.connect(self.maps.mark_patch)

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(theme.GAP)
        for widget in (
            label("for", "muted"),
            self.question.k,
            label("rather than", "muted"),
            self.question.rather_than,
        ):
            asked.addWidget(widget)
        asked.addStretch(1)
        asked.addWidget(label("regions", "muted", theme.SMALL_PX))
        asked.addWidget(self.patches)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.MARGIN + theme.GAP)
        grid.setVerticalSpacing(theme.GAP)
        grid.addWidget(self.maps, 0, 0)
        grid.addWidget(self.bars, 0, 1)
        grid.addWidget(self.reading, 1, 0, 1, 2)
        grid.addLayout(self.changes.way, 2, 0, 1, 2)
        grid.addWidget(Yielding(self.changes), 3, 0)
        grid.addWidget(self.score_place, 3, 1)
        grid.setRowStretch(0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(title_row("Evidence", _EXPLANATION, self.channel))
        column.addLayout(asked)
        column.addWidget(self.note)
        column.addLayout(grid, 1)
