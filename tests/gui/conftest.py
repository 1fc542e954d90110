"""The real window, offscreen, at the smallest size it is made for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.window import Window
from tests.stage import Stage

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
