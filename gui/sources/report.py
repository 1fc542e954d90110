"""What was left out of a folder of images, a line a file, to read and to copy."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui import theme
from gui.sources.row import button
from gui.widgets.labels import label
from model.datasets.store import About

_HEIGHT = 120
_MOST_LINES = 2000


class Report(QWidget):
    """Gone until there is something to tell."""

    def __init__(self) -> None:
        """Have nothing to tell."""
        super().__init__()
        self._whole = ""
        self.title = label(bold=True, pixels=theme.SMALL_PX)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFixedHeight(_HEIGHT)
        self.text.setFont(theme.font(theme.SMALL_PX))
        self.text.setAccessibleName("Skipped files")
        self.copy = button("Copy", "Copy the whole list")
        self.close_it = button("Close", "Put the list away")
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.copy)
        top.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.text)
        self.copy.clicked.connect(self._copy)
        self.close_it.clicked.connect(self.hide)
        self.hide()

    def show_report(self, about: About) -> None:
        """Say what was left out of a set; nothing, where nothing was."""
        self._whole = about.report
        lines = self._whole.splitlines()
        self.title.setText(f"{about.title}: {len(lines):,} files skipped")
        more = [f"… and {len(lines) - _MOST_LINES:,} more: Copy takes all."] if len(lines) > _MOST_LINES else []
        self.text.setPlainText("\n".join(lines[:_MOST_LINES] + more))
        self.setVisible(bool(lines))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
