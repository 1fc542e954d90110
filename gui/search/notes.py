"""What is written on a map."""

from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.search.cells import CellState

SIGNS = {CellState.RUNNING: "…", CellState.DIVERGED: "×", CellState.GIVEN_UP: "!"}
_CLEAR = "#00000000"
_TONE = 0
_ABOVE = 3


def have_notes(notes: list[Note], plot: LeanPlot, count: int) -> None:
    """Have so many of them in a plot."""
    while len(notes) < count:
        notes.append(Note())
        plot.add(notes[-1], _ABOVE)
    while len(notes) > count:
        plot.remove(notes.pop())


def write(note: Note, text: str, tone: str, place: tuple[float, float]) -> None:
    """Have a note say something in the middle of a place; it is not touched where it says that already."""
    if (note.text, note.data(_TONE), note.isVisible()) == (text, tone, bool(text)):
        return
    note.setData(_TONE, tone)
    note.recolour(tone, _CLEAR)
    note.say(text, place, (0.5, 0.5))
    note.setVisible(bool(text))
