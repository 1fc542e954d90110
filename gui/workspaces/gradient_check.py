"""Gradient check: the slope of the loss by finite differences, number by number, beside the analytic gradient."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.check_desk import CheckDesk
from gui.checking import words
from gui.checking.column import ColumnTable, beside
from gui.checking.settings import MethodRow, PlaceRow
from gui.checking.whole import WholeGradient
from gui.theme import Theme
from gui.widgets.labels import retone, title_row, wrapped
from gui.widgets.typeset import FormulaLines
from gui.workspaces.held_step import HeldStep
from model.checking.bench import Bench, Place, Quotient, after, at, quotient, set_up, with_method, with_mistake
from model.checking.mistakes import Mistake
from model.checking.progress import Filled, Prices
from model.checking.slopes import Method
from model.products import Scratch
from model.records import Snapshot

_EXPLANATION = (
    "The numerical gradient changes one weight by h and looks at the loss: easy and slow. The analytic one comes from "
    "calculus: fast, and easy to get wrong. Where both agree, the analytic one can be trusted; click a pixel to check "
    "its weight, or break the gradient and see whether the check notices."
)
_NOTHING = "There is no gradient to check: the loss is not finite. Undo steps (←) or reset (R)."
_FORMULA_HEIGHT, _WORDS_HEIGHT = 88, 32
_AUTO_MS = 120


class GradientCheckWorkspace(QWidget):
    """Checks the gradient of the coming step at rest; while the run moves, the one it has."""

    def __init__(self, desk: CheckDesk) -> None:
        """Wait for a snapshot; the desk asks for the whole gradient."""
        super().__init__()
        self.setObjectName("workspace")
        self.desk = desk
        self.bench: Bench | None = None
        self.found: Quotient | None = None
        self._prices: Prices | None = None
        self._place = Place(-1, 0)
        self._scratch = Scratch(1)
        self.held = HeldStep("checked", "Leave the step that is checked for the newest one")
        self.method = MethodRow(Method())
        self.place = PlaceRow()
        self.formula = FormulaLines(_FORMULA_HEIGHT, "The difference quotient, with its numbers")
        self.agreement = wrapped(pixels=theme.SMALL_PX)
        self.table, self.whole = ColumnTable(), WholeGradient()
        self.nothing = wrapped(_NOTHING, "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.places = QStackedWidget()
        self._clock = QTimer(self)
        self._clock.setInterval(_AUTO_MS)
        self._lay_out()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for part in (self.formula, self.table, self.whole):
            part.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Check the coming step, unless the run is moving and another one is being looked at."""
        self.held.show_snapshot(snapshot)

    @Slot()
    def go_on(self) -> None:
        """Fill the next dimension."""
        if self.bench is not None:
            self._go_to(after(self.bench))

    @Slot()
    def go_back(self) -> None:
        """Look at the dimension before."""
        if self.bench is not None and self.bench.place.d > 0:
            self._go_to(beside(self.bench, self.bench.place.d - 1))

    @Slot()
    def _take(self) -> None:
        step, dataset = self.held.step, self.held.dataset
        assert step is not None
        assert dataset is not None
        self.desk.stop()
        self._prices = None
        self.places.setCurrentIndex(0 if step.is_finite else 1)
        if not step.is_finite:
            self.bench = None
            self.place.auto.setChecked(False)
            return
        pixels = dataset.pixels.shape[1]
        if self.bench is None or self.bench.dataset is not dataset:
            self._scratch = Scratch(pixels)
        is_known = self.bench is not None and self.bench.dataset.shape == dataset.shape
        place = self._place if is_known else Place(-1, 0)
        mistake = self.method.wished_mistake
        self._show(set_up(step, dataset, self._scratch, self.method.method, mistake, place))

    def _show(self, bench: Bench) -> None:
        """Show another bench everywhere."""
        self.bench, self._place = bench, bench.place
        self.method.show_mistake(bench.mistake, bench.step.settings)
        self.place.show_place(bench.dataset, bench.place)
        self._show_quotient()
        self.whole.plot.show_bench(bench)
        self.whole.show_bench(self.bench, self._prices)

    def _show_quotient(self) -> None:
        assert self.bench is not None
        self.found = quotient(self.bench)
        self.formula.show_formula("", words.formula(self.bench, self.found))
        sentence, tone = words.agreement(self.bench, self.found)
        self.agreement.setText(sentence)
        retone(self.agreement, tone)
        self.table.show_bench(self.bench, self.found)
        self.whole.plot.show_quotient(self.bench.method.h, self.found)

    @Slot(object)
    def _go_to(self, place: Place) -> None:
        """Check another parameter; the whole gradient, where it is under way, will know it in a moment."""
        if self.bench is not None:
            moved = replace(self.bench, place=place) if self.desk.is_running else at(self.bench, place)
            self._show(moved)

    @Slot(object)
    def _use(self, method: Method) -> None:
        if self.bench is not None:
            self.desk.stop()
            self._prices = None
            self._show(with_method(self.bench, method, self._scratch))

    @Slot(object)
    def _break(self, mistake: Mistake) -> None:
        if self.bench is not None:
            self._show(with_mistake(self.bench, mistake))

    @Slot(int)
    def _choose_row(self, d: int) -> None:
        if self.bench is not None:
            self._go_to(beside(self.bench, d))

    @Slot()
    def _toggle_whole(self) -> None:
        if self.desk.is_running:
            self.desk.stop()
        elif self.bench is not None:
            self.desk.start(self.bench)
            self.whole.show_running(True)

    @Slot()
    def _say_stopped(self) -> None:
        self.whole.show_running(False)

    @Slot(object)
    def _take_filled(self, answer: Filled) -> None:
        if self.bench is not None and answer.subject is self.bench.subject:
            self.bench = replace(self.bench, progress=answer.progress)
            self._prices = answer.prices
            self._show_quotient()
            self.whole.show_bench(self.bench, self._prices)

    @Slot()
    def _make_room(self) -> None:
        """The gradients of all classes take the place of the numbers of one."""
        self.table.setVisible(not self.whole.shown.value)

    @Slot(bool)
    def _run_on_its_own(self, is_on: bool) -> None:
        if is_on:
            self._clock.start()
        else:
            self._clock.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.place.auto.setChecked(False)

    def _connect(self) -> None:
        self.held.taken.connect(self._take)
        self.method.method_changed.connect(self._use)
        self.method.mistake_chosen.connect(self._break)
        self.place.chosen.connect(self._go_to)
        self.place.next.clicked.connect(self.go_on)
        self.place.auto.toggled.connect(self._run_on_its_own)
        self._clock.timeout.connect(self.go_on)
        self.table.chosen.connect(self._choose_row)
        self.whole.plot.chosen.connect(self.method.set_step)
        self.whole.chosen.connect(self._go_to)
        self.whole.switched.connect(self._make_room)
        self.whole.pressed.connect(self._toggle_whole)
        self.desk.filled.connect(self._take_filled)
        self.desk.stopped.connect(self._say_stopped)
        for keys, action in (("N", self.go_on), ("P", self.go_back)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _lay_out(self) -> None:
        self.agreement.setFixedHeight(_WORDS_HEIGHT)
        bench = QWidget()
        column = QVBoxLayout(bench)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.method, self.place, self.formula, self.agreement):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole, 1)
        self.places.addWidget(bench)
        self.places.addWidget(self.nothing)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        rows.setSpacing(theme.GAP)
        rows.addLayout(title_row("Gradient check", _EXPLANATION, self.held.newest, middle=self.held.which))
        rows.addWidget(self.places, 1)
