"""The curves of all runners in one plot."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers, theme
from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.race.names import CurveNames
from gui.theme import Theme
from gui.widgets.choice import Choice, row_of
from gui.widgets.labels import yielding
from model.arrays import Doubles
from model.curve import BATCH_ROWS, MEASURE_ROWS, envelope, every, nearest
from model.race.records import MOST_RUNNERS, Lane, RaceSnapshot
from model.ranges import Span, growing_end, held_span

_POINTS = 300
_LEAST = {"number": 50.0, "epoch": 1.0, "images": 10_000.0}
# On a linear axis there is room for twice the loss of the start, on a logarithmic one for a hundred times.
_ROOM, _LOG_ROOM = 2.0, 100.0
_HINT = "No steps yet: press the step or play button below the table"
_SHOWN = [
    ("training", "training loss", "Data loss and penalty over all training images"),
    ("batch", "batch loss", "Data loss and penalty of every batch, before its step"),
    ("validation", "validation loss", "Data loss over the validation images, and penalty"),
    ("accuracy", "validation accuracy", "The share of the validation images that are classified right"),
]


class RaceCurves(QWidget):
    """One curve a runner; the axis stays readable when one of them explodes."""

    def __init__(self) -> None:
        """Wait for a race."""
        super().__init__()
        self.shown: Choice[str] = Choice(_SHOWN, "Curves", quiet=True)
        self.against: Choice[str] = Choice(
            [
                ("number", "step", "Against updates"),
                ("epoch", "epoch", "Against passes over the training images"),
                ("images", "images seen", "Against training images used"),
            ],
            "Horizontal axis",
            quiet=True,
        )
        self.is_log: Choice[bool] = Choice(
            [(False, "linear", "Linear axis"), (True, "log", "Logarithmic axis")], "Vertical axis", quiet=True
        )
        self.plot = LeanPlot()
        self.curves = [self.plot.curve(2.0, z=place) for place in range(MOST_RUNNERS)]
        self.ends = [self.plot.dot(7, z=20 + place) for place in range(MOST_RUNNERS)]
        self.names = CurveNames(self.plot, MOST_RUNNERS)
        self.hint = Note()
        self.plot.add(self.hint, 40)
        self.reading = yielding()
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._race: RaceSnapshot | None = None
        self._span: Span | None = None
        self._x_end = 0.0
        self._pointed: float | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(row_of(self.shown, self.reading))
        column.addWidget(self.plot, 1)
        for choice in (self.shown, self.against, self.is_log):
            choice.chosen.connect(self._rescale)
        self.plot.pointed.connect(self._point_at)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plot.set_theme(theme)
        self.names.set_theme(theme)
        self.hint.recolour(theme.muted, theme.window)

    def show_race(self, race: RaceSnapshot) -> None:
        """Show the curves of a moment."""
        if self._race is None or race.identity != self._race.identity:
            self._span, self._x_end = None, 0.0
            for lane, curve, end in zip(race.lanes, self.curves, self.ends, strict=False):
                curve.recolour(theme.class_colour(lane.runner.colour))
                end.setBrush(QColor(theme.class_colour(lane.runner.colour)))
        self._race = race
        self._draw(race)

    @Slot()
    def _rescale(self) -> None:
        self._span, self._x_end = None, 0.0
        if self._race is not None:
            self._draw(self._race)

    @property
    def _is_loss(self) -> bool:
        return self.shown.value != "accuracy"

    def _draw(self, race: RaceSnapshot) -> None:
        found = [self._points(lane, race) for lane in race.lanes]
        self._fit(race, found)
        for place, (curve, end) in enumerate(zip(self.curves, self.ends, strict=True)):
            curve.setVisible(place < len(found))
            end.hide()
            if place < len(found):
                lane, (x, y) = race.lanes[place], found[place]
                thin = envelope(x, y, self.plot.pixels) if self.shown.value == "batch" else every(x, y, _POINTS)
                self.plot.show_points(curve, *thin)
                if lane.has_diverged and len(thin[0]) and self._span is not None:
                    end.show_at(float(thin[0][-1]), min(float(thin[1][-1]), self._span[1]))
        if self._span is not None:
            self.names.show([lane.runner.name for lane in race.lanes], found, self._span)
        self.hint.hide()
        if race.number == 0 and self._span is not None:
            self.hint.say(_HINT, (self._x_end / 2, sum(self._span) / 2), (0.5, 0.5))
        self._read()

    def _points(self, lane: Lane, race: RaceSnapshot) -> tuple[Doubles, Doubles]:
        """The chosen curve of a runner in the units of the axes."""
        is_batch = self.shown.value == "batch"
        names, curve = (BATCH_ROWS, lane.batch_curve) if is_batch else (MEASURE_ROWS, lane.measure_curve)
        rows = dict(zip(names, curve, strict=True))
        x = rows["epoch"] * len(race.dataset.train) if self.against.value == "images" else rows[self.against.value]
        if not self._is_loss:
            return x, 100 * rows["validation_accuracy"]
        key = {"batch": "data_loss", "training": "train_loss", "validation": "validation_loss"}[self.shown.value]
        y = rows[key] + rows["penalty"]
        if self.is_log.value:
            with np.errstate(divide="ignore", invalid="ignore"):
                y = np.log10(y)
        return x, y

    def _fit(self, race: RaceSnapshot, found: list[tuple[Doubles, Doubles]]) -> None:
        """Set the ranges: room for what is to be compared, not for an explosion."""
        ends = [float(x[-1]) for x, _ in found if len(x)]
        self._x_end = growing_end(max(ends, default=0.0), self._x_end, _LEAST[self.against.value])
        if not self._is_loss:
            self._span = (0.0, 100.0)
        else:
            values = np.concatenate([y[np.isfinite(y)] for _, y in found] or [np.zeros(1)])
            top = max(map(_start_loss, race.lanes), default=1.0) * (_LOG_ROOM if self.is_log.value else _ROOM)
            top = float(np.log10(top)) if self.is_log.value else top
            low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
            low = min(low, top)
            self._span = held_span(low, min(high, top), self._span)
        is_log = self.is_log.value and self._is_loss
        self.plot.set_spans((0.0, self._x_end), self._span, is_log)
        self.plot.set_x_name({"number": "step", "epoch": "epoch", "images": "images seen"}[self.against.value])

    @Slot(object)
    def _point_at(self, place: tuple[float, float] | None) -> None:
        self._pointed = place[0] if place is not None else None
        self._read()

    def _read(self) -> None:
        """Say what every curve is at the place of the mouse."""
        race, place = self._race, self._pointed
        if race is None or place is None:
            self.reading.setText("")
            return
        parts = []
        for lane in race.lanes:
            x, y = self._points(lane, race)
            at = nearest(x, place)
            value = float(y[at]) if at >= 0 else float("nan")
            value = 10**value if self.is_log.value and self._is_loss else value
            parts.append(f"{lane.runner.name} {numbers.loss(value) if self._is_loss else f'{value:.1f} %'}")
        self.reading.setText("  ".join(parts))


def _start_loss(lane: Lane) -> float:
    first = dict(zip(MEASURE_ROWS, lane.measure_curve[:, 0], strict=True))
    return float(first["train_loss"] + first["penalty"])
