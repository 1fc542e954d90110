"""When to go on with the numerical gradient, and which answer still counts."""

from PySide6.QtCore import QObject, Signal, Slot

from model.checking.bench import Bench
from model.checking.progress import Filled, WholeQuestion
from model.surveyor import NoSurvey


class CheckDesk(QObject):
    """Asks for one part of the gradient after another, until all is known or it is told to stop."""

    asked = Signal(object)
    filled = Signal(object)
    stopped = Signal()

    def __init__(self) -> None:
        """Nothing is asked yet."""
        super().__init__()
        self._bench: Bench | None = None
        self._identity = 0

    @property
    def is_running(self) -> bool:
        """Whether an answer is waited for."""
        return self._bench is not None

    def start(self, bench: Bench) -> None:
        """Go on with what this bench lacks."""
        self._bench = bench
        self._ask(bench)

    @Slot()
    def stop(self) -> None:
        """Ask for no more; an answer on its way does not count."""
        if self._bench is not None:
            self._bench = None
            self._identity += 1
            self.stopped.emit()

    @Slot(object)
    def take(self, answer: Filled | NoSurvey) -> None:
        """Pass a part on, and ask for the next."""
        if self._bench is None or answer.identity != self._identity:
            return
        if isinstance(answer, NoSurvey):
            self.stop()
            return
        bench = self._bench
        self.filled.emit(answer)
        if answer.progress.is_whole:
            self.stop()
        elif self._bench is bench:
            self._ask(bench, answer)

    def _ask(self, bench: Bench, last: Filled | None = None) -> None:
        self._identity += 1
        progress = bench.progress if last is None else last.progress
        self.asked.emit(WholeQuestion(self._identity, bench.dataset, bench.subject, bench.method, progress))
