"""The real window, offscreen, at the smallest size it is made for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.window import Window
from gui.workspaces.gradient_check import GradientCheckWorkspace
from gui.workspaces.names import GRADIENT_CHECK
from model.datasets import cifar10
from model.search import searcher
from tests.stage import Stage
from tests.turnstile import Turnstile

SIZE = (1366, 768)
RECORDS = 20


@pytest.fixture(scope="session", autouse=True)
def app(qapp: QApplication) -> QApplication:
    theme.load_fonts()
    return qapp


@pytest.fixture
def stage(app: QApplication) -> Iterator[Stage]:
    """The window as it stands before the first step; no window is left behind."""
    made = Stage(app, SIZE, "dark")
    try:
        made.furnish()
        yield made
    finally:
        made.close()
    assert not [widget for widget in app.topLevelWidgets() if isinstance(widget, Window)]


@pytest.fixture
def turnstile(monkeypatch: pytest.MonkeyPatch) -> Turnstile:
    """The workers of all searches."""
    made = Turnstile()
    monkeypatch.setattr(searcher, "hiring", lambda: made.hire)
    return made


@pytest.fixture
def stage_of_search(app: QApplication, turnstile: Turnstile, tmp_path: Path) -> Iterator[Stage]:  # noqa: ARG001
    """The window, with a folder of its own, where searches are held back at a turnstile."""
    made = Stage(app, SIZE, "dark", tmp_path)
    try:
        made.furnish()
        yield made
    finally:
        made.close()


@pytest.fixture
def check(stage: Stage) -> GradientCheckWorkspace:
    """The workspace after a few steps."""
    stage.step(5)
    stage.window.top_bar.workspaces.button(GRADIENT_CHECK).click()
    stage.live(0.05)
    made = stage.window.workspaces.gradient_check
    assert made is not None
    return made


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
