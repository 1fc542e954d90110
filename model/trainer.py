"""THE training thread: owns the run, obeys commands in order, posts snapshots."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from itertools import count
from math import ceil, inf
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, assert_never

import numpy as np

from model.commands import (
    DEFAULT_PACE,
    Adopt,
    Advance,
    Back,
    Begin,
    Command,
    Continue,
    Delete,
    Export,
    Jump,
    Leap,
    Open,
    Pace,
    Pause,
    Play,
    Rearrange,
    Rename,
    Reset,
    Restore,
    RunCommand,
    Save,
    Tune,
    Visit,
)
from model.mailbox import Mailbox
from model.records import Mode, Snapshot
from model.run import Run
from model.stopwatch import Stopwatch
from model.story import Story
from model.trouble import Failure

if TYPE_CHECKING:
    from model.keeping.custody import Custody
    from model.keeping.keeper import Outcome
    from model.keeping.resuming import OpenSource

MEASURING_SHARE = 0.1
CATCH_UP_S = 0.1
# The first steps change most: they are measured at 1, 2, 3, 5, 8, 12, ... however short the time between them.
DENSE_AT_FIRST = 1.5

log = logging.getLogger(__name__)


class Trainer:
    """A thread that trains. Commands go in through `send`, snapshots come out of the mailbox, newest wins."""

    def __init__(
        self,
        open_source: OpenSource,
        mailbox: Mailbox[Snapshot | Failure],
        report: Callable[[Outcome], None] = lambda _: None,
        commands: SimpleQueue[Command | None] | None = None,
    ) -> None:
        """Prepare; open_source turns the name of a data set into the data set, or raises.

        report hears what came of saving and opening, in one thread or another. commands are those that were asked for
        before there was a trainer, and all to come.
        """
        self._open_source = open_source
        self._mailbox = mailbox
        self._report_outcome = report
        self._custody: Custody | None = None
        self._commands: SimpleQueue[Command | None] = commands or SimpleQueue()
        self._thread = Thread(target=self._work, name="trainer", daemon=True)
        self._story: Story | None = None
        self._identities = count(1)
        self._steps_left = 0.0
        self._at_full_speed = False
        self._pace: float | None = DEFAULT_PACE
        self._next_step_at = 0.0
        self._next_measure_at = 0.0
        self._next_measured_number = 0
        self._stopwatch = Stopwatch()
        self._broken = False
        self._trouble = ""

    def start(self) -> None:
        """Start the thread, and the one that writes for it."""
        from model.keeping.custody import Custody  # the window is to be seen before its libraries are loaded

        self._custody = Custody(self._open_source, self._report_outcome)
        self._thread.start()
        self._custody.start()

    def send(self, command: Command) -> None:
        """Ask for something; commands are obeyed in order and none is lost."""
        self._commands.put(command)

    def stop(self) -> None:
        """Stop after the current step, save what is to be saved, and wait for the threads to end."""
        self._commands.put(None)
        if self._thread.ident is not None:
            self._thread.join()
        if self._custody is not None:
            self._custody.stop()

    def _work(self) -> None:
        with np.errstate(all="ignore"):  # a diverging run overflows: the snapshot says so
            while True:
                try:
                    command = self._commands.get(timeout=self._patience())
                except Empty:
                    self._guarded(self._go_on)
                else:
                    if command is None:
                        return
                    self._guarded(partial(self._obey, command))

    def _guarded(self, action: Callable[[], None]) -> None:
        """Whatever goes wrong, the thread lives on and says so."""
        try:
            action()
        except Exception:
            log.exception("Trouble in the training thread")
            self._steps_left = 0
            self._broken = True
            self._report("Training met an unexpected error; the log has the details. Reset starts again.")

    def _patience(self) -> float | None:
        """How long to wait for a command before going on; None is for ever."""
        if self._story is None or self._broken:
            return None
        if self._steps_left:
            return max(0.0, self._next_step_at - monotonic())
        return None if self._story.shown.is_measured else 0.0

    def _go_on(self) -> None:
        assert self._story is not None
        if not self._steps_left:
            self._story.shown.measure()
        else:
            self._step(self._story.stepping())
        self._post()

    def _step(self, run: Run) -> None:
        self._stopwatch.count(run.advance())
        self._steps_left = 0 if run.has_diverged else self._steps_left - 1
        now = monotonic()
        if self._pace is None or self._steps_left < inf:
            self._next_step_at = now
        else:
            self._next_step_at = max(self._next_step_at + 1 / self._pace, now - CATCH_UP_S)
        if self._steps_left and (now >= self._next_measure_at or run.number >= self._next_measured_number):
            run.measure()
            self._next_measure_at = now + (monotonic() - now) / MEASURING_SHARE
            self._next_measured_number = ceil(DENSE_AT_FIRST * run.number)

    def _obey(self, command: Command) -> None:
        if isinstance(command, Pace):
            self._pace = command.steps_per_second
            self._next_step_at = min(self._next_step_at, monotonic())
            return
        if isinstance(command, Save | Open | Export):
            self._keep(command)
            return
        self._trouble, self._broken = "", False
        if isinstance(command, Begin):
            self._begin(command)
        elif self._story is not None:
            self._obey_in(self._story, command)
            if not self._steps_left or self._next_step_at > monotonic():  # otherwise the step tells at once
                self._post()

    def _obey_in(self, story: Story, command: RunCommand) -> None:
        match command:
            case Play():
                self._set_off(inf)
            case Advance(steps):
                waiting = self._steps_left if self._steps_left < inf else 0
                self._set_off(waiting + steps)
            case Pause():
                self._steps_left = 0
            case Back(steps):
                self._steps_left = 0
                story.back(steps)
            case Reset(seed):
                self._steps_left = self._next_measured_number = 0
                story.reset(seed)
            case Tune(settings):
                story.tune(settings)
            case Leap(run, number, step_size):
                if story.stands_at(run, number):
                    story.stepping().leap(step_size)
            case Jump(run, number, params):
                if story.stands_at(run, number):
                    story.stepping().jump(params)
            case Rearrange() | Visit() | Continue() | Restore() | Rename() | Delete() | Adopt():
                self._steps_left = self._next_measured_number = 0
                story.obey(command)
            case _:
                assert_never(command)

    def _begin(self, command: Begin) -> None:
        try:
            dataset = self._open_source(command.source)
        except Exception as trouble:
            log.exception("Data set %s cannot be opened", command.source)
            self._report(f"The data set {command.source} cannot be opened ({trouble or type(trouble).__name__}).")
            return
        self._steps_left = self._next_measured_number = 0
        self._story = Story(dataset, command.settings, command.seed, self._identities)
        self._post()

    def _keep(self, command: Save | Open | Export) -> None:
        """Save or open; whatever comes of it, a run that goes on does so, unless another one is opened."""
        assert self._custody is not None
        resumed = self._custody.obey(command, self._story, next(self._identities))
        if resumed is not None:
            self._story, self._identities, opened = resumed
            self._steps_left = self._next_measured_number = 0
            self._trouble, self._broken = "", False
            self._post()
            self._report_outcome(opened)

    def _set_off(self, steps: float) -> None:
        self._steps_left = steps
        self._next_step_at = self._next_measure_at = monotonic()
        self._stopwatch.restart()

    def _report(self, sentence: str) -> None:
        self._trouble = sentence
        try:
            self._post()
        except Exception:  # there is no run, or not even its state can be shown
            self._mailbox.post(Failure(sentence))

    def _post(self) -> None:
        assert self._story is not None
        if self._steps_left:
            mode = Mode.RUNNING if self._steps_left == inf else Mode.ADVANCING
        else:
            mode = Mode.DIVERGED if self._story.shown.has_diverged else Mode.PAUSED
        rate = self._stopwatch.images_per_second if mode.is_moving else 0.0
        self._mailbox.post(self._story.snapshot(mode, rate, self._trouble))
