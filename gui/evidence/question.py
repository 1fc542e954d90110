"""Which class is asked about, and rather than which other."""

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot

from gui import theme
from gui.widgets.calm import CalmComboBox
from model.examination import Named, Which

_NOTHING = "no other"


class Question(QObject):
    """Two lists of classes. `asked` tells that another class was chosen in one of them."""

    asked = Signal()

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__()
        self.classes: tuple[str, ...] = ()
        self.k, self.rather_than = _List("Class"), _List("Rather than")
        self.k.setToolTip("The class whose score is explained")
        self.rather_than.setToolTip("Compare with another class: (W_k − W_j) x instead of W_k x")
        for each in (self.k, self.rather_than):
            each.activated.connect(self._tell)

    def offer(self, classes: tuple[str, ...]) -> None:
        """Offer these classes."""
        if classes != self.classes:
            self.classes = classes
            every = [(k, name) for k, name in enumerate(classes)]
            self.k.offer([(Named.PREDICTED, ""), (Named.TRUE, ""), *every])
            self.rather_than.offer([(None, _NOTHING), (Named.RUNNER_UP, ""), (Named.TRUE, ""), *every])

    def name(self, predicted: int, runner_up: int, true: int | None) -> None:
        """Say which classes are meant by what is named otherwise."""
        unknown = "true class: not known"
        true_words = unknown if true is None else f"true class: {self.classes[true]}"
        self.k.rename(Named.PREDICTED, f"predicted: {self.classes[predicted]}")
        self.rather_than.rename(Named.RUNNER_UP, f"runner-up: {self.classes[runner_up]}")
        for each in (self.k, self.rather_than):
            each.rename(Named.TRUE, true_words)

    @Slot()
    def _tell(self) -> None:
        self.asked.emit()


class _List(CalmComboBox):
    """Answers with words of their own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._values: list[Which] = []
        self.setAccessibleName(name)
        self.setFont(theme.font())
        self.setMinimumContentsLength(17)
        self.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def value(self) -> Which:
        """What is chosen."""
        return self._values[self.currentIndex()]

    def offer(self, options: list[tuple[Which, str]]) -> None:
        """Offer these, and keep the choice where it is still there."""
        old = self.value if self._values else None
        self._values = [value for value, _ in options]
        with QSignalBlocker(self):
            self.clear()
            self.addItems([words for _, words in options])
            self.setCurrentIndex(self._values.index(old) if old in self._values else 0)

    def choose(self, value: Which) -> None:
        """Choose without telling."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self._values.index(value))

    def rename(self, value: Which, words: str) -> None:
        """Give an option other words."""
        place = self._values.index(value)
        if self.itemText(place) != words:
            self.setItemText(place, words)
