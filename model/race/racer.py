"""The thread of the race: of the trainer's shape, with its own commands and mailbox."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from math import ceil, inf
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import assert_never

import numpy as np

from model.commands import DEFAULT_PACE, Adopt, Advance, Back, Pace, Pause, Play
from model.mailbox import Mailbox
from model.products import Scratch
from model.race.commands import GiveAway, LineUp, LineUpStepSizes, RaceCommand
from model.race.presets import four_step_sizes
from model.race.race import Race
from model.race.records import Lane, RaceSnapshot
from model.records import Mode
from model.stopwatch import Stopwatch
from model.trainer import CATCH_UP_S, DENSE_AT_FIRST, MEASURING_SHARE

log = logging.getLogger(__name__)


class Racer:
    """A thread that races. Commands go in through `send`, snapshots come out of the mailbox, newest wins."""

    def __init__(self, mailbox: Mailbox[RaceSnapshot], give: Callable[[Adopt], None]) -> None:
        """Prepare; give hands a run over to the training thread."""
        self._mailbox = mailbox
        self._give = give
        self._commands: SimpleQueue[RaceCommand | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="racer", daemon=True)
        self._helper: Executor | None = None
        self._race: Race | None = None
        self._identity = 0
        self._steps_left = 0.0
        self._pace: float | None = DEFAULT_PACE
        self._next_step_at = self._next_measure_at = 0.0
        self._next_measured_number = 0
        self._stopwatch = Stopwatch()
        self._broken = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def send(self, command: RaceCommand) -> None:
        """Ask for something; commands are obeyed in order and none is lost."""
        self._commands.put(command)

    def stop(self) -> None:
        """Stop after the current step and wait for the thread to end."""
        self._commands.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        with np.errstate(all="ignore"), ThreadPoolExecutor(1, "race helper") as helper:  # who diverges, overflows
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
            log.exception("Trouble in the race")
            self._steps_left, self._broken = 0, True
            if self._race is not None:
                sentence = "The race met an unexpected error; the log has the details. Start again begins anew."
                self._mailbox.post(self._told(self._race, (), sentence))

    def _patience(self) -> float | None:
        """How long to wait for a command before going on; None is for ever."""
        if self._race is None or self._broken:
            return None
        if self._steps_left:
            return max(0.0, self._next_step_at - monotonic())
        return None if self._race.is_measured else 0.0

    def _go_on(self) -> None:
        assert self._race is not None
        if self._steps_left:
            self._step(self._race)
        else:
            self._race.measure()
        self._post()

    def _step(self, race: Race) -> None:
        race.advance()
        self._stopwatch.count(1)
        self._steps_left = 0 if race.is_over else self._steps_left - 1
        now = monotonic()
        if self._pace is None or self._steps_left < inf:
            self._next_step_at = now
        else:
            self._next_step_at = max(self._next_step_at + 1 / self._pace, now - CATCH_UP_S)
        if self._steps_left and (now >= self._next_measure_at or race.number >= self._next_measured_number):
            race.measure()
            self._next_measure_at = now + (monotonic() - now) / MEASURING_SHARE
            self._next_measured_number = ceil(DENSE_AT_FIRST * race.number)

    def _obey(self, command: RaceCommand) -> None:
        if isinstance(command, Pace):
            self._pace = command.steps_per_second
            self._next_step_at = min(self._next_step_at, monotonic())
        elif isinstance(command, LineUp | LineUpStepSizes):
            self._line_up(command)
            self._post()
        elif self._race is not None and not self._broken:
            self._obey_in(self._race, command)
            self._post()

    def _obey_in(self, race: Race, command: Play | Pause | Advance | Back | GiveAway) -> None:
        match command:
            case Play():
                self._set_off(race, inf)
            case Advance(steps):
                self._set_off(race, (self._steps_left if self._steps_left < inf else 0) + steps)
            case Pause():
                self._steps_left = 0
            case Back(steps):
                self._steps_left = 0
                race.back(steps)
            case GiveAway(identity, place):
                if identity == self._identity and place < len(race.runs):
                    self._give(Adopt(race.fork(place), race.runners[place].name))
            case _:
                assert_never(command)

    def _line_up(self, command: LineUp | LineUpStepSizes) -> None:
        dataset, race = command.dataset, self._race
        if isinstance(command, LineUpStepSizes):
            scratch = Scratch(dataset.pixels.shape[1])
            runners = four_step_sizes(dataset, command.settings, command.seed, scratch)
        else:
            runners = command.runners
            if not command.is_anew and race is not None and _differs_in_names(race, command):
                race.name(runners)
                return
        self._steps_left, self._broken, self._next_measured_number = 0, False, 0
        self._identity += 1
        self._race = Race(dataset, runners, self._helper)

    def _set_off(self, race: Race, steps: float) -> None:
        self._steps_left = 0 if race.is_over else steps
        self._next_step_at = self._next_measure_at = monotonic()
        self._stopwatch.restart()

    def _post(self) -> None:
        assert self._race is not None
        self._mailbox.post(self._told(self._race, self._race.lanes(), ""))

    def _told(self, race: Race, lanes: tuple[Lane, ...], trouble: str) -> RaceSnapshot:
        mode = Mode.PAUSED
        if self._steps_left:
            mode = Mode.RUNNING if self._steps_left == inf else Mode.ADVANCING
        elif lanes and all(lane.has_diverged for lane in lanes):
            mode = Mode.DIVERGED
        rate = self._stopwatch.images_per_second if mode.is_moving else 0.0
        return RaceSnapshot(self._identity, mode, race.dataset, race.number, lanes, rate, trouble)


def _differs_in_names(race: Race, command: LineUp) -> bool:
    """Whether nothing else is new about the runners."""
    now, then = ([replace(runner, name="") for runner in some.runners] for some in (race, command))
    return race.dataset is command.dataset and now == then
