"""The page Sources in the real window: downloads, what is dropped or chosen, one's own images, toys."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from gui.sources.page import SourcesPage
from gui.workspaces.names import DATA
from model.datasets import mnist
from tests.gui.conftest import RECORDS, SIZE
from tests.model.arrivals import archive, idx_folder, members, pickled, unpacked
from tests.model.test_folder import spoilt
from tests.stage import Stage


def page(stage: Stage) -> SourcesPage:
    return stage.window.extras.page


def drop(stage: Stage, *paths: Path) -> None:
    """Let go of files and folders over the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    stage.let_go(mime)


def rest(stage: Stage, key: str) -> None:
    """Wait until the work on a source has ended."""
    stage.wait(lambda: stage.window.extras.sources.state(key).progress is None, f"the work on {key}")


def offered(stage: Stage) -> list[str]:
    box = stage.window.controls.source
    return [box.itemData(place) for place in range(box.count())]


def said_of(stage: Stage, name: str) -> str:
    return page(stage).full.rows[name].standing.text()


def test_that_a_dropped_archive_is_read_while_the_run_goes_on_and_can_then_be_opened(
    home: Stage, tmp_path: Path
) -> None:
    run = home.snapshot.run
    drop(home, archive(tmp_path, members()))
    assert home.window.workspaces.shown == DATA
    rest(home, "cifar10")
    assert said_of(home, "cifar10") == "Ready: 120 images"
    assert "cifar10" in offered(home)
    assert home.snapshot.run == run
    row = page(home).full.rows["cifar10"]
    assert not any(action.isVisible() for action in row.choices)
    row.open.click()
    home.wait(lambda: home.snapshot.dataset.name == "cifar10", "the new run")
    assert home.window.controls.source.currentData() == "cifar10"
    home.settle()
    assert (len(home.snapshot.dataset.test), home.snapshot.dataset.shape) == (RECORDS, (32, 32, 3))


