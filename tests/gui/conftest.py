"""The real window, offscreen, at the smallest size it is made for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.window import Window
from model.search import searcher
from tests.stage import Stage
from tests.turnstile import Turnstile

SIZE = (1366, 768)


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
