"""What the signs on the maps mean."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsRectItem

from gui import theme
from gui.plots.items import pen
from gui.search.cells import CellState
from gui.search.notes import SIGNS
from gui.theme import Theme
from gui.widgets.canvas import Canvas, Text, width_of

_WIDTH, _HEIGHT, _SIDE, _GAP, _WIDE_GAP = 350, 20, 11, 5, 14
_NAMES = {
    CellState.WAITING: "waiting",
    CellState.RUNNING: "running",
    CellState.DIVERGED: "diverged",
    CellState.GIVEN_UP: "given up",
}


class MapLegend(Canvas):
    """Each sign with its meaning, and the ring."""

    def __init__(self) -> None:
        """Place the signs."""
        super().__init__()
        self._theme = theme.DARK
        self._squares = {name: QGraphicsRectItem() for name in ("waiting", "best")}
        self._circles = {name: QGraphicsEllipseItem() for name in self._squares}
        self._signs = {state: Text(theme.SMALL_PX) for state in SIGNS}
        self._names = {name: Text(theme.SMALL_PX) for name in (*_NAMES.values(), "best")}
        for item in (*self._squares.values(), *self._circles.values(), *self._signs.values(), *self._names.values()):
            self.items_on.addItem(item)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.show_kind(False)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.set_ground(theme.window)
        self._squares["waiting"].setBrush(QColor(theme.field))
        self._squares["waiting"].setPen(pen(theme.faint, 1))
        self._circles["waiting"].setPen(pen(theme.muted, 1))
        for shape in (self._squares["best"], self._circles["best"]):
            shape.setPen(pen(theme.text, 2))
        for state, sign in self._signs.items():
            sign.say(SIGNS[state], theme.warning if state is CellState.DIVERGED else theme.text)
        for name, text in self._names.items():
            text.say(name, theme.muted)

    def show_kind(self, is_random: bool) -> None:
        """Show what waits and what is best as cells, or as points."""
        for name, square in self._squares.items():
            square.setVisible(not is_random)
            self._circles[name].setVisible(is_random)

    def lay_out(self) -> None:
        left = 1.0
        for name, text in self._names.items():
            state = next((state for state, called in _NAMES.items() if called == name), None)
            if name in self._squares:
                for shape in (self._squares[name], self._circles[name]):
                    shape.setRect(QRectF(left, (_HEIGHT - _SIDE) / 2, _SIDE, _SIDE))
                left += _SIDE + _GAP
            elif state is not None:
                self._signs[state].stand_at(left, _HEIGHT / 2)
                left += width_of(SIGNS[state], theme.SMALL_PX) + _GAP
            text.stand_at(left, _HEIGHT / 2)
            left += width_of(name, theme.SMALL_PX) + _WIDE_GAP
