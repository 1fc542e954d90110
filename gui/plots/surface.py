"""A surface over two axes: colours, contours, and the scale of both."""

from dataclasses import dataclass

import contourpy
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem

from gui.plots.items import Curve
from gui.plots.lean import LeanPlot
from model.arrays import Bytes, Doubles

_CONTOURS = 12
_COLOURS = 256


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from low to high as colours of a perceptually uniform map; others are cut off."""

    low: float
    high: float

    def levels(self, values: Doubles) -> Bytes:
        """The place of each value in the map, 0 to 255."""
        share = (values - self.low) / max(self.high - self.low, 1e-12)
        return np.rint(np.clip(np.nan_to_num(share, nan=1.0, posinf=1.0), 0, 1) * (_COLOURS - 1)).astype(np.uint8)

    def colour(self, value: float) -> str:
        """The colour of one value."""
        red, green, blue = colour_map()[self.levels(np.array([value]))[0]]
        return f"#{red:02x}{green:02x}{blue:02x}"


def colour_map() -> Bytes:
    """Colours (256, 3) from low to high: viridis."""
    table: Bytes = pg.colormap.get("viridis").getLookupTable(0.0, 1.0, _COLOURS)[:, :3].astype(np.uint8)
    return table


def contour_levels(scale: Scale, is_valley: bool) -> Doubles:
    """Where contours run: closer together towards the lowest value of a valley, so that a bowl has even rings."""
    share = np.arange(1, _CONTOURS + 1) / (_CONTOURS + 1)
    return np.asarray(scale.low + (scale.high - scale.low) * (share**2 if is_valley else share))


class Surface:
    """An image with contours in a plot, below everything else."""

    def __init__(self, plot: LeanPlot) -> None:
        """Be empty."""
        self._image = QGraphicsPixmapItem()
        self._image.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._contours: Curve = plot.curve(1.0, z=-40)
        plot.add(self._image, -60)

    def recolour(self, contour: str) -> None:
        """Use this colour for contours."""
        self._contours.recolour(contour)

    def show(self, ts: Doubles, us: Doubles, values: Doubles, scale: Scale, is_valley: bool) -> None:
        """Show values (T, U) over ts (T,) and us (U,)."""
        pixels = np.ascontiguousarray(colour_map()[scale.levels(values.T)])
        height, width, _ = pixels.shape
        picture = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        self._image.setPixmap(QPixmap.fromImage(picture))
        across, down = ts[1] - ts[0], us[1] - us[0]
        self._image.setTransform(QTransform(across, 0, 0, down, ts[0] - across / 2, us[0] - down / 2))
        lines = contourpy.contour_generator(
            ts, us, np.ma.masked_invalid(values.T), line_type=contourpy.LineType.ChunkCombinedNan
        )
        found = [lines.lines(float(level))[0][0] for level in contour_levels(scale, is_valley)]
        gap = np.full((1, 2), np.nan)
        parts = [part for points in found if points is not None for part in (points, gap)]
        whole = np.concatenate(parts) if parts else np.empty((0, 2))
        self._contours.set_pieces(whole[:, 0], whole[:, 1])
