"""A browser of any number of images: a model that knows them by position, and a view that draws what is visible."""

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui import numbers, theme
from gui.data.sheets import PITCH, Colours, Mask, sheet
from gui.theme import Theme
from model.arrays import Labels
from model.datasets.dataset import Dataset
from model.inspection import Grades

AnyIndex = QModelIndex | QPersistentModelIndex


class ImageTable(QAbstractTableModel):
    """Rows of a data set in some order, laid out in lines. Making it anew takes no time, however many there are."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: Labels = np.empty(0, np.intp)
        self.columns = 1
        self.dataset: Dataset | None = None
        self.grades: Grades | None = None

    def show_rows(self, dataset: Dataset, rows: Labels, grades: Grades | None, columns: int) -> None:
        """List these rows (m,), so many in a line."""
        is_as_long = (len(rows), columns) == (len(self.rows), self.columns)
        if not is_as_long:
            self.beginResetModel()
        self.dataset, self.rows, self.grades, self.columns = dataset, rows, grades, columns
        if not is_as_long:
            self.endResetModel()

    def row_at(self, index: AnyIndex) -> int | None:
        """The row of the data set at an index; None beyond the last."""
        place = index.row() * self.columns + index.column()
        return int(self.rows[place]) if index.isValid() and place < len(self.rows) else None

    def index_of(self, row: int) -> QModelIndex:
        """Where a row of the data set is; nowhere where it is not listed."""
        places = np.flatnonzero(self.rows == row)
        return self.index(*divmod(int(places[0]), self.columns)) if len(places) else QModelIndex()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else -(-len(self.rows) // self.columns)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.columns

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        is_there = self.row_at(index) is not None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_there else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is not None and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(row)
        return None

    def words(self, row: int) -> str:
        """What is known of an image: its label, what it is taken for, its loss."""
        dataset, grades = self.dataset, self.grades
        assert dataset is not None
        label, true = int(dataset.labels[row]), int(dataset.true_labels[row])
        words = dataset.classes[label] + ("" if label == true else f" (a wrong label: truly {dataset.classes[true]})")
        if grades is None:
            return words
        place = int(np.searchsorted(grades.rows, row))
        predicted = int(grades.predictions[place])
        taken = "right now" if predicted == label else f"taken for {dataset.classes[predicted]} now"
        return f"{words}, {taken}, loss {numbers.loss(float(grades.losses[place]))}"

    def are_wrong(self, rows: Labels) -> Mask:
        """Which of some listed rows (m,) are taken for another class than their label's, as far as that is known."""
        if self.grades is None:
            return np.zeros(len(rows), bool)
        return ~self.grades.is_right[np.searchsorted(self.grades.rows, rows)]


class Browser(QTableView):
    """`picked` tells the row of an image that is clicked or reached by keys, `opened` of one clicked twice."""

    picked = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.images = ImageTable()
        self._chosen = -1
        self.set_theme(theme.DARK)
        self.setModel(self.images)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setDefaultSectionSize(PITCH)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(PITCH + 4)
        self.setAccessibleName("Images of the data set")
        self.selectionModel().currentChanged.connect(self._pick)
        self.doubleClicked.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        colours = (theme.window, theme.warning, theme.text, theme.accent)
        self._colours = Colours(*(QColor(colour).rgba() for colour in colours))
        self.viewport().update()

    def show_rows(self, dataset: Dataset, rows: Labels, grades: Grades | None) -> None:
        """List these rows (m,) of a data set, with what the classifier makes of them if that is known."""
        self.images.show_rows(dataset, rows, grades, max(self.viewport().width() // PITCH, 1))
        with QSignalBlocker(self.selectionModel()):  # the chosen image stays chosen, wherever it is now
            index = self.images.index_of(self._chosen)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.images.dataset is not None:
            self.show_rows(self.images.dataset, self.images.rows, self.images.grades)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines that are to be painted again as one picture: seldom while training, and never all of them."""
        images, offset, area = self.images, self.verticalScrollBar().value(), event.rect()
        first, last = (offset + area.top()) // PITCH, (offset + area.bottom()) // PITCH
        rows = images.rows[first * images.columns : (last + 1) * images.columns]
        if images.dataset is None or not len(rows):
            return
        is_marked = images.dataset.labels[rows] != images.dataset.true_labels[rows]
        pixels = sheet(
            images.dataset.images[rows],
            images.columns,
            images.are_wrong(rows),
            rows == self._chosen,
            is_marked,
            self._colours,
        )
        height, width = pixels.shape
        painter = QPainter(self.viewport())
        painter.drawImage(
            0, first * PITCH - offset, QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        )
        painter.end()

    @Slot(QModelIndex, QModelIndex)
    def _pick(self, current: QModelIndex, previous: QModelIndex) -> None:
        row = self.images.row_at(current)
        if row is not None:
            self._chosen = row
            self.viewport().update()
            self.picked.emit(row)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.images.row_at(index)
        if row is not None:
            self.opened.emit(row)
