"""Downloads in the real window: cancelled, resumed, failed, complete, and ended with the window."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui.workspaces.names import DATA
from model.datasets.fetching import come_so_far
from model.datasets.known import KNOWN, Known
from model.datasets.task import Progress
from tests.gui.conftest import SIZE
from tests.gui.test_sources import page, rest, said_of
from tests.model import faulty
from tests.model.arrivals import archive, members
from tests.model.faulty import serving
from tests.stage import Stage


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
