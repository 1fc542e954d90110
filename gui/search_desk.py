"""What the workspace Search tells the rest of the window, and what it hears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from model.search.records import SearchSnapshot


class SearchDesk(QObject):
    """`commanded` is for the searching thread, `told` what that has posted.

    `opened` tells the settings of a run that the main run goes on with, `left_for` the workspace where it is seen.
    """

    commanded = Signal(object)
    told = Signal(object)
    opened = Signal(object)
    left_for = Signal(str)

    def __init__(self) -> None:
        """Have heard nothing yet; titles are what the screen calls data sets, by name."""
        super().__init__()
        self.newest: SearchSnapshot | None = None
        self.titles: Mapping[str, str] = {}

    @Slot(object)
    def tell(self, search: SearchSnapshot) -> None:
        """Pass on what was posted; what was left at the last start comes before the workspace is there."""
        self.newest = search
        self.told.emit(search)
