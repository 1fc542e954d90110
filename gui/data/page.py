"""What every page of the workspace Data is."""

from PySide6.QtWidgets import QWidget

from gui.theme import Theme
from model.inspection import Inspection
from model.records import Snapshot


class Page(QWidget):
    """One way in for snapshots and one for inspections; only the page that is seen is shown any.

    is_about_arrangement says whether the controls of the arrangement (preprocessing, sizes, noise) stand above it,
    wants_inspections whether the images are to be looked through for it.
    """

    is_about_arrangement = True
    wants_inspections = False

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""

    def show_inspection(self, inspection: Inspection) -> None:
        """Show what was found out about the images."""
