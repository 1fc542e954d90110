"""The loss along the coming step as curves, with the marks on them that can be dragged and clicked."""

from math import hypot, isfinite, nan

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import numbers, sentences
from gui.plots.items import Curve, Dot, Note, Region, pen
from gui.plots.lean import LeanPlot
from gui.plots.scale import TScale
from gui.theme import Theme
from gui.views.ghosts import Ghosts
from gui.views.parts import Part, of_part
from model.landscape import data_loss_at, loss_at, penalty_at
from model.profiles import Profile, Survey
from model.ranges import Span, held_span
from model.step_axis import Axis

KEYS = ("batch_strong", "training", "validation")
_SEEN_ABOVE = 1.2
_ROOM_BELOW = 0.12
_TANGENT_SHARE = 0.25
_TICK_SHARE = 0.035
_NEAR_PX = 12.0
_SMALLEST_SHARE = 1000
_LEAST_FILLED = 0.3


class LinePlot(QWidget):
    """L(W - t d) over t. `dragged` and `taken` tell a step size that the user chose, `pointed` where the mouse is."""

    dragged = Signal(float)
    drag_ended = Signal()
    taken = Signal(float)
    pointed = Signal(object)

    def __init__(self) -> None:
        """Wait for a survey."""
        super().__init__()
        self._survey: Survey | None = None
        self._chosen = 0.0
        self._part = Part.TOTAL
        self._hidden: set[str] = set()
        self._span: Span | None = None
        self._scale = TScale(Axis(0.0, 1.0))
        self._make_items()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)

    @property
    def is_dragging(self) -> bool:
        """Whether the marker is in the user's hand."""
        return self.marker.is_dragging

    @property
    def survey(self) -> Survey | None:
        """What is shown."""
        return self._survey

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plot.set_theme(theme)
        for key, curve, ring in zip(KEYS, self.curves, self.rings, strict=True):
            curve.recolour(getattr(theme, key))
            ring.setPen(pen(getattr(theme, key), 2))
            ring.setBrush(QColor(theme.window))
        for curve, tone in ((self._tangent, theme.muted), (self.kinks, theme.faint), (self._cursor, theme.faint)):
            curve.recolour(tone)
        self.ghosts.set_theme(theme)
        self.marker.recolour(theme.text, theme.accent)
        self.worse.setBrush(QColor(theme.warning_area))
        self._start.setBrush(QColor(theme.text))
        self._at.setBrush(QColor(theme.accent))
        tones = (theme.good, theme.warning, theme.text, theme.text)
        for note, colour in zip(self._notes, tones, strict=True):
            note.recolour(colour, theme.veil)

    def show_survey(self, survey: Survey, chosen: float) -> None:
        """Show a landscape, and the chosen step size in it."""
        self.ghosts.follow(self._survey, survey)
        self._survey, self._scale = survey, TScale(survey.axis)
        self.plot.set_x_name(sentences.about_axis(survey))
        self._draw()
        self.show_step_size(chosen)

    def choose(self, part: Part, hidden: set[str]) -> None:
        """Show this part of the loss, and not the curves with these keys."""
        if (part, hidden) != (self._part, self._hidden):
            self._part, self._hidden, self._span = part, set(hidden), None
            self._draw()
            self.show_step_size(self._chosen)

    def clear(self) -> None:
        """Forget everything."""
        self._survey = None
        self.ghosts.clear()

    def loss(self, profile: Profile, t: float) -> float:
        """The shown part of a profile's loss at t."""
        return {Part.TOTAL: loss_at, Part.DATA: data_loss_at, Part.PENALTY: penalty_at}[self._part](profile.line, t)

    def show_step_size(self, chosen: float) -> None:
        """Put the marker at a step size."""
        self._chosen = chosen
        survey = self._survey
        if survey is None or self.plot.spans is None:
            return
        self.marker.stand_at(self._scale.place(chosen))
        start, end = (self.loss(survey.main, t) for t in (0.0, chosen))
        self._at.show_at(self._scale.place(chosen), end)
        self._start.show_at(nan if survey.axis.is_log else 0.0, start)
        far = max(chosen, _TANGENT_SHARE * survey.axis.high)
        along = np.linspace(max(survey.axis.low, 0.0), far, 50)
        is_shown = self._is_main_shown
        self._tangent.setVisible(is_shown and self._part is Part.TOTAL)
        for dot in (self._at, self._start):
            dot.setOpacity(float(is_shown))
        self.plot.show_points(self._tangent, self._scale.places(along), start + survey.slope * along)
        (left, right), (_, top) = self.plot.spans
        is_right = self._scale.place(chosen) > left + 0.8 * (right - left)
        # One line below the top, where "worse than now" stands.
        place, anchor = (self._scale.place(chosen), top), (1.0 if is_right else 0.0, -1.0)
        self._marker_note.say(f"η {numbers.compact(chosen)}", place, anchor)
        self._marker_note.setVisible(self._scale.place(chosen) <= right)

    def show_reading(self, t: float | None, text: str) -> None:
        """Say something beside the mouse at t; nothing where that is None."""
        is_there = t is not None and self.plot.spans is not None
        self._cursor.setVisible(is_there)
        self._reading.setVisible(is_there)
        if t is not None and self.plot.spans is not None:
            (left, right), (low, high) = self.plot.spans
            place = self._scale.place(t)
            self._cursor.set_points(np.full(2, place), np.array([low, high]))
            self._reading.say(text, (place, low), (1.05 if place > (left + right) / 2 else -0.05, 1.2))

    def _make_items(self) -> None:
        self.plot = plot = LeanPlot()
        plot.pointed.connect(self._point_at)
        plot.double_clicked.connect(self._take_ring)
        self.worse = Region()
        plot.add(self.worse, -50)
        self.ghosts = Ghosts(plot, -10)
        self.kinks = plot.curve(z=-5)
        self.curves: tuple[Curve, ...] = (plot.curve(2.0, z=3), plot.curve(2.0, z=2), plot.curve(2.0, z=1))
        self._tangent = plot.curve(1.0, Qt.PenStyle.DashLine, z=3)
        self._cursor = plot.curve(z=4)
        self.marker = plot.marker(self._drag, self.drag_ended.emit, z=-1)
        self.rings: tuple[Dot, ...] = tuple(plot.dot(10, z=6) for _ in KEYS)
        self._start, self._at = plot.dot(8, z=7), plot.dot(10, z=7)
        self._notes = tuple(Note() for _ in range(4))
        self._best_note, self._worse_note, self._marker_note, self._reading = self._notes
        for note in self._notes:
            plot.add(note, 8)

    def _draw(self) -> None:
        survey = self._survey
        if survey is None:
            return
        self._fit(survey)
        places = self._scale.places(survey.points)
        for key, curve, ring, profile in zip(KEYS, self.curves, self.rings, survey.profiles, strict=True):
            is_shown = key not in self._hidden
            curve.setVisible(is_shown)
            self.plot.show_points(curve, places, of_part(profile, self._part))
            is_best = is_shown and self._part is Part.TOTAL and self._is_in_view(profile.best)
            ring.show_at(self._scale.place(profile.best or 0.0) if is_best else nan, profile.lowest)
        self.ghosts.show(self._part, self._scale)
        self._show_best(survey)
        self._show_worse(survey)
        self._show_kinks(survey)

    def _fit(self, survey: Survey) -> None:
        """Keep the valley in view: from the lowest point to somewhat above the start, whatever climbs beyond."""
        shown = [p for key, p in zip(KEYS, survey.profiles, strict=True) if key not in self._hidden] or [survey.main]
        losses = np.concatenate([of_part(profile, self._part) for profile in shown])
        if self._part is not Part.TOTAL:
            self._fit_part(survey, shown)
            return
        starts = [self.loss(profile, 0.0) for profile in shown]
        low = float(np.min(losses[np.isfinite(losses)], initial=min(starts)))
        low = min([low, *(p.lowest for p in shown if isfinite(p.lowest))])
        high = max(starts) + _SEEN_ABOVE * max(max(starts) - low, 0.02 * max(starts))
        if not (isfinite(low) and isfinite(high)):
            return
        self._span = held_span(max(low - _ROOM_BELOW * (high - low), 0.0), high, self._span, _LEAST_FILLED)
        self.plot.set_spans(self._scale.span, self._span, is_log_x=survey.axis.is_log)

    def _fit_part(self, survey: Survey, shown: list[Profile]) -> None:
        """A part of the loss has no valley of its own: all of it up to the longer of chosen and best step."""
        reached = survey.points <= max(self._chosen, survey.main.best or 0.0)
        losses = np.concatenate([of_part(profile, self._part)[reached] for profile in shown])
        losses = losses[np.isfinite(losses)]
        low, high = (float(losses.min()), float(losses.max())) if len(losses) else (0.0, 1.0)
        self._span = held_span(low, high, self._span) if high > 0 else (0.0, 1.0)
        self.plot.set_spans(self._scale.span, self._span, is_log_x=survey.axis.is_log)

    @property
    def _is_main_shown(self) -> bool:
        """Whether the curve that the marks belong to is shown."""
        assert self._survey is not None
        return KEYS[self._survey.profiles.index(self._survey.main)] not in self._hidden

    def _is_in_view(self, t: float | None) -> bool:
        assert self._survey is not None
        return t is not None and max(self._survey.axis.low, 0.0) < t <= self._survey.axis.high

    def _show_best(self, survey: Survey) -> None:
        best = survey.main.best
        is_seen = self._is_main_shown and self._part is Part.TOTAL and self._is_in_view(best)
        if best is None or not is_seen:
            self._best_note.hide()
            return
        (left, right), _ = self.plot.spans or ((0.0, 1.0), None)
        anchor = (1.0 if self._scale.place(best) > left + 0.55 * (right - left) else 0.0, -0.3)
        self._best_note.say(f"best {numbers.compact(best)}", (self._scale.place(best), survey.main.lowest), anchor)

    def _show_worse(self, survey: Survey) -> None:
        edge, spans = survey.break_even, self.plot.spans
        is_seen = self._is_main_shown and self._part is Part.TOTAL and (edge == 0 or self._is_in_view(edge))
        if edge is None or spans is None or not is_seen:
            self.worse.hide()
            self._worse_note.hide()
            return
        (left, right), y = spans
        place = max(self._scale.place(edge), left)
        self.worse.span(place, right, y)
        is_wide = place < left + 0.6 * (right - left)
        self._worse_note.say("beyond this, worse than now" if is_wide else "worse", (right, y[1]), (1.0, 0.0))

    def _show_kinks(self, survey: Survey) -> None:
        if self.plot.spans is None or not len(survey.kinks):
            self.kinks.hide()
            return
        low, high = self.plot.spans[1]
        places, _ = self._scale.shown(survey.kinks, survey.kinks)
        self.kinks.set_pairs(np.repeat(places, 2), np.tile([low, low + _TICK_SHARE * (high - low)], len(places)))
        self.kinks.show()

    def _drag(self, place: float) -> None:
        """Tell the step size under the marker, kept within the axis and above zero."""
        if self._survey is None:
            return
        axis = self._survey.axis
        least = axis.low if axis.is_log else axis.high / _SMALLEST_SHARE
        chosen = float(f"{min(max(self._scale.t(place), least), axis.high):.3g}")
        self.show_step_size(chosen)
        self.dragged.emit(chosen)

    @Slot(object)
    def _point_at(self, place: tuple[float, float] | None) -> None:
        self.pointed.emit(self._scale.t(place[0]) if place is not None else None)

    @Slot(QPointF)
    def _take_ring(self, point: QPointF) -> None:
        """A double click on the ring of a best step takes that step size."""
        if self._survey is None:
            return
        for ring, profile in zip(self.rings, self._survey.profiles, strict=True):
            place = ring.scenePos()
            is_near = hypot(place.x() - point.x(), place.y() - point.y()) <= _NEAR_PX
            if ring.isVisible() and is_near and profile.best is not None:
                self.taken.emit(float(f"{profile.best:.3g}"))
                return
