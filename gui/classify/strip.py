"""Thumbnails to click: images of the data set, or the user's own. Only what is visible is ever drawn."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QBrush, QColor, QPixmap
from PySide6.QtWidgets import QListView

from gui import theme
from gui.classify.picture import Picture
from gui.pictures import thumbnail
from gui.theme import Theme

_SIDE, _PITCH = 40, 49
_WIDE_PITCH, _HIGH_PITCH = 67, 61
_WITH_WORDS = QSize(_WIDE_PITCH - 1, _HIGH_PITCH - 2)
Caption = tuple[str, bool | None]
AnyIndex = QModelIndex | QPersistentModelIndex


class Thumbnails(QAbstractListModel):
    """A list of pictures that are made when they are looked at, with words below each where there are any."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._count = 0
        self._get: Callable[[int], Picture] | None = None
        self._caption: Callable[[int], Caption] | None = None
        self._made: dict[int, tuple[Picture, QPixmap]] = {}
        self._brushes: dict[bool | None, QBrush] = {}

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        tones = {None: theme.muted, True: theme.good, False: theme.warning}
        self._brushes = {verdict: QBrush(QColor(tone)) for verdict, tone in tones.items()}

    def show_pictures(
        self, count: int, get: Callable[[int], Picture], caption: Callable[[int], Caption] | None = None
    ) -> None:
        """List `count` pictures; get gives the one at a position, caption what it is taken for and if that is right."""
        self.beginResetModel()
        self._count, self._get, self._caption = count, get, caption
        self._made.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """What is written below the pictures has changed."""
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def picture(self, position: int) -> Picture:
        """The picture at a position."""
        assert self._get is not None
        return self._get(position)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(index.row())
        if role == Qt.ItemDataRole.DisplayRole and self._caption is not None:
            return self._caption(index.row())[0]
        if role == Qt.ItemDataRole.SizeHintRole and self._caption is not None:
            return _WITH_WORDS
        if role == Qt.ItemDataRole.ForegroundRole and self._caption is not None:
            return self._brushes.get(self._caption(index.row())[1])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.picture(index.row()).title
        return None

    def _thumbnail(self, position: int) -> QPixmap:
        """Made anew for images of the data set, of which there are many; kept for those with changing words."""
        picture = self.picture(position)
        if self._caption is None:
            return thumbnail(picture.pixels, _SIDE)
        known = self._made.get(position)
        if known is None or known[0].pixels is not picture.pixels:
            known = self._made[position] = (picture, thumbnail(picture.pixels, _SIDE))
        return known[1]


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
        self.setFont(theme.font(theme.SMALL_PX))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Images to choose from")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.have_words(False)
        self.selectionModel().currentChanged.connect(self._tell)

    def have_words(self, are_there: bool) -> None:
        """Leave room for words below the pictures, or not."""
        pitch = QSize(_WIDE_PITCH, _HIGH_PITCH) if are_there else QSize(_PITCH, _PITCH)
        self.setGridSize(pitch)
        self.setMinimumHeight(pitch.height() + 4)

    def choose(self, position: int) -> None:
        """Mark a picture as the chosen one, without telling."""
        with QSignalBlocker(self.selectionModel()):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.thumbnails.index(position), flag)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(5 * _PITCH, self.minimumHeight())  # and whatever room is left

    @Slot(QModelIndex, QModelIndex)
    def _tell(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(self.thumbnails.picture(current.row()))
