"""What each loss makes of the scores of one image, class by class, as a table with bars."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QSizePolicy

from gui import bench_words, theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text
from gui.widgets.number_row import HEIGHT
from model.arrays import Floats
from model.bench import Bench, Rule, Weighed
from model.ranges import growing_end

HEAD = 22
GAP = 20
FOOT = 22
_INSET = 8.0
_LEAST_REACH = 1.0
_BARELY = 0.005
_COLUMNS = {
    Rule.HINGE: (("term", 1.0, False), ("dL/ds", 1.0, True)),
    Rule.SQUARED_HINGE: (("term²", 1.0, False), ("dL/ds", 1.0, True)),
    Rule.SOFTMAX: (("eˢ", 1.2, False), ("P", 0.8, False), ("dL/ds", 1.0, True)),
}
SHARES = (9, 9, 11)


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the numbers of one column stand."""

    left: float
    right: float
    name: str
    is_signed: bool


def _columns(width: float) -> list[list[_Column]]:
    """The columns of each loss, in the order of `Rule`."""
    room = (width - GAP * (len(SHARES) - 1)) / sum(SHARES)
    made, left = [], 0.0
    for rule, share in zip(Rule, SHARES, strict=True):
        unit = room * share / sum(part for _, part, _ in _COLUMNS[rule])
        columns = []
        for name, part, is_signed in _COLUMNS[rule]:
            columns.append(_Column(left, left + unit * part, name, is_signed))
            left += unit * part
        made.append(columns)
        left += GAP
    return made


class LossTable(Canvas):
    """A row a class, and below them the loss; a number with a bar for each summand and each part of the gradient."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.weighed: tuple[Weighed, ...] = ()
        self._bench: Bench | None = None
        self._theme = theme.DARK
        self._heads: list[list[Text]] = []
        self._cells: list[list[list[_Cell]]] = []
        self._feet: list[tuple[Text, Text, Text]] = []
        self._reaches: list[list[float]] = []
        self._ground = QGraphicsRectItem()
        self._lines = [QGraphicsRectItem() for _ in Rule]
        self.setAccessibleName("Losses, class by class")
        self.setToolTip("Of each class: what it adds to the loss, and which way the loss pulls its score")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        classes = 0 if self._bench is None else len(self._bench.base)
        images = 1 if self._bench is None else len(self._bench.labels)
        return QSize(480, HEAD + HEIGHT * classes + FOOT * (1 if images == 1 else 3) + 4)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self._ground.setBrush(QColor(theme.field))
        for line in self._lines:
            line.setBrush(QColor(theme.hairline))
        self._dress_cells()
        self._show()

    def show_losses(self, bench: Bench, weighed: tuple[Weighed, ...]) -> None:
        """Show what each loss makes of a bench."""
        is_other = self._bench is None or self._bench.base.shape != bench.base.shape
        self._bench, self.weighed = bench, weighed
        if is_other:
            self._make_items(len(bench.base))
            self.updateGeometry()
        self._show()

    def text_of(self, rule: Rule, column: int, k: int) -> str:
        """What a cell says."""
        return self._cells[list(Rule).index(rule)][column][k].text.said

    def foot_of(self, rule: Rule) -> tuple[str, ...]:
        """What stands below a loss's columns: the loss, and of several images their sum and mean."""
        return tuple(text.said for text in self._feet[list(Rule).index(rule)])

    def lay_out(self) -> None:
        self._show()

    def _make_items(self, classes: int) -> None:
        for item in (self._ground, *self._lines):
            if item.scene() is not None:
                self.items_on.removeItem(item)
            item.setPen(NO_PEN)
        self.items_on.clear()
        self.items_on.addItem(self._ground)
        for line in self._lines:
            self.items_on.addItem(line)
        scene, columns = self.items_on, [_COLUMNS[rule] for rule in Rule]
        self._heads = [[_text(scene) for _ in block] for block in columns]
        self._cells = [[[_Cell(scene, k) for k in range(classes)] for _ in block] for block in columns]
        self._feet = [(_text(scene, theme.HEADING_PX), _text(scene), _text(scene, theme.HEADING_PX)) for _ in Rule]
        self._dress_cells()
        self._reaches = [[0.0 for _ in block] for block in columns]

    def _dress_cells(self) -> None:
        for cell in (cell for block in self._cells for column in block for cell in column):
            cell.set_theme(self._theme)

    def _show(self) -> None:
        if self._bench is None:
            return
        label = self._bench.label
        self._ground.setRect(0, HEAD + label * HEIGHT, self.width(), HEIGHT)
        for place, columns in enumerate(_columns(self.width())):
            for number, column in enumerate(columns):
                head = self._heads[place][number]
                head.say(column.name, self._theme.muted)
                head.stand_at(column.right - _INSET, HEAD / 2)
                self._show_column(place, number, column)
            self._show_foot(place, columns)

    def _show_column(self, place: int, number: int, column: _Column) -> None:
        assert self._bench is not None
        weighed, image = self.weighed[place], self._bench.image
        shown: Floats = (*weighed.terms, weighed.gradient)[number][:, image]
        largest = float(np.abs(shown[np.isfinite(shown)]).max(initial=0.0))
        least = _LEAST_REACH if column.is_signed or column.name == "P" else 1e-3
        self._reaches[place][number] = reach = growing_end(largest, self._reaches[place][number], least)
        has_summand = weighed.rule is Rule.SOFTMAX or column.is_signed
        for k, cell in enumerate(self._cells[place][number]):
            value = float(shown[k])
            is_none = k == self._bench.label and not has_summand
            cell.show(column, "–" if is_none else _said(value, column.is_signed), value, self._theme)
            cell.show_bar(column, value / reach if np.isfinite(value) else 1.0)

    def _show_foot(self, place: int, columns: list[_Column]) -> None:
        assert self._bench is not None
        weighed, right = self.weighed[place], columns[-1].right - _INSET
        top = HEAD + HEIGHT * len(self._bench.base)
        self._lines[place].setRect(columns[0].left, top, columns[-1].right - columns[0].left, 1)
        several = len(weighed.losses) > 1
        said = (
            bench_words.amount(float(weighed.losses[self._bench.image])),
            bench_words.mean_of(weighed) if several else "",
            bench_words.amount(weighed.mean) if several else "",
        )
        tones = (self._theme.text, self._theme.muted, self._theme.text)
        for row, (text, words) in enumerate(zip(self._feet[place], said, strict=True)):
            text.say(words, tones[row], bold=row != 1)
            text.stand_at(right, top + FOOT * (row + 0.5) + 1)


