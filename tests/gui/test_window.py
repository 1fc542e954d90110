import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gui import theme
from model.datasets.dataset import Dataset
from tests.gui.conftest import SIZE
from tests.stage import Home, Stage, drag_enter

ROOT = Path(__file__).parents[2]

_CLOSED_IN_MID_RUN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import main
app = QApplication(["linearium"])
def act():
    window = next(w for w in app.topLevelWidgets() if w.windowTitle() == "Linearium")
    if window.snapshot is None or window.workspaces.train is None:
        return
    if not window.transport.full.isChecked():
        window.transport.full.setChecked(True)
        window.transport.toggle_play()
    elif window.snapshot.number > 50:
        window.close()
timer = QTimer()
timer.timeout.connect(act)
timer.start(20)
sys.exit(main.main([]))
"""


def test_that_closing_in_mid_run_ends_cleanly() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", _CLOSED_IN_MID_RUN],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = [line for line in ended.stderr.splitlines() if "This plugin does not support" not in line]
    assert said == []
    assert ended.returncode == 0


def test_that_the_window_fits_a_small_screen(stage: Stage) -> None:
    least = stage.window.minimumSizeHint()
    assert (stage.window.width(), stage.window.height()) == SIZE
    assert least.width() <= SIZE[0]
    assert least.height() <= SIZE[1]


def test_that_the_panels_fold_away_for_small_screens(stage: Stage) -> None:
    window = stage.window
    window.top_bar.left_panel.click()
    window.top_bar.right_panel.click()
    stage.live(0.05)
    assert not window.controls.isVisible()
    assert not window.image_place.isVisible()
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 600
    window.top_bar.left_panel.click()
    window.top_bar.right_panel.click()
    assert window.controls.isVisible()
    assert window.image_place.isVisible()


def test_that_no_label_is_cut_off(stage: Stage) -> None:
    stage.step(3)
    cut = [
        label.text()
        for label in stage.window.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap() and label.width() < label.sizeHint().width()
    ]
    assert cut == []


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_that_the_theme_button_changes_every_view(stage: Stage, appearance: str) -> None:
    if (appearance == "light") == stage.session.appearance.theme.is_dark:
        stage.window.top_bar.appearance.click()
    expected = {"light": theme.LIGHT, "dark": theme.DARK}[appearance]
    assert stage.session.appearance.theme is expected
    picture = stage.picture().toImage()
    for view in (stage.train.curves.loss, stage.train.landscape.line.plot, stage.window.top_bar):
        corner = view.mapTo(stage.window, QPoint(view.width() - 2, 2))
        assert picture.pixelColor(corner).name() == expected.window


def test_that_a_drag_over_the_window_is_welcomed(stage: Stage) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/cat.png")])
    event = drag_enter(mime, QPoint(9, 9))
    QApplication.sendEvent(stage.window, event)
    assert event.isAccepted()
    assert stage.window.drop_target.veil.isVisible()
    assert stage.window.drop_target.veil.size() == stage.window.size()
    QApplication.sendEvent(stage.window, QDragLeaveEvent())
    assert not stage.window.drop_target.veil.isVisible()


def test_that_the_help_card_opens(stage: Stage) -> None:
    stage.window.top_bar.help.click()
    assert stage.window.top_bar.card.isVisible()
    stage.window.top_bar.card.close()


def test_that_every_control_has_a_name_and_an_explanation(stage: Stage) -> None:
    controls = stage.window.controls
    widgets: list[QWidget] = [controls.source, controls.seed, controls.step_size.box, controls.step_size.slider]
    transport = stage.window.transport
    widgets += [transport.reset, transport.back, transport.step, transport.play, transport.speed, transport.full]
    assert all(widget.accessibleName() for widget in widgets)
    assert all(widget.toolTip() for widget in widgets if widget is not controls.source)


def test_that_a_data_set_that_cannot_be_opened_is_said_in_the_window(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, name: str) -> Dataset:
        raise OSError(f"the disk with {name} is gone.")

    monkeypatch.setattr(Home, "open", refuse)
    broken = Stage(app, SIZE, "dark")
    try:
        broken.window.furnish()
        broken.wait(lambda: "cannot be opened" in broken.window.workspaces.waiting.text(), "the sentence")
        assert "the disk with cifar10-sample is gone" in broken.window.workspaces.waiting.text()
        assert broken.window.controls.isEnabled()
    finally:
        broken.close()
