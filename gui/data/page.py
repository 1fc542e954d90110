"""What every page of the workspace Data is."""

from PySide6.QtWidgets import QWidget

from gui.theme import Theme
from model.records import Snapshot


class Page(QWidget):
    """One way in, like every view; only the page that is seen is shown snapshots.

    is_about_arrangement says whether the controls of the arrangement (preprocessing, sizes, noise) stand above it.
    """

    is_about_arrangement = True

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
