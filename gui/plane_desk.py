"""When to ask for the loss on a plane, and which answer still counts."""

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from model.axes import Axes
from model.panorama import Panorama, PlaneQuestion
from model.records import Mode, Params, Snapshot
from model.surveyor import NoSurvey

COARSE, FINE = 51, 101
_PAUSE_MS = 250
_REST_SHARE = 4
_WORKING = "Working out the plane …"
_DIVERGED = "The loss is not finite here: go back some steps (←), and go on with a smaller step size."


@dataclass(frozen=True, slots=True)
class PlaneWish:
    """Which plane is to be seen, and what of it."""

    axes: Axes = Axes.PREVIOUS
    seed: int = 1
    wants_accuracy: bool = False
    wants_whole: bool = False
    saved: tuple[Params, ...] = ()


class PlaneDesk(QObject):
    """Asks one question at a time: coarsely on a sample while running, then coarsely and finely at rest."""

    asked = Signal(object)
    answered = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        """Nothing is asked until it is opened."""
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._wish = PlaneWish()
        self._question: PlaneQuestion | None = None
        self._known: tuple[PlaneQuestion, PlaneWish] | None = None
        self._asked_wish = self._wish
        self._last: Panorama | None = None
        self._identity = 0
        self._is_waiting = False
        self._is_open = False
        self._took_ms = 0
        self._since = QElapsedTimer()

    @property
    def is_settled(self) -> bool:
        """Whether the finest answer about what is to be seen has come, or the sentence that there is none."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.mode is Mode.DIVERGED:
            return snapshot is not None
        return not self._is_waiting and self._next_side(snapshot) is None

    def open(self, is_open: bool) -> None:
        """Begin to ask, or stop asking: only a plane that is looked at is worth the work."""
        self._is_open = is_open
        if is_open and self._snapshot is not None and self._next_side(self._snapshot) is not None:
            self.refused.emit(_WORKING)
        self._reconsider()

    def set_wish(self, wish: PlaneWish) -> None:
        """See another plane, or something else of it, at once."""
        self._wish = wish
        self._is_waiting = False
        self._since.invalidate()
        self._reconsider()

    def consider(self, snapshot: Snapshot) -> None:
        """Ask about a snapshot, unless the answer is known, or it is too soon."""
        if self._snapshot is not None and self._snapshot.run != snapshot.run:
            self._known = self._last = None
            self._is_waiting = False
            if self._is_open:
                self.refused.emit(_WORKING)
        self._snapshot = snapshot
        if self._is_open and snapshot.mode is Mode.DIVERGED:
            self._give_up()
        elif self._is_open and not self._is_waiting and not self._is_too_soon(snapshot):
            side = self._next_side(snapshot)
            if side is not None:
                self._ask(snapshot, side)

    @Slot(object)
    def take(self, answer: Panorama | NoSurvey) -> None:
        """Pass the answer on if it is to the last question; then ask what has become of interest meanwhile."""
        if answer.identity != self._identity or self._question is None:
            return
        self._is_waiting = False
        self._took_ms = self._since.elapsed()
        if self._asked_wish != self._wish or self._snapshot is None or self._question.run != self._snapshot.run:
            self._reconsider()
            return
        self._known = (self._question, self._asked_wish)
        if isinstance(answer, NoSurvey):
            self._last = None
            self.refused.emit(answer.sentence or "The plane could not be worked out; the log has the details.")
        else:
            self._last = answer
            self.answered.emit(answer)
        self._reconsider()

    def _give_up(self) -> None:
        """There is nothing to ask about; what is on its way is no answer any more."""
        self._identity += 1
        self._is_waiting = False
        self._known = self._last = None
        self.refused.emit(_DIVERGED)

    def _reconsider(self) -> None:
        if self._snapshot is not None:
            self.consider(self._snapshot)

    def _next_side(self, snapshot: Snapshot) -> int | None:
        """How fine the next grid is to be; None where the answer is known."""
        if self._known is None:
            return COARSE
        question, wish = self._known
        if wish != self._wish or question.step.gradient is not snapshot.coming.gradient:
            return COARSE
        is_at_rest = not snapshot.mode.is_moving
        return FINE if is_at_rest and question.side == COARSE and self._last is not None else None

    def _is_too_soon(self, snapshot: Snapshot) -> bool:
        pause = max(_PAUSE_MS, (1 + _REST_SHARE) * self._took_ms)
        return snapshot.mode.is_moving and self._since.isValid() and self._since.elapsed() < pause

    def _ask(self, snapshot: Snapshot, side: int) -> None:
        self._identity += 1
        self._is_waiting = True
        self._asked_wish = wish = self._wish
        self._question = PlaneQuestion(
            identity=self._identity,
            step=snapshot.coming,
            dataset=snapshot.dataset,
            run=snapshot.run,
            axes=wish.axes,
            trail=snapshot.trail,
            previous=snapshot.previous,
            saved=wish.saved,
            seed=wish.seed,
            side=side,
            is_whole=wish.wants_whole and not snapshot.mode.is_moving and side == FINE,
            wants_accuracy=wish.wants_accuracy,
            last=self._last,
        )
        self._since.restart()
        self.asked.emit(self._question)
