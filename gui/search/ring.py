"""A ring around a candidate, with a rim that sets it off from any colour."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QGraphicsRectItem

from gui.plots.items import Dot, pen
from gui.plots.lean import LeanPlot
from gui.search.area import Area

_RIM_PX = 2.0


class Ring:
    """A frame within the edge of a cell, or a circle around a point."""

    def __init__(self, plot: LeanPlot, inset: float, radius: int, z: float) -> None:
        """Be hidden; inset and radius are in pixels."""
        self._inset = inset
        self._frames = [QGraphicsRectItem(), QGraphicsRectItem()]
        self._circles = [Dot(2 * radius), Dot(2 * radius)]
        for place, item in enumerate((*self._frames, *self._circles)):
            item.setBrush(QBrush())
            plot.add(item, z + 0.1 * place)
        self.hide()

    @property
    def is_shown(self) -> bool:
        """Whether it is around anything."""
        return any(item.isVisible() for item in (*self._frames, *self._circles))

    def hide(self) -> None:
        """Be around nothing."""
        for item in (*self._frames, *self._circles):
            item.hide()

    def recolour(self, colour: str, rim: str, width: float) -> None:
        """Use these colours, and a line so many pixels wide."""
        for items in (self._frames, self._circles):
            items[0].setPen(pen(rim, width + _RIM_PX))
            items[1].setPen(pen(colour, width))

    def show_around(self, place: int, area: Area, pixels: tuple[float, float]) -> None:
        """Be around a candidate; the area has this size in pixels."""
        self.hide()
        x, y = (float(value) for value in area.points[place])
        if not area.has_cells:
            for circle in self._circles:
                circle.show_at(x, y)
            return
        width, height = area.cell
        dx = self._inset * (area.across[1] - area.across[0]) / max(pixels[0], 1.0)
        dy = self._inset * (area.up[1] - area.up[0]) / max(pixels[1], 1.0)
        inside = QRectF(x - width / 2, y - height / 2, width, height).adjusted(dx, dy, -dx, -dy)
        for frame in self._frames:
            frame.setRect(inside)
            frame.show()
