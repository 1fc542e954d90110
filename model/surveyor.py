"""A second thread of the trainer's shape, for landscapes: the newest question in, a survey out."""

import logging
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

import numpy as np

from model import profiles
from model.mailbox import Mailbox
from model.products import Scratch
from model.profiles import Question, Survey

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoSurvey:
    """A question that could not be answered."""

    identity: int


class Surveyor:
    """A thread that surveys. Of several waiting questions only the newest is answered."""

    def __init__(self, mailbox: Mailbox[Survey | NoSurvey]) -> None:
        """Prepare; surveys are posted to the mailbox."""
        self._mailbox = mailbox
        self._questions: SimpleQueue[Question | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="surveyor", daemon=True)
        self._scratch: Scratch | None = None
        self._last: Survey | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Ask for a survey."""
        self._questions.put(question)

    def stop(self) -> None:
        """Finish the survey at hand and wait for the thread to end."""
        self._questions.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        with np.errstate(all="ignore"):  # far along the line the loss overflows, as it should
            while (question := self._newest()) is not None:
                try:
                    self._last = profiles.survey(question, self._fitting_scratch(question), self._last)
                    self._mailbox.post(self._last)
                except Exception:
                    log.exception("A survey of the landscape failed")
                    self._mailbox.post(NoSurvey(question.identity))

    def _newest(self) -> Question | None:
        question = self._questions.get()
        while question is not None and not self._questions.empty():
            question = self._questions.get()
        return question

    def _fitting_scratch(self, question: Question) -> Scratch:
        pixels = question.dataset.pixels.shape[1]
        if self._scratch is None or self._scratch.pixels_an_image != pixels:
            self._scratch = Scratch(pixels)
        return self._scratch
