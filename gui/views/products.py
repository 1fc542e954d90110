"""W x + b by hand: every product of a tiny image, its sum and the score."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem, QSizePolicy

from gui import bench_words, theme
from gui.theme import Theme
from gui.widgets.canvas import NO_PEN, Anchor, Canvas, Text, width_of
from model.worked import Worked

_ROW = 24
_NAME, _LAST = 48.0, 150.0
_SIDE = 18.0


class Products(Canvas):
    """A column a pixel, a row a class: weight times pixel; then the bias and the score."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme.DARK
        self._example: Worked | None = None
        self._heads: list[Text] = []
        self._pixels: list[QGraphicsRectItem] = []
        self._rows: list[list[Text]] = []
        self._line = QGraphicsRectItem()
        self._line.setPen(NO_PEN)
        self.items_on.addItem(self._line)
        self.setAccessibleName("Every product of weight and pixel")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def texts(self) -> list[list[str]]:
        """What the rows say, one a class: name, a product a pixel, bias, score."""
        return [[text.said for text in row] for row in self._rows]

    def sizeHint(self) -> QSize:
        return QSize(480, _ROW * (1 + len(self._rows)) + 4)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self._line.setBrush(QColor(theme.hairline))
        self._show()

    def show_example(self, example: Worked) -> None:
        """Show an example that begins with pixels."""
        assert example.pixels is not None
        if self._example is None:
            self._make_items(len(example.classes), len(example.pixels))
        self._example = example
        self._show()

    def lay_out(self) -> None:
        self._show()

    def _make_items(self, classes: int, pixels: int) -> None:
        self._heads = [self._text() for _ in range(pixels + 2)]
        self._rows = [[self._text() for _ in range(pixels + 3)] for _ in range(classes)]
        self._pixels = [QGraphicsRectItem() for _ in range(pixels)]
        for square in self._pixels:
            self.items_on.addItem(square)
        self.updateGeometry()

    def _text(self) -> Text:
        made = Text(theme.SMALL_PX, Anchor.AlignRight)
        self.items_on.addItem(made)
        return made

    def _show(self) -> None:
        example = self._example
        if example is None or example.pixels is None or example.params is None:
            return
        places = self._places(len(example.pixels))
        self._line.setRect(0, _ROW + 1, self.width(), 1)
        names = [f"x{_lowered(d + 1)} = {bench_words.short(x)}" for d, x in enumerate(example.pixels)]
        for text, name, place in zip(self._heads, [*names, "b", "score"], places, strict=True):
            text.say(name, self._theme.muted)
            text.stand_at(place, _ROW / 2)
        for square, name, x, place in zip(self._pixels, names, example.pixels, places, strict=False):
            grey = QColor(*3 * (round(float(x)),))
            square.setBrush(grey)
            square.setPen(QColor(self._theme.faint))
            square.setRect(place - _width(name) - _SIDE - 6, (_ROW - 14) / 2, 14, 14)
        for k, row in enumerate(self._rows):
            self._show_row(row, k, places)

    def _show_row(self, row: list[Text], k: int, places: list[float]) -> None:
        assert self._example is not None
        assert self._example.params is not None
        assert self._example.pixels is not None
        say = bench_words.short
        weights, products = self._example.params.weights[k], self._example.products[k]
        terms = zip(weights, self._example.pixels, products, strict=True)
        said = [f"{say(w)} · {say(x)} = {say(product)}" for w, x, product in terms]
        last = [_signed(float(self._example.params.biases[k])), f"= {say(float(self._example.scores[k, 0]))}"]
        middle = (k + 1.5) * _ROW + 4
        row[0].say(self._example.classes[k], self._theme.muted)
        row[0].stand_at(_width(self._example.classes[k]), middle)
        for number, (text, words, place) in enumerate(zip(row[1:], said + last, places, strict=True)):
            is_score = number == len(places) - 1
            text.say(words, self._theme.text, bold=is_score)
            text.stand_at(place, middle)

    def _places(self, pixels: int) -> list[float]:
        """The right ends of the columns."""
        ends = np.linspace(_NAME, self.width() - _LAST, pixels + 1)[1:]
        return [*(float(end) for end in ends), self.width() - 84.0, self.width() - 4.0]


def _width(text: str) -> float:
    return width_of(text, theme.SMALL_PX)


def _signed(value: float) -> str:
    text = bench_words.short(value)
    return text if value < 0 else f"+{text}"


def _lowered(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
