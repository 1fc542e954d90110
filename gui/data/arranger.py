"""The controls of the arrangement: what the weights see, how many images, how many wrong labels, which split."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.data.stops import Stop, Stops
from gui.widgets.choice import Choice
from gui.widgets.labels import field_name, wrapped
from model.datasets.arrangement import AS_OPENED, Arrangement, Seen
from model.datasets.dataset import Dataset
from model.datasets.seeing import LEAST_DEVIATION
from model.records import Snapshot

_KINDS = [
    (Seen.UNIT, "0..1", "x = pixel / 255. No image is subtracted: descent is slower, as all inputs are positive"),
    (Seen.MEAN_IMAGE, "− mean image", "x = pixel / 255 − the mean of this pixel over the training images"),
    (Seen.MEAN_CHANNEL, "− channel mean", "x = pixel / 255 − the mean of its channel over all training pixels"),
    (
        Seen.STANDARDISED,
        "standardised",
        "x = (pixel − its mean) / its standard deviation, over the training images. A pixel that hardly changes counts "
        f"as changing by {LEAST_DEVIATION:.0f} of 255. The inputs are larger: a smaller step size does",
    ),
]
_COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_NOISE = [(n / 100, f"{n} %") for n in range(0, 51, 5)]
_VALIDATION = [(n / 100, f"{n} %") for n in (5, 10, 20, 30, 40, 50)]
_NOTE_HEIGHT = 34
_BEFORE = "Changing any of these starts a new run from the same seed; the present one is kept, and can be restored."


class Arranger(QWidget):
    """A row of kinds, one of sliders. `wished` tells the whole arrangement; `note`, placed apart, what a change did."""

    wished = Signal(object)

    def __init__(self) -> None:
        """Wait for a snapshot."""
        super().__init__()
        self.seen: Choice[Seen] = Choice(_KINDS, "Preprocessing")
        self.count: Stops[int | None] = Stops(
            "train on",
            "How many training images of each class are used; fewer are learnt by heart",
            "5,000 a class",
        )
        self.noise: Stops[float] = Stops(
            "label noise", "The share of training labels that are made wrong, the same ones each time", "50 %"
        )
        self.validation: Stops[float] = Stops(
            "validation", "The share of the images outside the test set that is held back for validation", "50 %"
        )
        self.note = wrapped(_BEFORE, "muted", theme.SMALL_PX)
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self._wish = AS_OPENED
        self._last: Snapshot | None = None
        self._lay_out()
        self._connect()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow a new run: how its data are arranged, and what became of the old one."""
        last, self._last = self._last, snapshot
        if last is None or last.run != snapshot.run:
            self._wish = snapshot.dataset.arrangement
            self._show(snapshot.dataset)
            self.note.setText(_BEFORE if last is None else _word(last, snapshot))

    def _show(self, dataset: Dataset) -> None:
        self.seen.set_value(self._wish.seen)
        self.count.set_stops(_counts(dataset), self._wish.per_class)
        self.noise.set_stops(_NOISE, self._wish.noise)
        self.validation.set_stops(_VALIDATION, self._wish.validation)

    @Slot()
    def _take(self) -> None:
        wish = Arrangement(self.seen.value, self.count.value, self.noise.value, self.validation.value)
        if wish != self._wish:
            self._wish = wish
            self.wished.emit(wish)

    def _connect(self) -> None:
        for control in (self.seen, self.count, self.noise, self.validation):
            control.chosen.connect(self._take)

    def _lay_out(self) -> None:
        kinds, sliders = QHBoxLayout(), QHBoxLayout()
        kinds.setSpacing(theme.GAP)
        kinds.addWidget(field_name("The weights see"))
        kinds.addWidget(self.seen, 1)
        sliders.setSpacing(theme.MARGIN)
        for stops, share in ((self.count, 5), (self.noise, 4), (self.validation, 4)):
            sliders.addWidget(stops, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(kinds)
        column.addLayout(sliders)


def _counts(dataset: Dataset) -> list[Stop[int | None]]:
    """Numbers of training images a class that make a difference, and all of them."""
    opened = dataset.as_opened
    most = max((int((opened.labels[opened.train] == k).sum()) for k in range(len(opened.classes))), default=0)
    some: list[Stop[int | None]] = [(count, f"{count:,} a class") for count in _COUNTS if count < most]
    return [*some, (None, "all")]


def _word(last: Snapshot, snapshot: Snapshot) -> str:
    """What happened when the arrangement changed."""
    if last.dataset.as_opened is not snapshot.dataset.as_opened or last.dataset is snapshot.dataset:
        return _BEFORE
    dataset = snapshot.dataset
    wrong = int((dataset.labels != dataset.true_labels).sum())
    noise = f", {wrong:,} of them with a wrong label" if wrong else ""
    words = f"{len(dataset.train):,} training images{noise}, {dataset.preprocessing.sentence}."
    is_kept = any(run.identity == last.run for run in snapshot.kept)
    new, old = (name.partition(",")[0] for name in (snapshot.name, last.name))  # what follows is what the words say
    return f"“{new}” is a new run: {words}" + (f" “{old}” is kept under Runs." if is_kept else "")
