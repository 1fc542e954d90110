"""The loss on a plane through the parameters, and the path of the run beside it."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gui import numbers, sentences, theme
from gui.plane_desk import PlaneWish
from gui.theme import Theme
from gui.views.colour_bar import ColourBar
from gui.views.plane_plot import PlanePlot
from gui.widgets.calm import CalmComboBox
from gui.widgets.choice import Choice
from gui.widgets.labels import title_row, wrapped
from model.axes import Axes
from model.panorama import Panorama
from model.records import Params, Settings, Snapshot

_EXPLANATION = (
    "The loss of all parameters on a plane, exact. The path of the run does not lie on the plane: each of its dots has "
    "the colour of its true loss, some have a ring whose radius is the distance from the plane, far ones are faint. "
    "Click a point to stand there: it is a step like any other, and Back (←) undoes it."
)
_AXES = (
    (Axes.PREVIOUS, "gradient × last step"),
    (Axes.RANDOM, "gradient × random"),
    (Axes.PATH, "main path directions"),
    (Axes.SAVED, "three saved points"),
)
_POINTS = 3
_ABOUT_HEIGHT = 32


class PlaneView(QWidget):
    """A map of the loss. `wished` tells what is to be seen, `chosen` a point that was clicked."""

    wished = Signal(object)
    chosen = Signal(object, float, float)

    def __init__(self) -> None:
        """Wait for a panorama."""
        super().__init__()
        self.wish = PlaneWish()
        self._here: Params | None = None
        self._run = 0
        self.axes = CalmComboBox()
        for axes, name in _AXES:
            self.axes.addItem(name, axes)
        self.axes.setToolTip("Which two directions span the plane")
        self.axes.setAccessibleName("Axes of the plane")
        self.shown: Choice[bool] = Choice(
            [(False, "loss", "Data loss plus penalty"), (True, "accuracy", "The share of images that are right")],
            "Shown on the plane",
            quiet=True,
        )
        self.images: Choice[bool] = Choice(
            [
                (False, "sample", "About a thousand training images: quick"),
                (True, "all images", "All training images, once the run rests"),
            ],
            "Images",
            quiet=True,
        )
        self.again = _button("New direction", "Another random direction")
        self.save = _button("Save", "Keep the current parameters as one of three that span the plane")
        self.forget = _button("Forget", "Forget the saved points")
        self.plot = PlanePlot()
        self.bar = ColourBar()
        self.about = wrapped(tone="muted", pixels=theme.SMALL_PX)
        self.about.setFixedHeight(_ABOUT_HEIGHT)
        self.nothing = wrapped(tone="muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.places = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_buttons()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.plot.set_theme(theme)
        self.bar.set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know where the run stands; saved points of another run are let go."""
        self._here = snapshot.params
        self._name_axes(snapshot.coming.velocity is not None)
        if snapshot.run != self._run:
            self._run = snapshot.run
            if self.wish.saved and self.wish.saved[0].weights.shape != snapshot.params.weights.shape:
                self._forget_points()

    def _name_axes(self, has_velocity: bool) -> None:
        """The coming step spans two of the planes: along the gradient, or with momentum along the velocity."""
        for place, (_, name) in enumerate(_AXES):
            text = name.replace("gradient", "velocity") if has_velocity else name
            if self.axes.itemText(place) != text:
                self.axes.setItemText(place, text)

    def show_panorama(self, panorama: Panorama) -> None:
        """Show a plane."""
        self.places.setCurrentIndex(0)
        scale = self.plot.show_panorama(panorama)
        is_accuracy = panorama.accuracies is not None
        if is_accuracy:
            self.bar.show_range(numbers.percent(scale.low, 1), numbers.percent(scale.high, 1))
        else:
            self.bar.show_range(*numbers.ends(scale.low, scale.high), is_open=True)
        self.about.setText(sentences.about_plane(panorama))

    def show_wished(self, settings: Settings) -> None:
        """Draw the coming step as long as these settings have it."""
        self.plot.show_wished(settings)

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Say why there is no plane."""
        self.nothing.setText(sentence)
        self.places.setCurrentIndex(1)
        self.about.setText("")
        self.bar.show_range("", "")

    def _lay_out(self) -> None:
        self.places.addWidget(self.plot)
        self.places.addWidget(self.nothing)
        first = QHBoxLayout()
        first.setSpacing(theme.GAP)
        for widget in (self.axes, self.again, self.save, self.forget):
            first.addWidget(widget)
        first.addStretch(1)
        last = QHBoxLayout()
        last.setSpacing(theme.GAP)
        last.addWidget(self.about, 1)
        last.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(title_row("On a plane", _EXPLANATION, self.shown, self.images))
        column.addLayout(first)
        column.addWidget(self.places, 1)
        column.addLayout(last)

    def _connect(self) -> None:
        self.axes.activated.connect(self._choose)
        self.shown.chosen.connect(self._choose)
        self.images.chosen.connect(self._choose)
        self.again.clicked.connect(self._turn)
        self.save.clicked.connect(self._save_point)
        self.forget.clicked.connect(self._forget_points)
        self.plot.clicked.connect(self._click)

    @Slot()
    def _choose(self) -> None:
        self._set_wish(
            replace(
                self.wish,
                axes=self.axes.currentData(),
                wants_accuracy=self.shown.value,
                wants_whole=self.images.value,
            )
        )

    @Slot()
    def _turn(self) -> None:
        self._set_wish(replace(self.wish, seed=self.wish.seed + 1))

    @Slot()
    def _save_point(self) -> None:
        """Keep the current parameters; of more than three the oldest is let go."""
        if self._here is not None:
            self._set_wish(replace(self.wish, saved=(*self.wish.saved, self._here)[-_POINTS:]))

    @Slot()
    def _forget_points(self) -> None:
        self._set_wish(replace(self.wish, saved=()))

    def _set_wish(self, wish: PlaneWish) -> None:
        self.wish = wish
        self._show_buttons()
        self.wished.emit(wish)

    def _show_buttons(self) -> None:
        self.again.setVisible(self.wish.axes is Axes.RANDOM)
        for button in (self.save, self.forget):
            button.setVisible(self.wish.axes is Axes.SAVED)
        self.save.setText(f"Save {len(self.wish.saved)}/{_POINTS}")
        self.forget.setEnabled(bool(self.wish.saved))

    @Slot(float, float)
    def _click(self, t: float, u: float) -> None:
        if self.plot.panorama is not None:
            self.chosen.emit(self.plot.panorama, t, u)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(theme.font(theme.SMALL_PX))
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
