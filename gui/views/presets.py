"""Which example stands on the bench of losses, and which of its images."""

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton

from gui import theme
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row
from model.worked import EXAMPLES, Worked

_EXPLANATION = (
    "Move the scores of one image, choose its true class, and see what hinge, squared hinge and softmax add up class "
    "by class, and how strongly each pulls every score. dL/ds is the gradient: a step goes against it, so a score with "
    "a negative one is pulled up."
)
_NOW = "The image panel’s picture, now"


class Presets(QObject):
    """A list of examples in a title row. `chosen` tells the example, or None for the picture of the image panel."""

    chosen = Signal(object)
    image_chosen = Signal(object)

    def __init__(self) -> None:
        """Offer all examples, the first one chosen."""
        super().__init__()
        self.list = CalmComboBox()
        for example in EXAMPLES:
            self.list.addItem(example.title)
        self.list.addItem(_NOW)
        self.list.setFont(theme.font())
        self.list.setAccessibleName("Example")
        self.list.setToolTip("Worked examples, and the scores of the picture in the image panel")
        self.images = {place: _choice(example) for place, example in enumerate(EXAMPLES) if len(example.images) > 1}
        self.restore = QPushButton("Restore")
        self.restore.setFont(theme.font(theme.SMALL_PX))
        self.restore.setToolTip("The scores, true class, margin, shift and scale as they were at first")
        self.restore.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.row = title_row("Losses", _EXPLANATION, *self.images.values(), self.list, self.restore)
        self.list.activated.connect(self._tell)
        for choice in self.images.values():
            choice.chosen.connect(self.image_chosen)

    def show_choice(self, example: Worked | None, image: int) -> None:
        """Show which example and which of its images is looked at."""
        place = len(EXAMPLES) if example is None else EXAMPLES.index(example)
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(place)
        for other, choice in self.images.items():
            if other != place:  # all others go first, or the window grows to hold both
                choice.hide()
        if place in self.images:
            self.images[place].show()
            self.images[place].set_value(image)

    @Slot(int)
    def _tell(self, place: int) -> None:
        self.chosen.emit(EXAMPLES[place] if place < len(EXAMPLES) else None)


def _choice(example: Worked) -> Choice[int]:
    options = [(n, name, f"The scores of the {name}") for n, name in enumerate(example.images)]
    return Choice(options, "Image", quiet=True)
