"""The image panel: the picture, what the classifier sees of it, and what it makes of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.classify.answer import Answer
from gui.classify.browser import Browser
from gui.classify.loader import HandOver, Loader
from gui.classify.picture import Picture
from gui.classify.pixel_view import PixelView
from gui.classify.web_offer import WebOffer
from gui.theme import Theme
from gui.widgets.labels import label, title_row, wrapped
from model.arrays import Bytes
from model.records import Snapshot

if TYPE_CHECKING:
    from gui.classify.incoming import Incoming

_SIDE = 136
_EXPLANATION = (
    "Drop, paste or open pictures or a folder, or click one below: each is cut to a square, made as small as the "
    "training images, and scored by the templates as they are now. The bars are the scores, the percentages their "
    "softmax."
)
_MOST_SENTENCES = 3
_ELIDE = Qt.TextElideMode.ElideMiddle


class ImagePanel(QWidget):
    """Classifies whatever picture is chosen, live. `picture_shown` tells it, and what is seen of it (H, W, C)."""

    picture_shown = Signal(object, object)

    def __init__(self, hand_over: HandOver) -> None:
        """Wait for a snapshot; hand_over brings results of the loading threads to the GUI thread."""
        super().__init__()
        self.setObjectName("imagePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.loader, self.browser = Loader(hand_over), Browser()
        self.splits, self.strip = self.browser.splits, self.browser.strip
        self._snapshot: Snapshot | None = None
        self._picture: Picture | None = None
        self._seen: Bytes | None = None
        self._refusals: list[str] = []
        self.original = PixelView(_SIDE, "The picture")
        self.seen = PixelView(_SIDE, "The picture as the classifier sees it")
        self.caption = label(tone="muted", pixels=theme.SMALL_PX)
        self.answer, self.offer = Answer(), WebOffer()
        self.message = wrapped(tone="warning")
        self.message.setTextFormat(Qt.TextFormat.PlainText)  # names of files are anyone's
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.message.hide()
        self.open = _quiet("Open…", "Choose image files")
        self.paste = _quiet("Paste", "Take the picture or file on the clipboard (Ctrl+V)")
        self._lay_out()
        self._connect()

    @property
    def dealt_with(self) -> int:
        """How many things that were brought in have been shown, refused or asked about."""
        return self.loader.dealt_with

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for view in (self.original, self.seen, self.answer.bars, self.strip.thumbnails):
            view.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Score the picture, and the tray where it is looked at, with the parameters of a moment."""
        is_new_data = self._snapshot is None or self._snapshot.dataset is not snapshot.dataset
        self._snapshot = snapshot
        self.browser.show_snapshot(snapshot)
        if not is_new_data:  # otherwise the browser has told the picture to begin with
            self._classify()

    @Slot(object)
    def show_picture(self, picture: Picture) -> None:
        """Choose a picture."""
        if self._snapshot is None:
            return
        self._picture = picture
        self._seen = picture.seen_by(self._snapshot.dataset)
        self.original.show_pixels(picture.pixels)
        self.seen.show_pixels(self._seen)
        self.caption.setText(self.caption.fontMetrics().elidedText(picture.title, _ELIDE, _SIDE))
        self.caption.setToolTip(picture.title)
        self._classify()
        self.picture_shown.emit(picture, self._seen)

    def bring_in(self, brought: list[Incoming]) -> None:
        """Load whatever was dropped, pasted or opened, one after the other, without making the window wait."""
        self._forget_refusals()
        self.loader.bring_in(brought)

    @Slot()
    def paste_picture(self) -> None:
        """Take what is on the clipboard."""
        from gui.classify.incoming import incoming

        self.bring_in(incoming(QGuiApplication.clipboard().mimeData() or QMimeData()))

    @Slot()
    def open_pictures(self) -> None:
        """Ask for image files."""
        patterns = "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff *.ppm *.pgm *.avif);;All files (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, "Open pictures", "", patterns)
        if paths:
            from gui.classify.incoming import of_files

            self.bring_in(of_files(paths))

    @Slot(object)
    def _take(self, picture: Picture) -> None:
        complaint = self.browser.take(picture)
        if complaint:
            self._refuse(complaint)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        """Say why something could not be shown, beside what was said of its companions."""
        self._refusals.append(sentence)
        more = len(self._refusals) - _MOST_SENTENCES
        shown = self._refusals[:_MOST_SENTENCES] + ([f"And {more} more could not be read."] if more > 0 else [])
        self.message.setText("\n".join(shown))
        self.message.show()

    @Slot()
    def _forget_refusals(self) -> None:
        self._refusals.clear()
        self.message.setText("")
        self.message.hide()

    def _classify(self) -> None:
        if self._snapshot is not None and self._picture is not None and self._seen is not None:
            self.answer.show_answer(self._snapshot, self._seen, self._picture.label)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 4, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(title_row("Image", _EXPLANATION, self.open, self.paste))
        column.addWidget(self.message)
        column.addWidget(self.offer)
        pictures = QHBoxLayout()
        pictures.setSpacing(theme.GAP)
        for view, caption in ((self.original, self.caption), (self.seen, label("as W sees it", "muted", 12))):
            cell = QVBoxLayout()
            cell.setSpacing(3)
            cell.addWidget(view)
            cell.addWidget(caption)
            pictures.addLayout(cell)
        pictures.addStretch(1)
        column.addLayout(pictures)
        column.addWidget(self.answer)
        column.addWidget(self.browser, 1)

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_pictures)
        self.paste.clicked.connect(self.paste_picture)
        self.browser.chosen.connect(self.show_picture)
        self.strip.picked.connect(self._forget_refusals)
        self.loader.loaded.connect(self._take)
        self.loader.refused.connect(self._refuse)
        self.loader.offered.connect(self.offer.ask)
        self.loader.fetched.connect(self.offer.finish)
        self.offer.agreed.connect(self.loader.fetch)
        self.offer.stopped.connect(self.loader.stop_fetching)


def _quiet(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX))
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
