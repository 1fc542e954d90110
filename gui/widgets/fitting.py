"""A line of text that says less where there is less room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from gui import theme


class Fitting(QLabel):
    """Shows the first of several versions that fits, or else the last; the tooltip has the first."""

    def __init__(self, pixels: int = theme.BODY_PX) -> None:
        """Be empty."""
        super().__init__()
        self._versions: tuple[str, ...] = ("",)
        self.setFont(theme.font(pixels))
        self.setProperty("tone", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, *versions: str) -> None:
        """Say this, the longest version first."""
        if versions != self._versions:
            self._versions = versions
            self.setToolTip(versions[0])
            self._choose()

    def _choose(self) -> None:
        fitting = (words for words in self._versions if self.fontMetrics().horizontalAdvance(words) <= self.width())
        chosen = next(fitting, self._versions[-1])
        if chosen != self.text():
            self.setText(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()
