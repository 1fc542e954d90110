"""The curves of runs that were left for others, faint behind the present one's, each with its name."""

import numpy as np

from gui.plots.items import Curve, Note
from gui.plots.lean import LeanPlot
from gui.theme import Theme
from model.arrays import Doubles
from model.curve import every
from model.ranges import Span
from model.records import KeptRun

_POINTS = 200
_MOST = 8
_Z = -5.0
_NAME_Z = 5.0


class KeptCurves:
    """Training loss of up to eight kept runs."""

    def __init__(self, plot: LeanPlot) -> None:
        """Be none."""
        self._plot = plot
        self.curves: list[Curve] = [plot.curve(1.0, z=_Z) for _ in range(_MOST)]
        self.names: list[Note] = [Note() for _ in range(_MOST)]
        for note in self.names:
            plot.add(note, _NAME_Z)
        self._shown: tuple[object, ...] = ()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for curve, name in zip(self.curves, self.names, strict=True):
            curve.recolour(theme.muted)
            name.recolour(theme.muted, theme.veil)

    def show(self, runs: list[KeptRun], x: int, losses: list[Doubles], spans: tuple[Span, Span] | None) -> None:
        """Draw runs with their losses (m,) against row x of their measure curves."""
        shown = (x, spans, *runs)
        if shown == self._shown:
            return
        self._shown = shown
        for place, (curve, name) in enumerate(zip(self.curves, self.names, strict=True)):
            curve.setVisible(place < len(runs))
            name.hide()
            if place < len(runs):
                across, values = every(runs[place].measure_curve[x], losses[place], _POINTS)
                self._plot.show_points(curve, across, values)
                inside = int(np.searchsorted(across, spans[0][1] if spans else np.inf, "right")) - 1
                if inside >= 0:
                    name.say(runs[place].name, (float(across[inside]), float(values[inside])), (1.0, -1.4))
