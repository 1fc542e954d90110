"""The threads of the race and of the strategies, their mailboxes, and who hears of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from model.mailbox import Mailbox

if TYPE_CHECKING:
    from gui.bridge import Bridge
    from gui.window import Window
    from model.commands import Adopt
    from model.race.records import RaceSnapshot
    from model.stepper import Stepper
    from model.strategies.records import StrategiesSnapshot


class Racing:
    """What the threads need is imported at the start: the window is seen before."""

    def __init__(self, give: Callable[[Adopt], None]) -> None:
        """Have mailboxes, and no threads yet; give hands a run over to the training thread."""
        self.races: Mailbox[RaceSnapshot] = Mailbox()
        self.strategies: Mailbox[StrategiesSnapshot] = Mailbox()
        self._give = give
        self._threads: tuple[Stepper[Any], ...] = ()
        self._bridge: Bridge | None = None

    def connect(self, window: Window, bridge: Bridge) -> None:
        """Let the window and the threads hear of each other."""
        self._bridge = bridge
        desks = window.workspaces.race_desk, window.workspaces.strategies_desk
        for place, (desk, ready) in enumerate(zip(desks, (bridge.race_ready, bridge.strategies_ready), strict=True)):
            desk.commanded.connect(partial(self._send, place))
            desk.opened.connect(window.controls.take_settings)
            desk.left_for.connect(window.workspaces.workspace_wished)
            ready.connect(desk.told)

    def start(self) -> None:
        """Start the threads."""
        from model.race.racer import Racer
        from model.strategies.strategist import Strategist

        self._threads = Racer(self.races, self._give), Strategist(self.strategies, self._give)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Wait for the threads to end."""
        for thread in self._threads:
            thread.stop()

    def _send(self, place: int, command: object) -> None:
        if self._threads and self._bridge is not None:
            self._threads[place].send(command)
            self._bridge.expect()
