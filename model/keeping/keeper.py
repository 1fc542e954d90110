"""The thread that writes sessions while training goes on."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from model.belongings import Belongings
from model.datasets.dataset import Dataset
from model.keeping import files
from model.keeping.safely import KeepingError
from model.keeping.session import Origin, Session
from model.keeping.surroundings import here
from model.states import StoryState
from model.story import Story

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """A session is on the disk: how many steps the present run had taken, and the bytes of the file."""

    path: Path
    number: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A session is open, paused. remark says why coming steps may differ from those there, or is empty."""

    path: Path
    origin: Origin
    belongings: Belongings
    remark: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A session is not saved, or not opened, for a reason that is told in a sentence; nothing has changed."""

    path: Path
    sentence: str


Outcome = Saved | Opened | Refused
Report = Callable[[Outcome], None]


class Keeper:
    """Writes sessions in the order in which it is asked. What comes of each is reported in its thread."""

    def __init__(self, report: Report) -> None:
        """Prepare."""
        self.report = report
        self._jobs: SimpleQueue[Callable[[], Outcome] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="keeper", daemon=True)
        self._known: tuple[Dataset, Origin] | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def save(self, path: Path, story: Story | None, belongings: Belongings) -> None:
        """Write a story as it is now, with all that belongs to it; raises KeepingError where there is none yet."""
        if story is None:
            raise KeepingError("There is no run to save yet.")
        self._jobs.put(partial(self._save, path, story.present.dataset.as_opened, story.state(), belongings))

    def stop(self) -> None:
        """Write what is still to be written, and wait for the thread to end."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self.report(job())

    def _save(self, path: Path, dataset: Dataset, story: StoryState, belongings: Belongings) -> Outcome:
        try:
            if self._known is None or self._known[0] is not dataset:
                self._known = dataset, files.origin_of(dataset)
            origin = files.reached_from(path, self._known[1], dataset)
            size = files.save(path, Session(origin, story, belongings, here()))
        except KeepingError as refusal:
            return Refused(path, str(refusal))
        except Exception as trouble:
            log.exception("%s cannot be saved", path)
            return Refused(path, f"“{path.name}” is not saved ({trouble or type(trouble).__name__}).")
        return Saved(path, story.present.number, size)
