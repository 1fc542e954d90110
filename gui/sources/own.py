"""The user's own images: a folder with a preview of what becomes of it, an .npz, and what is kept of both."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.sources import words
from gui.sources.desk import FOLDER, NPZ, SourcesDesk
from gui.sources.folder_form import FolderForm
from gui.sources.report import Report
from gui.sources.row import ProgressLine, SourceRow, button
from gui.theme import Theme
from gui.widgets.labels import title_row, wrapped
from model.datasets.folder import Listing
from model.datasets.known import KNOWN
from model.datasets.store import About

_EXPLANATION = (
    "A folder with one subfolder a class, perhaps train/ and test/ above them; any picture the app opens will do. "
    "Or an .npz with x (N, H, W or N, H, W, 3) as uint8 and y (N,). Nothing is unpickled."
)
_HINT = "Choose one, or drop it anywhere on the window: one subfolder a class, at least two."


class OwnImages(QWidget):
    """Brings the user's own images in. `opened` tells which kept set is to be trained on."""

    opened = Signal(str)

    def __init__(self, desk: SourcesDesk) -> None:
        """Show what is kept."""
        super().__init__()
        self._desk = desk
        self.folder = button("Folder of images …", "Choose a folder that has one subfolder a class")
        self.npz = button(".npz …", "Choose a file with the arrays x and y")
        self.cancel = button("Cancel", "Stop reading; nothing is kept")
        self.hint = wrapped(_HINT, "muted", theme.SMALL_PX)
        self.message = wrapped(tone="warning", pixels=theme.SMALL_PX)
        self.progress = ProgressLine()
        self.form = FolderForm()
        self.form.hide()
        self.report = Report()
        self.rows: dict[str, SourceRow] = {}
        self._shown: dict[str, About] = {}
        self._kept = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.show_work(FOLDER)
        self._show_kept()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.form.set_theme(theme)

    @Slot(str)
    def show_work(self, key: str) -> None:
        """Show how the work on a folder or an .npz goes on, or how it ended."""
        if key not in (FOLDER, NPZ):
            return
        states = [self._desk.state(key) for key in (FOLDER, NPZ)]
        progress = next((state.progress for state in states if state.progress is not None), None)
        sentence = next((state.sentence for state in states if state.sentence), "")
        self.progress.show_progress(progress)
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence) and progress is None)
        self.cancel.setVisible(progress is not None)
        for widget in (self.folder, self.npz, self.form):
            widget.setEnabled(progress is None)

    @Slot(object)
    def show_listing(self, listing: Listing) -> None:
        """Offer to read a folder."""
        self.hint.hide()
        self.report.hide()
        self.form.show_listing(listing)
        self.form.show()

    @Slot()
    def take_arrival(self) -> None:
        """A set was read: the form has done its work, and what was left out is said."""
        self._show_kept()
        brought = self._desk.state(FOLDER).brought
        if brought is not None and self.form.isVisibleTo(self):
            self.put_away()
            self.report.show_report(brought)

    @Slot()
    def put_away(self) -> None:
        """Ask about the folder no longer."""
        self.form.hide()
        self.hint.show()

    def _show_kept(self) -> None:
        kept = {name: about for name, about in self._desk.catalogue.store.kept().items() if name not in KNOWN}
        if kept == self._shown:
            return
        self._shown = kept
        for row in self.rows.values():
            row.deleteLater()
        self.rows = {name: self._row(about) for name, about in kept.items()}

    def _row(self, about: About) -> SourceRow:
        details = button("Skipped …", "Which files were left out, and why")
        details.setVisible(bool(about.report))
        remove = button("Remove", "Delete the copy the app keeps; your own files stay as they are")
        row = SourceRow(about.name, about.title, words.of_kept(about), details, remove)
        row.show_state(self._desk.state(""), "Ready", is_ready=True)
        remove.show()
        details.setVisible(bool(about.report))
        for pressed in (details, remove):
            pressed.setProperty("source", about.name)
        row.opened.connect(self.opened)
        details.clicked.connect(self._show_report)
        remove.clicked.connect(self._remove)
        self._kept.addWidget(row)
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(title_row("Your own images", _EXPLANATION, self.folder, self.npz))
        working = QHBoxLayout()
        working.setSpacing(theme.GAP)
        working.addWidget(self.progress, 1)
        working.addWidget(self.cancel)
        column.addWidget(self.hint)
        column.addWidget(self.form)
        column.addLayout(working)
        column.addWidget(self.message)
        column.addWidget(self.report)
        column.addLayout(self._kept)

    def _connect(self) -> None:
        self.folder.clicked.connect(self._choose_folder)
        self.npz.clicked.connect(self._choose_npz)
        self.cancel.clicked.connect(self._cancel)
        self.form.preview_wanted.connect(self._desk.preview)
        self.form.read_wanted.connect(self._desk.read)
        self.form.put_away.clicked.connect(self.put_away)
        self._desk.previewed.connect(self.form.show_preview)
        self._desk.listed.connect(self.show_listing)
        self._desk.changed.connect(self.show_work)
        self._desk.arrived.connect(self.take_arrival)

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, "A folder with one subfolder a class")
        if path:
            self._desk.look(Path(path))

    @Slot()
    def _choose_npz(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "A file with x and y", "", "NumPy archives (*.npz);;All files (*)")
        if path:
            self._desk.take_path(Path(path), NPZ)

    @Slot()
    def _cancel(self) -> None:
        self._desk.cancel(FOLDER)
        self._desk.cancel(NPZ)

    @Slot()
    def _show_report(self) -> None:
        self.report.show_report(self._shown[str(self.sender().property("source"))])

    @Slot()
    def _remove(self) -> None:
        self.report.hide()
        self._desk.remove(str(self.sender().property("source")))
