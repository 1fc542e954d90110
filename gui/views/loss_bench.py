"""Scores to move, three losses of them side by side, and the numbers put into the formulas."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui import bench_words, formulas, theme
from gui.theme import Theme
from gui.views.loss_curves import LossCurves
from gui.views.loss_table import FOOT, GAP, SHARES, LossTable
from gui.views.number_lines import NumberLines
from gui.views.products import Products
from gui.views.score_rows import ScoreRows
from gui.widgets.formula import Formula
from gui.widgets.labels import hairline, label, wrapped
from gui.widgets.number_control import Scale
from gui.widgets.number_row import NumberRow
from model.bench import Bench, Rule, weigh
from model.worked import Worked

_TITLES = {Rule.HINGE: "Hinge", Rule.SQUARED_HINGE: "Squared hinge", Rule.SOFTMAX: "Softmax"}
_MARGIN = Scale(0.0, 5.0, lowest=0.0, highest=1000.0, is_log=False)
_SHIFT = Scale(-10.0, 10.0, lowest=-1000.0, highest=1000.0, is_log=False)
_SCALE = Scale(0.1, 10.0, lowest=0.01, highest=100.0)
_SCORES_SHARE, _TABLE_SHARE = 33, 67
_ABOUT_HEIGHT = 32
_FORMULA_HEIGHT = 32


class LossBench(QWidget):
    """Shows a bench. `tuned` tells margin, shift and scale; `rows` tells what is moved."""

    tuned = Signal(float, float, float)

    def __init__(self) -> None:
        """Wait for a bench."""
        super().__init__()
        self.margin = _control("margin", "the margin", _MARGIN, "How far ahead the true score must be, for the hinges")
        self.shift = _control("shift all", "the shift", _SHIFT, "Added to every score")
        self.scale = _control("scale all", "the scale", _SCALE, "Every score is multiplied by this, before the shift")
        self.about = wrapped(tone="muted", pixels=theme.SMALL_PX)
        self.about.setFixedHeight(_ABOUT_HEIGHT)
        self.formulas = {rule: Formula(pixels=15) for rule in Rule}
        self.rows, self.table = ScoreRows(), LossTable()
        self.lines, self.products = NumberLines(), Products()
        self.curves = LossCurves()
        self.feet = [label(tone="muted", pixels=theme.SMALL_PX) for _ in range(3)]
        self._margin: float | None = None
        self._lay_out()
        for control in self._controls:
            control.changed.connect(self._tune)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for part in (self.table, self.lines, self.products, self.curves):
            part.set_theme(theme)

    def begin(self, example: Worked | None) -> None:
        """Make room for another example, or for a picture's scores."""
        for control in self._controls:
            control.set_value(control.value)
        self.rows.fit()
        self.lines.fit()
        self.curves.fit()
        has_products = example is not None and example.pixels is not None
        self.products.setVisible(has_products)
        if example is not None and has_products:
            self.products.show_example(example)

    def show_bench(self, bench: Bench, classes: tuple[str, ...]) -> None:
        """Show a bench and what the losses make of it."""
        weighed = weigh(bench)
        self.rows.show_scores(classes, bench.scores[:, bench.image], bench.label)
        self.table.show_losses(bench, weighed)
        self.lines.show_entries(tuple((_TITLES[w.rule], bench_words.formula(w, bench)) for w in weighed))
        self.curves.show_bench(bench)
        for control, value in zip(self._controls, (bench.margin, bench.shift, bench.scale), strict=True):
            if control.value != value:  # what is said of a typing error stays while the scores follow a run
                control.set_value(value)
        if bench.margin != self._margin:
            self._margin = bench.margin
            for rule, shown in self.formulas.items():
                shown.set_markup(formulas.compared(rule, bench.margin))
        self._name_feet(len(bench.labels))
        _set_text(self.about, bench_words.about_change(bench))

    @property
    def _controls(self) -> tuple[NumberRow, NumberRow, NumberRow]:
        return self.margin, self.shift, self.scale

    @Slot()
    def _tune(self) -> None:
        self.tuned.emit(*(control.value for control in self._controls))

    def _name_feet(self, images: int) -> None:
        names = ("loss of this image", f"losses of the {images} images", f"mean of the {images}")
        for number, (foot, name) in enumerate(zip(self.feet, names, strict=True)):
            _set_text(foot, name)
            if foot.isHidden() != (number > 0 and images == 1):
                foot.setHidden(number > 0 and images == 1)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid())
        column.addWidget(hairline())
        column.addWidget(self.lines)
        column.addWidget(self.products)
        column.addWidget(self.curves, 1)
        place = QScrollArea()
        place.setWidget(inner)
        place.setWidgetResizable(True)
        place.setFrameShape(QFrame.Shape.NoFrame)
        place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._control_row())
        for control in self._controls:
            whole.addWidget(control.complaint)
        whole.addWidget(self.about)
        whole.addWidget(place, 1)

    def _control_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN + theme.GAP)
        for control in self._controls:
            row.addWidget(control, 1)
        return row

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, _SCORES_SHARE)
        grid.setColumnStretch(1, _TABLE_SHARE)
        grid.addWidget(self.rows.complaints, 0, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addLayout(self._heads(), 0, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.rows)
        for foot in self.feet:
            foot.setFixedHeight(FOOT)
            foot.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            left.addWidget(foot)
        left.addStretch(1)
        grid.addLayout(left, 1, 0)
        grid.addWidget(self.table, 1, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _heads(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for rule, share in zip(Rule, SHARES, strict=True):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label(_TITLES[rule], bold=True))
            self.formulas[rule].setFixedHeight(_FORMULA_HEIGHT)
            cell.addWidget(self.formulas[rule])
            row.addLayout(cell, share)
        return row


def _control(caption: str, name: str, scale: Scale, tip: str) -> NumberRow:
    return NumberRow(label(caption, "muted", theme.SMALL_PX), name, scale, tip)


def _set_text(shown: QLabel, text: str) -> None:
    if shown.text() != text:
        shown.setText(text)
