"""The page Sources: every way to get images to learn from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.data.page import Page
from gui.sources.desk import SourcesDesk
from gui.sources.full import FullSets
from gui.sources.own import OwnImages
from gui.sources.toys import ToyCards
from gui.theme import Theme
from gui.widgets.labels import hairline, wrapped

_WIDEST = 1000


class SourcesPage(Page):
    """Full sets, the user's own images, toys. `opened` tells which one a new run is wanted on."""

    is_about_arrangement = False
    opened = Signal(str)
    lecture_wanted = Signal()

    def __init__(self, desk: SourcesDesk) -> None:
        """Show how every source stands."""
        super().__init__()
        self.full, self.own, self.toys = FullSets(desk), OwnImages(desk), ToyCards()
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.GAP, 0)
        column.setSpacing(theme.GAP + 4)
        for part in (self.full, hairline(), self.own, hairline(), self.toys):
            column.addWidget(part)
        kept = wrapped(
            f"Kept in {desk.catalogue.data_dir}. Start with --data-dir to have it elsewhere.", "muted", theme.SMALL_PX
        )
        kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(kept)
        column.addStretch(1)
        place = QScrollArea()
        place.setWidget(inner)
        place.setWidgetResizable(True)
        place.setFrameShape(QFrame.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(place)
        for part in (self.full, self.own, self.toys):
            part.opened.connect(self.opened)
        self.toys.lecture_wanted.connect(self.lecture_wanted)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.own.set_theme(theme)
        self.toys.set_theme(theme)
