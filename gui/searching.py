"""The thread of the search and its mailbox, and who hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.mailbox import Mailbox

if TYPE_CHECKING:
    from gui.bridge import Bridge
    from gui.window import Window
    from model.search.commands import SearchCommand
    from model.search.records import SearchSnapshot


class Searching:
    """What the thread needs is imported at the start: the window is seen before."""

    def __init__(self) -> None:
        """Have a mailbox, and no thread yet."""
        self.searches: Mailbox[SearchSnapshot] = Mailbox()
        self._bridge: Bridge | None = None

    def connect(self, window: Window, bridge: Bridge) -> None:
        """Let the window and the thread hear of each other."""
        self._bridge = bridge
        desk = window.workspaces.search_desk
        desk.commanded.connect(self._send)
        desk.opened.connect(window.controls.take_settings)
        desk.left_for.connect(window.workspaces.workspace_wished)
        bridge.search_ready.connect(desk.told)

    def start(self) -> None:
        """Start the thread."""

    def stop(self) -> None:
        """Wait for the thread to end."""

    def _send(self, command: SearchCommand) -> None:
        pass
