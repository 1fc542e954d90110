"""Loss and accuracy against step or epoch."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers, policies
from gui.plots.items import Note
from gui.plots.lean import LeanPlot
from gui.theme import Theme
from gui.views.kept_curves import KeptCurves
from gui.views.parts import PARTS, Part
from gui.widgets.choice import Choice, row_of
from gui.widgets.labels import Steady, title_row, yielding
from gui.widgets.legend import Legend
from model.arrays import Doubles
from model.curve import BATCH_ROWS, MEASURE_ROWS, envelope, every, nearest
from model.ranges import Span, growing_end, held_span
from model.records import KeptRun, Snapshot

_MEASURED_POINTS = 250
_READABLE, _EXPLODED = 3.0, 30.0
_LEAST_STEPS = 50.0
_EXPLANATION = (
    "The loss of each batch (thin), of all training images and of the validation images, which are never trained on. "
    "Where training goes on falling and validation does not, the classifier learns its images by heart: it overfits."
)


class CurvesView(QWidget):
    """Loss above, accuracy below, one step axis."""

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.part: Choice[Part] = Choice(PARTS, "Part of the loss", quiet=True)
        self.against: Choice[str] = Choice(
            [("number", "step", "Against updates"), ("epoch", "epoch", "Against passes over the training images")],
            "Horizontal axis",
            quiet=True,
        )
        self.is_log: Choice[bool] = Choice(
            [(False, "linear", "Linear loss axis"), (True, "log", "Logarithmic loss axis")], "Loss axis", quiet=True
        )
        self.legend = Legend((("batch", "batch"), ("training", "training"), ("validation", "validation")), "88.888")
        self._snapshot: Snapshot | None = None
        self._spans: dict[str, Span] = {}
        self._losses: dict[str, Doubles] = {}
        self._pointed: float | None = None
        self.reading = yielding()
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._x_end = 0.0
        self._run = 0
        self._make_plots()
        self._lay_out()
        for choice in (self.part, self.against, self.is_log):
            choice.chosen.connect(self._rescale)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for plot in (self.loss, self.accuracy):
            plot.set_theme(theme)
        self.legend.set_theme(theme)
        self._batch.recolour(theme.batch)
        for curve in (self._training, self._training_accuracy):
            curve.recolour(theme.training)
        for curve in (self._validation, self._validation_accuracy):
            curve.recolour(theme.validation)
        for dot, colour in zip(self._ends, 2 * (theme.training, theme.validation), strict=True):
            dot.setBrush(QColor(colour))
        self.kept.set_theme(theme)
        self.hint.recolour(theme.muted, theme.window)
        for line in self._cursors:
            line.recolour(theme.muted)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the curves of a moment."""
        if snapshot.run != self._run:
            self._run, self._spans, self._x_end = snapshot.run, {}, 0.0
        self._snapshot = snapshot
        self._draw(snapshot)

    def _make_plots(self) -> None:
        self.loss = LeanPlot(has_x_values=False)
        self.accuracy = LeanPlot(y_ticks=3, y_unit=" %")
        self._batch = self.loss.curve()
        self._training, self._validation = self.loss.curve(2.0, z=1), self.loss.curve(2.0, z=2)
        self._training_accuracy = self.accuracy.curve(2.0, z=1)
        self._validation_accuracy = self.accuracy.curve(2.0, z=2)
        self._ends = [plot.dot(6, z=3) for plot in (self.loss, self.loss, self.accuracy, self.accuracy)]
        self.kept = KeptCurves(self.loss)
        self._hidden_runs: set[int] = set()
        self._cursors = [plot.curve(z=4) for plot in (self.loss, self.accuracy)]
        self.hint = Note()
        self.loss.add(self.hint, 8)
        for plot in (self.loss, self.accuracy):
            plot.pointed.connect(self._point_at)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(title_row("Loss and accuracy", _EXPLANATION, self.part))
        column.addWidget(row_of(self.legend))
        column.addWidget(self.loss, 9)
        column.addWidget(self.accuracy, 5)
        column.addWidget(row_of(self.is_log, self.against, Steady(self.reading)))

    @Slot()
    def _rescale(self) -> None:
        self._spans, self._x_end = {}, 0.0
        if self._snapshot is not None:
            self._draw(self._snapshot)

    def _draw(self, snapshot: Snapshot) -> None:
        batch, measures = snapshot.batch_curve, snapshot.measure_curve
        x = BATCH_ROWS.index(self.against.value)
        self._losses = losses = self._chosen_losses(snapshot)
        ends = [curve[x, -1] for curve in (batch, measures) if curve.shape[1]]
        least = _LEAST_STEPS if self.against.value == "number" else 1.0
        self._x_end = growing_end(max(ends), self._x_end, least)
        self._fit(losses, snapshot)
        self.loss.show_points(self._batch, *envelope(batch[x], losses["batch"], self.loss.pixels))
        shown = (
            (self.loss, self._training, losses["training"]),
            (self.loss, self._validation, losses["validation"]),
            (self.accuracy, self._training_accuracy, 100 * measures[MEASURE_ROWS.index("train_accuracy")]),
            (self.accuracy, self._validation_accuracy, 100 * measures[MEASURE_ROWS.index("validation_accuracy")]),
        )
        for (plot, curve, values), end in zip(shown, self._ends, strict=True):
            plot.show_points(curve, *every(measures[x], values, _MEASURED_POINTS))
            end.show_at(float(measures[x][-1]), float(values[-1]))
        self._show_kept(snapshot, x)
        self._show_hint(policies.hint(snapshot))
        self._show_cursor()

    def hide_runs(self, hidden: set[int]) -> None:
        """Do not show the curves of these kept runs."""
        self._hidden_runs = hidden
        if self._snapshot is not None:
            self._draw(self._snapshot)

    def _show_kept(self, snapshot: Snapshot, x: int) -> None:
        runs = [run for run in snapshot.kept if run.identity not in self._hidden_runs]
        self.kept.show(runs, x, [self._loss_of(run) for run in runs], self.loss.spans)

    def _loss_of(self, run: KeptRun) -> Doubles:
        rows = dict(zip(MEASURE_ROWS, run.measure_curve, strict=True))
        return self._in_units(self._part_of(rows["train_loss"], rows["penalty"]))

    def _show_hint(self, sentence: str) -> None:
        self.hint.hide()
        if sentence:
            self.hint.say(sentence, (self._x_end / 2, sum(self._spans["loss"]) / 2), (0.5, 0.5))

    def _chosen_losses(self, snapshot: Snapshot) -> dict[str, Doubles]:
        """The chosen part of the loss of batch, training and validation, in the units of the axis."""
        batch = dict(zip(BATCH_ROWS, snapshot.batch_curve, strict=True))
        measured = dict(zip(MEASURE_ROWS, snapshot.measure_curve, strict=True))
        data = {
            "batch": (batch["data_loss"], batch["penalty"]),
            "training": (measured["train_loss"], measured["penalty"]),
            "validation": (measured["validation_loss"], measured["penalty"]),
        }
        return {key: self._in_units(self._part_of(loss, penalty)) for key, (loss, penalty) in data.items()}

    def _part_of(self, loss: Doubles, penalty: Doubles) -> Doubles:
        part = self.part.value
        return loss if part is Part.DATA else penalty if part is Part.PENALTY else loss + penalty

    def _in_units(self, values: Doubles) -> Doubles:
        """Powers of ten, on a logarithmic axis."""
        if not self.is_log.value:
            return values
        with np.errstate(divide="ignore"):
            return np.asarray(np.log10(values))

    def _fit(self, losses: dict[str, Doubles], snapshot: Snapshot) -> None:
        """Set the ranges: room for what was seen, but not for the explosion of a diverged run."""
        values = np.concatenate(list(losses.values()))
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        if not self.is_log.value:
            first = losses["training"][0] if np.isfinite(losses["training"][:1]).all() else 1.0
            usual = max(float(first), len(snapshot.dataset.classes) - 1.0)
            high = _READABLE * usual if high > _EXPLODED * usual else high
        x = (0.0, self._x_end)
        is_nothing = low == high == 0 and not self.is_log.value
        self._spans["loss"] = (0.0, 1.0) if is_nothing else held_span(low, max(high, low), self._spans.get("loss"))
        self.loss.set_spans(x, self._spans["loss"], self.is_log.value)
        accuracies = snapshot.measure_curve[-2:]
        top = growing_end(100 * float(accuracies.max()), self._spans.get("accuracy", (0.0, 0.0))[1], 40.0)
        self._spans["accuracy"] = (0.0, min(top, 100.0))
        self.accuracy.set_spans(x, self._spans["accuracy"])

    def _read(self, place: float | None) -> None:
        """Put the values at a place, or the newest ones, into the legend and the line below."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        x, curves = BATCH_ROWS.index(self.against.value), (snapshot.batch_curve, snapshot.measure_curve)
        last = [curve.shape[1] - 1 for curve in curves]
        if place is not None:
            last = [nearest(curve[x], place) for curve in curves]
        values = {}
        for key, at in zip(("batch", "training", "validation"), (last[0], last[1], last[1]), strict=True):
            if at >= 0:
                value = float(self._losses[key][at])
                values[key] = numbers.loss(10**value if self.is_log.value else value)
        self.legend.set_values(values)
        step, training, validation = (float(snapshot.measure_curve[row, last[1]]) for row in (0, -2, -1))
        when = "accuracy" if place is None else f"step {step:,.0f}:"
        self.reading.setText(f"{when} {100 * training:.1f} / {numbers.percent(validation, 1)}")

    @Slot(object)
    def _point_at(self, place: tuple[float, float] | None) -> None:
        """Follow the mouse with a line in both plots, and show the values under it."""
        self._pointed = place[0] if place is not None else None
        self._show_cursor()

    def _show_cursor(self) -> None:
        """A line where the mouse is, or at the moment that is looked at."""
        place = self._pointed
        if place is None and self._snapshot is not None and policies.is_looking_back(self._snapshot):
            place = self._snapshot.number if self.against.value == "number" else self._snapshot.epoch
        for plot, line in zip((self.loss, self.accuracy), self._cursors, strict=True):
            line.setVisible(place is not None)
            if place is not None and plot.spans is not None:
                line.set_points(np.full(2, place), np.array(plot.spans[1]))
        self._read(place)
