"""The curves of all strategies in one plot, against the loss evaluations they have used."""

from math import ceil, floor, log10

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers, theme
from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.race.names import spread_apart
from gui.strategies import words
from gui.theme import Theme
from gui.widgets.canvas import width_of
from gui.widgets.choice import Choice
from gui.widgets.labels import yielding
from model.arrays import Doubles
from model.curve import every
from model.ranges import Span, growing_end, held_span
from model.strategies.records import LANE_ROWS, StrategiesSnapshot, StrategyKind, StrategyLane

_POINTS = 300
_LABEL_PX, _LABEL_GAP_PX, _LABEL_REACH_PX = 16.0, 8.0, 180.0
_Name = tuple[Note, str, float, float]
# There is room to the right of the ends for their names, and from the start for one step by numerical gradient.
_ROOM, _ROOM_AT_FIRST, _LEAST_END = 50.0, 20.0, 1000.0
_ROOM_ABOVE, _MARGIN = 1.25, 0.03
_LEAST_ACCURACY = 20.0
_SHOWN = [
    ("train_loss", "training loss", "The data loss of all training images, which every strategy lowers"),
    ("validation_accuracy", "validation accuracy", "The share of the validation images that are classified right"),
    ("test_accuracy", "test accuracy", "The share of the test images that are classified right"),
]


