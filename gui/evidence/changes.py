"""What can be done to the picture: the way to another label, and shift, mirror, brightness, noise, covered regions."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.calm import CalmSlider
from gui.widgets.labels import label, wrapped
from gui.widgets.number_control import Scale
from gui.widgets.number_row import NumberRow
from model.evidence import Patch
from model.examination import Wish, unchanged

_NAME_WIDTH = 92
_FARTHEST = 150
_WORDS_HEIGHT = 48
_KINDS = {
    "right": ("shift right", Scale(-8, 8, -64, 64, is_log=False, is_whole=True), "in pixels; the border repeats"),
    "down": ("shift down", Scale(-8, 8, -64, 64, is_log=False, is_whole=True), "in pixels; the border repeats"),
    "brightness": ("brightness", Scale(-128, 128, -255, 255, is_log=False, is_whole=True), "added to each byte"),
    "noise": ("noise", Scale(0, 64, 0, 255, is_log=False, is_whole=True), "its standard deviation in bytes"),
}


class Changes(QWidget):
    """One whole `Wish` for the picture; `changed` tells it."""

    changed = Signal(object)

    def __init__(self) -> None:
        """Change nothing."""
        super().__init__()
        self.wish = Wish()
        self.flip = CalmSlider(Qt.Orientation.Horizontal)
        self.flip.setRange(0, _FARTHEST)
        self.flip.setToolTip("How far along W_j − W_k, in percent of the way to where both scores are equal")
        self.flip.setAccessibleName("Way to another label")
        self.flip_name, self.gone = label("flip", "muted", theme.SMALL_PX), label(pixels=theme.SMALL_PX)
        self.sentence = wrapped(tone="muted", pixels=theme.SMALL_PX)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)  # names of classes are anyone's
        self.way = self._way()
        self.rows = {
            key: _Whole(label(name, "muted", theme.SMALL_PX), name, scale, tip)
            for key, (name, scale, tip) in _KINDS.items()
        }
        self.mirror = _button("Mirror", "Exchange left and right")
        self.mirror.setCheckable(True)
        self.again = _button("Other noise", "Draw the noise anew")
        self.restore = _button("As it was", "Take all changes back")
        self._lay_out()
        self._connect()

    def show_wish(self, wish: Wish) -> None:
        """Show a wish without telling."""
        self.wish = wish
        with QSignalBlocker(self.flip), QSignalBlocker(self.mirror):
            self.flip.setValue(round(100 * wish.share))
            self.mirror.setChecked(wish.perturbation.is_mirrored)
        for key, row in self.rows.items():
            row.set_value(float(getattr(wish.perturbation, key)))
        self._allow()

    def show_way(self, goal: str, gone: str, sentence: str, is_possible: bool) -> None:
        """Say where the slider leads, how far it has gone, and what that means."""
        for shown, words in ((self.flip_name, goal), (self.gone, gone), (self.sentence, sentence)):
            if shown.text() != words:
                shown.setText(words)
        self.flip.setEnabled(is_possible)

    def toggle_patch(self, patch: Patch) -> None:
        """Cover a region, or uncover it."""
        hidden = self.wish.perturbation.hidden ^ {patch}
        self._take(replace(self.wish, perturbation=replace(self.wish.perturbation, hidden=hidden)))

    def _take(self, wish: Wish) -> None:
        self.wish = wish
        self._allow()
        self.changed.emit(wish)

    def _allow(self) -> None:
        self.restore.setEnabled(self.wish != unchanged(self.wish))
        self.again.setEnabled(self.wish.perturbation.noise > 0)

    @Slot(int)
    def _move(self, percent: int) -> None:
        self._take(replace(self.wish, share=percent / 100))

    @Slot()
    def _change(self) -> None:
        right, down, brightness, noise = (round(row.value) for row in self.rows.values())
        changed = replace(
            self.wish.perturbation,
            is_mirrored=self.mirror.isChecked(),
            right=right,
            down=down,
            brightness=brightness,
            noise=noise,
        )
        self._take(replace(self.wish, perturbation=changed))

    @Slot()
    def _draw_again(self) -> None:
        old = self.wish.perturbation
        self._take(replace(self.wish, perturbation=replace(old, seed=old.seed + 1)))

    @Slot()
    def _restore(self) -> None:
        self.show_wish(unchanged(self.wish))
        self.changed.emit(self.wish)

    def _connect(self) -> None:
        self.flip.valueChanged.connect(self._move)
        self.mirror.toggled.connect(self._change)
        self.again.clicked.connect(self._draw_again)
        self.restore.clicked.connect(self._restore)
        for row in self.rows.values():
            row.changed.connect(self._change)

    def _way(self) -> QVBoxLayout:
        """The slider towards another label with its sentences, for whoever places it."""
        way = QHBoxLayout()
        way.setSpacing(theme.GAP)
        self.flip_name.setFixedWidth(_NAME_WIDTH)
        self.gone.setFixedWidth(_NAME_WIDTH)
        self.gone.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget, stretch in ((self.flip_name, 0), (self.flip, 1), (self.gone, 0)):
            way.addWidget(widget, stretch)
        self.sentence.setFixedHeight(_WORDS_HEIGHT)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(way)
        column.addWidget(self.sentence)
        return column

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row in self.rows.values():
            row.caption.setFixedWidth(_NAME_WIDTH)
            column.addWidget(row)
        for row in self.rows.values():
            column.addWidget(row.complaint)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        for button in (self.mirror, self.again, self.restore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)


class _Whole(NumberRow):
    """A number without decimals."""

    def _text(self, value: float) -> str:
        return f"{value:+.0f}".replace("-", "−") if value else "0"


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX))
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
