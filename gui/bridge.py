"""THE ONE PLACE where threads meet Qt: a timer that empties the mailboxes and tells the window."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from model.mailbox import Mailbox
from model.records import Failure, Snapshot
from model.surveyor import NoSurvey, Survey

FRAME_MS = 33
WAITING_MS = 8


class Bridge(QObject):
    """Looks into the mailboxes once a frame; while nothing runs, more often, so that a step is seen at once."""

    snapshot_ready = Signal(object)
    failed = Signal(str)
    survey_ready = Signal(object)

    def __init__(self, snapshots: Mailbox[Snapshot | Failure], surveys: Mailbox[Survey | NoSurvey]) -> None:
        """Look into these mailboxes, once started."""
        super().__init__()
        self._snapshots = snapshots
        self._surveys = surveys
        self._jobs: SimpleQueue[tuple[Callable[[Any], None], Any]] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(WAITING_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def hand_over(self, receiver: Callable[[Any], None], result: object) -> None:
        """From any thread: have the GUI thread call receiver(result); none is lost."""
        self._jobs.put((receiver, result))

    @Slot()
    def look(self) -> None:
        """Pass on whatever is new."""
        news = self._snapshots.take()
        if isinstance(news, Failure):
            self.failed.emit(news.sentence)
        elif news is not None:
            self._keep_pace(FRAME_MS if news.mode.is_moving else WAITING_MS)
            self.snapshot_ready.emit(news)
        survey = self._surveys.take()
        if survey is not None:
            self.survey_ready.emit(survey)
        self._pass_results_on()

    def _keep_pace(self, interval: int) -> None:
        if self._timer.interval() != interval:
            self._timer.setInterval(interval)

    def _pass_results_on(self) -> None:
        while True:
            try:
                receiver, result = self._jobs.get_nowait()
            except Empty:
                return
            receiver(result)
