"""The strategies below each other: what each has used and reached, and its templates in a row."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsRectItem, QSizePolicy

from gui import numbers, theme
from gui.race.strip import TemplateStrip
from gui.strategies import words
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, elided
from model.strategies.records import StrategiesSnapshot, StrategyKind, StrategyLane

HEADER, PITCH, LEAST_PITCH = 20, 36, 22
_NAME_LEFT, _LINE, _TWO_LINES = 26, 8, 31
_STRIP_WIDTH, _GAP = 250, 12
_COLUMNS = (("used", 60), ("loss", 58), ("training", 62), ("validation", 66), ("test", 58))


class StrategyTable(Canvas):
    """A row a strategy. `chosen` tells the one that is clicked, `opened` the one that is clicked twice."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        """Know the strategies, and nothing of them."""
        super().__init__()
        self._theme = theme.DARK
        self._shown: StrategiesSnapshot | None = None
        self._chosen = StrategyKind.LOCAL
        self._heads = [Text(theme.SMALL_PX, Anchor.AlignRight) for _ in _COLUMNS]
        self._about = Text(theme.SMALL_PX)
        for head in (self._about, *self._heads):
            self.items_on.addItem(head)
        self.rows = {kind: StrategyRow(self, kind) for kind in StrategyKind}
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(self.sizeHint().height())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            "Used are loss evaluations. The templates are those of the best W of a search, and of the last of a "
            "descent. A double click opens them in Train"
        )
        self.setAccessibleName("Strategies")

    def sizeHint(self) -> QSize:
        return QSize(600, HEADER + PITCH * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, HEADER + LEAST_PITCH * len(self.rows))

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self.lay_out()
        if self._shown is not None:
            self.show_strategies(self._shown)

    def show_chosen(self, kind: StrategyKind) -> None:
        """Mark the chosen strategy."""
        self._chosen = kind
        self.lay_out()

    def show_strategies(self, shown: StrategiesSnapshot) -> None:
        """Show the numbers and templates of a moment."""
        self._shown = shown
        for lane in shown.lanes:
            self.rows[lane.kind].show_lane(lane, shown.dataset.shape, self._theme)

    @property
    def numbers_right(self) -> list[float]:
        """Where the numbers of each column end."""
        right, places = self.width() - _STRIP_WIDTH - _GAP, []
        for _, width in reversed(_COLUMNS):
            places.append(float(right))
            right -= width
        return places[::-1]

    def lay_out(self) -> None:
        self._about.say("tries or steps · what they cost", self._theme.muted)
        self._about.stand_at(_NAME_LEFT, HEADER / 2)
        for head, (name, _), right in zip(self._heads, _COLUMNS, self.numbers_right, strict=True):
            head.say(name, self._theme.muted)
            head.stand_at(right, HEADER / 2)
        pitch = self._pitch()
        for place, row in enumerate(self.rows.values()):
            row.stand(HEADER + place * pitch, pitch, row.kind is self._chosen, self._theme)

    def _pitch(self) -> float:
        room = (self.height() - HEADER) / len(self.rows)
        return min(max(room, 8.0), PITCH)

    def kind_at(self, y: float) -> StrategyKind | None:
        """Whose row is at this height."""
        place = int((y - HEADER) // self._pitch())
        return list(self.rows)[place] if 0 <= place < len(self.rows) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        kind = self.kind_at(event.position().y())
        if kind is not None:
            self.chosen.emit(kind)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        kind = self.kind_at(event.position().y())
        if kind is not None:
            self.opened.emit(kind)


class StrategyRow:
    """The items of one strategy."""

    def __init__(self, table: StrategyTable, kind: StrategyKind) -> None:
        """Say nothing yet."""
        self.kind = kind
        self._table = table
        self._ground, self._swatch, self.strip = QGraphicsRectItem(), QGraphicsRectItem(), TemplateStrip()
        self.name, self.progress = Text(theme.SMALL_PX), Text(theme.SMALL_PX)
        self.numbers = [Text(theme.SMALL_PX, Anchor.AlignRight) for _ in _COLUMNS]
        self.state = Text(theme.SMALL_PX, Anchor.AlignRight)
        for item in (self._ground, self._swatch, self.strip, self.name, self.progress, *self.numbers, self.state):
            table.items_on.addItem(item)
        for shape in (self._ground, self._swatch):
            shape.setPen(NO_PEN)
        self._swatch.setBrush(QColor(theme.class_colour(words.colour_place(kind))))

    def stand(self, top: float, pitch: float, is_chosen: bool, look: Theme) -> None:
        """Stand at a height, and say who it is."""
        middle = top + pitch / 2
        line = _LINE if pitch >= _TWO_LINES else 0  # on a small screen there is room for the name alone
        self._ground.setRect(0, top + 1, self._table.width(), pitch - 2)
        self._ground.setBrush(QColor(look.field if is_chosen else look.window))
        self._swatch.setRect(6, middle - line - 1.5, 12, 3)
        self.name.say(self.kind, look.text, is_chosen)
        self.name.stand_at(_NAME_LEFT, middle - line)
        self.progress.stand_at(_NAME_LEFT, middle + line)
        self.progress.setVisible(line > 0)
        for number, right in zip(self.numbers, self._table.numbers_right, strict=True):
            number.stand_at(right, middle)
        self.state.stand_at(self._table.numbers_right[-1], middle)
        self.strip.stand(self._table.width() - _STRIP_WIDTH, top, _STRIP_WIDTH, pitch)

    def show_lane(self, lane: StrategyLane, shape: tuple[int, int, int], look: Theme) -> None:
        """Show where a strategy is."""
        measure, state = lane.measure, words.state(lane)
        written = (
            numbers.loss(measure.train_loss),
            numbers.percent(measure.train_accuracy, 1),
            numbers.percent(measure.validation_accuracy, 1),
            numbers.percent(measure.test_accuracy, 1),
        )
        used, *others = self.numbers
        used.say(words.evaluations(lane.standing.evaluations), look.text)
        for text, number in zip(written, others, strict=True):
            number.say("" if state else text, look.text)
        self.state.say(state, look.warning)
        room = self._table.numbers_right[0] - _COLUMNS[0][1] - _NAME_LEFT
        self.progress.say(elided(words.progress(lane), theme.SMALL_PX, room), look.muted)
        self.strip.show_weights(lane.standing.params.weights, shape, look)
