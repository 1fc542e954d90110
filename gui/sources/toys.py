"""The toys, each with a little picture of what is to be learnt."""

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.pictures import rgb, to_image
from gui.sources.row import button
from gui.theme import Theme
from gui.widgets.labels import label, title_row
from model.arrays import Bytes
from model.datasets.catalogue import TOYS
from model.datasets.dataset import Dataset
from model.datasets.toys import FOUR, SHAPES

_SIDE = 84
_DOT = 2
_DENSITY = 2
_EXPLANATION = (
    "A point of the plane is an image of two pixels: the first says how far right, the second how far up. A linear "
    "classifier parts the blobs; rings, XOR and spiral no straight line can part."
)
_TIPS = {
    FOUR: "An image of 2×2 pixels, two more of its kind, and noisy copies of all three",
    "toy-blobs": "Three clouds: learnt in a few steps",
    "toy-rings": "A disc in a ring: the loss hardly falls",
    "toy-xor": "Opposite clouds belong together: the loss hardly falls",
    "toy-spiral": "Two arms: about two thirds are right at best",
}


class ToyCards(QWidget):
    """A card a toy. `opened` tells which; `lecture_wanted` that the four pixels are to meet the lecture's W and b."""

    opened = Signal(str)
    lecture_wanted = Signal()

    def __init__(self) -> None:
        """Show them all."""
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._pictures: dict[str, QLabel] = {}
        self.lecture = button("Four pixels with the W and b of the lecture", "Scores −96.8, 437.9 and 60.75 at step 0")
        cards = QHBoxLayout()
        cards.setSpacing(theme.MARGIN)
        for name in TOYS:
            cards.addLayout(self._card(name))
        cards.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(title_row("Toys", _EXPLANATION, self.lecture))
        column.addLayout(cards)
        self.lecture.clicked.connect(self.lecture_wanted)
        self.set_theme(theme.DARK)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        ground = rgb(theme.field)
        for name, place in self._pictures.items():
            image = to_image(portrait(TOYS[name].load(), ground))
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(_DENSITY)
            place.setPixmap(pixmap)

    @Slot()
    def _tell_open(self) -> None:
        self.opened.emit(self.sender().property("source"))

    def _card(self, name: str) -> QVBoxLayout:
        picture = QLabel()
        picture.setFixedSize(_SIDE, _SIDE)
        title = "Four pixels" if name == FOUR else SHAPES[name][0]
        picture.setAccessibleName(f"A picture of {title}")
        self._pictures[name] = picture
        pressed = button("Open", _TIPS[name])
        pressed.setProperty("source", name)
        pressed.clicked.connect(self._tell_open)
        self.buttons[name] = pressed
        card = QVBoxLayout()
        card.setSpacing(4)
        for widget in (label(title, pixels=theme.SMALL_PX, bold=True), picture, pressed):
            card.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        pressed.setFixedWidth(_SIDE)
        return card


def portrait(dataset: Dataset, ground: tuple[int, ...]) -> Bytes:
    """What a toy looks like, (S, S, 3): its points in their classes' colours, or its first image."""
    side = _SIDE * _DENSITY
    if dataset.name == FOUR:
        image = dataset.images[dataset.test[0]]
        return np.ascontiguousarray(image.repeat(side // 2, 0).repeat(side // 2, 1).repeat(3, 2))
    drawn = np.empty((side, side, 3), np.uint8)
    drawn[:] = ground
    colours = np.array([rgb(theme.class_colour(k)) for k in range(len(dataset.classes))], np.uint8)
    places = (dataset.pixels.astype(int) * (side - _DOT - 1)) // 255
    for down in range(_DOT + 1):
        for across in range(_DOT + 1):
            drawn[side - _DOT - 1 - places[:, 1] + down, places[:, 0] + across] = colours[dataset.labels]
    return drawn
