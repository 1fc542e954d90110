"""Pictures of the workspace Evidence and of the tray, for `tests.screens`."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QUrl

from gui.workspaces.names import EVIDENCE, TRAIN
from tests.stage import Stage


def show_evidence(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    """The workspace, as it is, with a flip, and finer."""
    stage.window.top_bar.workspaces.button(EVIDENCE).click()
    evidence = stage.window.workspaces.evidence
    assert evidence is not None
    stage.live(0.1)
    save(f"{prefix}-evidence")
    evidence.question.rather_than.setCurrentIndex(1)
    evidence.question.rather_than.activated.emit(1)
    evidence.changes.flip.setValue(115)
    evidence.maps.patch_clicked.emit((1, 1))
    evidence.maps.pointed.emit((12, 20))
    evidence.bars.pointed.emit(evidence.bars.bars.regions[0][0] if evidence.bars.bars else None)
    stage.live(0.1)
    save(f"{prefix}-evidence-flipped")
    evidence.patches.button(8).click()
    evidence.channel.button(0).click()
    stage.live(0.1)
    save(f"{prefix}-evidence-red-fine")
    evidence.patches.button(4).click()
    evidence.channel.button(None).click()
    evidence.changes.restore.click()
    evidence.question.rather_than.setCurrentIndex(0)
    evidence.question.rather_than.activated.emit(0)
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()


def show_tray(stage: Stage, folder: Path, save: Callable[[str], None]) -> None:
    """A folder in the tray, some of it named, and a web address."""
    browser, dataset = stage.window.image_panel.browser, stage.snapshot.dataset
    shots = folder / "snapshots"
    shots.mkdir(exist_ok=True)
    for n in range(9):
        Image.fromarray(dataset.images[dataset.test[n]]).resize((160, 120)).save(shots / f"snapshot {n}.png")
    stage.drop(shots)
    for n in range(4):
        browser.strip.setCurrentIndex(browser.strip.thumbnails.index(n + 1))
        browser.row.named.emit(dataset.classes[dataset.labels[dataset.test[n]]])
    stage.live(0.1)
    save("10-tray")
    mime = QMimeData()
    mime.setUrls([QUrl("https://pictures.example.org/cats/one.jpg")])
    stage.drop_mime(mime)
    stage.live(0.1)
    save("10-web-address")
    stage.window.image_panel.offer.leave.click()
