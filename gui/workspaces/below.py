"""The place below a workspace: a sentence about the landscape, or a notice that must be seen."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.widgets.labels import wrapped


class Below(QWidget):
    """The place belongs to the notice while there is one."""

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__()
        self.sentence, self.notice = wrapped(), wrapped(tone="warning")
        self._has_sentence = False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
        for words in (self.sentence, self.notice):
            words.setObjectName("sentence")
            words.setMinimumHeight(theme.SENTENCE_HEIGHT)
            words.hide()
            row.addWidget(words)

    def show_notice(self, notice: str) -> None:
        """Show a notice; an empty one is none."""
        if self.notice.text() != notice:
            self.notice.setText(notice)
            self.notice.setVisible(bool(notice))
            self.allow_sentence(self._has_sentence)

    def allow_sentence(self, has_sentence: bool) -> None:
        """Whether the sentence is to be seen, where there is no notice; benches have their own, and need the room."""
        self._has_sentence = has_sentence
        self.sentence.setVisible(has_sentence and not self.notice.text())
