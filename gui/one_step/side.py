"""Which image of the batch is taken apart, and what the step does to the losses."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import numbers, theme
from gui.classify.picture import Picture
from gui.classify.pixel_view import PixelView
from gui.classify.strip import Strip
from gui.one_step.stages import Scene
from gui.theme import Theme
from gui.widgets.labels import field_name, hairline, label, yielding
from model.datasets.dataset import Dataset
from model.records import Batch, PenaltyKind, Step

_SIDE = 168


class ImageSide(QWidget):
    """The image, buttons to its neighbours, the losses before and after, the batch. `chosen` tells a position."""

    chosen = Signal(int)

    def __init__(self) -> None:
        """Wait for a step."""
        super().__init__()
        self.setFixedWidth(_SIDE)
        self.picture = PixelView(_SIDE, "The image that is taken apart")
        self.name = yielding("plain", theme.BODY_PX)
        self.name.setFont(theme.font(theme.BODY_PX, bold=True))
        self.place = yielding()
        self.previous = _arrow("‹", "The image before it in the batch (PgUp)", "Previous image")
        self.next = _arrow("›", "The next image of the batch (PgDown)", "Next image")
        self.strip = Strip()
        self.strip.setToolTip("The images of the batch")
        self.strip.setMinimumHeight(1)  # on small screens the buttons are enough
        self.values: dict[str, tuple[QLabel, QLabel]] = {}
        self._batch: Batch | None = None
        self._position = 0
        self._lay_out()
        self.previous.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.strip.selectionModel().currentChanged.connect(self._pick)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.picture.set_theme(theme)

    def show_scene(self, scene: Scene) -> None:
        """Show an image of a batch, and the losses before and after the step."""
        anatomy, step = scene.anatomy, scene.step
        self._position = anatomy.position
        if step.batch is not self._batch:
            self._batch = step.batch
            self._list(scene.dataset, step.batch)
        self.strip.setCurrentIndex(self.strip.thumbnails.index(self._position))
        self.picture.show_pixels(scene.dataset.images[step.batch.rows[self._position]])
        self.name.setText(scene.true_name)
        self.place.setText(f"image {self._position + 1:,} of {step.batch.size:,}")
        self.previous.setEnabled(self._position > 0)
        self.next.setEnabled(self._position < step.batch.size - 1)
        self._show_losses(scene, step)

    def _show_losses(self, scene: Scene, step: Step) -> None:
        after = scene.after
        rows = {
            "image": ("this image", scene.anatomy.loss, scene.anatomy.loss_after),
            "mean": (f"mean of {step.batch.size:,}", step.data_loss, after.data_loss),
            "penalty": ("penalty", step.penalty, after.penalty),
            "total": ("L", step.loss, after.loss),
        }
        for key, (words, before, then) in rows.items():
            name, value = self.values[key]
            name.setText(words)
            is_none = key == "penalty" and step.settings.penalty not in (PenaltyKind.L1, PenaltyKind.L2)
            value.setText("none" if is_none else f"{numbers.loss(before)} → {numbers.loss(then)}")

    def _list(self, dataset: Dataset, batch: Batch) -> None:
        def picture(position: int) -> Picture:
            row = int(batch.rows[position])
            name = dataset.classes[int(dataset.labels[row])]
            return Picture(f"{name}, image {position + 1:,} of the batch", dataset.images[row], row=row)

        self.strip.thumbnails.show_pictures(batch.size, picture)

    @Slot()
    def go_on(self) -> None:
        """Choose the next image."""
        self._choose(self._position + 1)

    @Slot()
    def go_back(self) -> None:
        """Choose the image before."""
        self._choose(self._position - 1)

    @Slot(QModelIndex, QModelIndex)
    def _pick(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self._choose(current.row())

    def _choose(self, position: int) -> None:
        if self._batch is not None and 0 <= position < self._batch.size and position != self._position:
            self.chosen.emit(position)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.place)
        caption = QHBoxLayout()
        caption.setSpacing(2)
        caption.addLayout(words, 1)
        caption.addWidget(self.previous)
        caption.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picture)
        column.addLayout(caption)
        column.addWidget(hairline())
        column.addWidget(field_name("Loss, before → after"))
        column.addLayout(self._table())
        column.addWidget(hairline())
        column.addWidget(self.strip, 1)

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        for row, key in enumerate(("image", "mean", "penalty", "total")):
            name, value = label(tone="muted", pixels=theme.SMALL_PX), label(pixels=theme.SMALL_PX, bold=key == "total")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.values[key] = (name, value)
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        return grid


def _arrow(text: str, tip: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.HEADING_PX, bold=True))
    button.setProperty("quiet", True)
    button.setFixedSize(28, 28)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
