"""THE ONE PLACE where threads meet Qt: a timer that empties the mailboxes and tells the window."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, SignalInstance, Slot

from model.mailbox import Mailbox
from model.records import Snapshot
from model.trouble import Failure

if TYPE_CHECKING:
    from model.checking.progress import Filled
    from model.inspection import Inspection
    from model.panorama import Panorama
    from model.profiles import Survey
    from model.race.records import RaceSnapshot
    from model.search.records import SearchSnapshot
    from model.strategies.records import StrategiesSnapshot
    from model.surveyor import NoSurvey

FRAME_MS = 33
SLOWEST_FRAME_MS = 66
EAGER_MS = 2
_EAGER_FOR_MS = 300
_DRAWING_SHARE = 0.3
_SMOOTHING = 0.2


class Bridge(QObject):
    """Looks into the mailboxes once a frame; after a question far more often for a moment: the answer is seen at once.

    How long a frame is while running depends on how long the last ones took to draw; frame_drawn tells that, in
    milliseconds, from the look into the mailbox until Qt has painted what it changed.
    """

    snapshot_ready = Signal(object)
    failed = Signal(str)
    survey_ready = Signal(object)
    panorama_ready = Signal(object)
    check_ready = Signal(object)
    inspection_ready = Signal(object)
    race_ready = Signal(object)
    strategies_ready = Signal(object)
    search_ready = Signal(object)
    frame_drawn = Signal(float)

    def __init__(
        self,
        snapshots: Mailbox[Snapshot | Failure],
        surveys: Mailbox[Survey | NoSurvey],
        panoramas: Mailbox[Panorama | NoSurvey],
        checks: Mailbox[Filled | NoSurvey],
        inspections: Mailbox[Inspection | NoSurvey],
        races: Mailbox[RaceSnapshot],
        strategies: Mailbox[StrategiesSnapshot],
        searches: Mailbox[SearchSnapshot],
    ) -> None:
        """Look into these mailboxes, once started."""
        super().__init__()
        self._snapshots = snapshots
        self._answers: tuple[tuple[Mailbox[Any], SignalInstance], ...] = (
            (surveys, self.survey_ready),
            (panoramas, self.panorama_ready),
            (checks, self.check_ready),
            (inspections, self.inspection_ready),
            (races, self.race_ready),
            (strategies, self.strategies_ready),
            (searches, self.search_ready),
        )
        self._jobs: SimpleQueue[tuple[Callable[[Any], None], Any]] = SimpleQueue()
        self._frame_ms = 0.0
        self._is_drawing = False
        self._frame_clock = QElapsedTimer()
        self._eager_clock = QElapsedTimer()
        self._painted = QTimer(self)  # its turn comes when nothing is left to paint
        self._painted.setSingleShot(True)
        self._painted.setInterval(0)
        self._painted.timeout.connect(self._end_frame)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
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

    def expect(self) -> None:
        """Something was asked: look for the answer at short intervals."""
        self._eager_clock.restart()
        self._keep_pace(EAGER_MS)

    @Slot()
    def look(self) -> None:
        """Pass on whatever is new."""
        news = self._snapshots.take()
        if isinstance(news, Failure):
            self.failed.emit(news.sentence)
        elif news is not None:
            self._begin_frame()
            self._keep_pace(self._fitting_interval() if news.mode.is_moving else EAGER_MS)
            self.snapshot_ready.emit(news)
        elif self._timer.interval() == EAGER_MS and self._eager_clock.elapsed() > _EAGER_FOR_MS:
            self._keep_pace(FRAME_MS)
        for box, ready in self._answers:
            answer = box.take()
            if answer is not None:
                ready.emit(answer)
        self._pass_results_on()

    def _begin_frame(self) -> None:
        if not self._is_drawing:
            self._is_drawing = True
            self._frame_clock.restart()
            self._painted.start()

    @Slot()
    def _end_frame(self) -> None:
        self._is_drawing = False
        drawn_ms = self._frame_clock.nsecsElapsed() / 1e6
        self._frame_ms += _SMOOTHING * (drawn_ms - self._frame_ms)
        self.frame_drawn.emit(drawn_ms)

    def _fitting_interval(self) -> int:
        """So rarely that there is time between two frames for everything else."""
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
