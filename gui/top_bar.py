"""The bar at the top: what this is, which data, what the weights see, appearance and help."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import formulas, policies, theme
from gui.theme import Theme
from gui.widgets.choice import Choice
from gui.widgets.fitting import Fitting
from gui.widgets.formula import Formula
from gui.widgets.icons import icon
from gui.widgets.labels import heading, label, wrapped
from gui.workspaces.names import DATA, EVIDENCE, GRADIENT_CHECK, LANDSCAPE, LOSSES, ONE_STEP, RACE, SEARCH, TRAIN
from model.datasets.dataset import Dataset
from model.records import Snapshot

_KEYS = (
    ("Space", "play or pause"),
    ("→", "take one step (or as many as × says)"),
    ("←", "undo as many steps"),
    ("−  +", "a smaller or larger step size"),
    ("End", "look at the newest step again"),
    ("B", "take the best step along the shown line"),
    ("R", "reset to the same start"),
    ("F", "full speed, and back"),
    ("Ctrl+1 … 9", "the workspaces, from Train to Search"),
    ("N  P", "One step, Gradient check: next, previous"),
    ("PgDn PgUp", "One step: another image of the batch"),
    ("↑ ↓ ← →", "Search: another cell of a map; Enter opens it"),
    ("Ctrl+S", "save the session (Ctrl+Shift+O opens one)"),
    ("Ctrl+Z", "undo a change of the settings"),
    ("Ctrl+E", "keep a view as a picture, or its numbers"),
    ("Ctrl+O", "open pictures"),
    ("Ctrl+V", "paste a picture"),
    ("T", "light or dark"),
    ("F1", "this card"),
)


class TopBar(QWidget):
    """Name, facts, appearance, help."""

    theme_pressed = Signal()

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(theme.TOP_BAR_HEIGHT)
        self._dataset: Dataset | None = None
        self.workspaces: Choice[str] = Choice(
            [
                (TRAIN, "Train", "Templates, curves and the loss along the coming step (Ctrl+1)"),
                (LANDSCAPE, "Landscape", "The loss along the coming step and on a plane (Ctrl+2)"),
                (ONE_STEP, "One step", "The coming update taken apart, number by number (Ctrl+3)"),
                (GRADIENT_CHECK, "Gradient check", "The gradient held to finite differences, and broken (Ctrl+4)"),
                (LOSSES, "Losses", "Scores to move by hand, and what three losses make of them (Ctrl+5)"),
                (DATA, "Data", "The images: how they are arranged, and what is right or wrong now (Ctrl+6)"),
                (EVIDENCE, "Evidence", "What each pixel adds to a score, and the way to another label (Ctrl+7)"),
                (RACE, "Race", "Up to eight runs from the same start, side by side (Ctrl+8)"),
                (SEARCH, "Search", "Many step sizes and strengths tried, as maps of what comes of each (Ctrl+9)"),
            ],
            "Workspace",
            quiet=True,
        )
        self.workspaces.setEnabled(False)
        self.facts = Fitting()
        self.seen = label(tone="muted")
        self.seen.setMinimumWidth(60)  # on a small screen its end is cut off before anything else
        self.seen.setToolTip("What the weights see of every image, and nothing else; it is chosen under Data")
        self.appearance = _flat("Light or dark (T)", "Light or dark")
        self.left_panel = _folder("Fold the controls away, and back", "Controls")
        self.right_panel = _folder("Fold the image panel away, and back", "Image panel")
        self.session = _flat("Save, open, undo, preferences", "Session")
        self.export = _flat("Keep a view as a picture, or its numbers (Ctrl+E, or a right click on it)", "Export")
        self.help = _flat("Keys, and what the letters mean (F1)", "Help")
        self.help.setText("?")
        self.card = HelpCard(self)
        self._lay_out()
        self.appearance.clicked.connect(self.theme_pressed)
        self.help.clicked.connect(self.show_help)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN - 6, 0)
        row.setSpacing(theme.GAP - 3)
        row.addWidget(heading("Linearium"))
        row.addSpacing(theme.GAP)
        row.addWidget(self.workspaces)
        row.addSpacing(theme.GAP)
        row.addWidget(self.facts, 1)
        row.addWidget(self.seen)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.session, self.export, self.left_panel, self.right_panel, self.appearance, self.help):
            buttons.addWidget(button)
        row.addLayout(buttons)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.appearance.setIcon(icon("appearance", theme.muted, theme.faint))
        self.session.setIcon(icon("session", theme.muted, theme.faint))
        self.export.setIcon(icon("export", theme.muted, theme.faint))
        self.left_panel.setIcon(icon("left panel", theme.muted, theme.faint))
        self.right_panel.setIcon(icon("right panel", theme.muted, theme.faint))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say which data are used, and how they are seen."""
        if snapshot.dataset is not self._dataset:
            self._dataset = snapshot.dataset
            self.facts.say(*policies.facts(snapshot))
            self.seen.setText(policies.seen(snapshot))

    @Slot()
    def show_help(self) -> None:
        """Show the card of keys."""
        self.card.fit()
        corner = self.mapToGlobal(QPoint(self.width() - self.card.width() - theme.GAP, self.height()))
        self.card.move(corner)
        self.card.show()


class HelpCard(QFrame):
    """Keys and letters on a card that closes with any click elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        """Write the card."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFixedWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(6)
        column.addWidget(heading("A linear classifier"))
        column.addWidget(Formula(formulas.CLASSIFIER))
        column.addWidget(
            wrapped(
                "x: an image as numbers. W: one template (a row) a class, b: one bias a class, s: the scores. "
                "y is the true class, i counts images, j and k classes. The loss L = (1/N) Σ Lᵢ + λ R(W) says how "
                "unhappy we are with the scores, λ how much large weights cost, p how many pixels dropout drops. "
                "∇L points uphill; each step goes η times as far the other way. Start with Step, then Play.",
                "muted",
            )
        )
        column.addSpacing(theme.GAP)
        for key, meaning in _KEYS:
            row = QHBoxLayout()
            name = label(key, bold=True)
            name.setFixedWidth(88)
            row.addWidget(name)
            row.addWidget(label(meaning, "muted"), 1)
            column.addLayout(row)

    def fit(self) -> None:
        """Be as high as the words need: adjustSize knows nothing of their lines."""
        place = self.layout()
        assert place is not None
        self.setFixedHeight(place.heightForWidth(self.width()))


def _flat(tip: str, name: str) -> QPushButton:
    button = QPushButton()
    button.setFont(theme.font(theme.HEADING_PX, bold=True))
    button.setProperty("quiet", True)
    button.setFixedSize(26, 28)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _folder(tip: str, name: str) -> QPushButton:
    button = _flat(tip, name)
    button.setCheckable(True)
    button.setChecked(True)
    return button
