"""The loss along the gradient, which answers what would happen if the step were larger."""

from collections.abc import Iterator
from math import isfinite, nan

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers
from gui.plots.items import Note, Region, pen
from gui.plots.lean import LeanPlot, PlotCanvas
from gui.theme import Theme
from gui.widgets.choice import row_of
from gui.widgets.labels import label, title_row, yielding
from gui.widgets.legend import Legend
from model.landscape import Line, accuracy_at, loss_at
from model.ranges import Span, held_span
from model.surveyor import Survey

_BATCH = "this batch"
_SEEN_ABOVE = 1.2
_ROOM_BELOW = 0.12
_TANGENT_SHARE = 0.25
_EXPLANATION = (
    "The loss at W − t ∇L for every step size t, exact: scores are linear in W, so two products serve all of them. "
    "Drag the vertical line to choose the step size η; the ring marks the lowest loss. "
    "With dropout, the batch's curve has the pixels of the coming step dropped."
)


class LandscapeView(QWidget):
    """L(W - t g) for the coming batch and for all training images, with the chosen step to drag."""

    step_size_chosen = Signal(float)
    drag_ended = Signal()

    def __init__(self) -> None:
        """Wait for a survey."""
        super().__init__()
        self.legend = Legend((("batch_strong", _BATCH), ("training", "training images")), "88.888")
        self.reading = yielding()
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._pointed: float | None = None
        self.nothing = label(tone="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        self._survey: Survey | None = None
        self._chosen = 0.0
        self._span: Span | None = None
        self._make_plot()
        self._make_marks()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(title_row("Along the gradient", _EXPLANATION, middle=self.reading))
        column.addWidget(row_of(self.legend))
        column.addWidget(self._canvas, 1)
        column.addWidget(self.nothing, 1)

    @property
    def is_dragging(self) -> bool:
        """Whether the marker is in the user's hand."""
        return self.marker.is_dragging

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._canvas.setBackground(theme.window)
        self.plot.set_theme(theme)
        self.legend.set_theme(theme)
        self._batch.recolour(theme.batch_strong)
        self._train.recolour(theme.training)
        self._tangent.recolour(theme.muted)
        self.marker.recolour(theme.text, theme.accent)
        self._worse.setBrush(QColor(theme.warning_area))
        self._start.setBrush(QColor(theme.text))
        self._at.setBrush(QColor(theme.accent))
        for mark, colour in ((self._best_batch, theme.good), (self._best_train, theme.training)):
            mark.setPen(pen(colour, 2))
            mark.setBrush(QColor(theme.window))
        for text, colour in zip(self._texts, (theme.good, theme.warning, theme.text), strict=True):
            text.recolour(colour, theme.veil)

    def show_survey(self, survey: Survey) -> None:
        """Show the landscape of a coming step."""
        self._survey = survey
        self.legend.set_name("batch_strong", "batch, dropped" if survey.step.settings.dropout_rate else _BATCH)
        self.nothing.hide()
        self._canvas.show()
        self._fit(survey)
        self.plot.show_points(self._batch, survey.points, survey.batch_losses)
        self.plot.show_points(self._train, survey.points, survey.train_losses)
        self._show_best(survey)
        self.show_step_size(survey.step.settings.step_size if not self.is_dragging else self._chosen)

    def show_step_size(self, chosen: float) -> None:
        """Put the marker at a step size."""
        self._chosen = chosen
        self.marker.stand_at(chosen)
        if self._survey is None or self.plot.spans is None:
            return
        start, end = (loss_at(self._survey.batch_line, t) for t in (0.0, chosen))
        self._at.show_at(chosen, end)
        self._start.show_at(0.0, start)
        far = max(chosen, _TANGENT_SHARE * self._survey.reach)
        self._tangent.set_points(np.array([0.0, far]), np.array([start, start + self._survey.tangent * far]))
        self._show_marker_text(chosen)
        self.legend.set_values(self._values(chosen))
        self._read()

    def clear(self, reason: str) -> None:
        """Show nothing but the reason why: there is no step to take."""
        self._survey = None
        self.reading.setText("")
        self.legend.set_name("batch_strong", _BATCH)
        self.nothing.setText(reason)
        self.nothing.show()
        self._canvas.hide()
        self.legend.set_values({})

    def _make_plot(self) -> None:
        self._canvas = PlotCanvas()
        self.plot = LeanPlot(self._canvas.addPlot(row=0, col=0), x_name="step size t")
        self._worse = Region()
        self.plot.add(self._worse, -50)
        self._train = self.plot.curve(2.0, z=1)
        self._batch = self.plot.curve(2.0, z=2)
        self._tangent = self.plot.curve(1.0, Qt.PenStyle.DashLine, z=3)

    def _make_marks(self) -> None:
        self.marker = self.plot.marker(self._drag, self.drag_ended.emit, z=5)
        self._best_train, self._best_batch = self.plot.dot(8, z=6), self.plot.dot(10, z=6)
        self._start, self._at = self.plot.dot(8, z=7), self.plot.dot(10, z=7)
        self._best_text, self._worse_text, self._marker_text = self._texts = (Note(), Note(), Note())
        for text in self._texts:
            self.plot.add(text, 8)
        self._mouse = pg.SignalProxy(self._canvas.scene().sigMouseMoved, rateLimit=30, slot=self._point_at)

    def _fit(self, survey: Survey) -> None:
        """Keep the valley in view: from the lowest point to somewhat above the start, whatever climbs beyond."""
        starts = [loss_at(line, 0.0) for line in (survey.batch_line, survey.train_line)]
        lowest = [loss_at(line, best) for line, best in _bests(survey)]
        sampled = np.concatenate([survey.batch_losses, survey.train_losses])
        low = min(*starts, *lowest, float(np.min(sampled[np.isfinite(sampled)], initial=min(starts))))
        high = max(starts) + _SEEN_ABOVE * max(max(starts) - low, 0.02 * max(starts))
        if not (isfinite(low) and isfinite(high)):
            return
        self._span = held_span(max(low - _ROOM_BELOW * (high - low), 0.0), high, self._span)
        self.plot.set_spans((float(survey.points[0]), survey.reach), self._span)

    def _show_best(self, survey: Survey) -> None:
        for mark, best, line in (
            (self._best_batch, survey.best_batch, survey.batch_line),
            (self._best_train, survey.best_train, survey.train_line),
        ):
            visible = best is not None and 0 < best <= survey.reach
            mark.show_at(best or 0.0, loss_at(line, best or 0.0) if visible else nan)
        best = survey.best_batch
        if best is not None and 0 < best <= survey.reach:
            anchor = (1.0 if best > 0.55 * survey.reach else 0.0, -0.3)
            place = (best, loss_at(survey.batch_line, best))
            self._best_text.say(f"best for this batch {numbers.compact(best)}", place, anchor)
        else:
            self._best_text.hide()
        self._show_worse(survey)

    def _show_worse(self, survey: Survey) -> None:
        edge = survey.break_even
        if edge is None or edge >= survey.reach or self._span is None:
            self._worse.hide()
            self._worse_text.hide()
            return
        self._worse.span(edge, survey.reach, self._span)
        self._worse_text.say("longer: worse than now", (survey.reach, self._span[1]), (1.0, 0.0))
        self._worse_text.setVisible(edge < 0.7 * survey.reach)

    def _show_marker_text(self, chosen: float) -> None:
        assert self.plot.spans is not None
        (_, right), (_, top) = self.plot.spans
        # One line below the top, where "worse than now" stands.
        anchor = (1.0 if chosen > 0.8 * right else 0.0, -1.0)
        self._marker_text.say(f"η {numbers.compact(chosen)}", (chosen, top), anchor)
        self._marker_text.setVisible(chosen <= right)

    def _values(self, t: float) -> dict[str, str]:
        assert self._survey is not None
        of = {"batch_strong": self._survey.batch_line, "training": self._survey.train_line}
        return {key: numbers.loss(loss_at(line, t)) for key, line in of.items()}

    def _drag(self, t: float) -> None:
        """Tell the step size under the marker, kept within the axis and above zero."""
        if self.plot.spans is None:
            return
        right = self.plot.spans[0][1]
        chosen = float(f"{min(max(t, right / 1000), right):.3g}")
        self.show_step_size(chosen)
        self.step_size_chosen.emit(chosen)

    @Slot(object)
    def _point_at(self, event: tuple[QPointF]) -> None:
        box = self.plot.plot.vb
        inside = box.sceneBoundingRect().contains(event[0])
        self._pointed = float(box.mapSceneToView(event[0]).x()) if inside else None
        self._read()

    def _read(self) -> None:
        """Say t, loss and accuracy under the mouse; without it, where the legend's losses are taken."""
        if self._survey is None:
            return
        if self._pointed is None:
            self.reading.setText(f"losses at η = {numbers.compact(self._chosen)}")
            return
        t, line = self._pointed, self._survey.batch_line
        share = numbers.percent(accuracy_at(line, t))
        self.reading.setText(f"t {numbers.compact(t)}  batch {numbers.loss(loss_at(line, t))}, {share} right")

    def leaveEvent(self, event: object) -> None:
        self._pointed = None
        self._read()


def _bests(survey: Survey) -> Iterator[tuple[Line, float]]:
    """The lines that have a lowest point, with it."""
    for line, best in ((survey.batch_line, survey.best_batch), (survey.train_line, survey.best_train)):
        if best is not None:
            yield line, best
