"""What the window has beside the run: data sets that are brought in, and views that are kept.

All of it comes after the first views are seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, Slot

from gui.classify.incoming import Incoming, incoming, of_files
from gui.exporting.exporter import Exporter
from gui.keeping.keeping import Keeping
from gui.keeping.memory import Memory
from gui.sources.desk import SourcesDesk
from gui.sources.page import SourcesPage
from gui.theme import Theme
from gui.workspaces.names import DATA
from model.commands import Jump
from model.datasets.catalogue import Catalogue
from model.datasets.toys import FOUR
from model.keeping.files import SUFFIX
from model.records import Snapshot
from model.worked import four_pixel_params

if TYPE_CHECKING:
    from gui.bridge import Bridge
    from gui.window import Send, Window


class Extras(QObject):
    """Takes what is dropped, opens the menu of exports, and holds the page Sources with its desk."""

    def __init__(self, window: Window, bridge: Bridge, catalogue: Catalogue, send: Send, memory: Memory) -> None:
        """Add the workspaces that are not seen at first, and the rest."""
        super().__init__(window)
        self._window, self._catalogue, self._send = window, catalogue, send
        self._lecture_after: int | None = None
        self.sources = SourcesDesk(catalogue, bridge.hand_over)
        self.sources.arrived.connect(self._offer_sources)
        self.page = SourcesPage(self.sources)
        self.page.opened.connect(window.controls.choose_source)
        self.page.lecture_wanted.connect(self._meet_lecture)
        window.workspaces.furnish_rest(self.page)
        self.exporter = Exporter(window, window.workspaces, window.image_panel, bridge.hand_over, window.toast, memory)
        self.keeping = Keeping(window, send, memory, catalogue.data_dir / "autosave")

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.exporter.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the moment that is seen."""
        self.exporter.show_snapshot(snapshot)
        self.keeping.show_snapshot(snapshot)
        if self._lecture_after is not None and snapshot.run > self._lecture_after:
            self._lecture_after = None
            if snapshot.dataset.name == FOUR:
                self._send(Jump(snapshot.run, 0, four_pixel_params(snapshot.dataset.preprocessing)))

    def take_drop(self, mime: QMimeData) -> None:
        """Open a session, or bring in data sets and classify pictures."""
        brought = incoming(mime)
        if self._take_session(brought):
            return
        sets = [item for item in brought if item.path is not None and self.sources.take_path(item.path)]
        if sets and self._window.workspaces.data is not None:
            self._window.workspaces.data.show_first()
            self._window.top_bar.workspaces.button(DATA).click()
        pictures = [item for item in brought if item not in sets]
        if pictures:
            self._window.image_panel.bring_in(pictures)

    def take_paths(self, paths: Sequence[str]) -> None:
        """Open a session, or classify pictures."""
        brought = of_files(paths)
        if not self._take_session(brought):
            self._window.image_panel.bring_in(brought)

    def _take_session(self, brought: list[Incoming]) -> bool:
        path = next((item.path for item in brought if item.path is not None and item.path.suffix == SUFFIX), None)
        if path is not None:
            self.keeping.sessions.open(path)
        return path is not None

    def open_exports(self) -> None:
        """Open the menu of what can be kept."""
        button = self._window.top_bar.export
        self.exporter.open_at(button.mapToGlobal(QPoint(0, button.height())))

    def stop(self) -> None:
        """End what is under way."""
        self.sources.stop()
        self.exporter.film.close()
        self.keeping.stop()

    @Slot()
    def _meet_lecture(self) -> None:
        """Begin with the four pixels, and put the lecture's W and b in as soon as they are there."""
        snapshot = self._window.snapshot
        self._lecture_after = snapshot.run if snapshot is not None else 0
        self._window.controls.choose_source(FOUR)

    @Slot()
    def _offer_sources(self) -> None:
        self._window.controls.set_titles(self._catalogue.titles())
