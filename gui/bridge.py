"""THE ONE PLACE where threads meet Qt: a timer that empties the mailboxes and tells the window."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from model.mailbox import Mailbox
from model.records import Failure, Snapshot
from model.surveyor import NoSurvey, Survey

FRAME_MS = 33
SLOWEST_FRAME_MS = 66
WAITING_MS = 8
_DRAWING_SHARE = 0.15
_SMOOTHING = 0.2


class Bridge(QObject):
    """Looks into the mailboxes once a frame; while nothing runs, more often, so that a step is seen at once.

    How long a frame is while running depends on how long drawing it takes; frame_drawn tells that, in milliseconds.
    """

    snapshot_ready = Signal(object)
    failed = Signal(str)
    survey_ready = Signal(object)
    frame_drawn = Signal(float)

    def __init__(self, snapshots: Mailbox[Snapshot | Failure], surveys: Mailbox[Survey | NoSurvey]) -> None:
        """Look into these mailboxes, once started."""
        super().__init__()
        self._snapshots = snapshots
        self._surveys = surveys
        self._jobs: SimpleQueue[tuple[Callable[[Any], None], Any]] = SimpleQueue()
        self._spent_ms = 0.0
        self._frame_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(WAITING_MS)
        self._timer.timeout.connect(self.look)

    @property
    def interval_ms(self) -> int:
        """How long it waits between two looks."""
        return self._timer.interval()

    def start(self) -> None:
        """Begin to look."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def hand_over(self, receiver: Callable[[Any], None], result: object) -> None:
        """From any thread: have the GUI thread call receiver(result); none is lost."""
        self._jobs.put((receiver, result))

    @Slot(float)
    def count(self, milliseconds: float) -> None:
        """Add time that the GUI thread spent on painting."""
        self._spent_ms += milliseconds

    @Slot()
    def look(self) -> None:
        """Pass on whatever is new."""
        clock = QElapsedTimer()
        clock.start()
        news = self._snapshots.take()
        if isinstance(news, Failure):
            self.failed.emit(news.sentence)
        elif news is not None:
            self._end_frame()
            self._keep_pace(self._fitting_interval() if news.mode.is_moving else WAITING_MS)
            self.snapshot_ready.emit(news)
        survey = self._surveys.take()
        if survey is not None:
            self.survey_ready.emit(survey)
        self._pass_results_on()
        self.count(clock.nsecsElapsed() / 1e6)

    def _end_frame(self) -> None:
        """The next frame begins: what was spent since the last one began was that one's work."""
        self._frame_ms += _SMOOTHING * (self._spent_ms - self._frame_ms)
        self.frame_drawn.emit(self._spent_ms)
        self._spent_ms = 0.0

    def _fitting_interval(self) -> int:
        """So rarely that drawing takes little of the time: every millisecond here is taken from training."""
        return round(min(max(FRAME_MS, self._frame_ms / _DRAWING_SHARE), SLOWEST_FRAME_MS))

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
