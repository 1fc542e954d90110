"""The loss on a plane as a map, with the path of the run as it really was."""

from math import hypot

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QGraphicsEllipseItem, QVBoxLayout, QWidget

from gui import numbers
from gui.plots.items import Dot, Note, pen
from gui.plots.lean import LeanPlot
from gui.plots.surface import Scale, Surface
from gui.theme import Theme
from model.axes import Axes
from model.panorama import Panorama
from model.records import Settings

_HIGH_SHARE = 85
_RINGS = 20
_FAINTEST = 0.3
_RIM = "#15171b"
_NOISE = 1e-6
_DOT, _HERE = 7, 12
_DRAG_PX = 4.0
_NAMES = {
    Axes.PREVIOUS: ("along −∇L", "along the last step, across −∇L"),
    Axes.RANDOM: ("along −∇L", "along a random direction"),
    Axes.PATH: ("first main direction of the path", "second main direction"),
    Axes.SAVED: ("from the first to the second saved point", "across, towards the third"),
}


class PlanePlot(QWidget):
    """Colours and contours of the loss, or of the accuracy. `clicked` tells the point (t, u) that was clicked."""

    clicked = Signal(float, float)

    def __init__(self) -> None:
        """Wait for a panorama."""
        super().__init__()
        self.panorama: Panorama | None = None
        self._wished: Settings | None = None
        self._pointed: tuple[float, float] | None = None
        self._theme: Theme | None = None
        self._dots: list[Dot] = []
        self._rings: list[QGraphicsEllipseItem] = []
        self.plot = LeanPlot()
        self.surface = Surface(self.plot)
        self.path = self.plot.curve(1.0, z=1)
        self.coming = self.plot.curve(1.0, Qt.PenStyle.DashLine, z=3)
        self.here = self.plot.dot(_HERE, z=6)
        self.reading = Note()
        self.y_name = Note()
        for note in (self.reading, self.y_name):
            self.plot.add(note, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self.plot.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.plot.pointed.connect(self._point_at)
        self.plot.clicked.connect(self.clicked)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.plot.set_theme(theme)
        self.surface.recolour("#50ffffff")
        self.path.recolour("#c0ffffff")
        self.coming.recolour("#ffffff")
        self.here.setPen(pen("#ffffff", 2))
        self.here.setBrush(QColor(theme.accent))
        for note in (self.reading, self.y_name):
            note.recolour(theme.text, theme.veil)

    def show_panorama(self, panorama: Panorama) -> Scale:
        """Show a plane; returns what its colours mean."""
        self.panorama = panorama
        shows_accuracy = panorama.accuracies is not None
        values = panorama.losses if panorama.accuracies is None else panorama.accuracies
        scale = _accuracy_scale(values) if shows_accuracy else _loss_scale(panorama)
        ts, us = panorama.ts, panorama.us
        self.plot.set_spans((float(ts[0]), float(ts[-1])), (float(us[0]), float(us[-1])))
        x_name, y_name = _names(panorama)
        self.plot.set_x_name(x_name)
        self.y_name.say(y_name, (float(ts[0]), float(us[-1])), (0.0, 0.0))
        self.surface.show(ts, us, values, scale, is_valley=not shows_accuracy)
        self._show_path(panorama, None if shows_accuracy else scale)
        self._read()
        return scale

    def _show_path(self, panorama: Panorama, scale: Scale | None) -> None:
        """Each point in the colour of its TRUE loss, in a ring as wide as its distance from the plane."""
        path = panorama.path
        self.path.set_points(path.t, path.u)
        self._have_dots(len(path.t))
        width = float(panorama.ts[-1] - panorama.ts[0])
        every = -(-len(path.t) // _RINGS)
        for place, (dot, ring) in enumerate(zip(self._dots, self._rings, strict=True)):
            t, u, distance, loss = (float(a[place]) for a in (path.t, path.u, path.distances, path.losses))
            dot.setBrush(QBrush(QColor(scale.colour(loss) if scale else "#ffffff")))
            dot.setOpacity(min(max(1 - distance / width, _FAINTEST), 1.0))
            dot.show_at(t, u)
            ring.setRect(t - distance, u - distance, 2 * distance, 2 * distance)
            ring.setVisible(place % every == 0 and distance < width / 2)
        self.here.show_at(*panorama.here)
        self.here.setToolTip(f"The current parameters: loss {numbers.loss(panorama.here_loss)}")
        self.show_wished(self._wished or panorama.question.step.settings)

    def show_wished(self, settings: Settings) -> None:
        """Draw the coming step as long as these settings have it, where the plane has its direction."""
        self._wished, panorama = settings, self.panorama
        if panorama is None:
            return
        chosen = settings.step_size_after(panorama.question.step.batch.passed)
        self.coming.setVisible(panorama.question.axes in (Axes.PREVIOUS, Axes.RANDOM))
        direction = panorama.question.step.direction
        length = chosen * hypot(float(np.linalg.norm(direction.weights)), float(np.linalg.norm(direction.biases)))
        t, u = panorama.here
        self.coming.set_points(np.array([t, min(t + length, 10 * float(panorama.ts[-1]))]), np.array([u, u]))

    def _have_dots(self, count: int) -> None:
        while len(self._dots) < count:
            dot, ring = self.plot.dot(_DOT, z=3), QGraphicsEllipseItem()
            dot.setPen(pen(_RIM, 1))
            ring.setPen(pen("#70ffffff", 1))
            self.plot.add(ring, 2)
            self._dots.append(dot)
            self._rings.append(ring)
        while len(self._dots) > count:
            for item in (self._dots.pop(), self._rings.pop()):
                self.plot.remove(item)

    @Slot(object)
    def _point_at(self, place: tuple[float, float] | None) -> None:
        self._pointed = place
        self._read()

    def _read(self) -> None:
        """Say what the plane is under the mouse."""
        place, panorama = self._pointed, self.panorama
        self.reading.setVisible(place is not None and panorama is not None)
        if place is None or panorama is None:
            return
        i = int(np.abs(panorama.ts - place[0]).argmin())
        j = int(np.abs(panorama.us - place[1]).argmin())
        text = f"loss {numbers.loss(float(panorama.losses[i, j]))}"
        if panorama.accuracies is not None:
            text = f"{numbers.percent(float(panorama.accuracies[i, j]), 1)} right, {text}"
        is_right, is_high = place[0] > panorama.ts.mean(), place[1] > panorama.us.mean()
        self.reading.say(text, place, (1.1 if is_right else -0.1, -0.4 if is_high else 1.4))


def _names(panorama: Panorama) -> tuple[str, str]:
    """What both axes are; with momentum the coming step goes against the velocity, not against the gradient."""
    x_name, y_name = _NAMES[panorama.question.axes]
    if panorama.question.step.velocity is None:
        return x_name, y_name
    return x_name.replace("−∇L", "−v"), y_name.replace("−∇L", "−v")


def _loss_scale(panorama: Panorama) -> Scale:
    """From the lowest loss to one that most of the plane is below, and all of the path that is near it."""
    finite = panorama.losses[np.isfinite(panorama.losses)]
    if not len(finite):
        return Scale(0.0, 1.0)
    path = panorama.path
    near = path.losses[(path.distances < (panorama.ts[-1] - panorama.ts[0]) / 2) & np.isfinite(path.losses)]
    low, high = float(finite.min()), float(np.percentile(finite, _HIGH_SHARE))
    return Scale(low, max(high, float(near.max(initial=low)), low + _NOISE * abs(low) + 1e-12))


def _accuracy_scale(accuracies: np.ndarray) -> Scale:
    return Scale(float(accuracies.min()), max(float(accuracies.max()), float(accuracies.min()) + 1e-9))
