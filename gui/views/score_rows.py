"""The scores of one image to move, and which of the classes is the true one."""

from functools import partial

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.views.loss_table import HEAD
from gui.widgets.labels import label
from gui.widgets.number_control import Scale
from gui.widgets.number_row import HEIGHT, NumberRow
from model.arrays import Doubles
from model.ranges import nice_ceiling

_NAME_WIDTH = 96
_LEAST_REACH = 10.0
_MOST = 999.0


class ScoreRows(QWidget):
    """A row a class: its name to make it the true one, a slider and a box.

    `moved` tells class and score, `refused` a typing error.
    """

    moved = Signal(int, float)
    refused = Signal()
    label_chosen = Signal(int)

    def __init__(self) -> None:
        """Have no rows yet."""
        super().__init__()
        self.rows: list[NumberRow] = []
        self.names: list[QPushButton] = []
        self._classes: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.label_chosen)
        self._reach = 0.0
        self._holder = QWidget()
        self.complaints = QWidget()
        self._said = QVBoxLayout(self.complaints)
        self._said.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(_heads())
        self._column.addWidget(self._holder)
        self._column.addStretch(1)

    def show_scores(self, classes: tuple[str, ...], scores: Doubles, true: int) -> None:
        """Show finite scores (K,); true is the true class."""
        if classes != self._classes:
            self._make_rows(classes)
        # The sliders' range only grows, or a slider in hand would run away.
        largest = float(abs(scores).max())
        self._reach = max(self._reach, nice_ceiling(max(largest, _LEAST_REACH)))
        scale = Scale(-self._reach, self._reach, min(-_MOST, -self._reach), max(_MOST, self._reach), is_log=False)
        for k, (row, score) in enumerate(zip(self.rows, scores, strict=True)):
            row.set_scale(scale)
            row.set_value(float(score))
            self._mark(k, k == true)

    def fit(self) -> None:
        """Let the sliders reach only as far as the next scores need."""
        self._reach = 0.0

    def _mark(self, k: int, is_true: bool) -> None:
        button, name = self.names[k], self._classes[k]
        if button.isChecked() != is_true or not button.text():
            with QSignalBlocker(self._group):
                button.setChecked(is_true)
            button.setText(button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME_WIDTH - 26))
            button.setIcon(_mark_of(theme.class_colour(k), is_true))

    def _make_rows(self, classes: tuple[str, ...]) -> None:
        self._classes = classes
        for button in self.names:
            self._group.removeButton(button)
        old, self._holder = self._holder, QWidget()
        self._column.replaceWidget(old, self._holder)
        old.hide()
        for row in self.rows:
            row.complaint.deleteLater()
        old.deleteLater()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.names = [_class_button() for _ in classes]
        scale = Scale(-_LEAST_REACH, _LEAST_REACH, -_MOST, _MOST, is_log=False)
        self.rows = [
            NumberRow(button, f"the score of {name}", scale, f"The score of {name}")
            for button, name in zip(self.names, classes, strict=True)
        ]
        for k, (button, row) in enumerate(zip(self.names, self.rows, strict=True)):
            self._group.addButton(button, k)
            button.setToolTip("Make this the true class y")
            button.setAccessibleName(f"True class: {classes[k]}")
            row.refused.connect(self.refused)
            row.changed.connect(partial(self.moved.emit, k))
            column.addWidget(row)
            self._said.addWidget(row.complaint)


def _heads() -> QHBoxLayout:
    row = QHBoxLayout()
    for text in ("true class", "score s"):
        made = label(text, "muted", theme.SMALL_PX)
        made.setFixedHeight(HEAD)
        row.addWidget(made)
        row.addStretch(int(text == "true class"))
    return row


def _class_button() -> QPushButton:
    button = QPushButton()
    button.setFont(theme.font(theme.SMALL_PX))
    button.setIconSize(QSize(10, 10))
    button.setCheckable(True)
    button.setProperty("quiet", True)
    button.setProperty("left", True)
    button.setFixedSize(_NAME_WIDTH, HEIGHT - 2)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _mark_of(colour: str, is_true: bool) -> QIcon:
    """A dot, or a tick for the true class."""
    picture = QPixmap(20, 20)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_true:
        painter.setPen(QPen(QColor(colour), 4))
        painter.drawPolyline([QPointF(2, 11), QPointF(8, 17), QPointF(18, 3)])
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(3, 3, 14, 14)
    painter.end()
    return QIcon(picture)
