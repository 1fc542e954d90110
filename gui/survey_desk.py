"""When to ask for a landscape, and which answer still counts."""

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from model.arrays import Floats
from model.records import Mode, Snapshot
from model.surveyor import NoSurvey, Survey, SurveyRequest

_PAUSE_MS = 100


class SurveyDesk(QObject):
    """Asks one question at a time, at most ten a second while running; passes on only the answer to the last."""

    asked = Signal(object)
    answered = Signal(object)

    def __init__(self) -> None:
        """Nothing is asked yet."""
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._asked: tuple[Floats, float] | None = None
        self._identity = 0
        self._is_waiting = False
        self._reach = 0.0
        self._since = QElapsedTimer()
        self.keep_reach = False
        self.is_open = True

    def consider(self, snapshot: Snapshot) -> None:
        """Ask about the coming step of a snapshot, unless that is known, or too soon."""
        self._snapshot = snapshot
        if snapshot.mode is Mode.DIVERGED:
            self._asked = None
            self._identity += 1
            self._is_waiting = False
        elif self.is_open and not self._is_waiting and self._is_news(snapshot) and not self._is_too_soon(snapshot):
            self._ask(snapshot)

    @Slot(object)
    def take(self, survey: Survey | NoSurvey) -> None:
        """Pass the answer on if it is to the last question; then ask what has become of interest meanwhile."""
        if survey.identity != self._identity:
            return
        self._is_waiting = False
        if isinstance(survey, NoSurvey):
            return
        self._reach = survey.reach
        self.answered.emit(survey)
        if self._snapshot is not None:
            self.consider(self._snapshot)

    def _is_news(self, snapshot: Snapshot) -> bool:
        if self._asked is None:
            return True
        gradient, step_size = self._asked
        is_other_step = gradient is not snapshot.coming.gradient.weights
        return is_other_step or (step_size != snapshot.settings.step_size and not self.keep_reach)

    def _is_too_soon(self, snapshot: Snapshot) -> bool:
        return snapshot.mode.is_moving and self._since.isValid() and self._since.elapsed() < _PAUSE_MS

    def _ask(self, snapshot: Snapshot) -> None:
        self._identity += 1
        self._is_waiting = True
        self._asked = (snapshot.coming.gradient.weights, snapshot.settings.step_size)
        self._since.restart()
        request = SurveyRequest(self._identity, snapshot.coming, snapshot.dataset, self._reach, self.keep_reach)
        self.asked.emit(request)
