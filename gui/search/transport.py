"""Start, pause, resume and cancel a search, and how far it is."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.race.editor import word_button
from gui.search import words
from gui.widgets.fitting import Fitting
from gui.widgets.labels import label, retone
from model.search.commands import Drop, Halt, Proceed
from model.search.records import SearchMode, SearchSnapshot

_BAR_HEIGHT = 4
_BEGINNING = "One moment: images are laid out and workers found …"
_OPEN = (SearchMode.RUNNING, SearchMode.PAUSED)


class SearchTransport(QWidget):
    """`started` tells that the wish is to be searched, `commanded` what else the searching thread is to do."""

    started = Signal()
    commanded = Signal(object)

    def __init__(self) -> None:
        """Stand still."""
        super().__init__()
        self.scheduler = ""
        self._search: SearchSnapshot | None = None
        self._wish = ("", False)
        self._is_told = self._is_waiting = False
        self.start = word_button("Start", "Search what the fields above say")
        self.anew = word_button("Start anew", "Search what the fields above say, in place of what is shown")
        self.pause = word_button("Pause", "Begin no more runs; those under way still end")
        self.resume = word_button("Resume", "Go on with the runs that are left")
        for button in (self.start, self.resume):
            button.setObjectName("primary")
        self.cancel = word_button("Cancel", "Stop at once; the runs that have ended are kept, and Resume goes on")
        self.said = Fitting(theme.SMALL_PX)
        self.stand = label("", "muted", theme.SMALL_PX)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR_HEIGHT)
        self.bar.setAccessibleName("Progress of the search")
        self._lay_out()
        for button in (self.start, self.anew):
            button.clicked.connect(self.started)
        self.pause.clicked.connect(self._pause)
        self.resume.clicked.connect(self._resume)
        self.cancel.clicked.connect(self._cancel)
        self._show_buttons(None)

    def show_wish(self, sentence: str, is_warning: bool, may_start: bool) -> None:
        """Say what Start would do, or why it cannot."""
        self._wish = (sentence, is_warning)
        for button in (self.start, self.anew):
            button.setEnabled(may_start)
        self._say()

    def wait(self) -> None:
        """Something was asked of the thread that takes a moment: offer nothing before it has answered."""
        self._is_waiting = True
        for button in self._all:
            button.setEnabled(False)
        self._say()

    def forget_trouble(self) -> None:
        """Another wish is what counts now."""
        self._is_told = True
        self._end_waiting()

    def show_search(self, search: SearchSnapshot) -> None:
        """Show how far a search is, and offer what is allowed."""
        if self._search is None or search.trouble != self._search.trouble or self._is_waiting:
            self._is_told = False
        self._end_waiting()
        self._search, plan = search, search.plan
        self._show_buttons(search.mode)
        self.resume.setVisible(may_resume(search))
        self.bar.setMaximum(plan.step_sizes.count * plan.strengths.count * plan.folds)
        self.bar.setValue(len(search.outcomes) + len(search.given_up))
        self._say()

    def _end_waiting(self) -> None:
        self._is_waiting = False
        for button in (self.resume, self.pause, self.cancel):
            button.setEnabled(True)

    def _say(self) -> None:
        """Trouble and what is wrong with a wish come first; then how far the search is, and what another would cost."""
        search, (sentence, is_warning) = self._search, self._wish
        is_open = search is not None and search.mode in _OPEN
        self.stand.setText(words.stand(search) if search is not None and not is_open else "")
        if self._is_waiting:
            sentence, is_warning = _BEGINNING, False
        elif search is not None and search.trouble and not is_warning and not self._is_told:
            sentence, is_warning = search.trouble, True
        elif search is not None and is_open and not is_warning:
            sentence = words.progress(search)
        self.said.say(sentence)
        retone(self.said, "warning" if is_warning else "muted")

    def _show_buttons(self, mode: SearchMode | None) -> None:
        """Start where nothing goes on, which replaces what is there; what is there can be gone on with."""
        self.start.setVisible(mode is None)
        self.anew.setVisible(mode is not None and mode not in _OPEN)
        self.pause.setVisible(mode is SearchMode.RUNNING)
        self.resume.setVisible(False)
        self.cancel.setVisible(mode in _OPEN)

    @property
    def _all(self) -> tuple[QPushButton, ...]:
        return self.resume, self.pause, self.cancel, self.start, self.anew

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self._all:
            row.addWidget(button)
        row.addWidget(self.said, 1)
        row.addWidget(self.stand)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.bar)

    @Slot()
    def _pause(self) -> None:
        self.commanded.emit(Halt())

    @Slot()
    def _resume(self) -> None:
        self.wait()
        self.commanded.emit(Proceed(self.scheduler))

    @Slot()
    def _cancel(self) -> None:
        self.commanded.emit(Drop())


def may_resume(search: SearchSnapshot) -> bool:
    """Whether there is anything to go on with; what was given up is tried again."""
    is_left = search.mode in (SearchMode.PAUSED, SearchMode.CANCELLED)
    return is_left or (search.mode is SearchMode.DONE and bool(search.given_up))
