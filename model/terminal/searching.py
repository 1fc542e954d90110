"""The command search."""

from argparse import Namespace
from pathlib import Path
from threading import Event

from model.commands import Adopt
from model.datasets.catalogue import Catalogue
from model.mailbox import Mailbox
from model.search.commands import Drop, Proceed, Seek
from model.search.crew import hiring
from model.search.records import SearchMode, SearchSnapshot
from model.search.searcher import Searcher
from model.search.summary import best_of, cells
from model.terminal import search_report
from model.terminal.csv_keeping import CsvKeeping
from model.terminal.search_arguments import plan_of
from model.terminal.terminal import Terminal, as_json, percent
from model.terminal.training import INTERRUPTED, listening

_GLANCE_S = 0.1
_TOLD_TIMES = 10


class _Bell(Mailbox[SearchSnapshot]):
    """A mailbox that one can wait at."""

    def __init__(self) -> None:
        super().__init__()
        self._rung = Event()

    def post(self, item: SearchSnapshot) -> None:
        super().post(item)
        self._rung.set()

    def wait(self) -> SearchSnapshot | None:
        """The newest snapshot, or None where there is none for a while."""
        self._rung.wait(_GLANCE_S)
        self._rung.clear()
        return self.take()


def search(options: Namespace, catalogue: Catalogue, terminal: Terminal) -> int:
    """Search as the options say, print what was found, and say the exit code; raises KeepingError."""
    plan, bell, complaints = plan_of(options), _Bell(), _Complaints(terminal)
    keeping = CsvKeeping(options.out, plan, options.resume)
    kept = keeping.kept()
    if kept is not None:
        terminal.say(f"{len(kept.outcomes):,} of {len(plan.jobs):,} runs have ended already.")
    folder, hire = catalogue.data_dir / "searches", hiring(options.workers)
    searcher = Searcher(bell, _nobody, catalogue.open, folder, lambda: keeping, hire)
    with listening() as stop:
        searcher.start()
        searcher.send(Seek(plan, options.scheduler) if kept is None else Proceed(options.scheduler))
        try:
            last = _followed(searcher, bell, stop, complaints, terminal)
        finally:
            searcher.stop()
    terminal.clear()
    if last.outcomes:
        terminal.result(as_json(search_report.document(last)) if options.json else search_report.words(last))
    return _ending(last, stop, options.out, complaints, terminal)


def _nobody(_: Adopt) -> None:
    """There is no training thread to hand a run over to."""


class _Complaints:
    """What is wrong, each said once."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._said = {""}

    def say(self, sentence: str) -> None:
        """Complain, unless it was said already, or there is nothing to say."""
        if sentence not in self._said:
            self._said.add(sentence)
            self._terminal.complain(sentence)


def _followed(
    searcher: Searcher, bell: _Bell, stop: Event, complaints: _Complaints, terminal: Terminal
) -> SearchSnapshot:
    """Tell how far it is until it is over, or stopped; returns the last that was seen."""
    is_begun = is_dropped = False
    told = total = 0
    while True:
        if stop.is_set() and not is_dropped:
            is_dropped = True
            searcher.send(Drop())
        seen = bell.wait()
        if seen is None:
            continue
        is_begun = is_begun or is_dropped or bool(seen.trouble) or seen.mode is SearchMode.RUNNING
        if seen.mode is SearchMode.DONE or (seen.mode is SearchMode.CANCELLED and is_begun):
            return seen
        total = total or len(seen.plan.jobs)
        if terminal.wants_progress:
            terminal.show(_progress(seen, total))
        if len(seen.outcomes) * _TOLD_TIMES // total > told:
            told = len(seen.outcomes) * _TOLD_TIMES // total
            terminal.tell(_progress(seen, total))
        complaints.say(seen.trouble)


def _progress(seen: SearchSnapshot, total: int) -> str:
    best = best_of(cells(seen.plan, seen.outcomes))
    words = [f"{len(seen.outcomes):,} of {total:,} runs"]
    if seen.seconds_left is not None:
        words.append(f"{_clock(seen.seconds_left)} left")
    if best is not None:
        words.append(f"best {percent(best.cell.accuracy)}")
    return "  ".join([*words, seen.workers])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _ending(last: SearchSnapshot, stop: Event, out: Path | None, complaints: _Complaints, terminal: Terminal) -> int:
    """The exit code, and a sentence where it is not 0."""
    for job, sentence in last.given_up.items():
        point = f"step size {job.point.step_size:g}, strength {job.point.strength:g}, fold {job.fold}"
        complaints.say(f"{point}: {sentence}")
    complaints.say(last.trouble)
    if stop.is_set() and last.mode is not SearchMode.DONE:
        more = "" if out is None else " The same with --resume goes on."
        terminal.say(f"Stopped after {len(last.outcomes):,} of {len(last.plan.jobs):,} runs.{more}")
        return INTERRUPTED
    return 2 if last.given_up or last.trouble else 0
