"""Pictures of the workspace Search, for `tests.screens`."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from gui.search.cells import CellState, Metric
from gui.workspaces.names import SEARCH, TRAIN
from gui.workspaces.search import SearchWorkspace
from model.search.records import SearchMode
from tests.stage import Stage


def search_of(stage: Stage) -> SearchWorkspace:
    """The workspace."""
    stage.window.top_bar.workspaces.button(SEARCH).click()
    search = stage.window.workspaces.search
    assert search is not None
    stage.wait(lambda: search.board.scene is not None, "what is searched")
    return search


def type_into(field: QLineEdit, text: str) -> None:
    """Type something, as a hand does."""
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()


def start(stage: Stage, search: SearchWorkspace) -> None:
    """Press Start, and wait until another search is shown."""
    old = search.search.identity if search.search is not None else 0
    transport = search.transport
    (transport.start if transport.start.isVisible() else transport.anew).click()
    stage.wait(lambda: search.search is not None and search.search.identity > old, "the search")


def wait_until_done(stage: Stage, search: SearchWorkspace) -> None:
    """Wait until all runs have ended."""
    stage.wait(lambda: search.search is not None and search.search.mode is SearchMode.DONE, "the end of the search")


def show_search(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    """Before the start, half done, done, a candidate, one that diverged, the loss, a refusal, random points."""
    search = search_of(stage)
    board = search.board
    stage.live(0.1)
    save(f"{prefix}-search-empty")
    start(stage, search)
    stage.wait(lambda: search.search is not None and len(search.search.outcomes) >= 12, "half of the runs")
    stage.live(0.1)
    save(f"{prefix}-search-running")
    search.transport.pause.click()
    stage.wait(lambda: search.search is not None and not search.search.running, "a pause")
    save(f"{prefix}-search-paused")
    search.transport.resume.click()
    wait_until_done(stage, search)
    save(f"{prefix}-search-done")
    board.maps.validation.picked.emit(12)
    save(f"{prefix}-search-chosen")
    diverged = [cell.point.place for cell in board.cells if cell.state is CellState.DIVERGED]
    board.maps.validation.hovered.emit(diverged[0] if diverged else 4)
    save(f"{prefix}-search-hovered")
    board.maps.validation.hovered.emit(None)
    board.shown.button(Metric.LOSS).click()
    save(f"{prefix}-search-loss")
    board.shown.button(Metric.ACCURACY).click()
    type_into(search.form.strengths.low, "10")
    type_into(search.form.strengths.high, "1")
    save(f"{prefix}-search-refused")
    type_into(search.form.strengths.low, "1e-3")
    search.form.is_random.button(True).click()
    start(stage, search)
    wait_until_done(stage, search)
    save(f"{prefix}-search-random")
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()
