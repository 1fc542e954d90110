"""How a folder of images is to be read: side and colour, with some of its images as the classifier would see them."""

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.pictures import rgb, to_image
from gui.sources import words
from gui.sources.row import button
from gui.theme import Theme
from gui.widgets.calm import CalmSpinBox
from gui.widgets.choice import Choice
from gui.widgets.labels import label, wrapped
from model.arrays import Bytes
from model.datasets.folder import LARGEST_SIDE, SMALLEST_SIDE, Listing

_USUAL_SIDE = 32
_TILE = 56
_GAP = 4
_COLUMNS = 12
_SETTLE_MS = 150


class FolderForm(QWidget):
    """Side, colour and preview. `preview_wanted` and `read_wanted` carry the listing, the side, and if in colour."""

    preview_wanted = Signal(object, int, bool)
    read_wanted = Signal(object, int, bool)

    def __init__(self) -> None:
        """Know no folder yet."""
        super().__init__()
        self._listing: Listing | None = None
        self._ground: tuple[int, ...] = (0, 0, 0)
        self.counts = wrapped(pixels=theme.SMALL_PX)
        self.side = CalmSpinBox()
        self.side.setRange(SMALLEST_SIDE, LARGEST_SIDE)
        self.side.setValue(_USUAL_SIDE)
        self.side.setFixedWidth(64)
        self.side.setAccessibleName("Side in pixels")
        self.side.setToolTip(f"Every image becomes a square with this side, {SMALLEST_SIDE} to {LARGEST_SIDE} pixels")
        self.colour: Choice[bool] = Choice(
            [(True, "colour", "Red, green and blue: three numbers a pixel"), (False, "grey", "One number a pixel")],
            "Colour",
        )
        self.read = button("Read them", "Read all images and keep them as bytes", is_primary=True)
        self.put_away = button("Not now", "Put this folder away; nothing was read")
        self.picture = QLabel()
        self.picture.setAccessibleName("Some images as they will be seen")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SETTLE_MS)
        self._lay_out()
        self._wait.timeout.connect(self._ask)
        self.side.valueChanged.connect(self._wait.start)
        self.colour.chosen.connect(self._ask)
        self.read.clicked.connect(self._read)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._ground = rgb(theme.window)
        self._ask()

    def show_listing(self, listing: Listing) -> None:
        """Ask about a folder."""
        self._listing = listing
        self.counts.setText(f"<b>{listing.folder.name}</b>: {words.of_listing(listing)}")
        self._ask()

    @Slot(object)
    def show_preview(self, found: list[tuple[int, Bytes]]) -> None:
        """Show some images with hard pixels, side by side."""
        if not found:
            self.picture.setText("None of the first files is a picture.")
            return
        sheet = to_image(
            laid_out([pixels for _, pixels in found], round(_TILE * self.devicePixelRatioF()), self._ground)
        )
        pixmap = QPixmap.fromImage(sheet)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(pixmap)

    @Slot()
    def _ask(self) -> None:
        if self._listing is not None:
            self.preview_wanted.emit(self._listing, self.side.value(), self.colour.value)

    @Slot()
    def _read(self) -> None:
        if self._listing is not None:
            self.read_wanted.emit(self._listing, self.side.value(), self.colour.value)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(label("side", "muted"))
        row.addWidget(self.side)
        row.addWidget(label("pixels", "muted"))
        row.addSpacing(theme.GAP)
        row.addWidget(self.colour)
        row.addStretch(1)
        row.addWidget(self.put_away)
        row.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.counts)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)


def laid_out(images: list[Bytes], tile: int, ground: tuple[int, ...]) -> Bytes:
    """Images (S, S, C) enlarged to tiles and laid in rows, in RGB (H, W, 3)."""
    rows = -(-len(images) // _COLUMNS)
    pitch = tile + _GAP
    sheet = np.empty((rows * pitch - _GAP, min(len(images), _COLUMNS) * pitch - _GAP, 3), np.uint8)
    sheet[:] = ground
    for number, image in enumerate(images):
        row, column = divmod(number, _COLUMNS)
        places = np.arange(tile) * image.shape[0] // tile
        sheet[row * pitch : row * pitch + tile, column * pitch : column * pitch + tile] = image[places][:, places]
    return sheet
