"""The thread of the race and its mailbox, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from model.mailbox import Mailbox

if TYPE_CHECKING:
    from gui.bridge import Bridge
    from gui.window import Window
    from model.commands import Adopt
    from model.race.commands import RaceCommand
    from model.race.racer import Racer
    from model.race.records import RaceSnapshot


class Racing:
    """What the thread needs is imported at the start: the window is seen before."""

    def __init__(self, give: Callable[[Adopt], None]) -> None:
        """Have a mailbox, and no thread yet; give hands a run over to the training thread."""
        self.races: Mailbox[RaceSnapshot] = Mailbox()
        self._give = give
        self._racer: Racer | None = None
        self._bridge: Bridge | None = None

    def connect(self, window: Window, bridge: Bridge) -> None:
        """Let the window and the thread hear of each other."""
        self._bridge = bridge
        desk = window.workspaces.race_desk
        desk.commanded.connect(self._send)
        desk.opened.connect(window.controls.take_settings)
        desk.left_for.connect(window.workspaces.workspace_wished)
        bridge.race_ready.connect(desk.told)

    def start(self) -> None:
        """Start the thread."""
        from model.race.racer import Racer

        self._racer = Racer(self.races, self._give)
        self._racer.start()

    def stop(self) -> None:
        """Wait for the thread to end."""
        if self._racer is not None:
            self._racer.stop()

    def _send(self, command: RaceCommand) -> None:
        if self._racer is not None and self._bridge is not None:
            self._racer.send(command)
            self._bridge.expect()
