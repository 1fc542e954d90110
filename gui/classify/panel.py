"""The image panel: the picture, what the classifier sees of it, and what it makes of it now."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.classify.answer import Answer
from gui.classify.incoming import Incoming, incoming, of_files
from gui.classify.picture import Picture, of_dataset
from gui.classify.pixel_view import PixelView
from gui.classify.strip import Strip
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import label, title_row, wrapped
from model.arrays import Bytes
from model.images import ImageError
from model.records import Snapshot

_SIDE = 136
_EXPLANATION = (
    "Drop, paste or open a picture, or click one below: it is cut to a square, made as small as the training images, "
    "and scored by the templates as they are now. The bars are the scores, the percentages their softmax."
)
_OWN = "own"
_MOST_AT_ONCE = 200
_MOST_SENTENCES = 3
_ELIDE = Qt.TextElideMode.ElideMiddle
log = logging.getLogger(__name__)
HandOver = Callable[[Callable[..., None], object], None]


class ImagePanel(QWidget):
    """Classifies whatever picture is chosen, live. `picture_shown` tells it, and what is seen of it (H, W, C)."""

    picture_shown = Signal(object, object)

    def __init__(self, hand_over: HandOver) -> None:
        """Wait for a snapshot; hand_over brings results of the loading thread to the GUI thread."""
        super().__init__()
        self.setObjectName("imagePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hand_over = hand_over
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="image-loader")
        self._snapshot: Snapshot | None = None
        self._picture: Picture | None = None
        self._seen: Bytes | None = None
        self.dealt_with = 0
        self._own: list[Picture] = []
        self._refusals: list[str] = []
        self.original = PixelView(_SIDE, "The picture")
        self.seen = PixelView(_SIDE, "The picture as the classifier sees it")
        self.caption = label(tone="muted", pixels=theme.SMALL_PX)
        self.answer = Answer()
        self.message = wrapped(tone="warning")
        self.message.hide()
        self.open = _quiet("Open…", "Choose image files")
        self.paste = _quiet("Paste", "Take the picture or file on the clipboard (Ctrl+V)")
        self.splits: Choice[str] = Choice(
            [
                ("test", "test", "Images that are never trained on"),
                ("validation", "validation", "Images held back to watch for overfitting"),
                ("train", "training", "Images that are trained on"),
                (_OWN, "yours", "Pictures you brought in"),
            ],
            "Images of",
            quiet=True,
        )
        self.strip = Strip()
        self._lay_out()
        self._connect()

    def close_loader(self) -> None:
        """Let the picture at hand be finished, forget the others, and end the loading thread."""
        self._loader.shutdown(wait=True, cancel_futures=True)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for view in (self.original, self.seen, self.answer.bars):
            view.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Score the picture with the parameters of a moment."""
        is_new_data = self._snapshot is None or self._snapshot.dataset is not snapshot.dataset
        self._snapshot = snapshot
        if is_new_data:
            self._list()
            is_own = self._picture is not None and self._picture.row is None
            self.show_picture(self._picture if is_own and self._picture else of_dataset(snapshot.dataset, "test", 0))
        else:
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
        width = self.caption.fontMetrics().elidedText(picture.title, _ELIDE, _SIDE)
        self.caption.setText(width)
        self.caption.setToolTip(picture.title)
        self._classify()
        self.picture_shown.emit(picture, self._seen)

    def bring_in(self, brought: list[Incoming]) -> None:
        """Load whatever was dropped, pasted or opened, one after the other, without making the window wait."""
        self._refusals.clear()
        self._say("")
        for item in brought[:_MOST_AT_ONCE]:
            self._loader.submit(self._load, item)
        if len(brought) > _MOST_AT_ONCE:
            self._refuse(f"Only the first {_MOST_AT_ONCE} of {len(brought):,} things were taken.")

    @Slot()
    def paste_picture(self) -> None:
        """Take what is on the clipboard."""
        self.bring_in(incoming(QGuiApplication.clipboard().mimeData() or QMimeData()))

    @Slot()
    def open_pictures(self) -> None:
        """Ask for image files."""
        patterns = "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff *.ppm *.pgm *.avif);;All files (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, "Open pictures", "", patterns)
        if paths:
            self.bring_in(of_files(paths))

    def _load(self, item: Incoming) -> None:
        try:
            result: Picture | ImageError = Picture(item.name, item.load())
        except ImageError as refusal:
            result = refusal
        except Exception:
            log.exception("A picture could not be loaded")
            result = ImageError(f"“{item.name}” could not be loaded because of an unexpected error.")
        self._hand_over(self._receive, result)

    def _receive(self, result: Picture | ImageError) -> None:
        self.dealt_with += 1
        if isinstance(result, ImageError):
            self._refuse(str(result))
            return
        self._own.append(result)
        self.splits.set_value(_OWN)
        self._list()
        self.show_picture(result)

    def _refuse(self, sentence: str) -> None:
        """Say why something could not be shown, beside what was said of its companions."""
        self._refusals.append(sentence)
        more = len(self._refusals) - _MOST_SENTENCES
        shown = self._refusals[:_MOST_SENTENCES] + ([f"And {more} more could not be read."] if more > 0 else [])
        self._say("\n".join(shown))

    @Slot(object)
    def _pick(self, picture: Picture) -> None:
        self._refusals.clear()
        self._say("")
        self.show_picture(picture)

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    @Slot()
    def _list(self) -> None:
        """Fill the strip with the chosen images."""
        if self._snapshot is None:
            return
        dataset, split = self._snapshot.dataset, self.splits.value
        if split == _OWN:
            own = list(self._own)
            self.strip.thumbnails.show_pictures(len(own), own.__getitem__)
        else:
            count = len(getattr(dataset, split))
            self.strip.thumbnails.show_pictures(count, lambda number: of_dataset(dataset, split, number))
        is_empty = split == _OWN and not self._own
        self._nothing.setVisible(is_empty)
        self.strip.setVisible(not is_empty)

    def _classify(self) -> None:
        if self._snapshot is not None and self._picture is not None and self._seen is not None:
            self.answer.show_answer(self._snapshot, self._seen, self._picture.label)

    def _lay_out(self) -> None:
        self._nothing = wrapped("Drop pictures anywhere on the window, paste one, or open files.", "muted")
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 4, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(title_row("Image", _EXPLANATION, self.open, self.paste))
        column.addWidget(self.message)
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
        column.addWidget(self.splits, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._nothing)
        column.addWidget(self.strip, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_pictures)
        self.paste.clicked.connect(self.paste_picture)
        self.splits.chosen.connect(self._list)
        self.strip.picked.connect(self._pick)


def _quiet(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX))
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
