"""The tray: several pictures, named and counted, kept from run to run; and what the web may bring."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from gui.classify.incoming import incoming, of_files, source_in
from model import web
from model.classifier import class_scores, predict
from model.images import ImageError, load_file
from tests.gui.conftest import SIZE
from tests.gui.test_pictures import photograph, png_bytes
from tests.stage import Stage


def many(folder: Path, count: int) -> list[Path]:
    made = []
    for n in range(count):
        path = folder / f"picture {n:02}.png"
        Image.fromarray(np.random.default_rng(n).integers(0, 256, (40 + n, 60, 3), np.uint8)).save(path)
        made.append(path)
    return made


def predictions(stage: Stage) -> list[str]:
    """What the classifier takes the pictures of the tray for, worked out anew."""
    dataset, tray = stage.snapshot.dataset, stage.window.image_panel.browser.tray
    rows = np.stack([picture.seen_by(dataset).reshape(-1) for picture in tray.pictures])
    best = predict(class_scores(stage.snapshot.params, dataset.preprocessing.apply(rows)))
    return [dataset.classes[k] for k in best]


def captions(stage: Stage) -> list[str]:
    model = stage.window.image_panel.strip.thumbnails
    return [model.data(model.index(n)) for n in range(model.rowCount())]


def name(stage: Stage, place: int, called: str) -> None:
    browser = stage.window.image_panel.browser
    browser.strip.setCurrentIndex(browser.strip.thumbnails.index(place))
    browser.row.true.setCurrentText(called)
    browser.row.true.activated.emit(browser.row.true.currentIndex())


def test_that_a_folder_makes_a_tray_whose_predictions_follow_the_training(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "holiday, 100 % #1"
    folder.mkdir()
    many(folder, 5)
    (folder / "notes.txt").write_text("no picture")
    (folder / "broken.png").write_bytes(b"no picture either")
    stage.drop(folder)
    panel = stage.window.image_panel
    assert [picture.title for picture in panel.browser.tray.pictures] == [f"picture {n:02}.png" for n in range(5)]
    assert "broken.png" in panel.message.text()
    assert "notes" not in panel.message.text()
    assert captions(stage) == predictions(stage)
    stage.step(40)
    assert captions(stage) == predictions(stage)


def test_that_named_pictures_count_and_are_kept_across_runs_and_data_sets(stage: Stage, tmp_path: Path) -> None:
    stage.step(20)
    stage.drop(*many(tmp_path, 4))
    browser, panel = stage.window.image_panel.browser, stage.window.image_panel
    assert "none named" in browser.row.summary.text()
    first, second = predictions(stage)[:2]
    wrong = next(each for each in stage.snapshot.dataset.classes if each != second)
    name(stage, 0, first)
    name(stage, 1, wrong)
    assert browser.row.summary.text() == "4 pictures, 1 of 2 named ones right (50 %)"
    assert captions(stage)[:3] == [f"✓ {first}", f"✗ {second}", predictions(stage)[2]]
    assert panel.answer.bars.label == stage.snapshot.dataset.classes.index(wrong)
    stage.open("fashion-sample")
    assert len(browser.tray.pictures) == 4
    assert captions(stage) == predictions(stage)
    assert "none named" in browser.row.summary.text()
    assert panel.answer.bars.label is None
    stage.open("cifar10-sample")
    assert browser.tray.right_of_named()[1] == 2
    stage.window.transport.reset.click()
    stage.wait(lambda: stage.snapshot.number == 0, "the reset")
    assert browser.tray.right_of_named()[1] == 2


def test_that_pictures_can_be_taken_out_of_the_tray(stage: Stage, tmp_path: Path) -> None:
    stage.drop(*many(tmp_path, 3))
    browser, panel = stage.window.image_panel.browser, stage.window.image_panel
    browser.strip.setCurrentIndex(browser.strip.thumbnails.index(1))
    browser.row.remove.click()
    assert [picture.title for picture in browser.tray.pictures] == ["picture 00.png", "picture 02.png"]
    assert panel.caption.toolTip() == "picture 02.png"
    assert captions(stage) == predictions(stage)
    browser.row.clear.click()
    assert not browser.row.isVisible()
    assert panel.caption.text() == "test image 0"


def test_that_pictures_of_the_command_line_are_shown_once_the_window_stands(app: QApplication, tmp_path: Path) -> None:
    other = Stage(app, SIZE, "dark")
    try:
        other.window.image_panel.bring_in(of_files([str(photograph(tmp_path)), str(tmp_path / "gone.png")]))
        other.furnish()
        other.wait(lambda: other.window.image_panel.dealt_with == 2, "both")
        panel = other.window.image_panel
        assert panel.caption.toolTip() == "a photo.png"
        assert "gone.png" in panel.message.text()
    finally:
        other.close()


def drop_address(stage: Stage, address: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(address)])
    stage.drop_mime(mime)


class Given(web.Fetch):
    """An address whose answer is known: nothing goes out."""

    asked: list[str]
    answer: bytes | ImageError

    def run(self) -> bytes:
        self.asked.append(self.address)
        if isinstance(self.answer, ImageError):
            raise self.answer
        return self.answer


@pytest.mark.parametrize("is_there", [True, False])
def test_that_nothing_is_fetched_before_the_user_agrees(stage: Stage, is_there: bool) -> None:
    panel = stage.window.image_panel
    Given.asked = []
    Given.answer = bytes(png_bytes().data()) if is_there else ImageError("example.org cannot be reached.")
    panel.loader.make_fetch = Given
    drop_address(stage, "https://example.org/pictures/a%20cat.png")
    assert panel.offer.isVisible()
    assert "example.org" in panel.offer.words.text()
    panel.offer.leave.click()
    assert not panel.offer.isVisible()
    assert Given.asked == []
    drop_address(stage, "https://example.org/pictures/a%20cat.png")
    panel.offer.fetch.click()
    stage.wait(lambda: panel.dealt_with == 3, "the fetch")
    assert Given.asked == ["https://example.org/pictures/a%20cat.png"]
    assert not panel.offer.isVisible()
    if is_there:
        assert panel._seen is not None
        assert panel._seen[0, 0].tolist() == [0x20, 0x40, 0x60]
    else:
        assert panel.message.text() == "example.org cannot be reached."


def test_that_what_browsers_hand_over_leads_to_the_picture_and_not_to_the_page() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/page")])
    mime.setHtml("<meta><a href='/page'><img alt='x' src='https://img.example.org/a.jpg?w=1&amp;h=2'></a>")
    assert [item.address for item in incoming(mime)] == ["https://img.example.org/a.jpg?w=1&h=2"]
    assert source_in("<p>no picture <img src='/relative.png'>") == ""
    mime.setHtml(f"<img src='data:image/png;base64,{bytes(png_bytes().toBase64().data()).decode()}'>")
    assert incoming(mime)[0].load().shape == (40, 50, 3)


def test_that_copied_lines_are_several_paths(tmp_path: Path) -> None:
    one, two = many(tmp_path, 2)
    mime = QMimeData()
    mime.setText(f'"{one}"\n{QUrl.fromLocalFile(str(two)).toString()}\n')
    assert [item.path for item in incoming(mime)] == [one, two]


@pytest.mark.parametrize(
    "odd", ["two words.png", "100 %20.png", "a#b?c.png", "line\nbreak.png", "🦊 family 👩‍👧.png", "ä" * 100 + ".png"]
)
def test_that_a_dropped_file_may_have_any_name(odd: str, tmp_path: Path) -> None:
    path = photograph(tmp_path).rename(tmp_path / odd)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    (item,) = incoming(mime)
    assert np.array_equal(item.load(), load_file(path))
    assert "\n" not in item.name
    assert len(item.name) <= 60
