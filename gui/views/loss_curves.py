"""The three losses against the score of the true class, with all other scores as they are."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gui import theme
from gui.plots.items import Curve, Dot
from gui.plots.lean import LeanPlot
from gui.theme import Theme
from gui.widgets.labels import label
from gui.widgets.legend import Legend
from model.bench import Bench, Rule, span_of_true_score, true_score_varied, weigh
from model.ranges import Span, growing_end

_COLOURS = {Rule.HINGE: "training", Rule.SQUARED_HINGE: "good", Rule.SOFTMAX: "validation"}
_NAMES = {Rule.HINGE: "hinge", Rule.SQUARED_HINGE: "squared hinge", Rule.SOFTMAX: "softmax"}
_STYLES = {
    Rule.HINGE: Qt.PenStyle.SolidLine,
    Rule.SQUARED_HINGE: Qt.PenStyle.DashLine,
    Rule.SOFTMAX: Qt.PenStyle.SolidLine,
}
_LEAST_LOSS = 4.0
_LEAST_HEIGHT = 130


class LossCurves(QWidget):
    """A curve a loss, and a dot where the image stands. It takes what room is left, and is hidden in too little."""

    def __init__(self) -> None:
        """Wait for a bench."""
        super().__init__()
        self.plot = LeanPlot()
        self.plot.set_x_name("score of the true class, all others as they are")
        self.plot.setToolTip("The hinges are 0 from the margin on; the softmax falls for ever")
        self.legend = Legend(tuple((_COLOURS[rule], _NAMES[rule]) for rule in Rule), "")
        self.curves: dict[Rule, Curve] = {rule: self.plot.curve(1.6, _STYLES[rule]) for rule in Rule}
        self.dots: dict[Rule, Dot] = {rule: self.plot.dot(8, z=1) for rule in Rule}
        self._bench: Bench | None = None
        self._span: Span | None = None
        self._end = 0.0
        self._inner = QWidget()
        head = QHBoxLayout()
        head.setSpacing(theme.MARGIN)
        head.addWidget(label("Loss of this image", bold=True))
        head.addWidget(self.legend, 1)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, theme.GAP, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.plot, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self._inner)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        return QSize(480, 0)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plot.set_theme(theme)
        self.legend.set_theme(theme)
        for rule, name in _COLOURS.items():
            self.curves[rule].recolour(getattr(theme, name))
            self.dots[rule].setBrush(QColor(getattr(theme, name)))

    def fit(self) -> None:
        """Let the axes reach only as far as the next scores need."""
        self._span, self._end = None, 0.0

    def show_bench(self, bench: Bench) -> None:
        """Show a bench, and where its image stands."""
        self._bench = bench
        if self._has_room:
            self._draw(bench)

    def _draw(self, bench: Bench) -> None:
        self._span = span_of_true_score(bench, self._span)
        here = {found.rule: float(found.losses[bench.image]) for found in weigh(bench)}
        self._end = growing_end(1.2 * max(here[Rule.HINGE], here[Rule.SOFTMAX]), self._end, _LEAST_LOSS)
        self.plot.set_spans(self._span, (0.0, self._end))
        places, varied = true_score_varied(bench, self._span)
        own = float(bench.scores[bench.label, bench.image])
        for found in varied:
            self.plot.show_points(self.curves[found.rule], places, found.losses.astype(float))
            self.dots[found.rule].show_at(own, here[found.rule])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inner.setVisible(self._has_room)
        if self._has_room and self._bench is not None:
            self._draw(self._bench)

    @property
    def _has_room(self) -> bool:
        return self.height() >= _LEAST_HEIGHT
