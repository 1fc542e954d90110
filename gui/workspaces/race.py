"""Race: up to eight runs from the same start, side by side."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.race.curves import RaceCurves
from gui.race.editor import RunnerEditor, word_button
from gui.race.table import RaceTable
from gui.race.transport import RaceTransport
from gui.race_desk import RaceDesk
from gui.theme import Theme
from gui.widgets.calm import CalmComboBox
from gui.widgets.labels import retone, title_row, yielding
from gui.workspaces.names import TRAIN
from model.datasets.dataset import Dataset
from model.race.commands import GiveAway, LineUp, LineUpStepSizes
from model.race.presets import four_batch_sizes, four_momenta, four_penalties, four_schedules
from model.race.records import MOST_RUNNERS, RaceSnapshot, Runner
from model.records import Snapshot

_EXPLANATION = (
    "Runs from the same start, on the same batches in the same order, that differ in what you choose. They take one "
    "step each in turn. The step sizes of the preset are 0.01, 0.3, 4 and 30 times the exact best first step: too "
    "low, good, high and very high."
)
_STEP_SIZES = "Four step sizes"
_PRESETS = {
    "Four regularizations": four_penalties,
    "Four batch sizes": four_batch_sizes,
    "Four schedules": four_schedules,
    "Momentum": four_momenta,
}
_APART = "These buttons move the race; the keys, the controls and the bar at the bottom move the main run."
_WAITING = "Looking for the step sizes of this data set …"


class RaceWorkspace(QWidget):
    """Holds the runners as the user wishes them."""

    def __init__(self, desk: RaceDesk) -> None:
        """Wait for a data set."""
        super().__init__()
        self.setObjectName("workspace")
        self._desk = desk
        self._dataset: Dataset | None = None
        self._snapshot: Snapshot | None = None
        self.race: RaceSnapshot | None = None
        self.runners: tuple[Runner, ...] = ()
        self.selected = 0
        self._newest = self._least = 0
        self._is_behind = False
        self.figure = RaceFigure()
        self.curves, self.table = self.figure.curves, self.figure.table
        self.editor, self.transport = RunnerEditor(), RaceTransport()
        self.presets = CalmComboBox()
        self.add = word_button("Add", "One more run, like the chosen one; then change it")
        self.remove = word_button("Remove", "Take the chosen run out of the race")
        self.open = word_button("Open in Train", "The main run goes on with a copy of the chosen one; the old is kept")
        self.note = yielding()
        self._prepare()
        self._lay_out()
        self._connect()
        self._say(_WAITING)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.figure.set_theme(theme)
        self.transport.set_theme(theme)
        self._draw()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the main run: a race is on its images, and its settings are what the presets begin with."""
        self._snapshot = snapshot
        if snapshot.dataset is not self._dataset:
            self._dataset = snapshot.dataset
            self._line_up(0)
        elif self._is_behind:  # the race went on while nobody looked
            self._draw()

    @Slot(object)
    def show_race(self, race: RaceSnapshot) -> None:
        """Show a moment of the race, unless other runners are wished for by now."""
        self._newest = max(self._newest, race.identity)
        if race.trouble:
            self._say(race.trouble, is_warning=True)
            return
        if not self.runners and race.identity > self._least and race.dataset is self._dataset:
            self._take_runners(tuple(lane.runner for lane in race.lanes), 1 if len(race.lanes) > 1 else 0)
        if not self._is_current(race):
            return
        self.race, self._is_behind = race, True
        self.transport.show_race(race)
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        if self.race is not None and self._is_current(self.race):
            self._is_behind = False
            self.curves.show_race(self.race)
            self.table.show_race(self.race)

    def _is_current(self, race: RaceSnapshot) -> bool:
        return race.dataset is self._dataset and tuple(lane.runner for lane in race.lanes) == self.runners

    def _prepare(self) -> None:
        self.presets.addItems([_STEP_SIZES, *_PRESETS])
        self.presets.setFont(theme.font(theme.SMALL_PX))
        self.presets.setAccessibleName("Preset")
        self.presets.setToolTip("A race to begin with, from the settings of the main run")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        against, is_log = self.curves.against, self.curves.is_log
        column.addLayout(title_row("Race", _EXPLANATION, is_log, against, self.presets, self.add, self.remove))
        column.addWidget(self.figure, 1)
        going = QHBoxLayout()
        going.addWidget(self.transport, 1)
        going.addWidget(self.open)
        column.addWidget(self.editor)
        column.addLayout(going)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self._desk.told.connect(self.show_race)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.open.clicked.connect(self._open_chosen)
        self.editor.edited.connect(self._edit)
        self.editor.refused.connect(self._refuse)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.presets.activated.connect(self._line_up)
        self.transport.commanded.connect(self._desk.commanded)
        self.transport.anew.connect(self._start_anew)

    @Slot(int)
    def _line_up(self, preset: int) -> None:
        """Begin with a preset, from the settings of the main run."""
        snapshot = self._snapshot
        if snapshot is None or self._dataset is None:
            return
        with QSignalBlocker(self.presets):
            self.presets.setCurrentIndex(preset)
        settings, seed = snapshot.settings, snapshot.seed
        if preset == 0:
            self.runners, self._least = (), self._newest
            self._allow()
            self._say(_WAITING)
            self._desk.commanded.emit(LineUpStepSizes(self._dataset, settings, seed))
        else:
            make = _PRESETS[self.presets.currentText()]
            self._wish(make(self._dataset, settings, seed), 0)

    def _wish(self, runners: tuple[Runner, ...], selected: int) -> None:
        self._take_runners(runners, selected)
        if self._dataset is not None:
            self._desk.commanded.emit(LineUp(self._dataset, runners))

    def _take_runners(self, runners: tuple[Runner, ...], selected: int) -> None:
        self.runners = runners
        self._allow()
        self._choose(selected)

    def _allow(self) -> None:
        """Offer what makes sense with so many runners; with none, those that come are being looked for."""
        count = len(self.runners)
        self.add.setEnabled(0 < count < MOST_RUNNERS)
        self.remove.setEnabled(count > 1)
        for part in (self.editor, self.open, self.transport):
            part.setEnabled(count > 0)

    @Slot(int)
    def _choose(self, selected: int) -> None:
        if not self.runners or self._dataset is None:
            return
        self.selected = min(selected, len(self.runners) - 1)
        self.table.show_runners(self.runners, self.selected)
        self.editor.show_runner(self.runners[self.selected], self._dataset.name, len(self._dataset.train))
        self._say(_APART)

    @Slot(object)
    def _edit(self, runner: Runner) -> None:
        others = self.runners
        self._wish((*others[: self.selected], runner, *others[self.selected + 1 :]), self.selected)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._say(sentence, is_warning=True)

    @Slot()
    def _add(self) -> None:
        chosen = self.runners[self.selected]
        colour = min(set(range(MOST_RUNNERS)) - {runner.colour for runner in self.runners})
        added = replace(chosen, name=f"run {len(self.runners) + 1}", colour=colour)
        self._wish((*self.runners, added), len(self.runners))

    @Slot()
    def _remove(self) -> None:
        self._wish((*self.runners[: self.selected], *self.runners[self.selected + 1 :]), self.selected)

    @Slot()
    def _start_anew(self) -> None:
        if self._dataset is not None and self.runners:
            self._desk.commanded.emit(LineUp(self._dataset, self.runners, is_anew=True))
            self._choose(self.selected)

    @Slot()
    def _open_chosen(self) -> None:
        self._open(self.selected)

    @Slot(int)
    def _open(self, place: int) -> None:
        if self.race is not None and self._is_current(self.race):
            self._desk.commanded.emit(GiveAway(self.race.identity, place))
            self._desk.opened.emit(self.runners[place].settings)
            self._desk.left_for.emit(TRAIN)

    def _say(self, sentence: str, is_warning: bool = False) -> None:
        self.note.setText(sentence)
        self.note.setToolTip(sentence)
        retone(self.note, "warning" if is_warning else "muted")


class RaceFigure(QWidget):
    """What of the race is kept as a figure: the curves, and the table that says whose they are."""

    def __init__(self) -> None:
        """Wait for a race."""
        super().__init__()
        self.curves, self.table = RaceCurves(), RaceTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.curves, 1)
        column.addWidget(self.table)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.curves.set_theme(theme)
        self.table.set_theme(theme)
