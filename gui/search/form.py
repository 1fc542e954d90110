"""The fields that say what is searched."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui import theme
from gui.control_words import LOSSES, PENALTIES
from gui.race.field import NumberField
from gui.search.wish import SearchWish, for_loss, for_penalty
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import Choice
from gui.widgets.labels import label
from gui.widgets.number_control import Scale
from model.records import LossKind, PenaltyKind
from model.search.records import LEAST_SIDE, MOST_FOLDS, MOST_SIDE, Span

_STEP_SIZE = Scale(1e-5, 10.0, lowest=1e-12, highest=1e6)
_STRENGTH = Scale(1e-6, 10.0, lowest=1e-12, highest=1e6)
_RATE = Scale(0.05, 0.8, lowest=0.001, highest=0.99)
_SIDE = Scale(LEAST_SIDE, MOST_SIDE, LEAST_SIDE, MOST_SIDE, is_whole=True)
_MOST_EPOCHS = 1000
_CAPTIONS = {PenaltyKind.L2: "strength λ", PenaltyKind.L1: "strength λ", PenaltyKind.DROPOUT: "dropout p"}
_ADDRESS = "tcp://"


class SpanFields(QWidget):
    """From, to and how many. `changed` tells that one is another, `refused` why one cannot be taken."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, name: str, scale: Scale) -> None:
        """Have no numbers yet; name is what sentences call them."""
        super().__init__()
        self.caption = label("", "muted", theme.SMALL_PX)
        self.low, self.high = NumberField("", scale, 60), NumberField("", scale, 60)
        self.count = NumberField("", _SIDE, 32)
        self.call(name, scale)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for shown in (self.caption, self.low, _word("to"), self.high, _word("in"), self.count, _word("values")):
            row.addWidget(shown)
        for field in (self.low, self.high, self.count):
            field.changed.connect(self.changed)
            field.refused.connect(self.refused)

    @property
    def span(self) -> Span:
        """The range as it is in the fields."""
        return Span(self.low.value, self.high.value, round(self.count.value))

    def show_span(self, span: Span) -> None:
        """Show a range without telling."""
        for field, value in ((self.low, span.low), (self.high, span.high), (self.count, span.count)):
            field.show_value(value)

    def call(self, name: str, scale: Scale) -> None:
        """Stand for numbers of this name and scale."""
        self.caption.setText(name)
        self.low.scale = self.high.scale = scale
        for field, what in ((self.low, "lowest"), (self.high, "highest")):
            field.name = f"the {what} {name}"
            field.setToolTip(f"The {what} {name}")
            field.setAccessibleName(f"{what} {name}")
        self.count.name = f"the number of values of the {name}"
        self.count.setToolTip("How many values, evenly spread on a logarithmic axis (2 to 20)")
        self.count.setAccessibleName(f"how many values of the {name}")


