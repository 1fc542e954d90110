"""A thread that takes steps at a pace and between them obeys commands, whatever it is that steps."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from math import inf
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Generic, TypeVar

import numpy as np

from model.commands import DEFAULT_PACE, Pace
from model.records import Mode
from model.stopwatch import Stopwatch

AnyCommand = TypeVar("AnyCommand")
_CATCH_UP_S = 0.1
log = logging.getLogger(__name__)


class Stepper(ABC, Generic[AnyCommand]):
    """Commands go in through `send`, in order and none lost. What steps, and what comes out, is its heirs'."""

    def __init__(
        self,
        name: str,
        pace: float | None = DEFAULT_PACE,
        commands: "SimpleQueue[AnyCommand | None] | None" = None,
    ) -> None:
        """Prepare; name is the thread's, pace how many steps a second it plays at, None as fast as possible.

        commands are those that were asked for before there was a thread, and all to come.
        """
        self._commands: SimpleQueue[AnyCommand | None] = commands or SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._helper: Executor | None = None
        self._steps_left = 0.0
        self._pace = pace
        self._next_step_at = 0.0
        self._stopwatch = Stopwatch()
        self._broken = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def send(self, command: AnyCommand) -> None:
        """Ask for something; commands are obeyed in order and none is lost."""
        self._commands.put(command)

    def stop(self) -> None:
        """Stop after the current step and wait for the thread to end."""
        self._commands.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    @abstractmethod
    def _obey(self, command: AnyCommand) -> None:
        """Do what is asked."""

    @abstractmethod
    def _go_on(self) -> None:
        """Take the next step, or where none is to be taken do what is left over."""

    @abstractmethod
    def _is_at_rest(self) -> bool:
        """Whether nothing is left over, so that it can wait for a command."""

    @abstractmethod
    def _tell_trouble(self) -> None:
        """Say that an unexpected error was met."""

    def _work(self) -> None:
        # Who diverges, overflows: that is told, and is no reason to stop.
        with np.errstate(all="ignore"), ThreadPoolExecutor(1, f"{self._thread.name} helper") as helper:
            self._helper = helper
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
            log.exception("Trouble in the thread %s", self._thread.name)
            self._steps_left, self._broken = 0, True
            self._tell_trouble()

    def _patience(self) -> float | None:
        """How long to wait for a command before going on; None is for ever."""
        if self._broken:
            return None
        if self._steps_left:
            return max(0.0, self._next_step_at - monotonic())
        return None if self._is_at_rest() else 0.0

    def _begin_anew(self) -> None:
        """Something else steps from now on."""
        self._steps_left, self._broken = 0, False

    def _set_off(self, steps: float) -> None:
        self._steps_left = steps
        self._next_step_at = monotonic()
        self._stopwatch.restart()

    def _set_off_further(self, steps: int) -> None:
        """So many steps more than are asked for already, unless it just plays."""
        self._set_off((self._steps_left if self._steps_left < inf else 0) + steps)

    def _keep_pace(self, pace: Pace) -> None:
        self._pace = pace.steps_per_second
        self._next_step_at = min(self._next_step_at, monotonic())

    def _count_step(self, is_last: bool = False, counted: int = 1) -> None:
        """A step was taken, of so many of what the stopwatch counts: say when the next one is."""
        self._stopwatch.count(counted)
        self._steps_left = 0 if is_last else self._steps_left - 1
        now = monotonic()
        if self._pace is None or self._steps_left < inf:
            self._next_step_at = now
        else:
            self._next_step_at = max(self._next_step_at + 1 / self._pace, now - _CATCH_UP_S)

    def _moving_mode(self) -> Mode:
        """Whether it runs, takes a number of steps, or neither."""
        if not self._steps_left:
            return Mode.PAUSED
        return Mode.RUNNING if self._steps_left == inf else Mode.ADVANCING
