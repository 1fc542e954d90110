"""The thread of the strategies: of the trainer's shape, with its own commands and mailbox."""

from collections.abc import Callable
from math import inf
from typing import assert_never

from model.commands import Adopt, Advance, Pace, Pause, Play
from model.mailbox import Mailbox
from model.records import Mode
from model.stepper import Stepper
from model.strategies.commands import BeginSearching, HandOver, StrategyCommand, TakeOneEach
from model.strategies.contest import Contest, searched_with
from model.strategies.records import StrategiesSnapshot, StrategyLane


class Strategist(Stepper[StrategyCommand]):
    """A step is one more loss evaluation for each strategy. Snapshots come out of the mailbox, newest wins."""

    def __init__(self, mailbox: Mailbox[StrategiesSnapshot], give: Callable[[Adopt], None]) -> None:
        """Prepare; give hands a run over to the training thread."""
        super().__init__("strategist", pace=None)
        self._mailbox = mailbox
        self._give = give
        self._contest: Contest | None = None
        self._begun: BeginSearching | None = None
        self._identity = 0

    def _is_at_rest(self) -> bool:
        return self._contest is None or (self._contest.is_measured and not self._contest.owes)

    def _tell_trouble(self) -> None:
        if self._begun is not None:
            sentence = "The strategies met an unexpected error; the log has the details. Start again begins anew."
            self._mailbox.post(self._told(self._begun, (), sentence))

    def _go_on(self) -> None:
        contest = self._contest
        assert contest is not None
        if contest.owes:
            contest.repay()
        elif self._steps_left:
            contest.advance()
            self._count_step()
        else:
            contest.measure()
        self._post()

    def _obey(self, command: StrategyCommand) -> None:
        if isinstance(command, Pace):
            self._keep_pace(command)
        elif isinstance(command, BeginSearching):
            self._begin_anew()
            self._identity += 1
            self._begun, self._contest = command, None
            self._contest = Contest(command.dataset, command.settings, command.seed)
            self._post()
        elif self._contest is not None and not self._broken:
            self._obey_in(self._contest, command)
            self._post()

    def _obey_in(self, contest: Contest, command: Play | Pause | Advance | TakeOneEach | HandOver) -> None:
        match command:
            case Play():
                self._set_off(inf)
            case Advance(steps):
                self._set_off_further(steps)
            case Pause():
                self._steps_left = 0
                contest.forgive()
            case TakeOneEach():
                contest.ask_one_each()
            case HandOver(identity, kind, settings):
                if identity == self._identity:
                    self._give(Adopt(contest.run_from(kind, settings), kind.value))
            case _:
                assert_never(command)

    def _post(self) -> None:
        assert self._begun is not None
        assert self._contest is not None
        self._mailbox.post(self._told(self._begun, self._contest.lanes(), ""))

    def _told(self, begun: BeginSearching, lanes: tuple[StrategyLane, ...], trouble: str) -> StrategiesSnapshot:
        owes = self._contest is not None and self._contest.owes and not trouble
        return StrategiesSnapshot(
            identity=self._identity,
            mode=Mode.ADVANCING if owes else self._moving_mode(),
            dataset=begun.dataset,
            settings=searched_with(begun.settings),
            seed=begun.seed,
            budget=self._contest.budget if self._contest is not None else 0.0,
            lanes=lanes,
            evaluations_per_second=self._stopwatch.images_per_second if self._steps_left else 0.0,
            trouble=trouble,
        )