class _Cell:
    """A number, and a thin bar below it: from the left, or from the middle where it has a sign."""

    def __init__(self, scene: QGraphicsScene, k: int) -> None:
        self.text = _text(scene)
        self._bar, self._zero = QGraphicsRectItem(), QGraphicsRectItem()
        for item in (self._bar, self._zero):
            item.setPen(NO_PEN)
            scene.addItem(item)
        self._bar.setBrush(QColor(theme.class_colour(k)))
        self._top = HEAD + k * HEIGHT

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._zero.setBrush(QColor(theme.faint))

    def show(self, column: _Column, text: str, value: float, colours: Theme) -> None:
        """Say a number; nothing is said quietly."""
        self.text.say(text, colours.faint if abs(value) < _BARELY else colours.text)
        self.text.stand_at(column.right - _INSET, self._top + HEIGHT / 2 - 1.5)

    def show_bar(self, column: _Column, share: float) -> None:
        """A bar of a share -1..1 of its room."""
        left, right = column.left + _INSET, column.right - _INSET
        zero = (left + right) / 2 if column.is_signed else left
        length = share * (right - zero)
        if column.is_signed:
            self._zero.setRect(round(zero), self._top + HEIGHT - 6, 1, 5)
        self._bar.setRect(min(zero, zero + length), self._top + HEIGHT - 5, abs(length), 3)


def _text(scene: QGraphicsScene, pixels: int = theme.SMALL_PX) -> Text:
    made = Text(pixels, Anchor.AlignRight)
    scene.addItem(made)
    return made


def _said(value: float, is_signed: bool) -> str:
    text = bench_words.amount(value)
    return f"+{text}" if is_signed and value > 0 else text
