"""The whole gradient, numerical and analytic, as pictures, with what it has cost and what the check finds in it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.checking import words
from gui.checking.error_plot import ErrorPlot
from gui.checking.gradients import bands
from gui.one_step.picture_bands import PictureBands
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import retone, wrapped
from gui.workspaces.held_step import button
from model.checking.bench import Bench, Place, strongest_at
from model.checking.mistakes import Mistake
from model.checking.progress import Prices

_START, _PAUSE = "Whole gradient", "Pause"
_WORDS_HEIGHT = 36


class WholeGradient(QWidget):
    """Shows a bench, and beside the pictures of one class the error of its weight against h.

    `chosen` tells the place of a clicked pixel, `pressed` the button, `switched` the choice between one and all.
    """

    chosen = Signal(object)
    pressed = Signal()
    switched = Signal()

    def __init__(self) -> None:
        """Wait for a bench."""
        super().__init__()
        self._theme = theme.DARK
        self._bench: Bench | None = None
        self._prices: Prices | None = None
        self.button = button(_START, "Find the slopes of all weights and biases, one after another")
        self.pictures, self.plot = PictureBands(), ErrorPlot()
        self.pictures.setToolTip("Click a pixel to check its weight")
        self.pictures.setAccessibleName("Template, numerical gradient, analytic gradient and their difference")
        self.shown: Choice[bool] = Choice(
            [
                (False, "this class", "The numbers of one weight, and the gradient of its class"),
                (True, "all classes", "The gradients of all classes"),
            ],
            "Pictures of",
            quiet=True,
        )
        self.cost, self.finding = wrapped(tone="muted", pixels=theme.SMALL_PX), wrapped(pixels=theme.SMALL_PX)
        self._lay_out()
        self.button.clicked.connect(self.pressed)
        self.shown.chosen.connect(self._switch)
        self.pictures.chosen.connect(self._choose)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.pictures.set_theme(theme)
        self.plot.set_theme(theme)
        if self._bench is not None:
            self.show_bench(self._bench, self._prices)

    def show_running(self, is_running: bool) -> None:
        """Say what the button does next."""
        self.button.setText(_PAUSE if is_running else _START)

    def show_bench(self, bench: Bench, prices: Prices | None) -> None:
        """Show how far a bench is."""
        self._bench, self._prices = bench, prices
        is_whole = self.shown.value
        _, width, channels = bench.dataset.shape
        marked = divmod(bench.place.d // channels, width)
        self.pictures.show_bands(bands(bench, self._theme, is_whole), (bench.place.k if is_whole else None, *marked))
        self.cost.setText(words.cost(bench.progress, prices, bench.right.size))
        verdict = bench.verdict
        self.finding.setText(words.finding(bench, verdict))
        is_missed = bench.mistake is not Mistake.NONE and not verdict.is_caught
        retone(self.finding, "warning" if verdict.is_caught or is_missed else "plain")
        self.button.setEnabled(not bench.progress.is_whole)

    @Slot()
    def _switch(self) -> None:
        if self._bench is not None:
            self.show_bench(self._bench, self._prices)
        self.plot.setVisible(not self.shown.value)
        self.switched.emit()

    @Slot(int, int, int)
    def _choose(self, number: int, row: int, column: int) -> None:
        if self._bench is not None:
            k = number if self.shown.value else self._bench.place.k
            place: Place = strongest_at(self._bench, k, row, column)
            self.chosen.emit(place)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self.button.setFixedWidth(128)
        for widget, stretch in ((self.button, 0), (self.cost, 1), (self.shown, 0)):
            head.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        middle = QHBoxLayout()
        middle.setSpacing(theme.MARGIN)
        middle.addWidget(self.pictures, 5)
        middle.addWidget(self.plot, 4)
        column.addLayout(middle, 1)
        column.addWidget(self.finding)
        for text in (self.cost, self.finding):
            text.setFixedHeight(_WORDS_HEIGHT)
