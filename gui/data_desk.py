"""When to ask what the classifier makes of the images, and which answer still counts."""

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from model.inspection import Inspection, InspectionQuestion, Split
from model.records import Snapshot
from model.surveyor import NoSurvey

_PAUSE_MS = 500
_REST_SHARE = 4  # while running, inspecting takes at most a fifth of the time of its thread


class DataDesk(QObject):
    """Asks one question at a time while it is open, and while running only now and then."""

    asked = Signal(object)
    answered = Signal(object)
    failed = Signal()

    def __init__(self) -> None:
        """Nothing is asked until it is opened."""
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._split = Split.TRAIN
        self._question: InspectionQuestion | None = None
        self._identity = 0
        self._is_waiting = False
        self._is_open = False
        self._took_ms = 0
        self._since = QElapsedTimer()

    @property
    def is_settled(self) -> bool:
        """Whether the answer about what is to be seen has come."""
        if not self._is_open or self._snapshot is None:
            return not self._is_open
        return not self._is_waiting and not self._is_news(self._snapshot)

    def open(self, is_open: bool) -> None:
        """Begin to ask, or stop asking: only images that are looked at are worth the work."""
        self._is_open = is_open
        self._reconsider()

    def set_split(self, split: Split) -> None:
        """Ask about other images, at once."""
        if split is not self._split:
            self._split = split
            self._is_waiting = False
            self._since.invalidate()
            self._reconsider()

    def consider(self, snapshot: Snapshot) -> None:
        """Ask about a snapshot, unless the answer is known, or it is too soon."""
        self._snapshot = snapshot
        if self._is_open and not self._is_waiting and self._is_news(snapshot) and not self._is_too_soon(snapshot):
            self._ask(snapshot)

    @Slot(object)
    def take(self, answer: Inspection | NoSurvey) -> None:
        """Pass the answer on if it is to the last question; then ask what has become of interest meanwhile."""
        if answer.identity != self._identity or not self._is_waiting:
            return
        self._is_waiting = False
        self._took_ms = self._since.elapsed()
        if isinstance(answer, NoSurvey):
            self.failed.emit()
        elif self._snapshot is not None and answer.question.dataset is self._snapshot.dataset:
            self.answered.emit(answer)
        self._reconsider()

    def _reconsider(self) -> None:
        if self._snapshot is not None:
            self.consider(self._snapshot)

    def _is_news(self, snapshot: Snapshot) -> bool:
        """Whether another answer is to be expected: other parameters, images, labels or loss."""
        last = self._question
        if last is None or last.params is not snapshot.params or last.split is not self._split:
            return True
        is_same_loss = (last.settings.loss, last.settings.margin) == (snapshot.settings.loss, snapshot.settings.margin)
        return last.dataset is not snapshot.dataset or not is_same_loss

    def _is_too_soon(self, snapshot: Snapshot) -> bool:
        pause = max(_PAUSE_MS, (1 + _REST_SHARE) * self._took_ms)
        is_same_data = self._question is not None and self._question.dataset is snapshot.dataset
        return snapshot.mode.is_moving and is_same_data and self._since.isValid() and self._since.elapsed() < pause

    def _ask(self, snapshot: Snapshot) -> None:
        self._identity += 1
        self._is_waiting = True
        self._question = InspectionQuestion(
            identity=self._identity,
            run=snapshot.run,
            number=snapshot.number,
            dataset=snapshot.dataset,
            split=self._split,
            params=snapshot.params,
            settings=snapshot.settings,
        )
        self._since.restart()
        self.asked.emit(self._question)
