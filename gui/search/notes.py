"""What is written on a map."""

from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.search.cells import CellState

SIGNS = {CellState.RUNNING: "…", CellState.DIVERGED: "×", CellState.GIVEN_UP: "!"}
CLEAR = "#00000000"
_ABOVE = 3


def have_notes(notes: list[Note], plot: LeanPlot, count: int) -> None:
    """Have so many of them in a plot."""
    while len(notes) < count:
        notes.append(Note())
        plot.add(notes[-1], _ABOVE)
    while len(notes) > count:
        plot.remove(notes.pop())