class StrategyCurves(QWidget):
    """A staircase a strategy: after so many evaluations, this is what it has."""

    def __init__(self) -> None:
        """Wait for the strategies."""
        super().__init__()
        self.shown: Choice[str] = Choice(_SHOWN, "Curves", quiet=True)
        self.plot = LeanPlot()
        kinds = list(StrategyKind)
        self.curves = {kind: self.plot.curve(2.0, z=place) for place, kind in enumerate(kinds)}
        self.ends = {kind: self.plot.dot(7, z=20 + place) for place, kind in enumerate(kinds)}
        self.names = {kind: Note() for kind in kinds}
        self.mark, self.mark_name, self.hint = self.plot.curve(1.0, Qt.PenStyle.DashLine, z=-5), Note(), Note()
        for note in (*self.names.values(), self.mark_name, self.hint):
            self.plot.add(note, 40)
        self.plot.set_x_name("loss evaluations used")
        self.reading = yielding()
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._strategies: StrategiesSnapshot | None = None
        self._x: Span = (0.0, 1.0)
        self._y: Span | None = None
        self._pointed: float | None = None
        self._begun = False
        self._said: dict[Note, tuple[str, tuple[float, float], tuple[float, float]]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot, 1)
        self.shown.chosen.connect(self._rescale)
        self.plot.pointed.connect(self._point_at)

    def set_theme(self, look: Theme) -> None:
        """Use a theme's colours."""
        self.plot.set_theme(look)
        self.mark.recolour(look.faint)
        self.mark_name.recolour(look.muted, look.veil)
        self.hint.recolour(look.muted, look.window)
        for kind, curve in self.curves.items():
            colour = theme.class_colour(words.colour_place(kind))
            curve.recolour(colour)
            self.ends[kind].setBrush(QColor(colour))
            self.names[kind].recolour(look.text, look.veil)

    def show_strategies(self, shown: StrategiesSnapshot) -> None:
        """Show the curves of a moment."""
        if self._strategies is None or shown.identity != self._strategies.identity:
            self._y = None
        self._strategies = shown
        self._draw(shown)

    @Slot()
    def _rescale(self) -> None:
        self._y = None
        if self._strategies is not None:
            self._draw(self._strategies)

    @property
    def _is_loss(self) -> bool:
        return self.shown.value == "train_loss"

    def _draw(self, shown: StrategiesSnapshot) -> None:
        self._fit(shown)
        begun = shown.budget > 1 or any(lane.standing.number for lane in shown.lanes)
        for lane in shown.lanes:
            x, y = self._staircase(lane, shown.budget)
            self.plot.show_points(self.curves[lane.kind], x, y)
            self.ends[lane.kind].hide()
            if begun and len(y):
                self.ends[lane.kind].show_at(float(x[-1]), self._inside(float(y[-1])))
        self._begun = begun
        price = shown.lane(StrategyKind.NUMERICAL).price
        self.mark.set_points(np.full(2, log10(price)), np.array(self._y))
        self._name_ends()
        self.hint.hide()
        if not begun and self._y is not None:
            self.hint.say(words.HINT, (sum(self._x) / 2, sum(self._y) / 2), (0.5, 0.5))

    def _rows(self, lane: StrategyLane) -> tuple[Doubles, Doubles]:
        """Evaluations and the chosen measure (m,), (m,)."""
        rows = dict(zip(LANE_ROWS, lane.curve, strict=True))
        values = rows[self.shown.value]
        return rows["evaluations"], values if self._is_loss else 100 * values

    def _staircase(self, lane: StrategyLane, budget: float) -> tuple[Doubles, Doubles]:
        """The curve in the units of the axes: between measurements W stays, and to the end of the budget.

        Where a strategy diverged, its curve ends.
        """
        used, values = every(*self._rows(lane), _POINTS)
        if not len(used):
            return used, values
        end = lane.standing.evaluations if lane.standing.has_diverged else max(lane.standing.evaluations, budget)
        places = np.log10(np.maximum(np.append(used, end), 10.0 ** self._x[0]))
        return np.repeat(places, 2)[1:-1], np.repeat(values, 2)

    def _fit(self, shown: StrategiesSnapshot) -> None:
        """Set the ranges: a strategy that diverges does not take the room of the others."""
        prices = [lane.price for lane in shown.lanes]
        used = max(lane.standing.evaluations for lane in shown.lanes)
        end = max(_ROOM * used, _ROOM_AT_FIRST * max(prices), _LEAST_END)
        self._x = (float(floor(log10(min(prices)))), float(ceil(log10(end))))
        values = np.concatenate([self._rows(lane)[1] for lane in shown.lanes])
        values = values[np.isfinite(values)]
        if self._is_loss:
            top = _ROOM_ABOVE * max(float(self._rows(lane)[1][0]) for lane in shown.lanes)
            low, high = float(values.min()), min(float(values.max()), top)
            margin = _MARGIN * (high - low)
            self._y = held_span(max(low - margin, 0.0), high + margin, self._y)
        else:
            last = self._y[1] if self._y is not None else 0.0
            self._y = (0.0, min(growing_end(float(values.max()), last, _LEAST_ACCURACY), 100.0))
        self.plot.set_spans(self._x, self._y, is_log_x=True)

    def _inside(self, y: float) -> float:
        assert self._y is not None
        return min(max(y, self._y[0]), self._y[1])

    def _name_ends(self) -> None:
        """Write each strategy's name beside its end, with what it has or had at the mouse, and the price of a step."""
        if not self._begun:
            for note in self.names.values():
                note.hide()
        if self._strategies is None or self._y is None:
            return
        price = self._strategies.lane(StrategyKind.NUMERICAL).price
        written = [(self.mark_name, "one numerical gradient", log10(price), self._y[0])]
        for lane in self._strategies.lanes if self._begun else ():
            x, y = self.curves[lane.kind].points
            place = (float(x[-1]), self._inside(float(y[-1]))) if len(y) else (self._x[0], self._y[1])
            written.append((self.names[lane.kind], f"{lane.kind}  {self._value(lane)}", *place))
        written.sort(key=lambda name: name[2])
        for together in self._neighbours(written):
            places = self._apart([y for *_, y in together])
            for (note, text, x_end, _), place_apart in zip(together, places, strict=True):
                self._write(note, text, x_end, place_apart)
        is_pointed = self._pointed is not None and self._begun
        at = words.evaluations(float(f"{10.0 ** (self._pointed or 0.0):.3g}"))
        said = f"after {at} evaluation{'s' if at != '1' else ''}" if is_pointed else ""
        if said != self.reading.text():
            self.reading.setText(said)

    def _neighbours(self, written: list[_Name]) -> list[list[_Name]]:
        """Names in the order of their ends, those together that could stand over each other."""
        reach = _LABEL_REACH_PX * (self._x[1] - self._x[0]) / self.plot.pixels
        groups: list[list[_Name]] = []
        for name in written:
            if groups and name[2] - groups[-1][-1][2] < reach:
                groups[-1].append(name)
            else:
                groups.append([name])
        return groups

    def _apart(self, heights: list[float]) -> list[float]:
        """Heights of names on the axis, moved so that none stands over another, nor beyond the plot."""
        assert self._y is not None
        half, (bottom, top) = _LABEL_PX / 2, (self.plot.pixel_at(0, y).y() for y in self._y)
        wished = [self.plot.pixel_at(0, height).y() for height in heights]
        pixels = spread_apart(wished, _LABEL_PX, (top + half, bottom - half))
        a_pixel = (self._y[1] - self._y[0]) / max(bottom - top, 1.0)
        return [self._y[0] + (bottom - pixel) * a_pixel for pixel in pixels]

    def _write(self, note: Note, text: str, x: float, y: float) -> None:
        """Write to the right of a place, where there is room, or to its left."""
        room = self.plot.pixel_at(self._x[1], y).x() - self.plot.pixel_at(x, y).x()
        fits = width_of(text, theme.SMALL_PX) + 2 * _LABEL_GAP_PX < room
        beside = _LABEL_GAP_PX * (self._x[1] - self._x[0]) / self.plot.pixels
        said = text, (x + (beside if fits else -beside), y), (0.0 if fits else 1.0, 0.5)
        if not note.isVisible() or self._said.get(note) != said:
            self._said[note] = said
            note.say(*said)

    def _value(self, lane: StrategyLane) -> str:
        """What a strategy has at its end, or had at the place of the mouse."""
        used, values = self._rows(lane)
        at = np.inf if self._pointed is None else 10.0**self._pointed
        known = int(np.searchsorted(used, at, "right"))
        value = float(values[max(known - 1, 0)])
        return numbers.loss(value) if self._is_loss else f"{value:.1f} %"

    @Slot(object)
    def _point_at(self, place: tuple[float, float] | None) -> None:
        self._pointed = place[0] if place is not None else None
        self._name_ends()
