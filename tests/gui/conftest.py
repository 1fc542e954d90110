"""The real window, offscreen, at the smallest size it is made for."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from tests.stage import Stage

SIZE = (1366, 768)


@pytest.fixture(scope="session", autouse=True)
def app(qapp: QApplication) -> QApplication:
    theme.load_fonts()
    return qapp


@pytest.fixture
def stage(app: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    """The window as it stands before the first step."""
    made = Stage(app, SIZE, "dark")
    qtbot.addWidget(made.window)
    try:
        made.furnish()
        yield made
    finally:
        made.session.stop()
