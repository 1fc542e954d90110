"""The runners below each other: settings, numbers now, and the templates of each in a row."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsRectItem, QSizePolicy

from gui import numbers, theme
from gui.race import words
from gui.race.strip import TemplateStrip
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, elided
from model.race.records import Lane, RaceSnapshot, Runner

HEADER, PITCH, LEAST_PITCH = 20, 30, 17
_NAME_LEFT, _SETTINGS_LEFT, _NUMBER_WIDTH = 22, 128, 62
_STRIP_WIDTH = 256
_COLUMNS = ("loss", "training", "validation", "|W|")


class RaceTable(Canvas):
    """A row a runner. `chosen` tells the row that is clicked, `opened` the one that is clicked twice."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        """Know no runners."""
        super().__init__()
        self.rows: list[RaceRow] = []
        self._theme = theme.DARK
        self._race: RaceSnapshot | None = None
        self._selected = 0
        self._heads = [Text(theme.SMALL_PX, Anchor.AlignRight) for _ in _COLUMNS]
        self._runners: tuple[Runner, ...] = ()
        self.alike = Text(theme.SMALL_PX)
        for head in (self.alike, *self._heads):
            self.items_on.addItem(head)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            "A click chooses a run to change, a double click opens it in Train. "
            "Loss and accuracy are of all training images; validation images are never trained on"
        )
        self.setAccessibleName("Runs of the race")

    def sizeHint(self) -> QSize:
        return QSize(600, HEADER + PITCH * max(len(self._runners), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, HEADER + LEAST_PITCH * max(len(self._runners), 1))

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        for head, name in zip(self._heads, _COLUMNS, strict=True):
            head.say(name, theme.muted)
        self.lay_out()
        if self._race is not None and len(self._race.lanes) == len(self.rows):
            self.show_race(self._race)

    def show_runners(self, runners: tuple[Runner, ...], selected: int) -> None:
        """List these runners, one of them chosen."""
        is_other_count = len(runners) != len(self._runners)
        self._runners, self._selected = runners, selected
        while len(self.rows) < len(runners):
            self.rows.append(RaceRow(self))
        while len(self.rows) > len(runners):
            self.rows.pop().remove()
        if is_other_count:
            self.updateGeometry()
        self.lay_out()

    def show_race(self, race: RaceSnapshot) -> None:
        """Show the numbers and templates of a moment."""
        self._race = race
        for row, lane in zip(self.rows, race.lanes, strict=True):
            row.show_lane(lane, race.dataset.shape, self._theme)

    def lay_out(self) -> None:
        strip = self.width() - _STRIP_WIDTH
        for place, head in enumerate(self._heads):
            head.stand_at(strip - 12 - (3 - place) * _NUMBER_WIDTH, HEADER / 2)
        self.alike.say(elided(words.shared(self._runners), theme.SMALL_PX, strip - 244), self._theme.muted)
        self.alike.stand_at(6, HEADER / 2)
        pitch = self._pitch()
        for place, (row, runner) in enumerate(zip(self.rows, self._runners, strict=True)):
            row.say(runner, words.own(runner, self._runners), self._theme, place == self._selected)
            row.stand(HEADER + place * pitch, pitch, self.width(), strip)

    def _pitch(self) -> float:
        room = (self.height() - HEADER) / max(len(self.rows), 1)
        return min(max(room, 8.0), PITCH)

    def row_at(self, y: float) -> int | None:
        """Which row is at this height."""
        place = int((y - HEADER) // self._pitch())
        return place if 0 <= place < len(self.rows) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.row_at(event.position().y())
        if place is not None:
            self.chosen.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self.row_at(event.position().y())
        if place is not None:
            self.opened.emit(place)


class RaceRow:
    """The items of one runner."""

    def __init__(self, table: RaceTable) -> None:
        """Say nothing yet."""
        self._table = table
        self._ground, self._swatch, self._tiles = QGraphicsRectItem(), QGraphicsRectItem(), TemplateStrip()
        self.name, self.settings = Text(theme.SMALL_PX), Text(theme.SMALL_PX)
        self.numbers = [Text(theme.SMALL_PX, Anchor.AlignRight) for _ in _COLUMNS]
        self.state = Text(theme.SMALL_PX, Anchor.AlignRight)
        for item in self._items:
            table.items_on.addItem(item)
        for shape in (self._ground, self._swatch):
            shape.setPen(NO_PEN)

    @property
    def _items(self) -> tuple[QGraphicsRectItem | Text, ...]:
        return self._ground, self._swatch, self._tiles, self.name, self.settings, *self.numbers, self.state

    def remove(self) -> None:
        """Go away."""
        for item in self._items:
            self._table.items_on.removeItem(item)

    def say(self, runner: Runner, about: str, look: Theme, is_chosen: bool) -> None:
        """Say which runner it is."""
        strip = self._table.width() - _STRIP_WIDTH
        self.name.say(elided(runner.name, theme.SMALL_PX, _SETTINGS_LEFT - _NAME_LEFT - 8), look.text, is_chosen)
        room = strip - 12 - len(_COLUMNS) * _NUMBER_WIDTH - _SETTINGS_LEFT + 8
        self.settings.say(elided(about, theme.SMALL_PX, room), look.muted)
        self._ground.setBrush(QColor(look.field if is_chosen else look.window))
        self._swatch.setBrush(QColor(theme.class_colour(runner.colour)))

    def stand(self, top: float, pitch: float, width: float, strip: float) -> None:
        """Stand at a height."""
        middle = top + pitch / 2
        self._ground.setRect(0, top + 1, width, pitch - 2)
        self._swatch.setRect(6, middle - 1.5, 12, 3)
        self.name.stand_at(_NAME_LEFT, middle)
        self.settings.stand_at(_SETTINGS_LEFT, middle)
        for place, number in enumerate(self.numbers):
            number.stand_at(strip - 12 - (3 - place) * _NUMBER_WIDTH, middle)
        self.state.stand_at(strip - 12, middle)
        self._tiles.stand(strip, top, _STRIP_WIDTH, pitch)

    def show_lane(self, lane: Lane, shape: tuple[int, int, int], look: Theme) -> None:
        """Show where a runner is."""
        measure, state = lane.measure, words.state(lane)
        written = (
            numbers.loss(measure.train_loss + measure.penalty),
            numbers.percent(measure.train_accuracy, 1),
            numbers.percent(measure.validation_accuracy, 1),
            numbers.loss(lane.weight_norm),
        )
        for text, number in zip(written, self.numbers, strict=True):
            number.say("" if state else text, look.text)
        self.state.say(state, look.warning)
        self._tiles.show_weights(lane.params.weights, shape, look)
