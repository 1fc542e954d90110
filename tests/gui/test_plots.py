import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.plots.lean import LeanPlot
from gui.theme import DARK


@pytest.mark.parametrize("far", [1e3, 1e12, 1e25, 1e38, np.inf])
def test_that_a_point_far_off_the_plot_leaves_the_rest_of_the_curve_drawn(qtbot: QtBot, far: float) -> None:
    plot = LeanPlot()
    plot.set_theme(DARK)
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.set_spans((0.0, 100.0), (0.0, 30.0))
    curve = plot.curve(2.0)
    curve.recolour("#ff8000")
    losses = np.full(60, 15.0)
    losses[-1] = far
    plot.show_points(curve, np.arange(60.0), losses)
    plot.show()
    picture = plot.grab().toImage()
    row = range(60, 200)
    drawn = [x for x in row for y in range(300) if picture.pixelColor(x, y) == QColor("#ff8000")]
    assert len(set(drawn)) > 100
