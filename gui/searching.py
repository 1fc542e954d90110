"""The thread of the search and its mailbox, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from model.mailbox import Mailbox

if TYPE_CHECKING:
    from gui.bridge import Bridge
    from gui.window import Window
    from model.commands import Adopt
    from model.datasets.catalogue import Catalogue
    from model.records import Settings
    from model.search.commands import SearchCommand
    from model.search.records import SearchSnapshot
    from model.search.searcher import Searcher

_FOLDER = "searches"


class Searching:
    """What the thread needs is imported when the workspace is there: the first views are seen before."""

    def __init__(self, give: Callable[[Adopt], None], catalogue: Catalogue) -> None:
        """Have a mailbox, and no thread yet; give hands a run over to the training thread."""
        self.searches: Mailbox[SearchSnapshot] = Mailbox()
        self._give, self._catalogue = give, catalogue
        self._searcher: Searcher | None = None
        self._window: Window | None = None
        self._bridge: Bridge | None = None

    def connect(self, window: Window, bridge: Bridge) -> None:
        """Let the window and the thread hear of each other."""
        self._window, self._bridge = window, bridge
        desk = window.workspaces.search_desk
        desk.awaited.connect(self._begin)
        desk.commanded.connect(self._send)
        desk.opened.connect(self._take_over)
        desk.left_for.connect(window.workspaces.workspace_wished)
        bridge.search_ready.connect(desk.told)

    def stop(self) -> None:
        """Wait for the workers and the thread to end."""
        if self._searcher is not None:
            self._searcher.stop()

    def _begin(self) -> None:
        """Start the thread; it tells what was left at the last start."""
        from model.search.searcher import Searcher

        if self._window is not None:
            self._window.workspaces.search_desk.titles = self._catalogue.titles()
        folder = self._catalogue.data_dir / _FOLDER
        self._searcher = Searcher(self.searches, self._give, self._catalogue.open, folder)
        self._searcher.start()

    def _take_over(self, settings: Settings) -> None:
        """The main run goes on with one of the search: the controls follow."""
        if self._window is not None:
            self._window.controls.take_settings(settings)
            self._window.workspaces.show_wished(settings)

    def _send(self, command: SearchCommand) -> None:
        if self._searcher is not None and self._bridge is not None:
            self._searcher.send(command)
            self._bridge.expect()