def test_that_the_archive_can_be_chosen_in_a_dialog_and_that_a_cancelled_one_changes_nothing(
    home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have, path = page(home).full.have["cifar10"], unpacked(tmp_path) / "data_batch_3.bin"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    have.click()
    assert said_of(home, "cifar10") == "Not here: 170 MB to download"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    have.click()
    rest(home, "cifar10")
    assert said_of(home, "cifar10") == "Ready: 120 images"


def test_that_another_set_than_the_one_asked_for_is_kept_and_said(
    home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist, "_TRAINING_IMAGES", RECORDS)
    path = idx_folder(tmp_path / "raw", [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]) / "t10k-labels-idx1-ubyte.gz"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    page(home).full.have["fashion"].click()
    rest(home, "fashion")
    assert said_of(home, "fashion") == "That is MNIST, not Fashion-MNIST; it is kept all the same."
    assert said_of(home, "mnist") == "Ready: 30 images"


def test_that_what_lies_in_the_data_folder_is_offered_and_opened(app: QApplication, tmp_path: Path) -> None:
    idx_folder(tmp_path / "raw", [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    (tmp_path / "raw").rename(tmp_path / "fashion-mnist")
    stage = Stage(app, SIZE, "dark", tmp_path)
    try:
        stage.furnish()
        assert "fashion" in offered(stage)
        assert said_of(stage, "fashion").startswith(f"Found in {tmp_path / 'fashion-mnist'}")
    finally:
        stage.close()


def test_that_what_cannot_be_used_is_refused_where_one_looks(home: Stage, tmp_path: Path) -> None:
    (tmp_path / "pets" / "cats").mkdir(parents=True)
    (tmp_path / "pets" / "dogs").mkdir()
    drop(home, tmp_path / "pets", pickled(tmp_path, "archive"))
    rest(home, "folder")
    assert page(home).own.message.text() == "“pets” needs files in at least two of its subfolders."
    rest(home, "cifar10")
    row = page(home).full.rows["cifar10"]
    assert "take the binary version, cifar-10-binary.tar.gz" in row.standing.text()
    assert row.standing.property("tone") == "warning"
    assert all(action.isVisible() for action in row.choices)


def test_that_a_folder_of_images_is_previewed_read_and_reported(home: Stage, tmp_path: Path) -> None:
    drop(home, spoilt(tmp_path / "pets"))
    own = page(home).own
    rest(home, "folder")
    assert own.form.isVisible()
    assert "cats 9, dogs 10, ships 8; a sixth of every class" in own.form.counts.text()
    rest(home, "preview")
    assert not own.form.picture.pixmap().isNull()
    own.form.side.setValue(16)
    own.form.colour.button(False).click()
    own.form.read.click()
    rest(home, "folder")
    assert not own.form.isVisible()
    assert own.report.isVisible()
    assert "dogs/empty.jpg: is empty" in own.report.text.toPlainText()
    own.report.copy.click()
    assert QGuiApplication.clipboard().text().count("\n") == 4
    own.rows["own-pets-16x16x1"].open.click()
    home.wait(lambda: home.snapshot.dataset.name == "own-pets-16x16x1", "the new run")
    assert home.snapshot.dataset.classes == ("cats", "dogs", "ships")
    assert home.window.controls.settings.step_size == home.snapshot.settings.step_size


def test_that_an_npz_is_kept_and_can_be_removed(home: Stage, tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    np.savez(tmp_path / "noise.npz", x=chance.integers(0, 256, (60, 9, 7), np.uint8), y=np.arange(60) % 2)
    drop(home, tmp_path / "noise.npz")
    rest(home, "npz")
    own = page(home).own
    assert list(own.rows) == ["own-noise-9x7x1"]
    assert "own-noise-9x7x1" in offered(home)
    home.open("own-noise-9x7x1")
    home.step(2)
    next(one for one in own.rows["own-noise-9x7x1"].choices if one.text() == "Remove").click()
    assert list(own.rows) == []
    assert "own-noise-9x7x1" not in offered(home)
    assert home.window.controls.source.placeholderText() == "noise (9×7 grey)"
    home.step(1)


def test_that_pictures_beside_a_data_set_go_to_the_image_panel(home: Stage, tmp_path: Path) -> None:
    panel = home.window.image_panel
    root = spoilt(tmp_path / "pets")
    drop(home, root, root / "cats" / "00.png")
    home.wait(lambda: panel.dealt_with == 1, "the picture")
    assert panel.message.text() == ""
    rest(home, "folder")


def test_that_a_toy_opens_with_a_click_and_every_workspace_shows_it(home: Stage) -> None:
    for name in ("toy-blobs", "toy-xor"):
        page(home).toys.buttons[name].click()
        home.wait(lambda name=name: home.snapshot.dataset.name == name, name)  # type: ignore[misc]
        home.settle()
        home.step(5)
        for workspace in ("landscape", "one step", "losses", "data", "train"):
            home.window.top_bar.workspaces.button(workspace).click()
            home.live(0.05)
        assert home.train.templates.tiles.pictures.shape[:3] == (len(home.snapshot.dataset.classes), 1, 2)
        assert not home.window.workspaces.notice.isVisible()


def test_that_the_four_pixels_meet_the_w_and_b_of_the_lecture(home: Stage) -> None:
    page(home).toys.lecture.click()
    home.wait(lambda: home.snapshot.dataset.name == "toy-four-pixels" and home.snapshot.number == 1, "the jump")
    home.settle()
    bars = home.window.image_panel.answer.bars
    assert [round(float(score), 2) for score in bars.scores] == [-96.8, 437.9, 60.75]
    home.window.transport.back.click()
    home.wait(lambda: home.snapshot.number == 0, "back")
    page(home).toys.lecture.click()  # from a run on the same images, at its start
    home.wait(lambda: home.snapshot.number == 1, "the jump of another run")
    home.settle()
    assert [round(float(score), 2) for score in bars.scores] == [-96.8, 437.9, 60.75]


def test_that_a_kept_set_that_was_damaged_is_said_and_the_old_run_goes_on(home: Stage, tmp_path: Path) -> None:
    drop(home, archive(tmp_path, members()))
    rest(home, "cifar10")
    for path in (tmp_path / "data" / "sets").rglob("images.npy"):
        path.write_bytes(b"")
    page(home).full.rows["cifar10"].open.click()
    home.wait(lambda: "bring it in again" in home.window.workspaces.notice.text(), "the sentence")
    assert home.window.controls.source.currentData() == home.snapshot.dataset.name == "cifar10-sample"
    home.step(1)
