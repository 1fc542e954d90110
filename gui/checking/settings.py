"""How slopes are found, what is broken, and which parameter is looked at: the rows of controls above the check."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import numbers, theme
from gui.checking.words import CHANNELS, MISTAKES
from gui.widgets.calm import CalmComboBox, CalmSpinBox
from gui.widgets.choice import Choice
from gui.widgets.formula import Formula
from gui.widgets.labels import label
from gui.widgets.number_control import Scale
from gui.widgets.number_row import NumberRow
from gui.workspaces.held_step import button
from model.checking.bench import Place
from model.checking.mistakes import Mistake, why_not
from model.checking.slopes import LARGEST_STEP, SMALLEST_STEP, Method
from model.datasets.dataset import Dataset
from model.records import Settings

_TIP = "The step h of the difference quotient, from 1e-14 to 0.1"


class StepRow(NumberRow):
    """The step h."""

    def __init__(self) -> None:
        """Stand at the smallest."""
        scale = Scale(SMALLEST_STEP, LARGEST_STEP, SMALLEST_STEP, LARGEST_STEP)
        super().__init__(Formula("h"), "the step h", scale, _TIP)

    def _text(self, value: float) -> str:
        return numbers.compact(value)


class MethodRow(QWidget):
    """The step, the scheme, the precision and the mistake."""

    method_changed = Signal(object)
    mistake_chosen = Signal(object)

    def __init__(self, method: Method) -> None:
        """Stand at this method, with nothing broken."""
        super().__init__()
        self._settings: Settings | None = None
        self.h = StepRow()
        self.h.set_value(method.h)
        self.scheme: Choice[bool] = Choice(
            [
                (False, "forward", "(L(w + h) − L(w)) / h: its error falls with h"),
                (True, "centred", "(L(w + h) − L(w − h)) / 2h: its error falls with h²"),
            ],
            "Difference",
            quiet=True,
        )
        self.precision: Choice[bool] = Choice(
            [
                (False, "float32", "About 7 digits, as training uses them: too few for small steps"),
                (True, "float64", "About 16 digits"),
            ],
            "Precision",
            quiet=True,
        )
        self.scheme.set_value(method.is_centred)
        self.precision.set_value(method.is_double)
        self.mistake = CalmComboBox()
        self.mistake.setFont(theme.font())
        self.mistake.setAccessibleName("Break the gradient")
        self.mistake.setToolTip("Break the analytic gradient in a classic way, and see whether the check catches it")
        for name, tip in MISTAKES.values():
            self.mistake.addItem(name)
            self.mistake.setItemData(self.mistake.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self._lay_out()
        self.h.changed.connect(self._tell_method)
        self.scheme.chosen.connect(self._tell_method)
        self.precision.chosen.connect(self._tell_method)
        self.mistake.activated.connect(self._tell_mistake)

    @property
    def method(self) -> Method:
        """How slopes are to be found."""
        return Method(self.h.value, self.scheme.value, self.precision.value)

    @property
    def wished_mistake(self) -> Mistake:
        """What is to be broken."""
        return list(MISTAKES)[self.mistake.currentIndex()]

    def set_step(self, h: float) -> None:
        """Choose another step, and tell."""
        self.h.set_value(h)
        self._tell_method()

    def show_mistake(self, mistake: Mistake, settings: Settings) -> None:
        """Show which mistake is made, and offer those that these settings allow."""
        with QSignalBlocker(self.mistake):
            self.mistake.setCurrentIndex(list(MISTAKES).index(mistake))
        if settings == self._settings:
            return
        self._settings = settings
        offered = self.mistake.model()
        assert isinstance(offered, QStandardItemModel)
        for place, (each, (_, tip)) in enumerate(MISTAKES.items()):
            reason = why_not(each, settings)
            offered.item(place).setEnabled(not reason)
            self.mistake.setItemData(place, reason or tip, Qt.ItemDataRole.ToolTipRole)

    @Slot()
    def _tell_method(self) -> None:
        self.method_changed.emit(self.method)

    @Slot(int)
    def _tell_mistake(self, place: int) -> None:
        self.mistake_chosen.emit(list(MISTAKES)[place])

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN)
        row.addWidget(self.h, 1)
        for widget in (self.scheme, self.precision):
            row.addWidget(widget)
        row.addWidget(label("Break it:", "muted"))
        row.addWidget(self.mistake)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.h.complaint)


class PlaceRow(QWidget):
    """Class, row, column and channel of the parameter, and the way to the next one. `chosen` tells a place."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Wait for a data set."""
        super().__init__()
        self._shape = (1, 1, 1)
        self._classes: tuple[str, ...] = ()
        self.k, self.channel = CalmComboBox(), CalmComboBox()
        self.row, self.column = CalmSpinBox(), CalmSpinBox()
        names = {self.k: "Class", self.row: "Row", self.column: "Column", self.channel: "Channel"}
        for field, name in names.items():
            field.setAccessibleName(name)
            field.setToolTip(f"{name} of the weight")
            field.setFont(theme.font())
        self.next = button("Next dimension", "The slope of the next weight of this class (N)", is_primary=True)
        self.auto: QPushButton = button("On its own", "Fill one dimension after another, until pressed again")
        self.auto.setCheckable(True)
        self._lay_out()
        self.k.activated.connect(self._tell)
        self.channel.activated.connect(self._tell)
        self.row.valueChanged.connect(self._tell)
        self.column.valueChanged.connect(self._tell)

    def show_place(self, dataset: Dataset, place: Place) -> None:
        """Show which parameter is looked at."""
        if (dataset.shape, dataset.classes) != (self._shape, self._classes):
            self._offer(dataset)
        _, width, channels = self._shape
        is_bias = place.d == dataset.pixels.shape[1]
        pixel, channel = divmod(place.d, channels)
        row, column = divmod(pixel, width)
        values = ((self.k.setCurrentIndex, place.k), (self.channel.setCurrentIndex, channel))
        for field, (setter, value) in zip((self.k, self.channel), values, strict=True):
            with QSignalBlocker(field):
                setter(channels if is_bias and field is self.channel else value)
        for spin, value in ((self.row, row), (self.column, column)):
            with QSignalBlocker(spin):
                spin.setValue(0 if is_bias else value)
            spin.setEnabled(not is_bias)

    def _offer(self, dataset: Dataset) -> None:
        self._shape, self._classes = dataset.shape, dataset.classes
        height, width, channels = dataset.shape
        for spin, count in ((self.row, height), (self.column, width)):
            with QSignalBlocker(spin):
                spin.setRange(0, count - 1)
        named = [name or "weight" for name in CHANNELS[channels]]
        for box, names in ((self.k, dataset.classes), (self.channel, (*named, "bias"))):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(list(names))

    @Slot()
    def _tell(self) -> None:
        height, width, channels = self._shape
        if self.channel.currentIndex() == channels:
            d = height * width * channels
        else:
            d = (self.row.value() * width + self.column.value()) * channels + self.channel.currentIndex()
        self.chosen.emit(Place(self.k.currentIndex(), d))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(label("Weight of", "muted"))
        for name, field in (("", self.k), ("row", self.row), ("column", self.column), ("", self.channel)):
            if name:
                row.addWidget(label(name, "muted"))
            row.addWidget(field)
        row.addStretch(1)
        row.addWidget(self.auto)
        row.addWidget(self.next)
