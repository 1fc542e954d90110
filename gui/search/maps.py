"""Validation and training side by side, in the same colours."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.search.cells import Cell, CellState, Metric
from gui.search.colours import Colours, fitting_colours
from gui.search.heat_map import HeatMap
from gui.search.map_legend import MapLegend
from gui.search.scale_bar import ScaleBar
from gui.theme import Theme
from gui.widgets.fitting import Fitting
from gui.widgets.labels import label, wrapped
from model.arrays import Doubles
from model.records import PenaltyKind
from model.search.records import CURVE_ROWS, Plan

_SENTENCE_HEIGHT = 34
_Y_NAMES = {PenaltyKind.L2: "λ ↑", PenaltyKind.L1: "λ ↑", PenaltyKind.DROPOUT: "p ↑"}
_SPLITS = ("validation", "training")


class SearchMaps(QWidget):
    """What of a search is kept as a figure: both maps, what they mean, and which candidate is the best."""

    hovered = Signal(object)
    picked = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        """Wait for a plan."""
        super().__init__()
        self.validation, self.training = HeatMap("Map of validation"), HeatMap("Map of training")
        self.bar = ScaleBar(self.validation)
        self.legend = MapLegend()
        self.about = Fitting(theme.SMALL_PX)
        self.sentence = wrapped(pixels=theme.BODY_PX)
        self.sentence.setFixedHeight(_SENTENCE_HEIGHT)
        self._titles = [label("", pixels=theme.SMALL_PX, bold=True) for _ in _SPLITS]
        self._names = [label("", "muted", theme.SMALL_PX) for _ in _SPLITS]
        self.colours: Colours | None = None
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.validation.laid_out.connect(self.bar.lay_out)
        for shown in self.maps:
            shown.hovered.connect(self.hovered)
            shown.picked.connect(self.picked)
            shown.opened.connect(self.opened)

    @property
    def maps(self) -> tuple[HeatMap, HeatMap]:
        """That of validation and that of training."""
        return self.validation, self.training

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for part in (*self.maps, self.bar, self.legend):
            part.set_theme(theme)

    def show_cells(self, plan: Plan, cells: Sequence[Cell], metric: Metric) -> None:
        """Show the candidates of a plan."""
        if plan != self.validation.plan:
            self.colours = None
        values = [_values(cells, split, metric) for split in ("validation", "train")]
        self.colours = fitting_colours(metric, np.concatenate(values), _start_loss(cells), self.colours)
        self.bar.show_colours(self.colours)
        self.legend.show_kind(plan.is_random)
        for shown, found in zip(self.maps, values, strict=True):
            shown.show_plan(plan)
            shown.show_cells(cells, found, self.colours)
        unit = ", %" if metric is Metric.ACCURACY else ""
        for title, name, split in zip(self._titles, self._names, _SPLITS, strict=True):
            title.setText(f"{split} {metric.value}{unit}")
            name.setText(_Y_NAMES[plan.settings.penalty])

    def mark(self, best: int | None, chosen: int | None) -> None:
        """Put rings around the best and the chosen candidate."""
        for shown in self.maps:
            shown.mark(best, chosen)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        for shown, title, name in zip(self.maps, self._titles, self._names, strict=True):
            above = QHBoxLayout()
            above.setContentsMargins(0, 0, 0, 0)
            above.addSpacing(24)
            name.setFixedWidth(30)
            above.addWidget(name)
            above.addWidget(title, 1)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addLayout(above)
            column.addWidget(shown, 1)
            row.addLayout(column, 1)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addSpacing(self._titles[0].sizeHint().height())
        beside.addWidget(self.bar, 1)
        row.addLayout(beside)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.legend)
        below.addWidget(self.about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row, 1)
        column.addLayout(below)
        column.addWidget(self.sentence)


def _values(cells: Sequence[Cell], split: str, metric: Metric) -> Doubles:
    """The number of each candidate that ended soundly (n,), accuracies in percent; NaN for all others."""
    scale = 100 if metric is Metric.ACCURACY else 1
    return np.array([scale * cell.mean(split, metric) if cell.state is CellState.ENDED else np.nan for cell in cells])


def _start_loss(cells: Sequence[Cell]) -> float:
    """The highest validation loss that a run began with."""
    row = CURVE_ROWS.index("validation_loss")
    return max((float(outcome.curve[row, 0]) for cell in cells for outcome in cell.outcomes), default=1.0)
