"""Pictures in bands, as large as the place allows. A click on a pixel follows it through the stages."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsPixmapItem, QGraphicsRectItem

from gui import theme
from gui.one_step.bands import Band, Tile
from gui.pictures import to_image
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, elided
from gui.widgets.typeset import Typeset

_TITLE, _LINE = 24, 17
_GAP, _SIGN_GAP = 8, 32
_LARGEST = 200
_LEAST_MARK = 7.0


class PictureBands(Canvas):
    """Bands of pictures; `chosen` tells the number of a picture in its band, and the row and column of a pixel."""

    chosen = Signal(int, int, int)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self.bands: tuple[Band, ...] = ()
        self._marked: tuple[int | None, int, int] | None = None
        self._places: list[tuple[int, QRectF, Tile]] = []
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Click a pixel to follow it through the stages")
        self.setAccessibleName("Pictures of this stage")

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()

    def show_bands(self, bands: tuple[Band, ...], marked: tuple[int | None, int, int]) -> None:
        """Show pictures, and mark a pixel: of a picture in each band, or of all pictures; its row and its column."""
        self.bands, self._marked = bands, marked
        self.lay_out()

    def lay_out(self) -> None:
        self.items_on.clear()
        self._places = []
        if not self.bands:
            return
        columns, side = self._grid()
        top = 0.0
        for band in self.bands:
            top = self._show_band(band, columns, side, top)

    def place(self, band: int, number: int) -> QRectF:
        """Where a picture is."""
        before = sum(len(each.tiles) for each in self.bands[:band])
        return self._places[before + number][1]

    def _gap(self) -> int:
        return _SIGN_GAP if any(tile.sign for band in self.bands for tile in band.tiles) else _GAP

    def _heights(self, band: Band) -> tuple[int, int]:
        """How high the title of a band is, and what is written below its pictures."""
        words = _LINE * (any(tile.name for tile in band.tiles) + any(tile.value for tile in band.tiles))
        return _TITLE * bool(band.title), words + _GAP

    def _grid(self) -> tuple[int, int]:
        """How many columns, and how wide a picture: whatever makes the pictures largest."""
        most = max(len(band.tiles) for band in self.bands)
        is_one_row = len(self.bands) > 1 or self._gap() == _SIGN_GAP
        choices = range(most if is_one_row else 1, most + 1)
        best = (most, 16)
        for columns in choices:
            rows = -(-most // columns)
            across = int((self.width() - self._gap() * (columns - 1)) / columns)
            around = sum(sum((title, rows * words)) for title, words in map(self._heights, self.bands))
            down = int((self.height() - around) / (rows * len(self.bands)))
            side = min(across, down, _LARGEST)
            if side > best[1]:
                best = (columns, side)
        return best

    def _show_band(self, band: Band, columns: int, side: int, top: float) -> float:
        title, words = self._heights(band)
        if band.title:
            made = Typeset(band.title, theme.HEADING_PX, self._theme.muted)
            made.setPos(0, top + _TITLE - 9)
            self.items_on.addItem(made)
        gap = self._gap()
        pitch = side + gap if gap == _SIGN_GAP else (self.width() + gap) / columns
        for number, tile in enumerate(band.tiles):
            row, column = divmod(number, columns)
            left = column * min(pitch, side + 48)
            self._show_tile(number, tile, QRectF(left, top + title + row * (side + words), side, side))
        return top + title + -(-len(band.tiles) // columns) * (side + words)

    def _show_tile(self, number: int, tile: Tile, room: QRectF) -> None:
        height, width, _ = tile.picture.shape
        scale = room.width() / max(height, width)
        place = QRectF(room.left(), room.top(), scale * width, scale * height)
        item = QGraphicsPixmapItem(QPixmap.fromImage(to_image(tile.picture)))
        item.setTransform(QTransform(scale, 0, 0, scale, place.left(), place.top()))
        self.items_on.addItem(item)
        self._places.append((number, place, tile))
        if tile.sign:
            self._write(tile.sign, room.left() - _SIGN_GAP / 2, room.center().y(), Anchor.AlignHCenter, 20)
        self._label(tile, room)
        self._mark(number, tile, place, scale)

    def _label(self, tile: Tile, room: QRectF) -> None:
        middle, left = room.bottom() + _LINE / 2 + 2, room.left()
        if tile.name:
            if tile.k is not None:
                dot = QGraphicsEllipseItem(left, middle - 3, 6, 6)
                dot.setPen(NO_PEN)
                dot.setBrush(QColor(theme.class_colour(tile.k)))
                self.items_on.addItem(dot)
                left += 10
            self._write(elided(tile.name, theme.SMALL_PX, room.right() - left + 4), left, middle, tone=self._theme.text)
            middle += _LINE
        if tile.value:
            self._write(tile.value, room.left(), middle)

    def _write(
        self,
        text: str,
        x: float,
        middle: float,
        anchor: Qt.AlignmentFlag = Anchor.AlignLeft,
        pixels: int = theme.SMALL_PX,
        tone: str = "",
    ) -> None:
        item = Text(pixels, anchor)
        item.say(text, tone or self._theme.muted)
        item.stand_at(x, middle)
        self.items_on.addItem(item)

    def _mark(self, number: int, tile: Tile, place: QRectF, scale: float) -> None:
        """A frame around the followed pixel."""
        if self._marked is None or self._marked[0] not in (None, number):
            return
        _, row, column = self._marked
        side = max(scale, _LEAST_MARK)
        centre = QPointF(place.left() + (column + 0.5) * scale, place.top() + (row + 0.5) * scale)
        for grow, colour in ((1.0, self._theme.window), (0.0, self._theme.accent)):
            frame = QGraphicsRectItem(
                centre.x() - side / 2 - grow, centre.y() - side / 2 - grow, side + 2 * grow, side + 2 * grow
            )
            frame.setPen(QPen(QColor(colour), 1.5))
            self.items_on.addItem(frame)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, place, tile in self._places:
            if place.contains(event.position()):
                height, width, _ = tile.picture.shape
                row = int((event.position().y() - place.top()) * height / place.height())
                column = int((event.position().x() - place.left()) * width / place.width())
                self.chosen.emit(number, min(row, height - 1), min(column, width - 1))
                return
