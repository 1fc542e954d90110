"""The full sets: to download, to resume, or to point to where they are already."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.sources import words
from gui.sources.desk import SourcesDesk
from gui.sources.row import SourceRow, button
from gui.widgets.labels import title_row
from model.datasets.fetching import come_so_far
from model.datasets.known import CIFAR10, KNOWN

_EXPLANATION = (
    "A download is checked by its size and SHA-256 before it is read, goes on where it broke off, and is kept as plain "
    "bytes afterwards. Drop an archive or folder that you have already anywhere on the window."
)
_ARCHIVES = "CIFAR-10 archive or one of its files (*.tar.gz *.tgz *.tar *.bin);;All files (*)"
_IDX = "One of the four MNIST files (*idx*-ubyte *idx*-ubyte.gz);;All files (*)"


class FullSets(QWidget):
    """A row for each full set. `opened` tells which one is to be trained on."""

    opened = Signal(str)

    def __init__(self, desk: SourcesDesk) -> None:
        """Show how each stands."""
        super().__init__()
        self._desk = desk
        self.rows: dict[str, SourceRow] = {}
        self.fetch: dict[str, QPushButton] = {}
        self.have: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        column.addLayout(title_row("Full sets", _EXPLANATION))
        for known in KNOWN.values():
            self._add_row(known.name)
            column.addWidget(self.rows[known.name])
        desk.changed.connect(self.show_work)
        desk.arrived.connect(self.refresh)
        self.refresh()

    @Slot(str)
    def show_work(self, name: str) -> None:
        """Show how the work on one set goes on, or how it ended."""
        if name in self.rows and self._desk.state(name).progress is not None:
            self.rows[name].show_state(self._desk.state(name), "", is_ready=False)
        elif name in self.rows:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show how each stands now."""
        kept, found = self._desk.catalogue.store.kept(), self._desk.catalogue.found()
        for name, row in self.rows.items():
            standing = words.of_full(KNOWN[name], self._desk.catalogue)
            row.show_state(self._desk.state(name), standing, name in kept or name in found)
            self.fetch[name].setText("Resume" if come_so_far(KNOWN[name], self._desk.catalogue) else "Download")

    def _add_row(self, name: str) -> None:
        known = KNOWN[name]
        fetch = button("Download", f"{words.size(known.size)} from {known.files[0].addresses[0].split('/')[2]}")
        have = button("I already have it …", "Choose the archive, or one of its files where they are unpacked")
        row = SourceRow(name, known.title, known.about, fetch, have)
        self.rows[name], self.fetch[name], self.have[name] = row, fetch, have
        for pressed in (fetch, have, row.cancel):
            pressed.setProperty("source", name)
        row.opened.connect(self.opened)
        row.cancel.clicked.connect(self._cancel)
        fetch.clicked.connect(self._fetch)
        have.clicked.connect(self._choose)

    @Slot()
    def _fetch(self) -> None:
        self._desk.download(KNOWN[self._name()])

    @Slot()
    def _cancel(self) -> None:
        self._desk.cancel(self._name())

    @Slot()
    def _choose(self) -> None:
        name = self._name()
        patterns = _ARCHIVES if name == CIFAR10.name else _IDX
        path, _ = QFileDialog.getOpenFileName(self, f"Where is {KNOWN[name].title}?", "", patterns)
        if path:
            self._desk.take_path(Path(path), name)

    def _name(self) -> str:
        """The set whose button was pressed."""
        return str(self.sender().property("source"))
