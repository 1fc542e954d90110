"""Thumbnails to click: images of the data set, or the user's own. Only what is visible is ever drawn."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListView

from gui.classify.picture import Picture
from gui.pictures import thumbnail

_SIDE = 40
_PITCH = 49
AnyIndex = QModelIndex | QPersistentModelIndex


class Thumbnails(QAbstractListModel):
    """A list of pictures that are made when they are looked at."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._count = 0
        self._get: Callable[[int], Picture] | None = None

    def show_pictures(self, count: int, get: Callable[[int], Picture]) -> None:
        """List `count` pictures; get gives the one at a position."""
        self.beginResetModel()
        self._count, self._get = count, get
        self.endResetModel()

    def picture(self, position: int) -> Picture:
        """The picture at a position."""
        assert self._get is not None
        return self._get(position)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return thumbnail(self.picture(index.row()).pixels, _SIDE)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.picture(index.row()).title
        return None


class Strip(QListView):
    """A small browser of thumbnails; `picked` tells the picture that is clicked or reached by keys."""

    picked = Signal(object)

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.thumbnails = Thumbnails()
        self.setModel(self.thumbnails)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setGridSize(QSize(_PITCH, _PITCH))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_PITCH + 4)
        self.setAccessibleName("Images to choose from")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.selectionModel().currentChanged.connect(self._tell)

    def sizeHint(self) -> QSize:
        return QSize(5 * _PITCH, _PITCH + 4)  # and whatever room is left

    @Slot(QModelIndex, QModelIndex)
    def _tell(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(self.thumbnails.picture(current.row()))
