"""The thread of the search: of the trainer's shape. It works out nothing itself, but has others work."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import assert_never

from model.commands import Adopt
from model.datasets.dataset import Dataset
from model.datasets.task import DataError
from model.keeping.safely import KeepingError
from model.mailbox import Mailbox
from model.search.commands import Drop, Halt, OpenRun, Proceed, SearchCommand, Seek
from model.search.crew import Crew, CrewError, Hire, hiring
from model.search.grounds import Ground, Grounds
from model.search.journal import Journal, Keeping
from model.search.records import Job, Outcome, Plan, SearchMode, SearchSnapshot
from model.search.replay import Replay, name_of, replay
from model.search.rules import complaint
from model.search.search import Search
from model.search.seats import leave_ctrl_c_to_the_main_thread

LOOK_EVERY_S = 1.0
_REFUSALS = (CrewError, KeepingError, DataError)
_UNEXPECTED = "The search met an unexpected error; the log has the details."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Ended:
    """The future of a job has ended."""

    job: Job
    future: "Future[Outcome]"


class Searcher:
    """A thread that searches. Commands go in through `send`, snapshots come out of the mailbox, newest wins."""

    def __init__(
        self,
        mailbox: Mailbox[SearchSnapshot],
        give: Callable[[Adopt], None],
        open_source: Callable[[str], Dataset],
        folder: Path,
        keeping: Callable[[], Keeping] | None = None,
        hire: Hire | None = None,
    ) -> None:
        """Prepare; give hands a run over to the training thread, open_source opens a data set by its name.

        In the folder the images are laid out for workers, and the search is kept for the next start, unless it is kept
        elsewhere. hire finds workers.
        """
        self._mailbox, self._give = mailbox, give
        self._grounds = Grounds(open_source, folder / "data")
        self._hold = keeping or partial(Journal, folder)
        self._hire = hire or hiring()
        self._events: SimpleQueue[SearchCommand | _Ended | Replay | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="searcher", daemon=True)
        self._keeping: Keeping | None = None
        self._search: Search | None = None
        self._replay: Replay | None = None

    def start(self) -> None:
        """Start the thread; where a search was left at the last start, it is posted."""
        self._thread.start()

    def send(self, command: SearchCommand) -> None:
        """Ask for something; commands are obeyed in order and none is lost."""
        self._events.put(command)

    def stop(self) -> None:
        """Drop what is being worked on, and wait for the workers and the thread to end."""
        self._events.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        leave_ctrl_c_to_the_main_thread()
        self._guarded(self._take_up)
        while True:
            try:
                event = self._events.get(timeout=self._patience())
            except Empty:
                self._guarded(self._look_after)
            else:
                if event is None:
                    break
                self._guarded(partial(self._meet, event))
        self._guarded(self._close)

    def _guarded(self, action: Callable[[], None]) -> None:
        """Whatever goes wrong, the thread lives on and says so."""
        try:
            action()
        except Exception:
            log.exception("Trouble in the search")
            if self._search is not None:
                self._search.drop(f"{_UNEXPECTED} Resume goes on.")
                self._post()

    def _patience(self) -> float | None:
        """How long to wait before looking after the workers; None is for ever."""
        return LOOK_EVERY_S if self._search is not None and self._search.mode is SearchMode.RUNNING else None

    def _look_after(self) -> None:
        assert self._search is not None
        self._search.look_after()
        self._post()

    def _take_up(self) -> None:
        """Hold the folder, and show what was left there."""
        self._keeping = self._hold()
        kept = self._keeping.kept()
        if kept is not None:
            self._begin(kept.plan, kept.fingerprint, kept.outcomes)
            if kept.damaged:
                self._say(f"{kept.damaged:,} of the kept results could not be read: Resume works them out again.")
            self._post()

    def _close(self) -> None:
        if self._replay is not None:
            self._replay.stop()
        if self._search is not None:
            self._search.drop()
        if self._keeping is not None:
            self._keeping.close()

    def _meet(self, event: SearchCommand | _Ended | Replay) -> None:
        if not isinstance(event, _Ended | Replay):
            self._obey(event)
        elif self._search is not None and isinstance(event, _Ended):
            self._search.take(event.job, event.future)
        elif self._search is not None and isinstance(event, Replay):
            self._hand_over(self._search, event)
        self._post()

    def _obey(self, command: SearchCommand) -> None:
        self._say("")
        try:
            if isinstance(command, Seek):
                self._seek(command)
            elif self._search is not None:
                self._obey_in(self._search, command)
        except _REFUSALS as refusal:
            self._say(str(refusal))

    def _obey_in(self, search: Search, command: Halt | Proceed | Drop | OpenRun) -> None:
        match command:
            case Halt():
                search.halt()
            case Proceed(scheduler):
                self._proceed(search, scheduler)
            case Drop():
                search.drop()
            case OpenRun(identity, job):
                if identity == search.identity:
                    self._open_run(search, job)
            case _:
                assert_never(command)

    def _seek(self, command: Seek) -> None:
        """Begin anew; where that cannot be, an earlier search stays as it is, with what has ended of it."""
        plan = command.plan
        try:
            ground = self._grounds.for_a_new(plan)
            crew = self._hired(ground, command.scheduler)
        except _REFUSALS as refusal:
            self._refuse(plan, str(refusal))
        except Exception:
            log.exception("A search cannot be begun")
            self._refuse(plan, f"{_UNEXPECTED} Another try may help.")
        else:
            search = self._begin(plan, ground.fingerprint, ())
            search.keep()
            search.run_with(crew)

    def _refuse(self, plan: Plan, sentence: str) -> None:
        if self._search is None and not complaint(plan):
            self._begin(plan, "", ())
        if self._search is not None:
            self._say(sentence)
        else:
            self._mailbox.post(SearchSnapshot(0, SearchMode.CANCELLED, plan, {}, frozenset(), {}, None, "", sentence))

    def _proceed(self, search: Search, scheduler: str) -> None:
        if search.mode is SearchMode.PAUSED and search.crew is not None and search.crew.address == scheduler:
            search.proceed()
        elif search.mode is not SearchMode.RUNNING:
            ground = self._ground_of(search)
            crew = self._hired(ground, scheduler)
            if not search.fingerprint:
                search.fingerprint = ground.fingerprint
                search.keep()
            search.run_with(crew)

    def _ground_of(self, search: Search) -> Ground:
        ground = self._grounds.at(search.plan.source)
        if search.fingerprint not in ("", ground.fingerprint):
            raise DataError("There are other images now than those that were searched on: begin a new search.")
        return ground

    def _hired(self, ground: Ground, scheduler: str) -> Crew:
        """New workers, in place of others."""
        if self._search is not None:
            self._search.drop()
        return self._hire(ground.supply, ground.dataset, scheduler)

    def _begin(self, plan: Plan, found: str, outcomes: tuple[Outcome, ...]) -> Search:
        """Have a search of another identity; it rests."""
        assert self._keeping is not None
        identity = 1 if self._search is None else self._search.identity + 1
        self._search = Search(identity, plan, found, self._keeping, self._hear, outcomes)
        return self._search

    def _hear(self, job: Job, future: "Future[Outcome]") -> None:
        self._events.put(_Ended(job, future))

    def _open_run(self, search: Search, job: Job) -> None:
        """Work the run of a job out again, beside the search; only the last one that is asked for."""
        if self._replay is not None:
            self._replay.stop()
        dataset, plan = self._ground_of(search).dataset, search.plan
        self._replay = Replay(job, lambda stop: replay(dataset, plan, job, stop), self._events.put)

    def _hand_over(self, search: Search, ended: Replay) -> None:
        if ended is not self._replay:
            return
        self._replay = None
        ended.stop()
        if ended.run is not None:
            self._give(Adopt(ended.run, name_of(ended.run)))
        remark = ended.remark(search.ledger.outcomes)
        if remark:
            self._say(remark)

    def _say(self, sentence: str) -> None:
        if self._search is not None:
            self._search.trouble = sentence

    def _post(self) -> None:
        if self._search is not None:
            self._mailbox.post(self._search.snapshot(self._replay.job if self._replay else None))