class SearchForm(QWidget):
    """`edited` tells the whole wish, `refused` why something that was typed cannot be taken."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        """Show no wish yet."""
        super().__init__()
        self.wish: SearchWish | None = None
        self._source = ""
        self.step_sizes, self.strengths = SpanFields("step size η", _STEP_SIZE), SpanFields("strength λ", _STRENGTH)
        self.is_random: Choice[bool] = Choice(
            [
                (False, "grid", "Every step size with every strength"),
                (True, "random points", "As many points anywhere in the same area: more different values of each"),
            ],
            "Candidates",
            quiet=True,
        )
        self.loss, self.penalty = CalmComboBox(), CalmComboBox()
        self.epochs = NumberField("the number of epochs", Scale(1, 100, 1, _MOST_EPOCHS, is_whole=True), 44)
        self.folds = NumberField("the number of folds", Scale(1, MOST_FOLDS, 1, MOST_FOLDS, is_whole=True), 28)
        self.where: Choice[bool] = Choice(
            [
                (False, "this computer", "Runs go to the processors of this computer; one is left for the window"),
                (True, "a cluster", "Runs go to the workers of a Dask scheduler"),
            ],
            "Workers",
            quiet=True,
        )
        self.address = QLineEdit()
        self._prepare()
        self._lay_out()
        self._connect()

    @property
    def scheduler(self) -> str:
        """The address of the cluster, empty for this computer."""
        return self.address.text().strip() if self.where.value else ""

    @property
    def address_complaint(self) -> str:
        """What is wrong with the address, in a sentence; empty where nothing is."""
        host, _, port = self.scheduler.rpartition(":")
        is_whole = len(host.partition("://")[2]) > 0 and port.isdecimal()
        return "" if is_whole or not self.where.value else "A scheduler has an address like tcp://192.168.0.7:8786."

    def show_wish(self, wish: SearchWish, source: str) -> None:
        """Show a wish for a data set without telling."""
        self.wish, self._source = wish, source
        is_rate = wish.penalty is PenaltyKind.DROPOUT
        self.strengths.call(_CAPTIONS[wish.penalty], _RATE if is_rate else _STRENGTH)
        self.step_sizes.show_span(wish.step_sizes)
        self.strengths.show_span(wish.strengths)
        self.is_random.set_value(wish.is_random)
        self.epochs.show_value(wish.epochs)
        self.folds.show_value(wish.folds)
        for box, value in ((self.loss, wish.loss), (self.penalty, wish.penalty)):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))

    def _prepare(self) -> None:
        penalties = [option for option in PENALTIES if option[0] in _CAPTIONS]
        for box, options, name in ((self.loss, LOSSES, "Loss"), (self.penalty, penalties, "Regularization")):
            for value, text, _ in options:
                box.addItem(text, value)
            box.setFont(theme.font(theme.SMALL_PX))
            box.setAccessibleName(name)
            box.setToolTip(f"{name} of all runs")
        self.epochs.setToolTip("How often each run sees every training image")
        self.folds.setToolTip("How often each candidate is tried, each time with other images for validation (1 to 5)")
        self.address.setPlaceholderText("tcp://192.168.0.7:8786")
        self.address.setAcceptDrops(False)  # a picture dropped here is for the window
        self.address.setFont(theme.font(theme.SMALL_PX))
        self.address.setProperty("tight", True)
        self.address.setAccessibleName("Address of the scheduler")
        self.address.setToolTip("Where the Dask scheduler listens; it tells the address when it starts")
        self.address.hide()

    def _lay_out(self) -> None:
        ranges = _row(self.step_sizes, None, self.strengths, None, self.is_random)
        places = _row(
            self.loss, self.penalty, None, _word("epochs"), self.epochs, None, _word("folds"), self.folds, None,
            _word("on"), self.where, self.address,
        )  # fmt: skip
        ranges.addStretch(1)
        places.addStretch(1)
        places.setStretchFactor(self.address, 100)
        self.address.setMaximumWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(ranges)
        column.addLayout(places)

    def _connect(self) -> None:
        for fields in (self.step_sizes, self.strengths):
            fields.changed.connect(self._take)
            fields.refused.connect(self.refused)
        for field in (self.epochs, self.folds):
            field.changed.connect(self._take)
            field.refused.connect(self.refused)
        for box in (self.loss, self.penalty):
            box.activated.connect(self._take)
        self.is_random.chosen.connect(self._take)
        self.where.chosen.connect(self._choose_place)
        self.address.textEdited.connect(self._take)
        self.address.returnPressed.connect(self.address.clearFocus)  # the keys are the window's again

    @Slot()
    def _choose_place(self) -> None:
        self.address.setVisible(self.where.value)
        if self.where.value:
            if not self.address.text():
                self.address.setText(_ADDRESS)
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take()

    @Slot()
    def _take(self) -> None:
        """Tell the wish as it is in the fields; another loss or regularization brings its own usual ranges."""
        old = self.wish
        if old is None:
            return
        loss, penalty = LossKind(self.loss.currentData()), PenaltyKind(self.penalty.currentData())
        wish = replace(
            old,
            step_sizes=self.step_sizes.span,
            strengths=self.strengths.span,
            is_random=self.is_random.value,
            epochs=round(self.epochs.value),
            folds=round(self.folds.value),
        )
        if loss is not old.loss:
            wish = for_loss(wish, self._source, loss)
        if penalty is not old.penalty:
            wish = for_penalty(wish, self._source, penalty)
        self.show_wish(wish, self._source)
        self.edited.emit(wish)


def _word(text: str) -> QWidget:
    return label(text, "muted", theme.SMALL_PX)


def _row(*shown: QWidget | None) -> QHBoxLayout:
    """Fields beside each other; None is a wider gap."""
    row = QHBoxLayout()
    row.setSpacing(5)
    for widget in shown:
        if widget is None:
            row.addSpacing(theme.GAP)
        else:
            row.addWidget(widget)
    return row
