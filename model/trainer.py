"""THE training thread: owns the run, obeys commands in order, posts snapshots."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from math import ceil, inf
from queue import SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, assert_never

from model.commands import (
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
from model.stepper import Stepper
from model.story import Story
from model.trouble import Failure

if TYPE_CHECKING:
    from model.keeping.custody import Custody
    from model.keeping.keeper import Outcome
    from model.keeping.resuming import OpenSource

MEASURING_SHARE = 0.1
# The first steps change most: they are measured at 1, 2, 3, 5, 8, 12, ... however short the time between them.
DENSE_AT_FIRST = 1.5

log = logging.getLogger(__name__)


class Trainer(Stepper[Command]):
    """A thread that trains. Commands go in through `send`, snapshots come out of the mailbox, newest wins."""

    def __init__(
        self,
        open_source: OpenSource,
        mailbox: Mailbox[Snapshot | Failure],
        report: Callable[[Outcome], None] = lambda _: None,
        commands: SimpleQueue[Command | None] | None = None,
    ) -> None:
        """Prepare; open_source turns the name of a data set into the data set, or raises.

        report hears what came of saving and opening, in one thread or another.
        """
        super().__init__("trainer", commands=commands)
        self._open_source = open_source
        self._mailbox = mailbox
        self._report_outcome = report
        self._custody: Custody | None = None
        self._story: Story | None = None
        self._identities = count(1)
        self._next_measure_at = 0.0
        self._next_measured_number = 0
        self._trouble = ""

    def start(self) -> None:
        """Start the thread, and the one that writes for it."""
        from model.keeping.custody import Custody  # the window is to be seen before its libraries are loaded

        self._custody = Custody(self._open_source, self._report_outcome)
        super().start()
        self._custody.start()

    def stop(self) -> None:
        """Stop after the current step, save what is to be saved, and wait for the threads to end."""
        super().stop()
        if self._custody is not None:
            self._custody.stop()

    def _is_at_rest(self) -> bool:
        return self._story is None or self._story.shown.is_measured

    def _tell_trouble(self) -> None:
        self._report("Training met an unexpected error; the log has the details. Reset starts again.")

    def _go_on(self) -> None:
        assert self._story is not None
        if not self._steps_left:
            self._story.shown.measure()
        else:
            self._step(self._story.stepping())
        self._post()

    def _step(self, run: Run) -> None:
        images = run.advance()
        self._count_step(run.has_diverged, images)
        now = monotonic()
        if self._steps_left and (now >= self._next_measure_at or run.number >= self._next_measured_number):
            run.measure()
            self._next_measure_at = now + (monotonic() - now) / MEASURING_SHARE
            self._next_measured_number = ceil(DENSE_AT_FIRST * run.number)

    def _obey(self, command: Command) -> None:
        if isinstance(command, Pace):
            self._keep_pace(command)
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
                self._set_off_further(steps)
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
        super()._set_off(steps)
        self._next_measure_at = self._next_step_at

    def _report(self, sentence: str) -> None:
        self._trouble = sentence
        try:
            self._post()
        except Exception:  # there is no run, or not even its state can be shown
            self._mailbox.post(Failure(sentence))

    def _post(self) -> None:
        assert self._story is not None
        mode = self._moving_mode()
        if mode is Mode.PAUSED and self._story.shown.has_diverged:
            mode = Mode.DIVERGED
        rate = self._stopwatch.images_per_second if mode.is_moving else 0.0
        self._mailbox.post(self._story.snapshot(mode, rate, self._trouble))
