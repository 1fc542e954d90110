"""One step: the coming update taken apart for one image of its batch, in eight stages."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.one_step.side import ImageSide
from gui.one_step.stage_view import StageView
from gui.one_step.stages import Scene, Stage, beside, name_of, tip_of
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row, wrapped
from gui.workspaces.held_step import HeldStep, button
from model.anatomy import Outcome, Weight, outcome_after, take_apart, telling_weight
from model.datasets.dataset import Dataset
from model.products import Scratch
from model.records import LossKind, Snapshot, Step

_EXPLANATION = (
    "One update, by hand: walk from the pixels of an image to the gradient and to the new templates, with every number "
    "on the way. N and P go to the next and the previous stage, PgDown and PgUp to another image of the batch; click a "
    "pixel to follow its weight."
)
_NOTHING = "There is no step to take apart: its loss is not finite. Undo steps (←) or reset (R)."


class OneStepWorkspace(QWidget):
    """Follows the coming step at rest; while the run moves it stays where it is, until the newest is asked for."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.scene: Scene | None = None
        self.stage = Stage.PIXELS
        self._after: Outcome | None = None
        self._chosen: Weight | None = None
        self._scratch: Scratch | None = None
        self.held = HeldStep("taken apart", "Leave the step that is taken apart for the newest one")
        self.stages: Choice[Stage] = Choice(
            [(stage, f"{stage.value}  {name_of(stage, LossKind.HINGE)}", tip_of(stage)) for stage in Stage], "Stage"
        )
        self.side, self.view = ImageSide(), StageView()
        self.previous = button("‹", "The stage before (P)")
        self.previous.setAccessibleName("Previous stage")
        self.next = button("Next", "The next stage (N)", is_primary=True)
        self.nothing = wrapped(_NOTHING, "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.places = QStackedWidget()
        self._lay_out()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.side.set_theme(theme)
        self.view.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take the coming step apart, unless the run is moving and another step is being looked at."""
        self.held.show_snapshot(snapshot)

    def take_image(self, snapshot: Snapshot, row: int) -> None:
        """Take the coming step apart for an image: as one of its batch, or as if it were the whole batch."""
        places = np.flatnonzero(snapshot.coming.batch.rows == row)
        self.held.take(snapshot, None if len(places) else row)
        if len(places):
            self._choose_image(int(places[0]))

    def show_stage(self, stage: Stage) -> None:
        """Go to a stage."""
        self.stage = stage
        self.stages.set_value(stage)
        self._show()

    @Slot()
    def go_on(self) -> None:
        """Go to the next stage."""
        self._walk(1)

    @Slot()
    def go_back(self) -> None:
        """Go to the stage before."""
        self._walk(-1)

    def _walk(self, places: int) -> None:
        stage = beside(self.stage, places)
        if stage is not None:
            self.show_stage(stage)

    @Slot()
    def _take(self) -> None:
        step, dataset, old = self.held.step, self.held.dataset, self.scene
        assert step is not None
        assert dataset is not None
        self.places.setCurrentIndex(0 if step.is_finite else 1)
        if not step.is_finite:
            self.scene = None
            return
        if old is None or old.dataset is not dataset:
            self._scratch, self._chosen = Scratch(dataset.pixels.shape[1]), None
        self._after = None
        self._look_at(step, dataset, 0 if old is None else min(old.anatomy.position, step.batch.size - 1))

    def _look_at(self, step: Step, dataset: Dataset, position: int) -> None:
        """Take a step apart for an image of its batch, and show it."""
        assert self._scratch is not None
        with np.errstate(all="ignore"):  # a step far too large has no loss after it
            self._after = self._after or outcome_after(step, dataset, self._scratch)
            anatomy = take_apart(step, position, dataset, self._scratch)
        weight = self._chosen or telling_weight(anatomy)
        self.scene = Scene(dataset, anatomy, self._after, weight, self.view.whose.value)
        self._show()

    def _show(self) -> None:
        if self.scene is None:
            return
        loss = self.scene.step.settings.loss
        self.stages.button(Stage.TERMS).setText(f"{Stage.TERMS.value}  {name_of(Stage.TERMS, loss)}")
        following = beside(self.stage, 1)
        self.next.setText(f"Next: {name_of(following, loss)}" if following else "Next")
        self.next.setEnabled(following is not None)
        self.previous.setEnabled(beside(self.stage, -1) is not None)
        with np.errstate(all="ignore"):
            self.side.show_scene(self.scene)
            self.view.show_scene(self.stage, self.scene)

    @Slot(int)
    def _choose_image(self, position: int) -> None:
        if self.scene is not None:
            self._look_at(self.scene.step, self.scene.dataset, position)

    @Slot(object)
    def _choose_weight(self, weight: Weight) -> None:
        self._chosen = weight
        self._look_again()

    @Slot()
    def _look_again(self) -> None:
        if self.scene is not None:
            self._look_at(self.scene.step, self.scene.dataset, self.scene.anatomy.position)

    def _connect(self) -> None:
        self.held.taken.connect(self._take)
        self.stages.chosen.connect(self.show_stage)
        self.next.clicked.connect(self.go_on)
        self.previous.clicked.connect(self.go_back)
        self.side.chosen.connect(self._choose_image)
        self.view.image_chosen.connect(self._choose_image)
        self.view.weight_chosen.connect(self._choose_weight)
        self.view.batch_wished.connect(self._look_again)
        # Keys of this workspace: they are heard only where it is seen, so others can have the same.
        for keys, action in (
            ("N", self.go_on),
            ("P", self.go_back),
            ("PgDown", self.side.go_on),
            ("PgUp", self.side.go_back),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _lay_out(self) -> None:
        walk = QHBoxLayout()
        walk.setSpacing(theme.GAP)
        walk.addWidget(self.view.sentence, 1)
        walk.addWidget(self.previous)
        walk.addWidget(self.next)
        self.previous.setFixedWidth(34)
        self.next.setFixedWidth(128)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        right.addWidget(self.view, 1)
        right.addLayout(walk)
        bench = QWidget()
        row = QHBoxLayout(bench)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MARGIN)
        row.addWidget(self.side)
        row.addLayout(right, 1)
        self.places.addWidget(bench)
        self.places.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(title_row("One step", _EXPLANATION, self.held.newest, middle=self.held.which))
        column.addWidget(self.stages)
        column.addWidget(self.places, 1)
