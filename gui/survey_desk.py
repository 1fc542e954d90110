"""When to ask for a landscape, and which answer still counts."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from model.profiles import Along, Question, Survey
from model.records import Mode, Snapshot
from model.surveyor import NoSurvey

_PAUSE_MS = 100
_REST_SHARE = 4  # while running, surveying takes at most a fifth of the time of its thread
_QUICK_IMAGES = 12_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the landscape is to be seen."""

    along: Along = Along.BATCH
    is_log: bool = False


class SurveyDesk(QObject):
    """Asks one question at a time, and while running only now and then; passes on only the answer to the last.

    While running, a sample stands for the training images; at rest, and with many images, it is shown first.
    """

    asked = Signal(object)
    answered = Signal(object)

    def __init__(self) -> None:
        """Nothing is asked yet."""
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._wish = Wish()
        self._question: Question | None = None
        self._last: Survey | None = None
        self._identity = 0
        self._is_waiting = False
        self._took_ms = 0
        self._since = QElapsedTimer()
        self.keep_axis = False
        self.is_open = True

    @property
    def wish(self) -> Wish:
        """What of the landscape is to be seen."""
        return self._wish

    def set_wish(self, wish: Wish) -> None:
        """See something else of the landscape, at once."""
        self._wish = wish
        self._is_waiting = False
        self._since.invalidate()
        if self._snapshot is not None:
            self.consider(self._snapshot)

    def consider(self, snapshot: Snapshot) -> None:
        """Ask about the coming step of a snapshot, unless that is known, or too soon."""
        self._snapshot = snapshot
        if snapshot.mode is Mode.DIVERGED:
            self._question = self._last = None
            self._identity += 1
            self._is_waiting = False
        elif self.is_open and not self._is_waiting and not self._is_too_soon(snapshot):
            question = self._fitting_question(snapshot)
            if self._is_news(question):
                self._ask(question)

    @Slot(object)
    def take(self, survey: Survey | NoSurvey) -> None:
        """Pass the answer on if it is to the last question; then ask what has become of interest meanwhile."""
        if survey.identity != self._identity:
            return
        self._is_waiting = False
        self._took_ms = self._since.elapsed()
        if isinstance(survey, NoSurvey):
            return
        if self._is_wanted(survey.question):
            self._last = survey
            self.answered.emit(survey)
        if self._snapshot is not None:
            self.consider(self._snapshot)

    def _is_wanted(self, question: Question) -> bool:
        """Whether an answer is still about what is to be seen: the run, the direction and the axis."""
        snapshot = self._snapshot
        is_same_run = snapshot is not None and question.run == snapshot.run and question.dataset is snapshot.dataset
        return is_same_run and Wish(question.along, question.is_log) == self._wish

    def _fitting_question(self, snapshot: Snapshot) -> Question:
        last = self._last
        is_known = last is not None and last.step.gradient is snapshot.coming.gradient
        is_quick = len(snapshot.dataset.train) <= _QUICK_IMAGES
        return Question(
            identity=self._identity,
            step=snapshot.coming,
            dataset=snapshot.dataset,
            run=snapshot.run,
            along=self._wish.along,
            is_whole=not snapshot.mode.is_moving and (is_known or is_quick),
            is_log=self._wish.is_log,
            axis=last.axis if last is not None else None,
            keep_axis=self.keep_axis,
        )

    def _is_news(self, question: Question) -> bool:
        last = self._question
        if last is None:
            return True
        is_other_step = question.step.gradient is not last.step.gradient or question.run != last.run
        is_other_wish = (question.along, question.is_log) != (last.along, last.is_log)
        is_other_size = question.step.settings != last.step.settings and not self.keep_axis
        return is_other_step or is_other_wish or is_other_size or (question.is_whole and not last.is_whole)

    def _is_too_soon(self, snapshot: Snapshot) -> bool:
        pause = max(_PAUSE_MS, (1 + _REST_SHARE) * self._took_ms)
        return snapshot.mode.is_moving and self._since.isValid() and self._since.elapsed() < pause

    def _ask(self, question: Question) -> None:
        self._identity += 1
        self._is_waiting = True
        self._question = replace(question, identity=self._identity)
        self._since.restart()
        self.asked.emit(self._question)
