import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit

from gui.classify.incoming import Incoming
from gui.widgets.canvas import Text
from model.classifier import score_picture
from model.images import fit
from model.losses import probabilities
from model.records import Mode
from tests.stage import Stage


def photograph(folder: Path, name: str = "a photo.png") -> Path:
    chance = np.random.default_rng(0)
    path = folder / name
    Image.fromarray(chance.integers(0, 256, (90, 160, 3), dtype=np.uint8)).save(path)
    return path


def png_bytes() -> QByteArray:
    image = QImage(50, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#204060"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return buffer.data()


@pytest.mark.parametrize(
    ("scores", "said"), [([0.004, -0.003], ["+0.004", "−0.003"]), ([2.0, -0.003], ["+2.00", "−0.00"])]
)
def test_that_scores_of_a_fresh_classifier_can_be_told_apart(
    stage: Stage, scores: list[float], said: list[str]
) -> None:
    bars = stage.window.image_panel.answer.bars
    bars.show_scores(("cat", "dog"), np.array(scores), np.array([0.5, 0.5]))
    words = {item.said for item in bars.items_on.items() if isinstance(item, Text)}
    assert words >= set(said)


def test_that_a_dropped_picture_is_scored_as_the_model_scores_it(stage: Stage, tmp_path: Path) -> None:
    path = photograph(tmp_path)
    stage.step(3)
    stage.drop(path)
    panel, snapshot = stage.window.image_panel, stage.snapshot
    seen = fit(np.asarray(Image.open(path)), (32, 32, 3))
    scores = score_picture(snapshot.params, snapshot.dataset, seen)
    assert np.array_equal(panel.answer.bars.scores, scores)
    assert np.array_equal(panel.answer.bars.probabilities, probabilities(scores[:, None])[:, 0])
    assert panel.answer.name.text() == snapshot.dataset.classes[int(scores.argmax())]
    assert panel.caption.toolTip() == "a photo.png"


def test_that_the_scores_follow_the_training(stage: Stage, tmp_path: Path) -> None:
    stage.drop(photograph(tmp_path))
    bars = stage.window.image_panel.answer.bars
    before = bars.scores.copy()
    stage.step(5)
    assert not np.array_equal(bars.scores, before)


def test_that_several_pictures_can_be_dropped_at_once_and_chosen(stage: Stage, tmp_path: Path) -> None:
    stage.drop(*(photograph(tmp_path, f"{n}.png") for n in range(3)))
    panel = stage.window.image_panel
    assert panel.splits.value == "own"
    assert panel.strip.thumbnails.rowCount() == 3
    panel.strip.setCurrentIndex(panel.strip.thumbnails.index(0))
    assert panel.caption.toolTip() == "0.png"


def test_that_a_dropped_picture_is_seen_anew_by_another_data_set(stage: Stage, tmp_path: Path) -> None:
    stage.drop(photograph(tmp_path))
    stage.open("fashion-sample")
    panel = stage.window.image_panel
    assert panel.caption.toolTip() == "a photo.png"
    assert panel._seen is not None
    assert panel._seen.shape == (28, 28, 1)


def test_that_a_click_on_a_thumbnail_shows_the_true_class(stage: Stage) -> None:
    panel, dataset = stage.window.image_panel, stage.snapshot.dataset
    panel.splits.button("train").click()
    panel.strip.setCurrentIndex(panel.strip.thumbnails.index(4))
    assert panel.caption.text() == "training image 4"
    true = dataset.classes[dataset.labels[dataset.train[4]]]
    assert panel.answer.verdict.text() in (f"truly: {true}", "✓ true class")
    assert panel.answer.bars.label == dataset.labels[dataset.train[4]]


def make_bad_file(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.png"
    if kind == "text":
        path.write_text("This is no picture.")
    elif kind == "truncated":
        content = photograph(folder).read_bytes()
        path.write_bytes(content[: len(content) // 2])
    elif kind == "empty":
        path.touch()
    elif kind == "huge":
        path.write_bytes(_header_of(50_000))
    elif kind == "folder":
        path.mkdir()
    return path


def _header_of(side: int) -> bytes:
    """The start of a PNG file that announces side x side pixels."""
    import struct
    import zlib

    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    chunks = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, data, b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("text", "“text.png” is not a picture this app knows (PNG, JPEG, GIF, BMP, WebP, TIFF, PPM, AVIF)."),
        ("truncated", "“truncated.png” is damaged or cut off, so its picture cannot be read."),
        ("empty", "“empty.png” is empty: there is no picture in it."),
        ("huge", "“huge.png” has 50,000 × 50,000 pixels, more than this app opens."),
        ("folder", "The folder “folder.png” holds no pictures itself; drop the pictures or the folder they are in."),
        ("vanished", "“vanished.png” is not there any more."),
    ],
)
def test_that_what_is_no_picture_gives_one_sentence_and_the_app_goes_on(
    stage: Stage, tmp_path: Path, kind: str, sentence: str
) -> None:
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.RUNNING, "running")
    stage.drop(make_bad_file(kind, tmp_path))
    panel = stage.window.image_panel
    assert panel.message.isVisible()
    assert panel.message.text() == sentence
    assert panel.caption.text() == "test image 0"
    number = stage.snapshot.number
    stage.wait(lambda: stage.snapshot.number > number + 5, "the training to go on")


def test_that_a_good_picture_after_a_bad_one_clears_the_sentence(stage: Stage, tmp_path: Path) -> None:
    stage.drop(make_bad_file("text", tmp_path))
    stage.drop(photograph(tmp_path))
    assert not stage.window.image_panel.message.isVisible()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "http://example.org/cat.png",
            "Only https addresses are fetched: save that picture first, then drop or open the file.",
        ),
        ("file://elsewhere/share/cat.png", "“cat.png” lies on another computer: copy it here first."),
        ("mailto:cat@example.org", "There is no picture in that: drop or paste an image or an image file."),
    ],
)
def test_that_an_address_gives_one_sentence(stage: Stage, url: str, sentence: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(url)])
    stage.drop_mime(mime)
    assert stage.window.image_panel.message.text() == sentence


