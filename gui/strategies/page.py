"""The page Strategies of the workspace Race: five ways to find a good W, held to what each pays."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.race.editor import word_button
from gui.race_desk import RaceDesk
from gui.strategies import words
from gui.strategies.curves import StrategyCurves
from gui.strategies.table import StrategyTable
from gui.strategies.transport import StrategiesTransport
from gui.theme import Theme
from gui.widgets.labels import Steady, retone, title_row, wrapped, yielding
from gui.workspaces.names import TRAIN
from model.records import Snapshot
from model.strategies.commands import BeginSearching, HandOver
from model.strategies.records import StrategiesSnapshot, StrategyKind

_EXPLANATION = (
    "One loss evaluation is the loss of all training images once. A try costs one; a numerical gradient one for every "
    "weight and bias, and one more; an analytic gradient two, as its products are as large as those of the scores; a "
    "batch as much less as it has fewer images. What is measured for the screen is not counted. Each strategy may use "
    "the same number, and goes as far as that takes it."
)
_STORY_LINES = 3


class StrategiesPage(QWidget):
    """Begins with the data set, loss, step size, batch size and seed of the main run."""

    def __init__(self, desk: RaceDesk) -> None:
        """Wait for a data set."""
        super().__init__()
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._begun: BeginSearching | None = None
        self.shown: StrategiesSnapshot | None = None
        self.selected = StrategyKind.LOCAL
        self._newest = self._least = 0
        self._is_behind = False
        self.figure = StrategiesFigure()
        self.curves, self.table, self.story = self.figure.curves, self.figure.table, self.figure.story
        self.transport = StrategiesTransport()
        self.open = word_button("Open in Train", "The main run goes on from the W of the chosen strategy; it is kept")
        self.note = yielding()
        self._lay_out()
        self._desk.told.connect(self.show_strategies)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.open.clicked.connect(self._open_chosen)
        self.transport.commanded.connect(self._desk.commanded)
        self.transport.anew.connect(self._begin)
        self.open.setEnabled(False)
        self._say(words.WAITING)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.figure.set_theme(theme)
        self.transport.set_theme(theme)
        self._draw()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the main run; as long as nothing is tried, the strategies follow its settings."""
        self._snapshot = snapshot
        begun = self._begun
        if begun is None or begun.dataset is not snapshot.dataset or self._is_to_follow:
            self._begin()
        elif self._is_behind:  # they went on while nobody looked
            self._draw()
        else:
            self._say_alike()

    @Slot(object)
    def show_strategies(self, shown: StrategiesSnapshot) -> None:
        """Show a moment of the strategies, unless others are wished for by now."""
        self._newest = max(self._newest, shown.identity)
        if shown.identity <= self._least:
            return
        if shown.trouble:
            self.transport.setEnabled(True)
            self._say(shown.trouble, is_warning=True)
            return
        self.shown, self._is_behind = shown, True
        for part in (self.transport, self.open):
            part.setEnabled(True)
        self.transport.show_strategies(shown)
        if self.isVisible():
            self._draw()
            if self._is_to_follow:  # the settings have changed meanwhile
                self._begin()

    def _draw(self) -> None:
        if self.shown is not None:
            self._is_behind = False
            self.figure.show_strategies(self.shown)
            self._say_alike()

    @property
    def _is_to_follow(self) -> bool:
        """Whether nothing was tried yet, and the main run is set otherwise. One beginning is waited for at a time."""
        shown, begun, snapshot = self.shown, self._begun, self._snapshot
        if shown is None or begun is None or snapshot is None or shown.budget > 1:
            return False
        if any(lane.standing.evaluations > 1 for lane in shown.lanes):
            return False
        return begun.seed != snapshot.seed or not words.is_like(begun.settings, snapshot.settings)

    @Slot()
    def _begin(self) -> None:
        """Put all at the start, as the main run is set."""
        if self._snapshot is not None:
            self._begun = BeginSearching(self._snapshot.dataset, self._snapshot.settings, self._snapshot.seed)
            self.shown, self._least = None, self._newest
            for part in (self.transport, self.open):
                part.setEnabled(False)
            self._say(words.WAITING)
            self._desk.commanded.emit(self._begun)

    @Slot(object)
    def _choose(self, kind: StrategyKind) -> None:
        self.selected = kind
        self.table.show_chosen(kind)

    @Slot()
    def _open_chosen(self) -> None:
        self._open(self.selected)

    @Slot(object)
    def _open(self, kind: StrategyKind) -> None:
        if self.shown is not None and self._snapshot is not None:
            self._desk.commanded.emit(HandOver(self.shown.identity, kind, self._snapshot.settings))
            self._desk.left_for.emit(TRAIN)

    def _say_alike(self) -> None:
        if self.shown is not None and self._snapshot is not None:
            warning = words.outdated(self.shown, self._snapshot)
            self._say(warning or words.alike(self.shown), is_warning=bool(warning))

    def _say(self, sentence: str, is_warning: bool = False) -> None:
        if sentence != self.note.text():
            self.note.setText(sentence)
            self.note.setToolTip(sentence)
            retone(self.note, "warning" if is_warning else "muted")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
        column.setSpacing(6)
        column.addLayout(
            title_row(
                "Five strategies, equal budgets", _EXPLANATION, self.curves.shown, middle=Steady(self.curves.reading)
            )
        )
        column.addWidget(self.figure, 1)
        going = QHBoxLayout()
        going.addWidget(self.transport, 1)
        going.addWidget(self.open)
        column.addLayout(going)
        column.addWidget(Steady(self.note))


class StrategiesFigure(QWidget):
    """What of the strategies is kept as a figure: the curves, whose they are, and what they tell."""

    def __init__(self) -> None:
        """Wait for the strategies."""
        super().__init__()
        self.curves, self.table = StrategyCurves(), StrategyTable()
        self.story = wrapped(pixels=theme.SMALL_PX)
        self.story.setAlignment(Qt.AlignmentFlag.AlignTop)
        place = Steady(self.story)
        place.setFixedHeight(_STORY_LINES * self.story.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.curves, 1)
        column.addWidget(self.table, 1)  # as much as the curves, up to what it needs
        column.addWidget(place)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.curves.set_theme(theme)
        self.table.set_theme(theme)

    def show_strategies(self, shown: StrategiesSnapshot) -> None:
        """Show a moment."""
        self.curves.show_strategies(shown)
        self.table.show_strategies(shown)
        told = words.story(shown)
        if told != self.story.text():
            self.story.setText(told)
