"""The picture, the weights and their product side by side, and the grid of regions over the product."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QMouseEvent, QPainterPath, QTransform
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem, QGraphicsScene

from gui import theme
from gui.evidence.words import patch_name
from gui.plots.items import pen
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Canvas, Text, elided
from model.arrays import Bytes
from model.evidence import Patch, cuts, patch_at

_LINE, _GAP = 20, 16
_LEAST = 48
_SMALL_SHARE = 0.27
Place = tuple[int, int]


class EvidenceMaps(Canvas):
    """Three pictures (H, W, 3): x and W small, W x large. `pointed` tells row and column, `patch_clicked` a region."""

    pointed = Signal(object)
    patch_clicked = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.theme = theme.DARK
        self.shape = (1, 1)
        self.patches = 4
        self.shown_patches: tuple[Patch, ...] = ()
        self.tiles = [_Tile(self.items_on) for _ in range(3)]
        self._grid, self._highlight = QGraphicsPathItem(), QGraphicsRectItem()
        self._hover = [QGraphicsRectItem() for _ in self.tiles]
        self._notes: list[Text] = []
        for item in (self._grid, self._highlight, *self._hover):
            item.setPen(NO_PEN)
            self.items_on.addItem(item)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(2 * (_LEAST + _LINE))
        self.setAccessibleName("Picture, weights and evidence")

    def sizeHint(self) -> QSize:
        return QSize(400, 280)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.theme = theme
        self.set_ground(theme.window)
        self._grid.setPen(pen(theme.faint, 1.0))
        for item in (self._highlight, *self._hover):
            item.setPen(pen(theme.accent, 2.0))
        self.lay_out()

    def show_pictures(self, pictures: tuple[Bytes, Bytes, Bytes], names: tuple[str, str, str]) -> None:
        """Show picture, weights and product, each (H, W, 3), with what is written below them."""
        is_other = pictures[0].shape[:2] != self.shape
        self.shape = pictures[0].shape[:2]
        for tile, pixels, name in zip(self.tiles, pictures, names, strict=True):
            tile.show(pixels, name, self.theme)
        if is_other:
            self._hide_marks()
            self.lay_out()

    def show_patches(self, patches: int, shown: tuple[Patch, ...]) -> None:
        """Draw a grid of so many regions a side, and name these."""
        is_other = patches != self.patches
        self.patches = patches
        if is_other:
            self._hide_marks()
            self._draw_grid()
        if is_other or shown != self.shown_patches:
            self.shown_patches = shown
            self._place_notes()

    def mark_patch(self, patch: Patch | None) -> None:
        """Frame a region of the product, or none."""
        self._highlight.setVisible(patch is not None)
        if patch is not None:
            self._highlight.setRect(self.patch_place(patch))

    def patch_place(self, patch: Patch) -> QRectF:
        """Where a region of the product is."""
        down, across = cuts(self.shape[0], self.patches), cuts(self.shape[1], self.patches)
        row, column = patch
        left, top = self._point(2, down[row], across[column])
        right, bottom = self._point(2, down[row + 1], across[column + 1])
        return QRectF(left, top, right - left, bottom - top)

    def lay_out(self) -> None:
        height, width = self.shape
        room = self.height() - _LINE
        small = min((room - _LINE - 6) // 2, int(_SMALL_SHARE * self.width()))
        large = min(room, self.width() - _GAP - small)
        lower = max(large - small, small + _LINE + 6) if large > small else small + _LINE + 6
        for tile, corner, side in zip(
            self.tiles, ((0, 0), (0, lower), (small + _GAP, 0)), (small, small, large), strict=True
        ):
            tile.place(corner, max(side, 1) / max(height, width), self.shape)
        self._draw_grid()
        self._place_notes()

    def _point(self, tile: int, row: float, column: float) -> tuple[float, float]:
        """Where a corner of a pixel is: x and y."""
        scale, (left, top) = self.tiles[tile].scale, self.tiles[tile].corner
        return left + column * scale, top + row * scale

    def _draw_grid(self) -> None:
        height, width = self.shape
        path = QPainterPath()
        for row in cuts(height, self.patches)[1:-1]:
            path.moveTo(*self._point(2, row, 0))
            path.lineTo(*self._point(2, row, width))
        for column in cuts(width, self.patches)[1:-1]:
            path.moveTo(*self._point(2, 0, column))
            path.lineTo(*self._point(2, height, column))
        self._grid.setPath(path)

    def _place_notes(self) -> None:
        while len(self._notes) < len(self.shown_patches):
            self._notes.append(Text(theme.SMALL_PX))
            self.items_on.addItem(self._notes[-1])
        inside = [patch for patch in self.shown_patches if max(patch) < self.patches]
        for number, note in enumerate(self._notes):
            name = patch_name(inside[number]) if number < len(inside) else ""
            note.say(name, self.theme.text, bold=True)
            if name:
                row, column = inside[number]
                down, across = cuts(self.shape[0], self.patches), cuts(self.shape[1], self.patches)
                left, top = self._point(2, down[row], across[column])
                note.stand_at(left + 3, top + 9)

    def _hide_marks(self) -> None:
        for item in (self._highlight, *self._hover):
            item.hide()

    def place_at(self, point: QPointF) -> Place | None:
        """Row and column of the pixel under a point, in whichever picture."""
        height, width = self.shape
        for tile in self.tiles:
            left, top = tile.corner
            row, column = int((point.y() - top) // tile.scale), int((point.x() - left) // tile.scale)
            if 0 <= row < height and 0 <= column < width:
                return row, column
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        for number, frame in enumerate(self._hover):
            frame.setVisible(place is not None)
            if place is not None:
                scale = self.tiles[number].scale
                frame.setRect(*self._point(number, *place), scale, scale)
        self.pointed.emit(place)

    def leaveEvent(self, event: object) -> None:
        for frame in self._hover:
            frame.hide()
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.patch_clicked.emit(patch_at(*place, self.shape, self.patches))


class _Tile:
    """One picture, on memory that Qt reads when it paints, and the words below it."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._memory: Bytes = np.zeros((1, 1, 4), np.uint8)
        self._item, self.words = QGraphicsRectItem(), Text(theme.SMALL_PX)
        self._item.setPen(NO_PEN)
        self.corner, self.scale = (0.0, 0.0), 1.0
        self._name, self._tone = "", theme.DARK.muted
        for item in (self._item, self.words):
            scene.addItem(item)

    @property
    def pixels(self) -> Bytes:
        """What is shown, (H, W, 3)."""
        return self._memory[..., 2::-1]

    def show(self, pixels: Bytes, name: str, colours: Theme) -> None:
        """Show a picture (H, W, 3)."""
        height, width, _ = pixels.shape
        if self._memory.shape[:2] != (height, width):
            self._memory = np.zeros((height, width, 4), np.uint8)
            self._item.setBrush(QBrush(QImage(self._memory.data, width, height, QImage.Format.Format_RGB32)))
            self._item.setRect(0, 0, width, height)
        self._memory[..., :3] = pixels[..., ::-1]
        self._item.update()
        self._name, self._tone = name, colours.muted
        self._write()

    def place(self, corner: tuple[float, float], scale: float, shape: tuple[int, int]) -> None:
        """Lie there, a pixel as large as the scale says."""
        self.corner, self.scale = corner, scale
        self._item.setTransform(QTransform(scale, 0, 0, scale, *corner))
        self.words.stand_at(corner[0], corner[1] + scale * shape[0] + _LINE / 2)
        self._write()

    def _write(self) -> None:
        """The name, as far as it fits below the picture."""
        self.words.say(elided(self._name, theme.SMALL_PX, self.scale * self._memory.shape[1]), self._tone)
