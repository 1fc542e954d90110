"""Pictures of the real window in every state, for looking at it and for the README.

    python -m tests.screens DIR [--size 1440x900] [--theme light|dark] [--only NAME ...]

The window is driven through its own controls, offscreen. Each state is saved as DIR/NAME.png.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.app import Session
from gui.classify.incoming import incoming
from gui.views.templates import Shown
from model.records import LossKind, Mode, PenaltyKind, Snapshot

_PATIENCE_S = 60.0


class Stage:
    """The real window and its threads, and hands to work it."""

    def __init__(self, app: QApplication, size: tuple[int, int], appearance: str, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.session = Session(app, "cifar10-sample", 1, appearance)
        self.window = self.session.window
        self.window.resize(*size)
        self.session.start()
        self.window.show()
        self.app.processEvents()

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the window live until a condition holds."""
        end = monotonic() + _PATIENCE_S
        while not condition():
            self.app.processEvents()
            if monotonic() > end:
                raise TimeoutError(what)

    def settle(self) -> None:
        """Wait until the window rests and all views show the same moment."""
        self.wait(lambda: self.snapshot.mode is not Mode.RUNNING, "a pause")
        self.wait(self._is_settled, "the survey")
        self.live(0.15)

    def _is_settled(self) -> bool:
        train, snapshot = self.window.train, self.snapshot
        assert train is not None
        survey = train._survey
        is_measured = snapshot.measure.number == snapshot.number
        if snapshot.mode is Mode.DIVERGED:
            return True
        return is_measured and survey is not None and survey.step.gradient is snapshot.coming.gradient

    def live(self, seconds: float) -> None:
        """Let the window live for some time."""
        end = monotonic() + seconds
        while monotonic() < end:
            self.app.processEvents()

    @property
    def snapshot(self) -> Snapshot:
        assert self.window.snapshot is not None
        return self.window.snapshot

    def save(self, name: str) -> None:
        """Keep a picture of the window as it is."""
        self.app.processEvents()
        self.window.grab().save(str(self.folder / f"{name}.png"))
        print(self.folder / f"{name}.png")

    def step(self, steps: int) -> None:
        """Take some steps with the button."""
        target = self.snapshot.number + steps
        self.window.transport.steps.setValue(steps)
        self.window.transport.step.click()
        self.wait(lambda: self.snapshot.number == target, f"step {target}")
        self.settle()

    def open(self, source: str) -> None:
        """Choose a data set."""
        box = self.window.controls.source
        box.setCurrentIndex(box.findData(source))
        box.activated.emit(box.currentIndex())
        self.wait(lambda: self.snapshot.dataset.name == source, source)
        self.settle()

    def drop(self, path: Path) -> None:
        """Bring a file in."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        panel = self.window.image_panel
        before = (len(panel._own), panel.message.text())
        panel.bring_in(incoming(mime))
        self.wait(lambda: (len(panel._own), panel.message.text()) != before, f"{path} loaded")


def play(stage: Stage, only: set[str]) -> None:
    """Walk through the states."""

    def save(name: str) -> None:
        if not only or name in only:
            stage.save(name)

    save("01-opening")
    stage.window.furnish()
    stage.wait(lambda: stage.window.snapshot is not None, "the first snapshot")
    stage.settle()
    save("02-start")
    stage.step(1)
    save("03-one-step")
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.number > 150, "150 steps")
    stage.live(0.3)
    save("04-running")
    stage.window.transport.play.click()
    stage.settle()
    stage.step(1000)
    save("05-trained")
    _views(stage, save)
    _pictures(stage, save)
    _hinge(stage, save)
    _diverge(stage, save)
    stage.open("fashion-sample")
    save("13-fashion-start")
    stage.step(400)
    save("14-fashion-trained")
    stage.window.top_bar.card.setParent(stage.window)
    stage.window.top_bar.show_help()
    stage.live(0.1)


def _views(stage: Stage, save: Callable[[str], None]) -> None:
    train = stage.window.train
    assert train is not None
    train.templates.shown.button(Shown.PULL).click()
    train.curves.is_log.button(True).click()
    train.curves.against.button("epoch").click()
    save("06-pull-log-epoch")
    train.templates.shown.button(Shown.COMING).click()
    train.templates.shared.button(True).click()
    train.curves.is_log.button(False).click()
    save("07-coming-step-shared")
    train.templates.shown.button(Shown.WEIGHTS).click()
    train.templates.shared.button(False).click()
    train.curves.against.button("number").click()
    stage.window.controls.step_size.slider.setValue(360)
    stage.settle()
    save("08-large-step-size")
    stage.window.controls.step_size.slider.setValue(232)
    stage.settle()


def _pictures(stage: Stage, save: Callable[[str], None]) -> None:
    stage.drop(Path(__file__).parents[1] / "LICENSE")
    save("09-refused")
    stage.drop(_photograph(stage.folder))
    stage.live(0.1)
    save("10-own-picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/picture.png")])
    point, buttons = QPointF(200, 200).toPoint(), Qt.MouseButton.LeftButton
    event = QDragEnterEvent(point, Qt.DropAction.CopyAction, mime, buttons, Qt.KeyboardModifier.NoModifier)
    stage.window.dragEnterEvent(event)
    save("10-dragging")
    stage.window.veil.hide()


def _hinge(stage: Stage, save: Callable[[str], None]) -> None:
    controls = stage.window.controls
    controls.loss.button(LossKind.HINGE).click()
    controls.penalty.button(PenaltyKind.DROPOUT).click()
    stage.window.transport.reset.click()
    stage.wait(lambda: stage.snapshot.number == 0, "reset")
    stage.step(300)
    save("11-hinge-dropout")
    controls.penalty.button(PenaltyKind.L2).click()
    stage.settle()


def _diverge(stage: Stage, save: Callable[[str], None]) -> None:
    box = stage.window.controls.step_size.box
    box.setText("300")
    box.setModified(True)
    box.editingFinished.emit()
    stage.window.transport.play.click()
    stage.wait(lambda: stage.snapshot.mode is Mode.DIVERGED, "divergence")
    stage.live(0.2)
    save("12-diverged")


def _photograph(folder: Path) -> Path:
    """A picture to drop: a test image of the data set, enlarged, as a file of its own."""
    from PIL import Image

    from model.datasets.embedded import load_cifar10_sample

    dataset = load_cifar10_sample()
    path = folder / "holiday snapshot.png"
    Image.fromarray(dataset.images[dataset.test[8]]).resize((320, 240), Image.Resampling.BICUBIC).save(path)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--theme", choices=("light", "dark"), default="dark")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    width, height = (int(side) for side in options.size.split("x"))
    app = QApplication(["screens"])
    theme.load_fonts()
    stage = Stage(app, (width, height), options.theme, options.folder)
    try:
        play(stage, set(options.only))
    finally:
        stage.session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
