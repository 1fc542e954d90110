"""One stage: its formula, its picture or table, its sentence."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.one_step import formulas, sentences
from gui.one_step.bands import bands, has_bands
from gui.one_step.batch_losses import BatchLosses
from gui.one_step.picture_bands import PictureBands
from gui.one_step.stages import Scene, Stage
from gui.one_step.tables import has_table, table
from gui.one_step.term_table import TermTable
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import wrapped
from gui.widgets.typeset import FormulaLines
from model.anatomy import Weight, weight_at

_FORMULA_HEIGHT, _SENTENCE_HEIGHT = 112, 52


class StageView(QWidget):
    """Shows a `Scene` at a stage. `weight_chosen` and `image_chosen` tell a click, `batch_wished` the switch."""

    weight_chosen = Signal(object)
    image_chosen = Signal(int)
    batch_wished = Signal(object)

    def __init__(self) -> None:
        """Wait for a scene."""
        super().__init__()
        self._scene: Scene | None = None
        self._stage = Stage.PIXELS
        self._is_dark = True
        self.formula = FormulaLines(_FORMULA_HEIGHT, "The formula of this stage, with its numbers")
        self.table, self.pictures, self.losses = TermTable(), PictureBands(), BatchLosses()
        self.places = QStackedWidget()
        self.sentence = wrapped()
        self.sentence.setFixedHeight(_SENTENCE_HEIGHT)
        self.whose: Choice[bool] = Choice(
            [
                (False, "this image", "The outer product of this image alone"),
                (True, "the batch", "The mean over the batch, and the penalty: the gradient of the step"),
            ],
            "Gradient of",
            quiet=True,
        )
        self.magnified: Choice[bool] = Choice(
            [
                (False, "one range", "All in the same range: what is added is as small as it is"),
                (True, "magnified", "What is added to W in a range of its own, so that its shape is seen"),
            ],
            "Range of what is added",
            quiet=True,
        )
        self._lay_out()
        self.whose.chosen.connect(self.batch_wished)
        self.magnified.chosen.connect(self._show_picture)
        self.pictures.chosen.connect(self._follow)
        self.losses.chosen.connect(self.image_chosen)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._is_dark = theme.is_dark
        for view in (self.formula, self.table, self.pictures, self.losses):
            view.set_theme(theme)
        self._show_picture()

    def show_scene(self, stage: Stage, scene: Scene) -> None:
        """Show a stage."""
        self._stage, self._scene = stage, scene
        self.formula.show_formula(*formulas.lines(stage, scene))
        self.sentence.setText(sentences.sentence(stage, scene))
        self.whose.setVisible(stage is Stage.WEIGHT_GRADIENT)
        self.magnified.setVisible(stage is Stage.UPDATE)
        self._show_picture()

    @Slot()
    def _show_picture(self) -> None:
        scene, stage = self._scene, self._stage
        if scene is None:
            return
        if has_table(stage):
            self.table.show_table(table(stage, scene), scene.dataset.classes)
            self.places.setCurrentWidget(self.table)
        elif has_bands(stage):
            shown = bands(stage, scene, self._is_dark, self.magnified.value)
            self.pictures.show_bands(shown, self._marked(scene))
            self.places.setCurrentWidget(self.pictures)
        else:
            self.losses.show_losses(scene.step.image_losses, scene.step.data_loss, scene.anatomy.position)
            self.places.setCurrentWidget(self.losses)

    def _marked(self, scene: Scene) -> tuple[int | None, int, int]:
        """The followed pixel: in all pictures of the image, or in that of the class whose weight it is."""
        _, width, channels = scene.dataset.shape
        row, column = divmod(scene.weight.d // channels, width)
        return None if self._stage is Stage.PIXELS else scene.weight.k, row, column

    @Slot(int, int, int)
    def _follow(self, number: int, row: int, column: int) -> None:
        if self._scene is not None:
            k = self._scene.weight.k if self._stage is Stage.PIXELS else number
            chosen: Weight = weight_at(self._scene.anatomy, self._scene.dataset.shape, k, row, column)
            self.weight_chosen.emit(chosen)

    def _lay_out(self) -> None:
        for view in (self.table, self.pictures, self.losses):
            self.places.addWidget(view)
        switches = QHBoxLayout()
        switches.addStretch(1)
        switches.addWidget(self.whose)
        switches.addWidget(self.magnified)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self.formula)
        column.addWidget(self.places, 1)
        column.addLayout(switches)
