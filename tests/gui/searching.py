"""Hands to work the workspace Search, and eyes to see what it shows."""

import numpy as np
from PySide6.QtWidgets import QComboBox

from gui.plots.surface import colour_map
from gui.search.cells import CellState, Metric
from gui.search.heat_map import HeatMap
from gui.workspaces.search import SearchWorkspace
from tests.screens_of_search import type_into
from tests.stage import Stage
from tests.turnstile import Turnstile


def smallest(search: SearchWorkspace) -> None:
    """Wish for two times two candidates, and one epoch."""
    for fields in (search.form.step_sizes, search.form.strengths):
        type_into(fields.count, "2")
    type_into(search.form.epochs, "1")


def let(stage: Stage, turnstile: Turnstile, search: SearchWorkspace, runs: int) -> None:
    """Let so many runs end, and wait until they are seen."""

    def ended() -> int:
        return len(search.search.outcomes) if search.search is not None else 0

    for goal in range(ended() + 1, ended() + runs + 1):
        stage.wait(lambda: turnstile.held > 0, "a run")
        turnstile.let_one()
        stage.wait(lambda goal=goal: ended() == goal, "its end")  # type: ignore[misc]


def cell_colours(search: SearchWorkspace) -> list[str]:
    """The colours of the cells of validation that have a number."""
    colours = search.board.maps.colours
    assert colours is not None
    ended = [cell for cell in search.board.cells if cell.state is CellState.ENDED]
    levels = colours.levels(np.array([100 * cell.mean("validation", Metric.ACCURACY) for cell in ended]))
    return ["#{:02x}{:02x}{:02x}".format(*rgb) for rgb in colour_map()[levels].tolist()]


def choose(box: QComboBox, value: object) -> None:
    """Choose from a list, as a hand does."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def written(shown: HeatMap) -> list[str]:
    """What stands on the cells of a map."""
    return [note.text for note in shown.grid.notes]


def assert_shows(search: SearchWorkspace) -> None:
    """Every cell has the number of its run, or the sign of its state."""
    assert search.search is not None
    board = search.board
    for shown, split in zip(board.maps.maps, ("validation", "train"), strict=True):
        for cell, text in zip(board.cells, written(shown), strict=True):
            if cell.state is CellState.ENDED:
                assert text == f"{100 * cell.outcomes[0].last(f'{split}_accuracy'):.1f}"
            else:
                assert text == {CellState.DIVERGED: "×", CellState.RUNNING: "…", CellState.WAITING: ""}[cell.state]
