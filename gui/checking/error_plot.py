"""The relative error against h: large steps suffer from the curvature of the loss, small ones from rounding."""

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import numbers, theme
from gui.checking.words import error_text
from gui.plots.items import Note, Region
from gui.plots.lean import LeanPlot
from gui.theme import Theme
from gui.widgets.labels import label
from gui.widgets.legend import Legend
from model.arrays import Doubles
from model.checking.bench import Bench, Quotient, error_curves
from model.checking.slopes import LARGEST_STEP, SMALLEST_STEP, STEPS

_FLOOR, _TOP = -14.0, 1.0
_X = (float(np.log10(SMALLEST_STEP)), float(np.log10(LARGEST_STEP)))


def _height(error: float) -> float:
    """Where an error stands on the axis; none at all stands on its floor."""
    return float(np.log10(max(error, 10**_FLOOR)))


class ErrorPlot(QWidget):
    """Two curves over h, a dot for the chosen one, and where the loss has kinks. `chosen` tells a clicked h."""

    chosen = Signal(float)

    def __init__(self) -> None:
        """Wait for a bench."""
        super().__init__()
        self.plot = LeanPlot(x_ticks=4, y_ticks=3)
        self.plot.set_spans(_X, (_FLOOR, _TOP), is_log=True, is_log_x=True)
        self.plot.set_x_name("against the step h")
        self.plot.setToolTip("Click to choose an h; in the shaded part the loss has a kink within reach of h")
        self.legend = Legend((("accent", "forward"), ("validation", "centred")), "")
        self.region = Region()
        self.plot.add(self.region, -50)
        self.forward, self.centred = self.plot.curve(1.6), self.plot.curve(1.6, Qt.PenStyle.DashLine)
        self.dot = self.plot.dot(9, z=2)
        self.note = Note()
        self.plot.add(self.note, 3)
        self._curves: tuple[Doubles, Doubles] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(theme.MARGIN)
        head.addWidget(label("Relative error", bold=True))
        head.addWidget(self.legend, 1)
        column.addLayout(head)
        self.plot.setMinimumHeight(1)  # on small screens the numbers come first
        column.addWidget(self.plot, 1)
        self.plot.clicked.connect(self._choose)
        self.plot.pointed.connect(self._point_at)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plot.set_theme(theme)
        self.legend.set_theme(theme)
        self.forward.recolour(theme.accent)
        self.centred.recolour(theme.validation)
        self.region.setBrush(QBrush(QColor(theme.warning_area)))
        self.dot.setBrush(QColor(theme.text))
        self.note.recolour(theme.text, theme.veil)

    def show_bench(self, bench: Bench) -> None:
        """Draw the curves of the parameter that is looked at."""
        self._curves = error_curves(bench)
        for curve, errors in zip((self.forward, self.centred), self._curves, strict=True):
            curve.set_points(np.log10(STEPS), np.log10(np.maximum(errors, 10**_FLOOR)))
            curve.setOpacity(1.0 if (curve is self.centred) == bench.method.is_centred else 0.4)

    def show_quotient(self, h: float, found: Quotient) -> None:
        """Mark the chosen h, and from where on a kink is within its reach."""
        self.dot.show_at(float(np.log10(h)), _height(found.error))
        near = float(np.log10(max(found.nearest_kink, SMALLEST_STEP)))
        if near < _X[1]:
            self.region.span(near, _X[1], (_FLOOR, _TOP))
        else:
            self.region.hide()

    @Slot(float, float)
    def _choose(self, x: float, _: float) -> None:
        self.chosen.emit(float(f"{10**x:.2g}"))

    @Slot(object)
    def _point_at(self, place: tuple[float, float] | None) -> None:
        if place is None or self._curves is None:
            self.note.hide()
            return
        nearest = int(np.abs(np.log10(STEPS) - place[0]).argmin())
        forward, centred = (float(errors[nearest]) for errors in self._curves)
        text = f"h {numbers.power(float(STEPS[nearest]))}: {error_text(forward)} | {error_text(centred)}"
        is_right = place[0] > sum(_X) / 2
        self.note.say(text, (place[0], _TOP), (float(is_right), 0.0))
