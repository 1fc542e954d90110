"""Which pictures there are to choose from: those of the data set, and the tray of those that were brought in."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.classify.picture import Picture, of_dataset
from gui.classify.strip import Strip
from gui.classify.tray import MOST, Tray
from gui.classify.tray_row import TrayRow
from gui.widgets.choice import Choice
from gui.widgets.labels import wrapped
from model.records import Snapshot

_OWN = "own"


class Browser(QWidget):
    """Thumbnails by split, and the tray with its predictions. `chosen` tells the picture to look at."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.tray = Tray()
        self._snapshot: Snapshot | None = None
        self._place: int | None = None
        self.splits: Choice[str] = Choice(
            [
                ("test", "test", "Images that are never trained on"),
                ("validation", "validation", "Images held back to watch for overfitting"),
                ("train", "training", "Images that are trained on"),
                (_OWN, "yours", "Pictures you brought in, with what each is taken for"),
            ],
            "Images of",
            quiet=True,
        )
        self.strip, self.row = Strip(), TrayRow()
        self._nothing = wrapped("Drop pictures or a folder anywhere on the window, paste one, or open files.", "muted")
        self._nothing.hide()
        self.row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.splits, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._nothing)
        column.addWidget(self.strip, 1)
        column.addWidget(self.row)
        column.addStretch(0)
        self.splits.chosen.connect(self._list)
        self.strip.picked.connect(self._pick)
        self.row.named.connect(self._name)
        self.row.removed.connect(self._remove)
        self.row.cleared.connect(self._clear)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """List the images of another data set, and predict the tray with the parameters of a moment."""
        is_new_data = self._snapshot is None or self._snapshot.dataset is not snapshot.dataset
        self._snapshot = snapshot
        if is_new_data:
            self.tray.open(snapshot.dataset)
            self._list()
            self._tell()
        else:
            self._score()

    def take(self, picture: Picture) -> str:
        """Put a picture into the tray and choose it; says why not where there is no room."""
        if self.tray.is_full:
            return f"The tray holds {MOST} pictures: remove some to bring in “{picture.title}”."
        self.tray.add(picture)
        self.splits.set_value(_OWN)
        self._go_to(len(self.tray.pictures) - 1)
        return ""

    def fill(self, pictures: list[Picture]) -> None:
        """Have these pictures in the tray, and no others."""
        self.tray.clear()
        for picture in pictures:
            self.tray.add(picture)
        self.splits.set_value(_OWN)
        self._go_to(0)

    def _go_to(self, place: int) -> None:
        """Choose a picture of the tray; before the first there is one of the data set."""
        self._place = place if place >= 0 else None
        self._list()
        self._tell()

    def _tell(self) -> None:
        """Tell the chosen picture of the tray, or the first test image."""
        if self._place is not None:
            self.chosen.emit(self.tray.pictures[self._place])
        elif self._snapshot is not None:
            self.chosen.emit(of_dataset(self._snapshot.dataset, "test", 0))

    @Slot(object)
    def _pick(self, picture: Picture) -> None:
        self._place = self.strip.currentIndex().row() if self.splits.value == _OWN else None
        self._show_row()
        self.chosen.emit(picture)

    @Slot(object)
    def _name(self, named: str | None) -> None:
        if self._place is not None:
            self.tray.name(self._place, named)
            self.strip.thumbnails.refresh()
            self._show_row()
            self._tell()

    @Slot()
    def _remove(self) -> None:
        if self._place is not None:
            self.tray.remove(self._place)
            self._go_to(min(self._place, len(self.tray.pictures) - 1))

    @Slot()
    def _clear(self) -> None:
        self.tray.clear()
        self._go_to(-1)

    @Slot()
    def _list(self) -> None:
        """Fill the strip with the chosen images."""
        is_own, pictures = self.splits.value == _OWN, self.tray.pictures
        if is_own:
            self.strip.thumbnails.show_pictures(len(pictures), pictures.__getitem__, self.tray.caption)
            self._score()
        elif self._snapshot is not None:
            dataset, split = self._snapshot.dataset, self.splits.value
            count = len(getattr(dataset, split))
            self.strip.thumbnails.show_pictures(count, lambda number: of_dataset(dataset, split, number))
        self.strip.have_words(is_own)
        self._nothing.setVisible(is_own and not pictures)
        self.strip.setVisible(not is_own or bool(pictures))
        self._show_row()

    def _score(self) -> None:
        is_looked_at = self.splits.value == _OWN
        if self._snapshot is not None and is_looked_at and self.tray.score(self._snapshot):
            self.strip.thumbnails.refresh()
            self._show_row()

    def _show_row(self) -> None:
        is_own = self.splits.value == _OWN and bool(self.tray.pictures)
        self.row.setVisible(is_own)
        if is_own:
            chosen = None if self._place is None else self.tray.pictures[self._place]
            self.row.show_tray(self.tray.summary(), self.tray.classes, chosen)
            if self._place is not None:
                self.strip.choose(self._place)
