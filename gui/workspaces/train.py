"""Train: templates on top, curves and landscape below, and a sentence that says what the landscape means."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gui import policies, sentences, theme
from gui.theme import Theme
from gui.views.curves import CurvesView
from gui.views.landscape import LandscapeView
from gui.views.templates import TemplatesView
from gui.widgets.labels import wrapped
from model.profiles import Survey
from model.records import Mode, Snapshot


class TrainWorkspace(QWidget):
    """The three views that are always visible while training."""

    step_size_chosen = Signal(float)
    drag_ended = Signal()

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.setObjectName("workspace")
        self.templates = TemplatesView()
        self.curves = CurvesView()
        self.landscape = LandscapeView()
        self.sentence = wrapped()
        self.sentence.setObjectName("sentence")
        self.sentence.setMinimumHeight(theme.SENTENCE_HEIGHT)
        self.survey: Survey | None = None
        self._said: tuple[Survey, float] | None = None
        below = _splitter(Qt.Orientation.Horizontal, self.curves, self.landscape)
        self.splitter = _splitter(Qt.Orientation.Vertical, self.templates, below)
        self.splitter.setSizes([430, 570])
        below.setSizes([500, 500])
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP + 2, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.sentence)
        self.landscape.step_size_chosen.connect(self.step_size_chosen)
        self.landscape.drag_ended.connect(self.drag_ended)

    def give_way(self, to_notice: bool) -> None:
        """Leave the place of the sentence to a notice of the window, or take it back."""
        self.sentence.setVisible(not to_notice)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        for view in (self.templates, self.curves, self.landscape):
            view.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        self.templates.show_snapshot(snapshot)
        self.curves.show_snapshot(snapshot)
        self.landscape.allow_leap(policies.may_step(snapshot))
        if snapshot.mode is Mode.DIVERGED:
            self.survey = None
            self.landscape.clear("no landscape: the loss is not finite here")

    def show_survey(self, survey: Survey) -> None:
        """Show the landscape of a coming step."""
        self.survey = survey
        self.landscape.show_survey(survey)

    @Slot(float)
    def show_step_size(self, chosen: float) -> None:
        """Mark a step size in the landscape, and say what it would do."""
        if self.survey is None or (self.survey, chosen) == self._said:
            return
        self._said = (self.survey, chosen)
        if not self.landscape.is_dragging:
            self.landscape.show_step_size(chosen)
        self.sentence.setText(sentences.about_step(self.survey, chosen))


def _splitter(direction: Qt.Orientation, *views: QWidget) -> QSplitter:
    splitter = QSplitter(direction)
    splitter.setHandleWidth(theme.MARGIN)
    splitter.setChildrenCollapsible(False)
    for view in views:
        splitter.addWidget(view)
    return splitter
