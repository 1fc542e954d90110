"""The style sheet of the standard widgets. Sizes of text come from fonts, not from here."""

from string import Template

from gui.theme import Theme

_RULES = Template("""
QMainWindow, QWidget#workspace, QWidget#topBar, QWidget#transport, QWidget#controls { background: $window; }
QWidget#imagePanel { background: $panel; }
QFrame#hairline { background: $hairline; border: none; }
QLabel { background: transparent; color: $text; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="good"] { color: $good; }
QLabel#sentence { background: $field; border-radius: 6px; padding: 8px 12px; }
QWidget#offer { background: $field; border-bottom: 1px solid $hairline; }
QLabel#toast { background: $panel; border: 1px solid $faint; border-radius: 6px; padding: 8px 12px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }

QPushButton { background: $field; color: $text; border: 1px solid transparent; border-radius: 6px; padding: 6px 12px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $hairline; }
QPushButton:disabled { color: $faint; }
QPushButton:focus { border-color: $accent; }
QPushButton#primary { background: $accent; color: $on_accent; }
QPushButton#primary:focus { border-color: $text; }
QPushButton#primary:disabled { background: $field; color: $faint; }
QPushButton[quiet="true"] { background: transparent; color: $muted; padding: 3px 6px; border-radius: 4px; }
QPushButton[quiet="true"]:hover { color: $text; background: $field; }
QPushButton[quiet="true"]:checked { color: $accent; }
QPushButton[left="true"] { text-align: left; padding: 2px 4px; }
QPushButton[segment="true"] { background: transparent; color: $muted; padding: 6px 4px; }
QPushButton[segment="true"]:hover { color: $text; }
QPushButton[segment="true"]:checked { background: $accent; color: $on_accent; }
QPushButton[segment="true"]:checked:focus { border-color: $text; }
QFrame#segments { background: $field; border-radius: 6px; }

QLineEdit, QComboBox, QSpinBox { background: $field; color: $text; border: 1px solid transparent;
    border-radius: 6px; padding: 5px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover { background: $hover; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: $faint; }
QLineEdit[tight="true"] { padding: 1px 6px; }
QLineEdit[wrong="true"] { border-color: $warning; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox[tight="true"] { padding: 2px 4px 2px 6px; }
QComboBox[tight="true"]::drop-down { width: 16px; }
QComboBox::down-arrow { image: url($chevron); width: 10px; height: 6px; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $hairline; padding: 4px;
    selection-background-color: $accent; selection-color: $on_accent; outline: none; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }

QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $hairline; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $faint; }
QSlider::handle:horizontal { background: $text; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:disabled { background: $faint; }
QSlider::handle:horizontal:focus { background: $accent; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $hairline; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $hairline; }
QProgressBar { background: $field; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QPlainTextEdit { background: $field; color: $text; border: none; border-radius: 6px; padding: 4px; }
QListView { background: transparent; border: none; outline: none; }
QTableView { background: $window; border: none; outline: none; }
QToolTip { background: $panel; color: $text; border: 1px solid $hairline; padding: 6px; }
QMenu { background: $panel; color: $text; border: 1px solid $hairline; padding: 4px; }
QMenu::item { padding: 5px 16px; border-radius: 4px; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
""")


def stylesheet(theme: Theme, chevron: str) -> str:
    """The rules with a theme's colours in them; chevron is the path of the picture on drop-down fields."""
    colours = {name: getattr(theme, name) for name in Theme.__dataclass_fields__}
    return _RULES.substitute(colours, chevron=chevron)
