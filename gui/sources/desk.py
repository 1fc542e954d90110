"""Runs what takes long for the data sets, each piece of work in a thread of its own, and knows how it stands."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal

from model.datasets import arrivals, folder, mnist
from model.datasets.arrivals import Arrival
from model.datasets.catalogue import Catalogue
from model.datasets.fetching import download
from model.datasets.folder import Listing
from model.datasets.known import CIFAR10, KNOWN, Known
from model.datasets.net import Net
from model.datasets.store import About
from model.datasets.task import CancelledError, DataError, Progress, Task

FOLDER, NPZ, PREVIEW = "folder", "npz", "preview"
_PREVIEWED = 24
_JOIN_S = 5.0
_STARTING = Progress("Starting", 0, 0)
log = logging.getLogger(__name__)
HandOver = Callable[[Callable[..., None], object], None]


@dataclass(frozen=True, slots=True)
class State:
    """How a piece of work stands: its progress while it goes on, the sentence of its failure, the set it brought."""

    progress: Progress | None = None
    sentence: str = ""
    brought: About | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    key: str
    task: Task
    result: object
    then: Callable[[Any], None]


class SourcesDesk(QObject):
    """Begins and cancels work on data sets. `changed` tells whose state is another, `arrived` that a set is ready."""

    changed = Signal(str)
    arrived = Signal()
    listed = Signal(object)
    previewed = Signal(object)

    def __init__(self, catalogue: Catalogue, hand_over: HandOver, net: Net | None = None) -> None:
        """Do nothing yet; hand_over brings results of the working threads to the GUI thread."""
        super().__init__()
        self.catalogue = catalogue
        self.net = net or Net()
        self._hand_over = hand_over
        self._states: dict[str, State] = {}
        self._tasks: dict[str, Task] = {}
        self._threads: list[Thread] = []

    def state(self, key: str) -> State:
        """How the work on a source stands: a full set by its name, FOLDER or NPZ."""
        return self._states.get(key, State())

    def download(self, known: Known) -> None:
        """Fetch a full set, or go on where it broke off."""
        self._begin(known.name, partial(self._download, known), self._take_set)

    def take_path(self, path: Path, key: str | None = None) -> bool:
        """Read what lies at a path; False where it is no data set. key says where progress is to be shown."""
        kind = arrivals.arrival_of(path)
        if kind is Arrival.IMAGES and key is None:
            self.look(path)
            return True
        if kind is not None or key is not None:
            key = key or _key_of(kind, path)
            self._begin(key, partial(self._bring_in, path), partial(self._take_wished, key))
            return True
        return False

    def look(self, path: Path) -> None:
        """See what is in a folder of images; `listed` tells."""
        self.cancel(PREVIEW)
        self._begin(FOLDER, partial(folder.list_folder, path), self._take_listing)

    def preview(self, listing: Listing, side: int, is_colour: bool) -> None:
        """Read some images; `previewed` tells. The newest wish counts."""
        self.cancel(PREVIEW)
        self._tasks.pop(PREVIEW, None)
        self._begin(PREVIEW, partial(_preview, listing, side, is_colour), self.previewed.emit)

    def read(self, listing: Listing, side: int, is_colour: bool) -> None:
        """Read a folder of images into the store."""
        work = partial(arrivals.bring_in_images, listing, side, is_colour, self.catalogue.store)
        self._begin(FOLDER, work, self._take_set)

    def cancel(self, key: str) -> None:
        """End the work on a source; what was downloaded is kept."""
        if key in self._tasks:
            self._tasks[key].cancel()

    def remove(self, name: str) -> None:
        """Forget a kept set."""
        self.catalogue.store.remove(name)
        self.arrived.emit()

    def stop(self) -> None:
        """Cancel everything and wait for the threads, but not for a server that does not answer."""
        for task in list(self._tasks.values()):
            task.cancel()
        for thread in self._threads:
            thread.join(_JOIN_S)

    def _download(self, known: Known, task: Task) -> About:
        return download(known, self.catalogue, task, self.net)

    def _bring_in(self, path: Path, task: Task) -> About:
        return arrivals.bring_in(path, self.catalogue.store, task)

    def _begin(self, key: str, work: Callable[[Task], object], then: Callable[[Any], None]) -> None:
        if key in self._tasks:
            return
        task = Task(lambda told: self._hand_over(self._tell, (key, task, told)))
        self._tasks[key] = task
        self._set(key, State(_STARTING))
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = Thread(target=self._work, args=(key, task, work, then), name=f"data {key}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self, key: str, task: Task, work: Callable[[Task], object], then: Callable[[Any], None]) -> None:
        """In the working thread: whatever happens, the GUI thread hears of it."""
        try:
            result: object = work(task)
        except (DataError, CancelledError) as trouble:
            result = trouble
        except Exception:
            log.exception("Work on the data set %s failed", key)
            result = DataError("An unexpected error came up; the log has the details.")
        self._hand_over(self._finish, _Outcome(key, task, result, then))

    def _tell(self, news: tuple[str, Task, Progress]) -> None:
        key, task, told = news
        if self._tasks.get(key) is task:
            self._set(key, State(told))

    def _finish(self, outcome: _Outcome) -> None:
        if self._tasks.get(outcome.key) is not outcome.task:
            return
        del self._tasks[outcome.key]
        if isinstance(outcome.result, DataError):
            self._set(outcome.key, State(sentence=str(outcome.result)))
        elif isinstance(outcome.result, CancelledError):
            self._set(outcome.key, State())
        else:
            self._set(outcome.key, State(brought=outcome.result if isinstance(outcome.result, About) else None))
            outcome.then(outcome.result)

    def _set(self, key: str, state: State) -> None:
        self._states[key] = state
        self.changed.emit(key)

    def _take_set(self, about: About) -> None:
        self.arrived.emit()

    def _take_wished(self, key: str, about: About) -> None:
        """What was brought in may be another set than the one it was brought in for."""
        if key in KNOWN and about.name != key:
            self._set(key, State(sentence=f"That is {about.title}, not {KNOWN[key].title}; it is kept all the same."))
        self._take_set(about)

    def _take_listing(self, listing: Listing) -> None:
        self.listed.emit(listing)


def _key_of(kind: Arrival | None, path: Path) -> str:
    """Where the progress of something dropped is shown."""
    if kind is Arrival.IDX:
        return mnist.known_set(path if path.is_dir() else path.parent) or NPZ
    return NPZ if kind is Arrival.NPZ else CIFAR10.name


def _preview(listing: Listing, side: int, is_colour: bool, task: Task) -> object:
    return folder.preview(listing, side, is_colour, _PREVIEWED, task)
