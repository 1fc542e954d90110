"""The left column: what the user wishes, as one whole Settings."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui import formulas, theme
from gui.control_words import LOSSES, MOST_SEED, PENALTIES, STRENGTH_NAMES, STRENGTH_TIPS, STRENGTHS
from gui.pace import Pace
from gui.widgets.calm import CalmComboBox, CalmSpinBox
from gui.widgets.choice import Choice, row_of
from gui.widgets.formula import Formula
from gui.widgets.labels import field_name, label
from gui.widgets.number_control import NumberControl, Scale
from model import defaults
from model.records import LossKind, PenaltyKind, Settings, Snapshot

_MARGIN = Scale(0.0, 5.0, lowest=0.0, highest=1000.0, is_log=False)


class Controls(QScrollArea):
    """Data set, loss, regularization, how steps are taken, batch and seed."""

    settings_changed = Signal(Settings)
    source_chosen = Signal(str)
    seed_chosen = Signal(int)

    def __init__(self, settings: Settings, source: str, seed: int, titles: Mapping[str, str]) -> None:
        """Show these wishes to begin with; titles are those of the data sets by name."""
        super().__init__()
        self._settings = settings
        self._source = source
        self._run = self._newest_run = 0
        self.source = CalmComboBox()
        self.loss: Choice[LossKind] = Choice(LOSSES, "Loss")
        self.loss_formula = Formula()
        self.margin = NumberControl(
            label("margin", "muted"),
            "the margin",
            _MARGIN,
            "max(0, sⱼ − s_y + margin): how far ahead the true score must be",
        )
        self.penalty: Choice[PenaltyKind] = Choice(PENALTIES, "Regularization")
        self.strength_formula = Formula()
        self.strength = NumberControl(self.strength_formula, "the strength", STRENGTHS[PenaltyKind.L2])
        self.pace = Pace()
        self.step_size = self.pace.step_size
        self.batch_caption = label("", "muted")
        self.batch = NumberControl(
            self.batch_caption,
            "the batch size",
            Scale(1, 100, 1, 100, is_whole=True),
            "∇L = (1/B) Σ ∇Lᵢ + λ ∇R: how many images B one step looks at; all of them is full-batch descent",
        )
        self.seed = CalmSpinBox()
        self.new_seed = QPushButton("New seed")
        self._prepare(seed)
        self.set_titles(titles)
        self._lay_out()
        self._connect()
        self._show(settings)

    @property
    def settings(self) -> Settings:
        """The user's wishes."""
        return self._settings

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the run; a new one also with its data set, its limits, its settings."""
        self.pace.show_snapshot(snapshot)
        is_refused = snapshot.trouble and snapshot.dataset.name != self._source  # the data wished for cannot be had
        if is_refused or self._run != snapshot.run <= self._newest_run:  # or an old run is restored
            self._settings = snapshot.settings
            self._show(snapshot.settings)
            self._run = 0
        if snapshot.run == self._run:
            return
        self._run, self._source = snapshot.run, snapshot.dataset.name
        self._newest_run = max(self._newest_run, snapshot.run)
        with QSignalBlocker(self.source), QSignalBlocker(self.seed):
            self.source.setCurrentIndex(self.source.findData(snapshot.dataset.name))
            self.source.setPlaceholderText(snapshot.dataset.title)  # seen where the set was removed meanwhile
            self.seed.setValue(snapshot.seed)
        images = len(snapshot.dataset.train)
        self.batch_caption.setText(f"of {images:,} images")
        self.batch.set_scale(Scale(1, images, 1, images, is_whole=True))

    def follow(self, settings: Settings) -> None:
        """Show settings that are in force already."""
        self._settings = settings
        self._show(settings)

    def choose_settings(self, settings: Settings) -> None:
        """Wish for settings, from elsewhere than these controls."""
        self._wish(settings)

    def set_titles(self, titles: Mapping[str, str]) -> None:
        """Offer these data sets, by name; what is chosen stays chosen."""
        with QSignalBlocker(self.source):
            self.source.clear()
            for name, title in titles.items():
                self.source.addItem(title, name)
            self.source.setCurrentIndex(self.source.findData(self._source))

    @Slot(str)
    def choose_source(self, name: str) -> None:
        """Wish for a data set, from elsewhere than these controls: a new run, also of the same set."""
        with QSignalBlocker(self.source):
            self.source.setCurrentIndex(self.source.findData(name))
        self._wish_for(name)

    def shrink_step_size(self) -> None:
        """Make the step size a little smaller."""
        self.step_size.step_by(-1)

    def grow_step_size(self) -> None:
        """Make the step size a little larger."""
        self.step_size.step_by(1)

    def choose_step_size(self, value: float) -> None:
        """Wish for a step size now, from elsewhere than these controls; a schedule goes on from there."""
        self._wish(self.pace.with_step_size_now(self._settings, value))

    @Slot(object)
    def take_settings(self, settings: Settings) -> None:
        """Show settings that the run has already."""
        self._settings = settings
        self._show(settings)

    def _prepare(self, seed: int) -> None:
        self.setObjectName("controls")
        self.source.setAccessibleName("Data set")
        self.source.setToolTip("The images to learn from. Another data set starts a new run")
        self.loss_formula.setToolTip("s: scores, y: true class, j: every class. L = (1/N) Σ Lᵢ + λ R(W)")
        self.seed.setRange(0, MOST_SEED)
        self.seed.setValue(seed)
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The same seed gives the same start, batches and dropout. A new one starts a new run")
        self.new_seed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new_seed.setToolTip("Start again from other random weights")
        for widget in (self.source, self.seed, self.new_seed):
            widget.setFont(theme.font())

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(6)
        groups: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("Data", (self.source,)),
            ("Loss", (self.loss, self.loss_formula, self.margin)),
            ("Regularization", (self.penalty, self.strength)),
            ("Step size", (self.pace,)),
            ("Batch size", (self.batch,)),
            ("Seed", (row_of(self.seed, self.new_seed),)),
        )
        for place, (title, widgets) in enumerate(groups):
            column.addSpacing(theme.GAP if place else 0)
            column.addWidget(field_name(title))
            for widget in widgets:
                column.addWidget(widget)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(theme.SIDE_WIDTH)

    def _connect(self) -> None:
        self.source.activated.connect(self._choose_source)
        self.loss.chosen.connect(self._choose_loss)
        self.penalty.chosen.connect(self._choose_penalty)
        for control in (self.margin, self.strength, self.pace, self.batch):
            control.changed.connect(self._take_numbers)
        self.seed.valueChanged.connect(self.seed_chosen)
        self.new_seed.clicked.connect(self._choose_new_seed)

    def _show(self, settings: Settings) -> None:
        self.loss.set_value(settings.loss)
        self.penalty.set_value(settings.penalty)
        self.loss_formula.set_markup(formulas.loss(settings))
        self.margin.setVisible(settings.loss is LossKind.HINGE)
        self.margin.set_value(settings.margin)
        self._show_strength(settings)
        self.pace.show_settings(settings)
        self.batch.set_value(float(settings.batch_size))

    def _show_strength(self, settings: Settings) -> None:
        kind = settings.penalty
        self.strength.setVisible(kind is not PenaltyKind.NONE)
        self.strength_formula.set_markup(formulas.PENALTIES[kind])
        self.strength.set_meaning(STRENGTHS[kind], STRENGTH_NAMES[kind], STRENGTH_TIPS[kind])
        self.strength.set_value(settings.strength)

    def _wish(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self._show(settings)
            self.settings_changed.emit(settings)

    @Slot(object)
    def _choose_loss(self, loss: LossKind) -> None:
        self._wish(defaults.for_loss(self._settings, self._source, loss))

    @Slot(object)
    def _choose_penalty(self, penalty: PenaltyKind) -> None:
        self._wish(defaults.for_penalty(self._settings, self._source, penalty))

    @Slot()
    def _take_numbers(self) -> None:
        batch_size = round(self.batch.value)
        changed = replace(self._settings, margin=self.margin.value, strength=self.strength.value, batch_size=batch_size)
        self._wish(self.pace.wished(changed))

    @Slot(int)
    def _choose_source(self, index: int) -> None:
        source = self.source.itemData(index)
        if source != self._source:
            self._wish_for(source)

    def _wish_for(self, source: str) -> None:
        # From here on wishes are for the new data set: they are obeyed after it is opened.
        self._source = source
        self._settings = defaults.default_settings(source, self._settings.loss)
        self.source_chosen.emit(source)
        self._show(self._settings)

    @Slot()
    def _choose_new_seed(self) -> None:
        self.seed.setValue((self.seed.value() + 1) % MOST_SEED)
