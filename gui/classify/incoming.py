"""What a drop or the clipboard brings: pictures to load, or the sentence that says why not."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes

import numpy as np
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QPainter

from model import images, web
from model.arrays import Bytes
from model.images import ImageError

_RAW_TYPES = ("image/png", "image/jpeg", "image/webp", "image/bmp")
_WEB_SENTENCE = "Only https addresses are fetched: save that picture first, then drop or open the file."
_MOST_HTML, _MOST_TEXT = 30_000_000, 30_000_000  # a picture can be written out in an address
_NOTHING_SENTENCE = "There is no picture in that: drop or paste an image or an image file."


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing brought in: a file or folder, the bytes of a file, ready pixels, a web address, or a complaint.

    Nothing is read from an address: the user is asked first.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    pixels: Bytes | None = None
    address: str = ""
    complaint: str = ""

    def parts(self, most: int) -> tuple[list["Incoming"], str]:
        """The pictures in it, at most so many of a folder, and a sentence on what was left out, mostly empty.

        Raises ImageError where it is a folder without pictures. May take a while: for a worker thread.
        """
        if self.path is None or not images.is_folder(self.path):
            return [self], ""
        found = images.pictures_in(self.path)
        taken = [of_path(path) for path in found[:most]]
        sentence = f"Only the first {most} of {len(found):,} pictures in “{self.name}” were taken."
        return taken, sentence if len(found) > most else ""

    def load(self) -> Bytes:
        """The picture as RGB (H, W, 3); raises ImageError. May take a while: for a worker thread."""
        if self.complaint:
            raise ImageError(self.complaint)
        if self.path is not None:
            return images.load_file(self.path)
        if self.content is not None:
            return images.load_bytes(self.content, f"“{self.name}”")
        assert self.pixels is not None
        return self.pixels


def incoming(mime: QMimeData) -> list[Incoming]:
    """All that a drop or the clipboard brings, best source first; a list with a complaint where it is nothing."""
    urls = mime.urls()
    local = [_from_file_url(url) for url in urls if url.isLocalFile()]
    if local:
        return local
    raw = [
        Incoming("the picture", content=bytes(mime.data(kind).data())) for kind in _RAW_TYPES if mime.hasFormat(kind)
    ]
    if raw:
        return raw[:1]
    if mime.hasImage():
        return [_from_qimage(QImage(mime.imageData()))]
    source = source_in(mime.html()) if mime.hasHtml() else ""
    if source:  # a picture that is a link comes with the address of the page it leads to
        return [_from_other_url(QUrl(source))]
    if urls:
        return [_from_other_url(url) for url in urls if not url.isEmpty()] or [_complaint(_NOTHING_SENTENCE)]
    return _from_text(mime.text())


def of_files(paths: Sequence[str]) -> list[Incoming]:
    """Files by their paths."""
    return [of_path(Path(path)) for path in paths]


def of_path(path: Path) -> Incoming:
    """A file or folder by its path."""
    return Incoming(images.readable(path.name or str(path)), path=path)


def source_in(html: str) -> str:
    """The address of the first picture in what a browser hands over; empty where there is none."""
    finder = _Sources()
    finder.feed(html[:_MOST_HTML])
    return next((each for each in finder.found if each.startswith(("https:", "http:", "data:"))), "")


class _Sources(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found += [value.strip() for name, value in attrs if name == "src" and value]


def _from_file_url(url: QUrl) -> Incoming:
    if url.host():
        return _complaint(f"“{images.readable(url.fileName())}” lies on another computer: copy it here first.")
    if "\ufffd" in url.toLocalFile():
        return _complaint("That file's name is not valid UTF-8: rename it first.")
    return of_path(Path(url.toLocalFile()))


def _from_other_url(url: QUrl) -> Incoming:
    if url.scheme() == "data":
        return _from_data_url(url.toString())
    if url.scheme() == "https" and url.host():
        return Incoming(web.name_of(url.toString()), address=bytes(url.toEncoded().data()).decode("ascii"))
    return _complaint(_WEB_SENTENCE if url.scheme() in ("http", "https", "ftp") else _NOTHING_SENTENCE)


def _from_data_url(text: str) -> Incoming:
    head, _, body = text.partition(",")
    try:
        content = base64.b64decode(unquote_to_bytes(body)) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return _complaint("That data address is broken: there is no picture in it.")
    return Incoming("the picture", content=content)


def _from_text(text: str) -> list[Incoming]:
    """Addresses and paths, one a line, as they are copied; or nothing."""
    lines = [line.strip().strip('"') for line in text.strip()[:_MOST_TEXT].splitlines() if line.strip()]
    found = [_from_line(line) for line in lines]
    useful = [item for item in found if not item.complaint]
    return useful or found[:1] or [_complaint(_NOTHING_SENTENCE)]


def _from_line(line: str) -> Incoming:
    url = QUrl(line)
    if url.scheme() in ("http", "https", "ftp", "data"):
        return _from_other_url(url)
    if url.isLocalFile():
        return _from_file_url(url)
    try:
        path = Path(line)
        is_path = path.is_absolute() and path.exists()
    except (OSError, ValueError):
        is_path = False
    return of_path(path) if is_path else _complaint(_NOTHING_SENTENCE)


def _from_qimage(image: QImage) -> Incoming:
    if image.isNull():
        return _complaint(_NOTHING_SENTENCE)
    return Incoming("the pasted picture", pixels=pixels_of(image))


def pixels_of(image: QImage) -> Bytes:
    """The pixels (H, W, 3) of a Qt image on white, reduced to the preview's size."""
    side = images.PREVIEW_SIDE
    if max(image.width(), image.height()) > side:
        ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(side, side, ratio, smooth)
    ground = QImage(image.size(), QImage.Format.Format_RGB888)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    rows = np.frombuffer(ground.constBits(), np.uint8).reshape(ground.height(), ground.bytesPerLine())
    return rows[:, : 3 * ground.width()].reshape(ground.height(), ground.width(), 3).copy()


def _complaint(sentence: str) -> Incoming:
    return Incoming("", complaint=sentence)
