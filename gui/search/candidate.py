"""One candidate: its numbers, its curves over the epochs, and its templates."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.pictures import weight_pictures
from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.race.editor import word_button
from gui.search import words
from gui.search.cells import Cell, CellState, Metric
from gui.search.scene import Scene
from gui.theme import Theme
from gui.views.tiles import Tiles
from gui.widgets.labels import label, retone, wrapped, yielding
from gui.widgets.legend import Legend
from model.arrays import Doubles
from model.datasets.dataset import Dataset
from model.ranges import Span, held_span
from model.search.records import CURVE_ROWS, Plan
from model.tables import Table
from model.templates import levels

_LEAST_HEIGHT, _WORDS_WIDTH = 104, 226
_SPLITS = {"validation": "validation", "train": "training"}
_ACCURACY_SPAN = (0.0, 100.0)
_NOTHING = "Point at a cell whose run has ended: its numbers, curves and templates are seen here."
_NOT_KEPT = "Its templates were not kept: it is one of many, and not among the better ones."
_ELSEWHERE = (
    "Other images are open now. To see templates, and to open this in Train, open those of the search under Data."
)


class CandidateView(QWidget):
    """What is known of one candidate.

    `open_wished` tells that it is to be opened, `around_wished` that the next search is to be around it.
    """

    open_wished = Signal()
    around_wished = Signal()

    def __init__(self) -> None:
        """Show nobody."""
        super().__init__()
        self.title = label(bold=True)
        self.numbers = {(row, metric): label(pixels=theme.SMALL_PX) for row in _SPLITS for metric in Metric}
        self.took, self.state = yielding(), wrapped(tone="muted", pixels=theme.SMALL_PX)
        self.open = word_button("Open in Train", "The main run goes on with a copy of this one; the old is kept")
        self.around = word_button("Search around it", "Put the ranges around this candidate, up to its neighbours")
        self.legend = Legend((("training", "training"), ("validation", "validation")), "")
        self.plot = LeanPlot(4, 3)
        self.curves = {"train": self.plot.curve(1.0, z=1), "validation": self.plot.curve(2.0, z=2)}
        self.hint = Note()
        self.plot.add(self.hint, 5)
        self.tiles = Tiles(_no_value, gap=6)
        self.why_none, self.nothing = wrapped("", "muted", theme.SMALL_PX), wrapped(_NOTHING, "muted")
        self.right, self.pages = QStackedWidget(), QStackedWidget()
        self._theme = theme.DARK
        self._span: Span | None = None
        self._metric = Metric.ACCURACY
        self._shown: tuple[Cell, Scene, Metric] | None = None
        self.tiles.setMinimumHeight(0)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._lay_out()
        self.open.clicked.connect(self.open_wished)
        self.around.clicked.connect(self.around_wished)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        for part in (self.legend, self.plot, self.tiles):
            part.set_theme(theme)
        self.curves["train"].recolour(theme.training)
        self.curves["validation"].recolour(theme.validation)
        self.hint.recolour(theme.muted, theme.window)
        if self._shown is not None:
            self.show_cell(*self._shown)

    def show_nothing(self) -> None:
        """Show nobody."""
        self._shown = None
        self.pages.setCurrentWidget(self.nothing)

    def show_cell(self, cell: Cell, scene: Scene, metric: Metric) -> None:
        """Show a candidate of what is seen."""
        plan, dataset = scene.plan, scene.dataset
        self._shown = (cell, scene, metric)
        self.pages.setCurrentIndex(0)
        self.title.setText(words.candidate(cell, plan))
        self._write(cell)
        self.took.setText(words.took(cell))
        said = words.state(cell, plan.folds)
        self.state.setText(said)
        self.state.setToolTip(said)
        retone(self.state, "warning" if cell.state in (CellState.DIVERGED, CellState.GIVEN_UP) else "muted")
        self._show_curves(cell, plan, metric)
        self._show_templates(cell, dataset)

    @property
    def table(self) -> Table | None:
        """The curves of all folds that have ended, if any has."""
        outcomes = self._shown[0].outcomes if self._shown is not None else ()
        rows = [(outcome.job.fold, *column) for outcome in outcomes for column in outcome.curve.T.tolist()]
        return Table(("fold", *CURVE_ROWS), tuple(rows)) if rows else None

    def _write(self, cell: Cell) -> None:
        """The numbers of both splits; the accuracy of validation with its uncertainty."""
        for (split, metric), shown in self.numbers.items():
            shown.setText(words.value(cell, split, metric))
        error = words.plus_minus(cell, Metric.ACCURACY).removesuffix(" %")
        self.numbers["validation", Metric.ACCURACY].setText(words.value(cell, "validation", Metric.ACCURACY) + error)

    def _show_curves(self, cell: Cell, plan: Plan, metric: Metric) -> None:
        """A curve a fold; all of one split are one item."""
        scale = 100 if metric is Metric.ACCURACY else 1
        found = {row: _pieces(cell, f"{row}_{metric.value}", scale) for row in self.curves}
        values = np.concatenate([y[np.isfinite(y)] for _, y in found.values()])
        last = self._span if metric is self._metric else None
        self._metric, self._span = metric, last or _ACCURACY_SPAN
        if len(values):
            # Of a loss that explodes the axis leaves out the explosion: what came before is to be seen.
            top = float(values.max()) if metric is Metric.ACCURACY else min(float(values.max()), 2 * _start(cell))
            self._span = held_span(min(float(values.min()), top), top, last, least_filled=0.3)
        self.hint.hide()
        if cell.outcomes and max(outcome.curve.shape[1] for outcome in cell.outcomes) < 2:
            self.hint.say("no whole epoch", (plan.epochs / 2, sum(self._span) / 2), (0.5, 0.5))
        self.plot.set_spans((0.0, float(plan.epochs)), self._span)
        self.plot.set_x_name("epoch")
        for row, curve in self.curves.items():
            curve.set_pieces(*found[row])

    def _show_templates(self, cell: Cell, dataset: Dataset | None) -> None:
        """The templates of the first fold, or why there are none."""
        outcome = next((outcome for outcome in cell.outcomes if outcome.job.fold == 0), None)
        params = outcome.params if outcome is not None else None
        if params is None or dataset is None:
            self.why_none.setText("" if outcome is None else _ELSEWHERE if dataset is None else _NOT_KEPT)
            self.right.setCurrentWidget(self.why_none)
            return
        pictures = weight_pictures(levels(params.weights, dataset.shape, False), self._theme.is_dark)
        self.tiles.show_tiles(pictures, dataset.classes, np.zeros(len(dataset.classes)))
        self.right.setCurrentWidget(self.tiles)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.legend)
        middle.addWidget(self.plot, 1)
        self.right.addWidget(self.tiles)
        self.right.addWidget(self.why_none)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._words())
        row.addLayout(middle, 4)
        row.addWidget(self.right, 6)
        for page in (shown, self.nothing):
            self.pages.addWidget(page)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why_none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.pages.setCurrentWidget(self.nothing)

    def _words(self) -> QWidget:
        """What is written, on the left."""
        table = QGridLayout()
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(6)
        table.setVerticalSpacing(1)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for place, (metric, side) in enumerate(zip(Metric, sides, strict=True)):
            table.addWidget(label(metric.value, "muted", theme.SMALL_PX), 0, place + 1, side)
        for line, (row, name) in enumerate(_SPLITS.items()):
            table.addWidget(label(name, "muted", theme.SMALL_PX), line + 1, 0)
            for place, (metric, side) in enumerate(zip(Metric, sides, strict=True)):
                table.addWidget(self.numbers[row, metric], line + 1, place + 1, side)
        table.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.open, self.around):
            buttons.addWidget(button)
        buttons.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(_WORDS_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.title)
        column.addLayout(table)
        column.addWidget(self.took)
        column.addWidget(self.state)
        column.addStretch(1)
        column.addLayout(buttons)
        return holder


def _start(cell: Cell) -> float:
    """The highest loss that a run of a candidate began with."""
    row = CURVE_ROWS.index("validation_loss")
    return max(float(outcome.curve[row, 0]) for outcome in cell.outcomes)


def _pieces(cell: Cell, row: str, scale: float) -> tuple[Doubles, Doubles]:
    """The curves of all folds behind each other, with a gap between them."""
    gap = np.full(1, np.nan)
    curves = [outcome.curve for outcome in cell.outcomes]
    xs = [part for curve in curves for part in (curve[0], gap)]
    ys = [part for curve in curves for part in (scale * curve[CURVE_ROWS.index(row)], gap)]
    return np.concatenate([*xs, gap]), np.concatenate([*ys, gap])


def _no_value(_: float) -> str:
    return ""
