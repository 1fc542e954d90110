"""One search: its ledger, who works on it, and where it is kept. Without a thread of its own."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from time import monotonic
from types import MappingProxyType

from model.keeping.safely import KeepingError
from model.search.crew import Crew, CrewError
from model.search.journal import Keeping
from model.search.ledger import Ledger
from model.search.records import Job, Outcome, Plan, SearchMode, SearchSnapshot

Tell = Callable[[Job, "Future[Outcome]"], None]
_DIED = "The process that worked on it ended abruptly each time: it was killed, or ran out of memory."
_HOPELESS = "Run after run came to nothing, so the search has stopped; Resume tries again. Of the last one: {}"

log = logging.getLogger(__name__)


class Search:
    """Gives jobs out and takes outcomes in. tell hears, in any thread, that a future has ended."""

    def __init__(
        self, identity: int, plan: Plan, fingerprint: str, keeping: Keeping, tell: Tell, ended: Iterable[Outcome] = ()
    ) -> None:
        """Rest, with what has ended earlier; fingerprint is that of the images."""
        self.identity, self.plan, self.fingerprint = identity, plan, fingerprint
        self.ledger = Ledger(plan, ended)
        self.mode = SearchMode.DONE if self.ledger.is_over else SearchMode.CANCELLED
        self.trouble = ""
        self.crew: Crew | None = None
        self._keeping, self._tell = keeping, tell
        self._futures: dict[Job, Future[Outcome]] = {}

    def run_with(self, crew: Crew) -> None:
        """Go on with these workers; what was given up is tried again."""
        self._dismiss(at_once=True)
        self.crew, self.mode = crew, SearchMode.RUNNING
        self.ledger.forgive()
        self._fill()

    def halt(self) -> None:
        """Begin no more; the workers stay."""
        if self.mode is SearchMode.RUNNING:
            self.mode = SearchMode.PAUSED

    def proceed(self) -> None:
        """Go on after a halt, with the same workers."""
        self.mode = SearchMode.RUNNING
        self._fill()

    def drop(self, trouble: str = "") -> None:
        """Stop at once, for a reason or none."""
        self._dismiss(at_once=True)
        self.mode = SearchMode.DONE if self.ledger.is_over else SearchMode.CANCELLED
        self.trouble = trouble

    def take(self, job: Job, future: "Future[Outcome]") -> None:
        """A future has ended: keep what came of it, and give out the next job."""
        if self._futures.get(job) is not future or self.crew is None:
            return
        del self._futures[job]
        changed = self._entered(job, future, self.crew)
        self._fill()
        for outcome in changed:
            self._write(outcome)

    def look_after(self) -> None:
        """Now and then: see that there is somebody who works."""
        if self.crew is not None and self.mode is SearchMode.RUNNING:
            self._check(self.crew)
            self._fill()

    def keep(self) -> None:
        """Keep it for the next start, in place of an earlier search."""
        try:
            self._keeping.begin(self.plan, self.fingerprint)
        except KeepingError as refusal:
            self.trouble = str(refusal)

    def snapshot(self, opening: Job | None) -> SearchSnapshot:
        """All that can be seen of it now."""
        ledger, is_running = self.ledger, self.mode is SearchMode.RUNNING
        size = self.crew.size if self.crew else 1
        return SearchSnapshot(
            identity=self.identity,
            mode=self.mode,
            plan=self.plan,
            outcomes=MappingProxyType(dict(ledger.outcomes)),
            running=frozenset(ledger.under_way),
            given_up=MappingProxyType(dict(ledger.given_up)),
            seconds_left=ledger.seconds_left(monotonic(), size) if is_running else None,
            workers=self.crew.words if self.crew else "",
            trouble=self.trouble,
            opening=opening,
        )

    def _entered(self, job: Job, future: "Future[Outcome]", crew: Crew) -> list[Outcome]:
        """Take note of what came of a job; returns the outcomes that are to be written."""
        try:
            return self.ledger.ended(future.result())
        except CancelledError:
            self.ledger.put_back([job])
            self._check(crew)
        except BrokenExecutor:
            self._lose(job, crew)
        except Exception as trouble:
            self._fail(job, trouble, crew)
        return []

    def _check(self, crew: Crew) -> None:
        try:
            crew.refresh()
        except CrewError as refusal:
            self.drop(str(refusal))

    def _lose(self, job: Job, crew: Crew) -> None:
        """A worker has died, perhaps with others."""
        lost = [job]
        if crew.revive():
            lost += self._futures
            self._futures.clear()
        self.ledger.lost(lost, _DIED)

    def _fail(self, job: Job, trouble: Exception, crew: Crew) -> None:
        """A job has raised, or its cluster has given it up."""
        log.info("%s came to nothing", job, exc_info=trouble)
        if crew.mends(trouble):
            self.ledger.put_back([job])
        elif crew.has_killed(trouble):
            if not self.ledger.suspect(job):
                self.ledger.give_up(job, _DIED)
        else:
            self.ledger.failed(job, f"It met an error each time ({str(trouble) or type(trouble).__name__}).")

    def _fill(self) -> None:
        """Give out as many jobs as are taken at once; see whether all is done."""
        if self.ledger.is_hopeless:
            words = next(reversed(self.ledger.given_up.values()))
            self.drop(_HOPELESS.format(words))
            return
        while self.mode is SearchMode.RUNNING and self.crew and len(self._futures) < self.crew.size:
            job = self.ledger.next_job(monotonic())
            if job is None:
                break
            self._give_out(job, self.crew)
        if self.ledger.is_over and self.mode in (SearchMode.RUNNING, SearchMode.PAUSED):
            self.mode = SearchMode.DONE
            self._dismiss(at_once=False)

    def _give_out(self, job: Job, crew: Crew) -> None:
        try:
            future = crew.submit(self.plan, job)
        except CrewError as refusal:
            self.ledger.put_back([job])
            self.drop(str(refusal))
            return
        except BrokenExecutor:
            self.ledger.put_back([job])
            crew.revive()
            self.ledger.lost(self._futures, _DIED)
            self._futures.clear()
            return
        self._futures[job] = future
        future.add_done_callback(lambda ended: self._tell(job, ended))

    def _dismiss(self, at_once: bool) -> None:
        """Let the workers go; what they are at is to be done again."""
        crew, self.crew = self.crew, None
        self._futures = {}
        self.ledger.put_back(self.ledger.under_way)
        if crew is not None:
            try:
                crew.end(at_once)
            except Exception:
                log.exception("Workers have not been let go")

    def _write(self, outcome: Outcome) -> None:
        try:
            self._keeping.add(outcome)
        except KeepingError as refusal:
            self.trouble = str(refusal)
