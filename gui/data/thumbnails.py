"""A browser of any number of images: a model that knows them by position, a delegate, and a view."""

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import numbers, theme
from gui.pictures import thumbnail
from gui.theme import Theme
from model.arrays import Labels
from model.datasets.dataset import Dataset
from model.inspection import Grades

_SIDE, _FRAME, _GAP = 48, 2, 2
_PITCH = _SIDE + 2 * _FRAME + _GAP
_CORNER = 10
_MOST_KEPT = 4000
AnyIndex = QModelIndex | QPersistentModelIndex


class ImageList(QAbstractListModel):
    """Rows of a data set in some order; the picture of one is made when it is looked at."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: Labels = np.empty(0, np.intp)
        self._dataset: Dataset | None = None
        self._grades: Grades | None = None
        self._pictures: dict[int, QPixmap] = {}

    def show_rows(self, dataset: Dataset, rows: Labels, grades: Grades | None) -> None:
        """List these rows (m,)."""
        if self._dataset is None or self._dataset.images is not dataset.images:
            self._pictures.clear()
        self._dataset, self._grades = dataset, grades
        if len(rows) == len(self.rows):
            self.rows = rows  # laying out as many anew takes long: the view paints what it sees again
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(int(self.rows[index.row()]))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(int(self.rows[index.row()]))
        return None

    def is_wrong(self, place: int) -> bool:
        """Whether the image at a place is taken for another class than its label's, as far as that is known."""
        found = self._grade(int(self.rows[place]))
        return found is not None and not found[1]

    def is_mislabelled(self, place: int) -> bool:
        """Whether the image at a place was given a wrong label."""
        row, dataset = self.rows[place], self._dataset
        return dataset is not None and dataset.labels[row] != dataset.true_labels[row]

    def words(self, row: int) -> str:
        """What is known of an image: its label, what it is taken for, its loss."""
        dataset = self._dataset
        assert dataset is not None
        label, true = int(dataset.labels[row]), int(dataset.true_labels[row])
        words = dataset.classes[label] + ("" if label == true else f" (a wrong label: truly {dataset.classes[true]})")
        found = self._grade(row)
        if found is None:
            return words
        predicted, is_right, loss = found
        taken = "right now" if is_right else f"taken for {dataset.classes[predicted]} now"
        return f"{words}, {taken}, loss {numbers.loss(loss)}"

    def _grade(self, row: int) -> tuple[int, bool, float] | None:
        """What the row is taken for, whether that is right, and its loss; None where it was not graded."""
        grades, dataset = self._grades, self._dataset
        if grades is None or dataset is None:
            return None
        place = int(np.searchsorted(grades.rows, row))
        if place == len(grades.rows) or grades.rows[place] != row:
            return None
        predicted = int(grades.predictions[place])
        return predicted, predicted == int(dataset.labels[row]), float(grades.losses[place])

    def _picture(self, row: int) -> QPixmap:
        if row not in self._pictures:
            assert self._dataset is not None
            if len(self._pictures) > _MOST_KEPT:
                self._pictures.clear()
            self._pictures[row] = thumbnail(self._dataset.images[row], _SIDE)
        return self._pictures[row]


class _Frames(QStyledItemDelegate):
    """Paints a picture, a frame where it is wrong now or chosen, and a corner where its label is wrong."""

    def __init__(self, images: ImageList) -> None:
        super().__init__()
        self._images = images
        self.recolour(theme.DARK)

    def recolour(self, theme: Theme) -> None:
        self._wrong, self._chosen, self._corner = QColor(theme.warning), QColor(theme.text), QColor(theme.accent)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(_PITCH, _PITCH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        place = index.row()
        rect: QRect = option.rect
        left, top = rect.left(), rect.top()
        is_chosen = QStyle.StateFlag.State_Selected in option.state
        if is_chosen or self._images.is_wrong(place):
            colour = self._chosen if is_chosen else self._wrong
            painter.fillRect(left, top, _SIDE + 2 * _FRAME, _SIDE + 2 * _FRAME, colour)
        picture = self._images.data(index, Qt.ItemDataRole.DecorationRole)
        across, down = (_SIDE - picture.width()) // 2, (_SIDE - picture.height()) // 2
        painter.drawPixmap(left + _FRAME + across, top + _FRAME + down, picture)
        if self._images.is_mislabelled(place):
            painter.fillRect(left + _FRAME, top + _FRAME, _CORNER, _CORNER, self._corner)


class Browser(QListView):
    """`picked` tells the row of an image that is clicked or reached by keys, `opened` of one clicked twice."""

    picked = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.images = ImageList()
        self._chosen = -1
        self._frames = _Frames(self.images)
        self.setModel(self.images)
        self.setItemDelegate(self._frames)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(_PITCH, _PITCH))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(_PITCH)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(_PITCH + 4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Images of the data set")
        self.selectionModel().currentChanged.connect(self._pick)
        self.doubleClicked.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._frames.recolour(theme)
        self.viewport().update()

    def show_rows(self, dataset: Dataset, rows: Labels, grades: Grades | None) -> None:
        """List these rows (m,) of a data set, with what the classifier makes of them if that is known."""
        self.images.show_rows(dataset, rows, grades)
        places = np.flatnonzero(rows == self._chosen)
        index = self.images.index(int(places[0]) if len(places) else -1)
        with QSignalBlocker(self.selectionModel()):  # the chosen image stays chosen, wherever it is now
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _pick(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self._chosen = int(self.images.rows[current.row()])
            self.picked.emit(int(self.images.rows[current.row()]))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(int(self.images.rows[index.row()]))