def test_that_the_bytes_of_a_picture_can_be_dropped(stage: Stage) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/cat.png")])
    mime.setData("image/png", png_bytes())
    stage.drop_mime(mime)
    panel = stage.window.image_panel
    assert not panel.message.isVisible()
    assert panel._seen is not None
    assert panel._seen[0, 0].tolist() == [0x20, 0x40, 0x60]


def test_that_a_data_address_can_be_dropped(stage: Stage) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("data:image/png;base64," + bytes(png_bytes().toBase64().data()).decode())])
    stage.drop_mime(mime)
    assert stage.window.image_panel._seen is not None
    assert stage.window.image_panel._seen[0, 0].tolist() == [0x20, 0x40, 0x60]


def test_that_a_picture_on_the_clipboard_can_be_pasted(stage: Stage) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("#804020"))
    QGuiApplication.clipboard().setImage(image)
    panel = stage.window.image_panel
    panel.paste.click()
    stage.wait(lambda: panel.dealt_with == 1, "the paste")
    assert panel._seen is not None
    assert panel._seen[0, 0].tolist() == [0x80, 0x40, 0x20]


def test_that_text_on_the_clipboard_gives_one_sentence(stage: Stage) -> None:
    QGuiApplication.clipboard().setText("Just words.")
    panel = stage.window.image_panel
    panel.paste.click()
    stage.wait(lambda: panel.dealt_with == 1, "the paste")
    assert panel.message.text() == "There is no picture in that: drop or paste an image or an image file."


def test_that_a_copied_path_can_be_pasted(stage: Stage, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setText(os.fspath(photograph(tmp_path)))
    panel = stage.window.image_panel
    panel.paste.click()
    stage.wait(lambda: panel.dealt_with == 1, "the paste")
    assert panel.caption.toolTip() == "a photo.png"


def test_that_each_of_several_bad_files_is_named(stage: Stage, tmp_path: Path) -> None:
    stage.drop(make_bad_file("text", tmp_path), make_bad_file("empty", tmp_path), photograph(tmp_path))
    message = stage.window.image_panel.message
    assert [name in message.text() for name in ("text.png", "empty.png", "a photo.png")] == [True, True, False]
    panel = stage.window.image_panel
    panel.splits.button("test").click()
    panel.strip.setCurrentIndex(panel.strip.thumbnails.index(3))
    assert not message.isVisible()


def test_that_an_empty_clipboard_gives_one_sentence(stage: Stage) -> None:
    QGuiApplication.clipboard().clear()
    panel = stage.window.image_panel
    panel.paste.click()
    stage.wait(lambda: panel.dealt_with == 1, "the paste")
    assert panel.message.text() == "There is no picture in that: drop or paste an image or an image file."


def test_that_a_picture_dropped_on_a_field_is_for_the_window(stage: Stage) -> None:
    fields = stage.window.findChildren(QLineEdit)
    assert len(fields) >= 6
    assert not any(field.acceptDrops() for field in fields)


def test_that_closing_while_pictures_are_loaded_ends_cleanly(stage: Stage, tmp_path: Path) -> None:
    stage.window.image_panel.bring_in([Incoming("p", path=photograph(tmp_path)) for _ in range(100)])
    stage.window.close()
