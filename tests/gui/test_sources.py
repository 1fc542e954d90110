"""The page Sources in the real window: downloads, what is dropped or chosen, one's own images, toys."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from gui.sources.page import SourcesPage
from gui.workspaces.names import DATA
from model.datasets import cifar10, mnist
from model.datasets.fetching import come_so_far
from model.datasets.known import KNOWN, Known
from model.datasets.task import Progress
from tests.gui.conftest import SIZE
from tests.model import faulty
from tests.model.faulty import serving
from tests.model.test_arrivals import archive, idx_folder, members, pickled, unpacked
from tests.model.test_folder import spoilt
from tests.stage import Stage

RECORDS = 20


@pytest.fixture
def home(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The window with an empty data folder, for a CIFAR-10 of twenty records a file."""
    monkeypatch.setattr(cifar10, "_RECORDS", RECORDS)
    monkeypatch.setattr(cifar10, "FILE_BYTES", RECORDS * 3073)
    monkeypatch.setattr(cifar10, "_AT_ONCE", 10)
    made = Stage(app, SIZE, "dark", tmp_path / "data")
    try:
        made.furnish()
        yield made
    finally:
        made.close()


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


def small_known(address: str) -> Known:
    files = replace(faulty.remote_at(address), name="cifar-10-binary.tar.gz")
    return replace(KNOWN["cifar10"], files=(files,))


def serve_set(home: Stage, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KNOWN, "cifar10", small_known(address))
    home.window.extras.sources.net = faulty.NET
    page(home).full.refresh()


def test_that_a_download_can_be_cancelled_and_resumed(home: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    full = page(home).full
    home.window.top_bar.workspaces.button(DATA).click()
    with serving(faulty.stalled) as (address, _):
        serve_set(home, address, monkeypatch)
        home.window.extras.sources.net = replace(faulty.NET, timeout=30.0)
        full.fetch["cifar10"].click()
        row = full.rows["cifar10"]
        home.wait(lambda: come_so_far(KNOWN["cifar10"], home.catalogue) == faulty.HALF, "half of it")
        home.wait(lambda: "Downloading cifar-10-binary.tar.gz" in row.progress.words.text(), "the words")
        assert row.progress.bar.isVisible()
        assert row.cancel.isVisible()
        row.cancel.click()
        rest(home, "cifar10")
    assert said_of(home, "cifar10") == "50% of 300 kB are here"
    assert full.fetch["cifar10"].text() == "Resume"


def test_that_a_failed_download_says_why_and_offers_to_try_again(home: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(faulty.portal) as (address, _):
        serve_set(home, address, monkeypatch)
        page(home).full.fetch["cifar10"].click()
        rest(home, "cifar10")
    row = page(home).full.rows["cifar10"]
    assert "may want you to sign in first" in row.standing.text()
    home.window.top_bar.workspaces.button(DATA).click()
    assert row.choices[0].isVisible()
    assert not row.open.isVisible()


def test_that_a_complete_download_is_read_and_its_archive_deleted(
    home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = archive(tmp_path, members()).read_bytes()
    monkeypatch.setattr(faulty, "CONTENT", content)
    with serving(faulty.ranged) as (address, _):
        known = small_known(address)
        right = replace(known.files[0], size=len(content), sha256=sha256(content).hexdigest())
        monkeypatch.setitem(KNOWN, "cifar10", replace(known, files=(right,)))
        home.window.extras.sources.net = faulty.NET
        page(home).full.fetch["cifar10"].click()
        rest(home, "cifar10")
    assert said_of(home, "cifar10") == "Ready: 120 images"
    assert list((tmp_path / "data" / "downloads" / "cifar10").iterdir()) == []


def test_that_closing_the_window_ends_a_download(app: QApplication, tmp_path: Path) -> None:
    stage = Stage(app, SIZE, "dark", tmp_path)
    with serving(faulty.stalled) as (address, _):
        try:
            stage.furnish()
            stage.window.extras.sources.net = replace(faulty.NET, timeout=30.0)
            stage.window.extras.sources.download(small_known(address))
            stage.wait(
                lambda: stage.window.extras.sources.state("cifar10").progress != Progress("Starting", 0, 0), "a start"
            )
        finally:
            stage.close()
        assert not any(thread.is_alive() for thread in stage.window.extras.sources._threads)


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
