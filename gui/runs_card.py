"""The runs on a card: the present one, and those that were left for others."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui import sentences, theme
from gui.widgets.labels import heading, label, wrapped
from model.commands import Delete, Rename, Restore
from model.records import KeptRun, Snapshot

_WIDTH = 800
_NAME_WIDTH = 180
_MOST_LETTERS = 40


class RunsCard(QFrame):
    """A row a run: whether its curve is shown, name, settings, how it ended. `commanded` is for the trainer."""

    commanded = Signal(object)
    hidden_changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Know no runs yet."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFixedWidth(_WIDTH)
        self.hidden: set[int] = set()
        self.rows: list[RunRow] = []
        self._listed: tuple[object, ...] = ()
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.GAP)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(heading("Runs"))
        column.addWidget(
            wrapped(
                "Going on from an earlier moment makes another run; the one that was left stays here, up to eight of "
                "them, and as a faint curve behind. A restored run goes on exactly where it stood.",
                "muted",
            )
        )
        column.addLayout(self._grid)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """List the runs of a moment."""
        listed = (snapshot.run, snapshot.name, *snapshot.kept)
        if listed == self._listed:
            return
        self._listed = listed
        for row in self.rows:
            row.remove(self._grid)
        present = RunRow(self, snapshot.run, snapshot.name, "the present run", None)
        kept = [RunRow(self, run.identity, run.name, sentences.about_run(run), run) for run in snapshot.kept]
        self.rows = [present, *kept]
        for place, row in enumerate(self.rows):
            row.place(self._grid, place)
        self.hidden &= {run.identity for run in snapshot.kept}
        self.adjustSize()

    def open_above(self, widget: QWidget) -> None:
        """Appear above a widget, at its right end."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), -self.height() - theme.GAP))
        self.move(corner)
        self.show()

    def show_run(self, identity: int, is_shown: bool) -> None:
        """Show or hide the curve of a run."""
        self.hidden = self.hidden - {identity} if is_shown else self.hidden | {identity}
        self.hidden_changed.emit(set(self.hidden))


class RunRow:
    """The widgets of one run."""

    def __init__(self, card: RunsCard, identity: int, name: str, about: str, kept: KeptRun | None) -> None:
        """Say what is known of a run; the present one can be renamed, but neither restored nor deleted."""
        self._card, self._identity = card, identity
        self.shown = QCheckBox()
        self.shown.setToolTip("Show its curve")
        self.shown.setAccessibleName(f"Show the curve of {name}")
        self.shown.setChecked(identity not in card.hidden)
        self.shown.setEnabled(kept is not None)
        self.name = QLineEdit(name)
        self.name.setMaxLength(_MOST_LETTERS)
        self.name.setAcceptDrops(False)  # a picture dropped here is for the window
        self.name.setFixedWidth(_NAME_WIDTH)
        self.name.setAccessibleName("Name of the run")
        self.about: QLabel = label(about, "muted", theme.SMALL_PX)
        self.about.setToolTip(about)
        self.restore, self.delete = QPushButton("Restore"), QPushButton("Delete")
        for button in (self.restore, self.delete):
            button.setFont(theme.font(theme.SMALL_PX))
            button.setEnabled(kept is not None)
        self.shown.toggled.connect(self._show)
        self.name.editingFinished.connect(self._rename)
        self.restore.clicked.connect(self._restore)
        self.delete.clicked.connect(self._delete)
        self._old_name = name

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """From left to right."""
        return self.shown, self.name, self.about, self.restore, self.delete

    def place(self, grid: QGridLayout, row: int) -> None:
        """Stand in a row."""
        for column, widget in enumerate(self.widgets):
            grid.addWidget(widget, row, column)

    def remove(self, grid: QGridLayout) -> None:
        """Go away."""
        for widget in self.widgets:
            grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _show(self, is_shown: bool) -> None:
        self._card.show_run(self._identity, is_shown)

    def _rename(self) -> None:
        """An empty name is none: the old one stays."""
        name = self.name.text().strip()
        if not name:
            self.name.setText(self._old_name)
        elif name != self._old_name:
            self._card.commanded.emit(Rename(self._identity, name))

    def _restore(self) -> None:
        self._card.commanded.emit(Restore(self._identity))

    def _delete(self) -> None:
        self._card.commanded.emit(Delete(self._identity))
