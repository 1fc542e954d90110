"""Sessions in the real window: saved, opened, offered after a crash; settings undone."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from gui.keeping.memory import Memory
from gui.keeping.sessions import Sessions
from gui.workspaces.names import LOSSES
from model.keeping.autosave import leftovers
from model.records import LossKind, Mode
from tests.gui.conftest import SIZE
from tests.model.small import content_of
from tests.stage import Stage


@pytest.fixture
def home(app: QApplication, tmp_path: Path) -> Iterator[Stage]:
    """A window with a data folder of its own, after a few steps."""
    made = stage_at(app, tmp_path)
    try:
        made.step(7)
        yield made
    finally:
        made.close()


def stage_at(app: QApplication, home: Path) -> Stage:
    made = Stage(app, SIZE, "dark", home / "data", Memory(home / "linearium.ini"))
    made.furnish()
    return made


def sessions_of(stage: Stage) -> Sessions:
    return stage.window.extras.keeping.sessions


def chosen_path(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Whatever asks where to save is told this path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def save(stage: Stage, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen_path(monkeypatch, path)
    stage.window.extras.keeping.save_as()
    stage.wait(lambda: "Saved" in stage.window.toast.words.text(), "the saving")


def open_and_wait(stage: Stage, path: Path) -> None:
    before = stage.snapshot.run
    sessions_of(stage).open(path)
    stage.wait(lambda: stage.snapshot.run > before and "Opened" in stage.window.toast.words.text(), "the opening")
    stage.settle()


def test_that_a_saved_session_is_opened_with_all_there_was(
    home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "moment.linearium"
    home.window.controls.loss.button(LossKind.HINGE).click()
    home.settle()
    home.step(3)
    home.window.top_bar.workspaces.button(LOSSES).click()
    before = home.snapshot
    save(home, path, monkeypatch)
    assert home.window.windowTitle() == "moment – Linearium"
    home.window.controls.loss.button(LossKind.SOFTMAX).click()
    home.window.top_bar.workspaces.button("train").click()
    home.step(5)
    open_and_wait(home, path)
    after = home.snapshot
    assert content_of(after.params) == content_of(before.params)
    assert content_of(after.coming) == content_of(before.coming)
    assert (after.number, after.settings, after.seed) == (before.number, before.settings, before.seed)
    assert np.array_equal(after.batch_curve, before.batch_curve)
    assert home.window.controls.settings == before.settings
    assert home.window.workspaces.shown == LOSSES
    home.step(1)
    assert home.snapshot.number == before.number + 1
    assert home.window.extras.keeping.memory.recent == [path]


def test_that_what_cannot_be_opened_leaves_what_is_open(home: Stage, tmp_path: Path) -> None:
    path = tmp_path / "broken.linearium"
    path.write_bytes(b"PK\x03\x04 this is no session")
    before = home.snapshot
    sessions_of(home).open(path)
    home.wait(lambda: "broken.linearium" in home.window.toast.words.text(), "the refusal")
    assert home.window.toast.words.property("tone") == "warning"
    assert home.snapshot.run == before.run
    assert content_of(home.snapshot.params) == content_of(before.params)
    home.step(1)


def test_that_a_session_is_opened_by_a_drop(home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "moment.linearium"
    save(home, path, monkeypatch)
    run = home.snapshot.run
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    home.window.extras.take_drop(mime)
    home.wait(lambda: home.snapshot.run > run, "the opened session")
    assert home.snapshot.number == 7


def test_that_the_second_saving_asks_for_nothing(home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "moment"
    save(home, path, monkeypatch)
    saved = path.with_name("moment.linearium")
    first = saved.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("it asked again"))
    home.step(2)
    home.window.toast.say("")
    home.window.extras.keeping.save()
    home.wait(lambda: "Saved" in home.window.toast.words.text(), "the saving")
    assert saved.read_bytes() != first


def test_that_a_crash_is_made_good_at_the_next_start_and_only_then(app: QApplication, tmp_path: Path) -> None:
    crashed = stage_at(app, tmp_path)
    crashed.step(9)
    sessions = sessions_of(crashed)
    assert not crashed.window.offer.isVisibleTo(crashed.window)
    sessions._rhythm._since = -1e9  # a minute has passed since the last change
    sessions.save_by_itself()
    slot = sessions._slot
    assert slot is not None
    crashed.wait(slot.path.is_file, "the automatic saving")
    expected = crashed.snapshot.params
    content = slot.path.read_bytes()
    crashed.close()
    assert not leftovers(tmp_path / "data" / "autosave"), "an orderly end leaves nothing"
    slot.path.write_bytes(content)  # what a crash would have left
    again = stage_at(app, tmp_path)
    try:
        assert again.window.offer.isVisibleTo(again.window)
        run = again.snapshot.run
        again.window.offer.yes.click()
        again.wait(lambda: again.snapshot.run > run, "the restored session")
        assert again.snapshot.number == 9
        assert content_of(again.snapshot.params) == content_of(expected)
        again.settle()
        assert not again.window.offer.isVisibleTo(again.window)
        again.wait(lambda: not slot.path.exists(), "the leftover to go")
    finally:
        again.close()
    third = stage_at(app, tmp_path)
    try:
        assert not third.window.offer.isVisibleTo(third.window)
    finally:
        third.close()


def test_that_closing_while_it_saves_by_itself_leaves_nothing_to_offer(app: QApplication, tmp_path: Path) -> None:
    stage = stage_at(app, tmp_path)
    stage.step(3)
    sessions = sessions_of(stage)
    sessions._rhythm._since = -1e9
    sessions.save_by_itself()
    stage.close()
    assert not leftovers(tmp_path / "data" / "autosave")


def test_that_a_leftover_can_be_discarded(app: QApplication, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "autosave"
    folder.mkdir(parents=True)
    (folder / "autosave-0000.linearium").write_bytes(b"whatever")
    stage = stage_at(app, tmp_path)
    try:
        assert stage.window.offer.isVisibleTo(stage.window)
        stage.window.offer.no.click()
        assert not stage.window.offer.isVisibleTo(stage.window)
        assert not (folder / "autosave-0000.linearium").exists()
    finally:
        stage.close()


def test_that_changes_of_the_settings_are_undone_and_redone_by_keys(home: Stage, qtbot: QtBot) -> None:
    first = home.snapshot.settings
    home.window.controls.loss.button(LossKind.HINGE).click()
    second = home.window.controls.settings
    control = Qt.KeyboardModifier.ControlModifier
    home.window.setFocus()
    qtbot.keyClick(home.window, Qt.Key.Key_Z, control)
    home.wait(lambda: home.snapshot.settings == first, "the settings before")
    assert home.window.controls.settings == first
    assert home.window.controls.loss.value is LossKind.SOFTMAX
    qtbot.keyClick(home.window, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    home.wait(lambda: home.snapshot.settings == second, "the settings after")
    home.open("fashion-sample")
    assert not home.window.extras.keeping.changes.can_undo


def test_that_weights_and_script_are_written(home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in (".npz", ".py"):
        path = tmp_path / f"kept{suffix}"
        chosen_path(monkeypatch, path)
        sessions_of(home).export("Save", suffix)
        home.wait(path.is_file, "the file")
        home.wait(lambda: "Saved “kept" in home.window.toast.words.text(), "the word")
    with np.load(tmp_path / "kept.npz", allow_pickle=False) as kept:
        assert np.array_equal(kept["weights"], home.snapshot.params.weights)
    assert home.window.windowTitle() == "Linearium", "an export is no session"
    assert home.snapshot.mode is Mode.PAUSED


def test_that_the_menu_offers_what_can_be_done(home: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(home, tmp_path / "moment.linearium", monkeypatch)
    home.window.top_bar.session.click()
    menu = home.window.extras.keeping.menu.menu
    assert menu.isVisible()
    recent = next(each for each in menu.actions() if each.text() == "Open again").menu()
    assert isinstance(recent, QMenu)
    assert [each.text() for each in recent.actions()] == ["moment.linearium"]
    assert not next(each for each in menu.actions() if each.text().startswith("Undo")).isEnabled()
    menu.hide()
