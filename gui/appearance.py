"""Light or dark: as the user wishes, or as the system does."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.theme import Theme


class Appearance(QObject):
    """Dresses the application and tells when that changes."""

    changed = Signal(object)
    preferred = Signal(str)

    def __init__(self, app: QApplication, preference: str) -> None:
        """Begin with a preference: system, light or dark."""
        super().__init__()
        self._app = app
        self._preference = preference
        self.theme = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._dress()

    @Slot(str)
    def prefer(self, preference: str) -> None:
        """Be system, light or dark from now on."""
        self._preference = preference
        self.preferred.emit(preference)
        self._follow_system()

    @Slot()
    def toggle(self) -> None:
        """Change to the other theme, and stay there."""
        self.prefer("light" if self.theme.is_dark else "dark")

    @Slot()
    def _follow_system(self) -> None:
        if self._wanted() is not self.theme:
            self.theme = self._wanted()
            self._dress()
            self.changed.emit(self.theme)

    def _wanted(self) -> Theme:
        return {"light": theme.LIGHT, "dark": theme.DARK}.get(self._preference) or theme.system_theme()

    def _dress(self) -> None:
        theme.apply(self._app, self.theme)
        if self._preference != "system":  # for the title bar, where the system draws it
            is_dark = self.theme.is_dark
            QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)
