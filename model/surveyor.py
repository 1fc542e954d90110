"""A second thread of the trainer's shape, for landscapes: the newest request in, a survey out."""

import logging
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

import numpy as np

from model import landscape
from model.arrays import Doubles, frozen
from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.descent import score_batch
from model.landscape import Line
from model.mailbox import Mailbox
from model.products import Scratch
from model.records import Step

POINTS = 201
_LEFT_SHARE = 0.06
_ROOM_FOR_CHOSEN = 1.3
_ROOM_FOR_BEST = 2.6
_TOO_WIDE = 3.5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class SurveyRequest:
    """What does the loss look like along this step? reach is the right end of the last survey's t axis, or 0."""

    identity: int
    step: Step
    dataset: Dataset
    reach: float = 0.0
    keep_reach: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """The loss along W - t g at points (T,), for the step's batch and for all training images.

    The best steps are None where the loss falls without end, break_even where it never returns to its start.
    tangent is the slope of the batch's curve at 0.
    """

    identity: int
    step: Step
    points: Doubles
    batch_losses: Doubles
    train_losses: Doubles
    batch_line: Line
    train_line: Line
    tangent: float
    best_batch: float | None
    best_train: float | None
    break_even: float | None

    def __post_init__(self) -> None:
        for array in (self.points, self.batch_losses, self.train_losses):
            frozen(array)

    @property
    def reach(self) -> float:
        """The right end of the t axis."""
        return float(self.points[-1])


def fitting_reach(chosen: float, best: float | None, last: float) -> float:
    """The right end of the t axis: both steps in view; the last one stays while it still fits."""
    need = max(_ROOM_FOR_CHOSEN * chosen, _ROOM_FOR_BEST * (best or 0.0))
    if need <= last <= _TOO_WIDE * need:
        return last
    scale = 10.0 ** np.floor(np.log10(need))
    return float(next(n * scale for n in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if n * scale >= need))


def _lines(step: Step, dataset: Dataset, scratch: Scratch) -> tuple[Line, Line]:
    """The step's batch, dropped pixels and all, and the whole training set, along the step."""
    slopes = score_batch(step.gradient, step.batch, step.settings, dataset, scratch)
    of_batch = landscape.line(step.scores, slopes, step.batch.labels, step.before, step.gradient, step.settings)
    scores, slopes = score_rows_with((step.before, step.gradient), dataset, dataset.train, scratch)
    labels = dataset.labels[dataset.train]
    return of_batch, landscape.line(scores, slopes, labels, step.before, step.gradient, step.settings)


def survey(request: SurveyRequest, lines: tuple[Line, Line]) -> Survey:
    """Answer one request."""
    step, (of_batch, of_train) = request.step, lines
    chosen = step.settings.step_size
    best_batch, best_train = (landscape.best_step(along, chosen) for along in lines)
    keeps = request.keep_reach and request.reach > 0
    reach = request.reach if keeps else fitting_reach(chosen, best_batch, request.reach)
    points = np.linspace(-_LEFT_SHARE * reach, reach, POINTS)
    return Survey(
        identity=request.identity,
        step=step,
        points=points,
        batch_losses=landscape.losses_along(of_batch, points),
        train_losses=landscape.losses_along(of_train, points),
        batch_line=of_batch,
        train_line=of_train,
        tangent=landscape.slope_at(of_batch, 0.0),
        best_batch=best_batch,
        best_train=best_train,
        break_even=landscape.break_even(of_batch, best_batch) if best_batch else None,
    )


@dataclass(frozen=True, slots=True)
class NoSurvey:
    """A request that could not be answered."""

    identity: int


class Surveyor:
    """A thread that surveys. Of several waiting requests only the newest is answered."""

    def __init__(self, mailbox: Mailbox[Survey | NoSurvey]) -> None:
        """Prepare; surveys are posted to the mailbox."""
        self._mailbox = mailbox
        self._requests: SimpleQueue[SurveyRequest | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="surveyor", daemon=True)
        self._scratch: Scratch | None = None
        self._last: Survey | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def ask(self, request: SurveyRequest) -> None:
        """Ask for a survey."""
        self._requests.put(request)

    def stop(self) -> None:
        """Finish the survey at hand and wait for the thread to end."""
        self._requests.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        with np.errstate(all="ignore"):  # far along the line the loss overflows, as it should
            while (request := self._newest()) is not None:
                try:
                    self._last = survey(request, self._lines(request))
                    self._mailbox.post(self._last)
                except Exception:
                    log.exception("A survey of the landscape failed")
                    self._mailbox.post(NoSurvey(request.identity))

    def _newest(self) -> SurveyRequest | None:
        request = self._requests.get()
        while request is not None and not self._requests.empty():
            request = self._requests.get()
        return request

    def _lines(self, request: SurveyRequest) -> tuple[Line, Line]:
        last = self._last
        if last is not None and last.step.gradient is request.step.gradient:
            return last.batch_line, last.train_line
        pixels = request.dataset.pixels.shape[1]
        if self._scratch is None or self._scratch.pixels_an_image != pixels:
            self._scratch = Scratch(pixels)
        return _lines(request.step, request.dataset, self._scratch)
