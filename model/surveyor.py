"""Threads of the trainer's shape for landscapes: the newest question in, an answer out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Generic, Protocol, TypeVar

import numpy as np

from model.datasets.dataset import Dataset
from model.mailbox import Mailbox
from model.products import Scratch
from model.trouble import Unanswerable


class Asked(Protocol):
    """What every question has."""

    @property
    def identity(self) -> int:
        """Which question it is."""

    @property
    def dataset(self) -> Dataset:
        """The data it is about."""


@dataclass(frozen=True, slots=True)
class NoSurvey:
    """A question that could not be answered: why, as a sentence for the user, or empty where the log has it."""

    identity: int
    sentence: str = ""


Question = TypeVar("Question", bound=Asked)
Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


class Surveyor(Generic[Question, Answer]):
    """A thread that surveys. Of several waiting questions only the newest is answered."""

    def __init__(
        self,
        survey: Callable[[Question, Scratch, Answer | None], Answer],
        mailbox: Mailbox[Answer | NoSurvey],
        name: str = "surveyor",
    ) -> None:
        """Prepare; survey(question, scratch, last answer) is posted to the mailbox."""
        self._survey = survey
        self._mailbox = mailbox
        self._questions: SimpleQueue[Question | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._scratch: Scratch | None = None
        self._last: Answer | None = None

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
                self._answer(question)

    def _answer(self, question: Question) -> None:
        try:
            self._last = self._survey(question, self._fitting_scratch(question), self._last)
            self._mailbox.post(self._last)
        except Unanswerable as why:
            self._mailbox.post(NoSurvey(question.identity, str(why)))
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
