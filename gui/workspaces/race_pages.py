"""Race: its pages, runs side by side and strategies held to what they pay, of which one is seen."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.race_desk import RaceDesk
from gui.strategies.page import StrategiesPage
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.labels import yielding
from gui.workspaces.race import RaceWorkspace
from model.records import Snapshot

RUNS, STRATEGIES = "Runs", "Strategies"
_TAB_WIDTH = 84
_ABOUT = {
    RUNS: "Step sizes, regularizations, batch sizes: runs from the same start, step by step",
    STRATEGIES: "Random search, local search, gradient descent: how far as many loss evaluations take each",
}


class RacePages(QWidget):
    """Holds both pages; only the one that is seen is shown the main run."""

    def __init__(self, race_desk: RaceDesk, strategies_desk: RaceDesk) -> None:
        """Begin with the runs."""
        super().__init__()
        self.setObjectName("workspace")
        self._snapshot: Snapshot | None = None
        self.runs, self.strategies = RaceWorkspace(race_desk), StrategiesPage(strategies_desk)
        self._pages: dict[str, RaceWorkspace | StrategiesPage] = {RUNS: self.runs, STRATEGIES: self.strategies}
        self.choice: Choice[str] = Choice([(name, name, about) for name, about in _ABOUT.items()], "Page of Race")
        self.about = yielding()
        self.stack = QStackedWidget()
        for name, page in self._pages.items():
            self.choice.button(name).setMinimumWidth(_TAB_WIDTH)
            self.stack.addWidget(page)
        self._lay_out()
        self.choice.chosen.connect(self.show_page)

    @property
    def shown(self) -> RaceWorkspace | StrategiesPage:
        """The page that is seen."""
        return self._pages[self.choice.value]

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for page in self._pages.values():
            page.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Let the page that is seen know a moment of the main run."""
        self._snapshot = snapshot
        self.shown.show_snapshot(snapshot)

    @Slot(object)
    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.choice.set_value(name)
        self.about.setText(_ABOUT[name])
        self.stack.setCurrentWidget(self.shown)
        if self._snapshot is not None:
            self.shown.show_snapshot(self._snapshot)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        top.setSpacing(theme.MARGIN)
        top.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        top.addWidget(self.about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GAP + 2, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_page(self.choice.value)
