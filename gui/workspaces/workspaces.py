"""The middle of the window: the workspaces, of which one is seen, and the sentence below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui import policies, sentences, theme
from gui.race_desk import RaceDesk
from gui.search_desk import SearchDesk
from gui.theme import Theme
from gui.widgets.labels import centred
from gui.workspaces.below import Below
from gui.workspaces.names import DATA, EVIDENCE, LANDSCAPE, LOSSES, ONE_STEP, SEARCH, TRAIN
from model.arrays import Bytes
from model.records import Mode, Settings, Snapshot

if TYPE_CHECKING:
    from gui.classify.picture import Picture
    from gui.data.page import Page
    from gui.strategies.page import StrategiesPage
    from gui.workspaces.benches import Bench
    from gui.workspaces.data import DataWorkspace
    from gui.workspaces.desks import Desks
    from gui.workspaces.evidence import EvidenceWorkspace
    from gui.workspaces.gradient_check import GradientCheckWorkspace
    from gui.workspaces.losses import LossesWorkspace
    from gui.workspaces.one_step import OneStepWorkspace
    from gui.workspaces.race import RaceWorkspace
    from gui.workspaces.search import SearchWorkspace
    from gui.workspaces.surroundings import LandscapeWorkspace
    from gui.workspaces.train import TrainWorkspace
    from model.profiles import Survey

    Workspace = TrainWorkspace | LandscapeWorkspace | Bench


_ALWAYS_TOLD = (LANDSCAPE, LOSSES, DATA, EVIDENCE, SEARCH)


class Workspaces(QWidget):
    """Shows snapshots in the workspace that is seen, and asks the surveyors about them.

    `asked` are questions for them, `commanded` commands for the trainer, `picture_chosen` is a picture to classify,
    `workspace_wished` the name of one to bring to the front.
    """

    asked = Signal(object)
    commanded = Signal(object)
    step_size_chosen = Signal(float)
    picture_chosen = Signal(object)
    workspace_wished = Signal(str)

    def __init__(self, opening: str) -> None:
        """Say what is being opened; `furnish` adds the workspaces, whose libraries take longer to load."""
        super().__init__()
        self.setObjectName("workspace")
        self.train: TrainWorkspace | None = None
        self.landscape: LandscapeWorkspace | None = None
        self.one_step: OneStepWorkspace | None = None
        self.gradient_check: GradientCheckWorkspace | None = None
        self.losses: LossesWorkspace | None = None
        self.data: DataWorkspace | None = None
        self.evidence: EvidenceWorkspace | None = None
        self.race: RaceWorkspace | None = None
        self.strategies: StrategiesPage | None = None
        self.search: SearchWorkspace | None = None
        self.race_desk, self.strategies_desk, self.search_desk = RaceDesk(), RaceDesk(), SearchDesk()
        self.desks: Desks
        self.survey: Survey | None = None
        self._places: dict[str, Workspace] = {}
        self.shown = TRAIN
        self._snapshot: Snapshot | None = None
        self._wished = Settings()
        self._said: tuple[Survey, float] | None = None
        self.pictured: tuple[Picture, Bytes] | None = None
        self.waiting = centred(opening)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.waiting)
        self.below = Below()
        self.sentence, self.notice = self.below.sentence, self.below.notice
        self._theme = theme.DARK
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.below)

    def furnish(self) -> None:
        """Add what is seen first, Train, and Landscape, which borrows from it; and the desks."""
        from gui.workspaces.desks import Desks
        from gui.workspaces.surroundings import LandscapeWorkspace
        from gui.workspaces.train import TrainWorkspace

        desks = self.desks = Desks(self.asked.emit, self.commanded.emit)
        desks.survey.answered.connect(self._show_survey)
        self.train, self.landscape = TrainWorkspace(), LandscapeWorkspace()
        line, plane = self.train.landscape, self.landscape.plane
        line.step_size_chosen.connect(self.step_size_chosen)
        line.drag_ended.connect(self._end_drag)
        line.wished.connect(desks.survey.set_wish)
        line.leap_pressed.connect(desks.leap)
        plane.wished.connect(desks.plane.set_wish)
        plane.chosen.connect(desks.jump)
        desks.plane.answered.connect(plane.show_panorama)
        desks.plane.refused.connect(plane.show_refusal)
        self._add({TRAIN: self.train, LANDSCAPE: self.landscape})

    def furnish_rest(self, sources: Page) -> None:
        """Add all others; sources is the first page of Data."""
        from gui.workspaces.benches import make_benches

        race_desks = self.race_desk, self.strategies_desk
        made = make_benches(self.desks.check, self.desks.data, race_desks, self.search_desk, sources)
        self.one_step, self.gradient_check, self.losses = made.one_step, made.gradient_check, made.losses
        self.data, self.evidence, self.search = made.data, made.evidence, made.search
        self.race, self.strategies = made.race.runs, made.race.strategies
        made.data.commanded.connect(self.commanded)
        made.data.picture_chosen.connect(self.picture_chosen)
        made.data.anatomy_wished.connect(self._take_apart)
        self._add(made.places)
        if self.pictured is not None:
            self.take_picture(*self.pictured)
        if self._snapshot is not None:
            self._show_snapshot(self._snapshot)

    def _add(self, workspaces: Mapping[str, Workspace]) -> None:
        for name, workspace in workspaces.items():
            self._places[name] = workspace
            workspace.set_theme(self._theme)
            self.stack.addWidget(workspace)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        for workspace in self._places.values():
            workspace.set_theme(theme)

    @Slot(object)
    def show_workspace(self, name: str) -> None:
        """Bring a workspace to the front."""
        if self.train is None or self.landscape is None:
            return
        self.shown = name
        if name == LANDSCAPE:
            self.train.part_with()
            self.landscape.borrow(self.train.landscape)
        else:
            self.landscape.part_with()
            self.train.take_back()
        self.desks.plane.open(name == LANDSCAPE)
        if self._snapshot is not None:
            self._show_shown()
            self._show_snapshot(self._snapshot)

    def show_snapshot(self, snapshot: Snapshot, wished: Settings) -> None:
        """Show a moment of the run, and the step size that is wished for."""
        if self._snapshot is None:
            self._show_shown()
        self._snapshot = snapshot
        self._show_snapshot(snapshot)
        self.show_wished(wished)
        self.below.show_notice(policies.notice(snapshot))

    def show_wished(self, wished: Settings) -> None:
        """Mark the step size, as its schedule has it at the step whose landscape is shown, and say what it would do."""
        if self.landscape is not None and wished != self._wished:
            self.landscape.plane.show_wished(wished)
        self._wished, survey = wished, self.survey
        if self.train is None or survey is None:
            return
        chosen = wished.step_size_after(survey.step.batch.passed)
        if (survey, chosen) != self._said:
            self._said = (survey, chosen)
            if not self.train.landscape.is_dragging:
                self.train.landscape.show_step_size(chosen)
            self.sentence.setText(sentences.about_step(survey, chosen))

    def show_failure(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self.waiting.setText(sentence)
        if self._snapshot is not None:
            self.below.show_notice(sentence)

    @Slot(object)
    def hide_runs(self, hidden: set[int]) -> None:
        """Do not show the curves of these kept runs."""
        if self.train is not None:
            self.train.curves.hide_runs(hidden)

    @Slot(object, object)
    def take_picture(self, picture: Picture, seen: Bytes) -> None:
        """Know the picture of the image panel, and what is seen of it (H, W, C)."""
        self.pictured = (picture, seen)
        for workspace in (self.losses, self.evidence):
            if workspace is not None:
                workspace.take_picture(picture, seen)

    @Slot()
    def take_best(self) -> None:
        """Take the best step along the gradient that is shown."""
        if self.train is not None:
            self.train.landscape.take_best()

    def _show_shown(self) -> None:
        self.stack.setCurrentWidget(self._places[self.shown])
        self.below.allow_sentence(self.shown in (TRAIN, LANDSCAPE))

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        assert self.train is not None
        line = self.train.landscape
        for name, workspace in self._places.items():
            if name in (self.shown, *_ALWAYS_TOLD):
                workspace.show_snapshot(snapshot)
        line.allow_leap(policies.may_leap(snapshot, self.survey))
        if snapshot.mode is Mode.DIVERGED:
            self.survey = None
            line.clear("no landscape: the loss is not finite here")
        self.desks.survey.keep_axis = line.is_dragging
        self.desks.survey.consider(snapshot)
        self.desks.plane.consider(snapshot)

    @Slot(object)
    def _show_survey(self, survey: Survey) -> None:
        assert self.train is not None
        self.survey = survey
        self.train.landscape.show_survey(survey)
        if self._snapshot is not None:
            self.train.landscape.allow_leap(policies.may_leap(self._snapshot, survey))
        self.show_wished(self._wished)

    @Slot(int)
    def _take_apart(self, row: int) -> None:
        """Take the coming step apart for an image."""
        if self.one_step is not None and self._snapshot is not None:
            self.one_step.take_image(self._snapshot, row)
            self.workspace_wished.emit(ONE_STEP)

    @Slot()
    def _end_drag(self) -> None:
        """The marker was let go: the axis may now follow the chosen step size."""
        self.desks.survey.keep_axis = False
        if self._snapshot is not None:
            self.desks.survey.consider(self._snapshot)
