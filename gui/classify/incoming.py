"""What a drop or the clipboard brings: pictures to load, or the sentence that says why not."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

import numpy as np
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QPainter

from model import images
from model.arrays import Bytes
from model.images import ImageError

_RAW_TYPES = ("image/png", "image/jpeg", "image/webp", "image/bmp")
_WEB_SENTENCE = "That is a web address: save the picture first, then drop or open the file."
_NOTHING_SENTENCE = "There is no picture in that: drop or paste an image or an image file."


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing brought in: a file, the bytes of one, ready pixels, or a complaint."""

    name: str
    path: Path | None = None
    content: bytes | None = None
    pixels: Bytes | None = None
    complaint: str = ""

    def load(self) -> Bytes:
        """The picture as RGB (H, W, 3); raises ImageError. May take a while: for a worker thread."""
        if self.complaint:
            raise ImageError(self.complaint)
        if self.path is not None:
            return images.load_file(self.path)
        if self.content is not None:
            return images.load_bytes(self.content, self.name)
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
    if urls:
        return [_from_other_url(url) for url in urls if not url.isEmpty()] or [_complaint(_NOTHING_SENTENCE)]
    return [_from_text(mime.text())]


def of_files(paths: list[str]) -> list[Incoming]:
    """Files by their paths."""
    return [Incoming(Path(path).name, path=Path(path)) for path in paths]


def _from_file_url(url: QUrl) -> Incoming:
    if url.host():
        return _complaint(f"“{url.fileName()}” lies on another computer: copy it here first.")
    if "\ufffd" in url.toLocalFile():
        return _complaint("That file's name is not valid UTF-8: rename it first.")
    path = Path(url.toLocalFile())
    return Incoming(path.name, path=path)


def _from_other_url(url: QUrl) -> Incoming:
    if url.scheme() == "data":
        return _from_data_url(url.toString())
    return _complaint(_WEB_SENTENCE if url.scheme() in ("http", "https", "ftp") else _NOTHING_SENTENCE)


def _from_data_url(text: str) -> Incoming:
    head, _, body = text.partition(",")
    try:
        content = base64.b64decode(unquote_to_bytes(body)) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return _complaint("That data address is broken: there is no picture in it.")
    return Incoming("the picture", content=content)


def _from_text(text: str) -> Incoming:
    line = text.strip()
    url = QUrl(line)
    if url.scheme() in ("http", "https", "ftp", "data"):
        return _from_other_url(url)
    if url.isLocalFile():
        return _from_file_url(url)
    try:
        path = Path(line)
        is_path = bool(line) and "\n" not in line and path.is_absolute() and path.exists()
    except (OSError, ValueError):
        is_path = False
    return Incoming(path.name, path=path) if is_path else _complaint(_NOTHING_SENTENCE)


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
