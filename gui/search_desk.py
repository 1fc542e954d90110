"""What the workspace Search tells the rest of the window, and what it hears."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal


class SearchDesk(QObject):
    """`commanded` is for the searching thread, `told` what that has posted; it begins when it is `awaited`.

    `opened` tells the settings of a run that the main run goes on with, `left_for` the workspace where it is seen.
    """

    awaited = Signal()
    commanded = Signal(object)
    told = Signal(object)
    opened = Signal(object)
    left_for = Signal(str)

    def __init__(self) -> None:
        """Have heard nothing yet; titles are what the screen calls data sets, by name."""
        super().__init__()
        self.titles: Mapping[str, str] = {}
