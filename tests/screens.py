"""Pictures of the real window in every state, for looking at it and for the README.

    python -m tests.screens DIR [--size 1440x900] [--theme light|dark] [--only NAME ...]

The window is driven through its own controls, offscreen. Each state is saved as DIR/NAME.png.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import QApplication

from gui import theme
from model.records import LossKind, Mode, PenaltyKind
from tests.screens_evidence import show_evidence, show_tray
from tests.screens_of_data import show_data
from tests.screens_of_landscape import show_planes, show_views
from tests.screens_of_pace import show_pace
from tests.screens_of_race import show_race, show_strategies
from tests.screens_of_search import show_search
from tests.screens_of_sources import show_sources
from tests.screens_of_steps import show_gradient_check, show_losses, show_one_step
from tests.stage import Stage, drag_enter


def play(stage: Stage, folder: Path, only: set[str]) -> None:
    """Walk through the states."""

    def save(name: str) -> None:
        if not only or name in only:
            path = folder / f"{name}.png"
            stage.picture().save(str(path))
            print(path)

    save("01-opening")
    stage.furnish()
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
    show_views(stage, save)
    show_planes(stage, save)
    show_one_step(stage, save, "09")
    show_gradient_check(stage, save, "09")
    _look_back(stage, folder, save)
    show_losses(stage, save)
    _pictures(stage, folder, save)
    show_data(stage, save, "10")
    show_sources(stage, folder, save)
    show_evidence(stage, save, "10")
    show_tray(stage, folder, save)
    show_race(stage, save, "10")
    show_strategies(stage, save, "10")
    show_pace(stage, save, "10")
    show_search(stage, save, "10")
    _hinge(stage, save)
    _diverge(stage, save)
    stage.open("fashion-sample")
    save("13-fashion-start")
    stage.step(400)
    save("14-fashion-trained")
    show_one_step(stage, save, "14-fashion")
    show_evidence(stage, save, "14-fashion")
    show_gradient_check(stage, save, "14-fashion")
    show_race(stage, save, "14-fashion")
    show_strategies(stage, save, "14-fashion")
    show_search(stage, save, "14-fashion")
    show_data(stage, save, "14-fashion")
    stage.window.top_bar.show_help()
    stage.live(0.1)
    if not only or "15-help" in only:
        stage.window.top_bar.card.grab().save(str(folder / "15-help.png"))
    stage.window.top_bar.card.close()


def _look_back(stage: Stage, folder: Path, save: Callable[[str], None]) -> None:
    timeline = stage.window.timeline
    timeline.slider.setValue(300)
    stage.wait(lambda: stage.snapshot.number == 300, "step 300")
    stage.settle()
    save("09-looking-back")
    timeline.go_on.click()
    stage.wait(lambda: stage.snapshot.newest == 300, "another run")
    stage.window.controls.choose_step_size(0.2)
    stage.step(200)
    save("09-two-runs")
    timeline.runs.click()
    stage.live(0.1)
    stage.window.runs_card.grab().save(str(folder / "09-runs-card.png"))
    stage.window.runs_card.close()
    stage.window.controls.choose_step_size(0.03)
    stage.settle()


def _pictures(stage: Stage, folder: Path, save: Callable[[str], None]) -> None:
    stage.drop(Path(__file__).parents[1] / "LICENSE")
    save("09-refused")
    stage.drop(_photograph(folder))
    stage.live(0.1)
    save("10-own-picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/picture.png")])
    event = drag_enter(mime, QPoint(200, 200))
    QApplication.sendEvent(stage.window, event)
    save("10-dragging")
    stage.window.drop_target.veil.hide()


def _hinge(stage: Stage, save: Callable[[str], None]) -> None:
    controls = stage.window.controls
    controls.loss.button(LossKind.HINGE).click()
    controls.penalty.button(PenaltyKind.DROPOUT).click()
    stage.window.transport.reset.click()
    stage.wait(lambda: stage.snapshot.number == 0, "reset")
    stage.step(300)
    save("11-hinge-dropout")
    show_strategies(stage, save, "11-hinge")
    show_one_step(stage, save, "11-dropout")
    show_gradient_check(stage, save, "11-hinge")
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
    stage = Stage(app, (width, height), options.theme, options.folder / "data")
    try:
        play(stage, options.folder, set(options.only))
    finally:
        stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
