"""Every colour, pen, font and margin."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

# M. A. Petroff, "Accessible color sequences for data visualization", arXiv:2107.02270, ten colours.
CLASS_COLOURS = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip

GAP = 8
MARGIN = 16
SIDE_WIDTH = 256
IMAGE_PANEL_WIDTH = 312
TOP_BAR_HEIGHT = 44
SENTENCE_HEIGHT = 52
BODY_PX, SMALL_PX, HEADING_PX, FORMULA_PX = 13, 12, 15, 17
TEXT_FAMILY = "Inter"
FORMULA_FAMILY = "STIX"
_FALLBACKS = ["Segoe UI", "Helvetica Neue", "DejaVu Sans"]
_FORMULA_FALLBACKS = ["STIX Two Text", "Cambria", "Times New Roman", "DejaVu Serif"]


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one appearance, by what they are for. As #rrggbb, or #aarrggbb where they let through."""

    name: str
    window: str
    panel: str
    field: str
    hover: str
    hairline: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    good: str
    warning: str
    warning_area: str
    batch: str
    batch_strong: str
    training: str
    validation: str
    veil: str

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return self.name == "dark"


DARK = Theme(
    name="dark",
    window="#15171b",
    panel="#1a1d22",
    field="#23272e",
    hover="#2c313a",
    hairline="#2b3037",
    text="#e9ebee",
    muted="#959ca6",
    faint="#59606a",
    accent="#58a6ff",
    on_accent="#08182b",
    good="#41be81",
    warning="#f09a4a",
    warning_area="#1ef09a4a",
    batch="#565e69",
    batch_strong="#c6ccd4",
    training="#58a6ff",
    validation="#ffa43d",
    veil="#d015171b",
)
LIGHT = Theme(
    name="light",
    window="#f6f7f9",
    panel="#ffffff",
    field="#eceff2",
    hover="#e1e5ea",
    hairline="#dde1e6",
    text="#1b1f24",
    muted="#5f6874",
    faint="#a7aeb8",
    accent="#1667d1",
    on_accent="#ffffff",
    good="#187f4f",
    warning="#b25a00",
    warning_area="#16b25a00",
    batch="#b4bbc4",
    batch_strong="#4a525c",
    training="#1667d1",
    validation="#c96a00",
    veil="#d8f6f7f9",
)


def class_colour(index: int) -> str:
    """The colour of a class; an eleventh class begins again."""
    return CLASS_COLOURS[index % len(CLASS_COLOURS)]


def system_theme() -> Theme:
    """What the system asks for; light where it says nothing."""
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if is_dark else LIGHT


def load_fonts() -> None:
    """Make the fonts that come with the app known to Qt; without them the system's are used."""
    for file in (resources.files("assets") / "fonts").iterdir():
        if file.name.endswith(".otf"):
            QFontDatabase.addApplicationFontFromData(file.read_bytes())


@cache
def font(pixels: int = BODY_PX, bold: bool = False) -> QFont:
    """The text font with figures of equal width, so that a changing number does not move its neighbours."""
    made = QFont([TEXT_FAMILY, *_FALLBACKS])
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag.fromString("tnum"), 1)
    return made


@cache
def formula_font(pixels: int = FORMULA_PX, is_italic: bool = False) -> QFont:
    """The serif font of formulas."""
    made = QFont([FORMULA_FAMILY, *_FORMULA_FALLBACKS])
    made.setPixelSize(pixels)
    made.setItalic(is_italic)
    return made


def palette(theme: Theme) -> QPalette:
    """Qt's palette for a theme."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, colour in (
        (role.Window, theme.window),
        (role.Base, theme.field),
        (role.AlternateBase, theme.panel),
        (role.Button, theme.field),
        (role.Text, theme.text),
        (role.WindowText, theme.text),
        (role.ButtonText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
        (role.Mid, theme.hairline),
    ):
        made.setColor(key, QColor(colour))
    for key in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.faint))
    return made


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application."""
    from gui.stylesheet import stylesheet

    chevron = resources.files("assets") / "icons" / "chevron.svg"
    rules = stylesheet(theme, str(chevron).replace("\\", "/"))
    if rules != app.styleSheet():  # each setting restyles every widget there is
        app.setStyle("Fusion")
        app.setPalette(palette(theme))
        app.setFont(font())
        app.setStyleSheet(rules)
