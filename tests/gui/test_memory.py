"""What is remembered from one start to the next, and what happens where that is broken."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some
from PySide6.QtWidgets import QApplication, QMenu

from gui.keeping.memory import MOST_RECENT, SCALES, Memory
from tests.gui.conftest import SIZE
from tests.stage import Stage


def test_that_texts_last_from_one_start_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "linearium.ini"
    memory = Memory(path)
    memory.remember("look/theme", "light")
    memory.folder = "/a folder, with ä and “quotes”"
    memory.flush()
    again = Memory(path)
    assert again.text("look/theme") == "light"
    assert again.folder == "/a folder, with ä and “quotes”"
    again.forget_all()
    again.flush()
    assert Memory(path).text("look/theme", "system") == "system"


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(content=some.binary(max_size=300))
def test_that_no_file_whatever_is_in_it_stops_the_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "linearium.ini"
    path.write_bytes(content)
    memory = Memory(path)
    assert 75 <= memory.scale <= 200
    assert memory.numbers("window/size", 2) is None or memory.complaint == ""
    assert memory.recent == [] or not memory.complaint
    memory.remember("look/theme", "dark")
    memory.flush()
    assert Memory(path).text("look/theme") == "dark"


def test_that_a_broken_file_is_set_aside_and_said(tmp_path: Path) -> None:
    path = tmp_path / "linearium.ini"
    path.write_bytes(b"[look\ntheme\x00=\xff\n][=]\nno equals sign here\n")
    memory = Memory(path)
    if memory.complaint:
        assert "linearium.ini.broken" in memory.complaint
        assert (tmp_path / "linearium.ini.broken").is_file()
    assert memory.text("look/theme", "system") == "system"


@pytest.mark.parametrize("text", ["", "1", "1 2 3", "a b", "-1 4", "1e3 2", "99999999 3", "1  2"])
def test_that_numbers_which_are_none_are_not_taken(text: str) -> None:
    memory = Memory(None)
    memory.remember("window/size", text)
    assert memory.numbers("window/size", 2) is None


def test_that_recent_sessions_are_few_the_newest_first_and_still_there(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "linearium.ini")
    paths = [tmp_path / f"{n}.linearium" for n in range(MOST_RECENT + 2)]
    for path in paths:
        path.touch()
        memory.note_recent(path)
    memory.note_recent(paths[5])
    paths[6].unlink()
    assert memory.recent[0] == paths[5]
    assert paths[6] not in memory.recent
    assert len(memory.recent) <= MOST_RECENT
    memory.remember("files/recent", '{"not": "a list"}')
    assert memory.recent == []


def test_that_sizes_step_through_the_usual_ones() -> None:
    memory = Memory(None)
    assert [memory.step_scale(1) for _ in range(6)] == [110, 125, 150, 175, 200, 200]
    assert memory.step_scale(0) == 100
    assert [memory.step_scale(-1) for _ in range(4)] == [90, 75, 75, 75]
    memory.remember("look/scale", "much")
    assert memory.scale == 100
    assert memory.scale in SCALES


def test_that_the_window_is_laid_out_as_it_was(app: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "linearium.ini"
    first = Stage(app, SIZE, "dark", memory=Memory(path))
    try:
        first.furnish()
        first.window.top_bar.left_panel.click()
        first.train.splitter.setSizes([300, 260])
        first.window.transport.speed.setValue(7)
        sizes = first.train.splitter.sizes()
    finally:
        first.close()
    second = Stage(app, SIZE, "dark", memory=Memory(path))
    try:
        second.furnish()
        assert not second.window.controls.isVisibleTo(second.window)
        assert second.train.splitter.sizes() == sizes
        assert second.window.transport.speed.value() == 7
        menu = second.window.extras.keeping.menu
        menu.open()
        preferences = next(each for each in menu.menu.actions() if each.text() == "Preferences").menu()
        assert isinstance(preferences, QMenu)
        next(each for each in preferences.actions() if each.text() == "Reset the layout").trigger()
        menu.menu.hide()
        assert second.window.controls.isVisibleTo(second.window)
        assert second.train.splitter.sizes() != sizes
    finally:
        second.close()
