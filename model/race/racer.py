"""The thread of the race: of the trainer's shape, with its own commands and mailbox."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil, inf
from time import monotonic
from typing import assert_never

from model.commands import Adopt, Advance, Back, Pace, Pause, Play
from model.mailbox import Mailbox
from model.products import Scratch
from model.race.commands import GiveAway, LineUp, LineUpStepSizes, RaceCommand
from model.race.presets import four_step_sizes
from model.race.race import Race
from model.race.records import Lane, RaceSnapshot
from model.records import Mode
from model.stepper import Stepper
from model.trainer import DENSE_AT_FIRST, MEASURING_SHARE


class Racer(Stepper[RaceCommand]):
    """A thread that races. Commands go in through `send`, snapshots come out of the mailbox, newest wins."""

    def __init__(self, mailbox: Mailbox[RaceSnapshot], give: Callable[[Adopt], None]) -> None:
        """Prepare; give hands a run over to the training thread."""
        super().__init__("racer")
        self._mailbox = mailbox
        self._give = give
        self._race: Race | None = None
        self._identity = 0
        self._next_measure_at = 0.0
        self._next_measured_number = 0

    def _is_at_rest(self) -> bool:
        return self._race is None or self._race.is_measured

    def _tell_trouble(self) -> None:
        if self._race is not None:
            sentence = "The race met an unexpected error; the log has the details. Start again begins anew."
            self._mailbox.post(self._told(self._race, (), sentence))

    def _go_on(self) -> None:
        assert self._race is not None
        if self._steps_left:
            self._step(self._race)
        else:
            self._race.measure()
        self._post()

    def _step(self, race: Race) -> None:
        race.advance()
        self._count_step(is_last=race.is_over)
        now = monotonic()
        if self._steps_left and (now >= self._next_measure_at or race.number >= self._next_measured_number):
            race.measure()
            self._next_measure_at = now + (monotonic() - now) / MEASURING_SHARE
            self._next_measured_number = ceil(DENSE_AT_FIRST * race.number)

    def _obey(self, command: RaceCommand) -> None:
        if isinstance(command, Pace):
            self._keep_pace(command)
        elif isinstance(command, LineUp | LineUpStepSizes):
            self._line_up(command)
            self._post()
        elif self._race is not None and not self._broken:
            self._obey_in(self._race, command)
            self._post()

    def _obey_in(self, race: Race, command: Play | Pause | Advance | Back | GiveAway) -> None:
        match command:
            case Play():
                self._set_off(inf)
            case Advance(steps):
                self._set_off_further(steps)
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
        self._begin_anew()
        self._next_measured_number = 0
        self._identity += 1
        self._race = Race(dataset, runners, self._helper)

    def _set_off(self, steps: float) -> None:
        assert self._race is not None
        super()._set_off(0 if self._race.is_over else steps)
        self._next_measure_at = self._next_step_at

    def _post(self) -> None:
        assert self._race is not None
        self._mailbox.post(self._told(self._race, self._race.lanes(), ""))

    def _told(self, race: Race, lanes: tuple[Lane, ...], trouble: str) -> RaceSnapshot:
        mode = self._moving_mode()
        if mode is Mode.PAUSED and lanes and all(lane.has_diverged for lane in lanes):
            mode = Mode.DIVERGED
        rate = self._stopwatch.images_per_second if mode.is_moving else 0.0
        return RaceSnapshot(self._identity, mode, race.dataset, race.number, lanes, rate, trouble)


def _differs_in_names(race: Race, command: LineUp) -> bool:
    """Whether nothing else is new about the runners."""
    now, then = ([replace(runner, name="") for runner in some.runners] for some in (race, command))
    return race.dataset is command.dataset and now == then
