"""The question before anything is fetched from the web."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.labels import wrapped


class WebOffer(QWidget):
    """Asks about web addresses; `agreed` tells them once the user says yes, `stopped` that it is enough."""

    agreed = Signal(object)
    stopped = Signal()

    def __init__(self) -> None:
        """Be hidden."""
        super().__init__()
        self._addresses: list[str] = []
        self.words = wrapped()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.fetch, self.leave = QPushButton("Fetch"), QPushButton("Leave it")
        self.fetch.setObjectName("primary")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for button in (self.fetch, self.leave):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(row)
        self.fetch.clicked.connect(self._agree)
        self.leave.clicked.connect(self._leave)
        self.hide()

    @Slot(object)
    def ask(self, addresses: list[str]) -> None:
        """Ask whether to fetch what is at these addresses."""
        self._addresses = addresses
        what = "That is a web address" if len(addresses) == 1 else f"Those are {len(addresses)} web addresses"
        from model.web import host_of

        hosts = ", ".join(dict.fromkeys(host_of(address) or "?" for address in addresses[:3]))
        self.words.setText(f"{what}. Fetch from {hosts}? Nothing has been sent yet.")
        self.words.setToolTip(f"<p style='white-space:pre'>{_escaped(addresses)}</p>")
        self._show(is_asking=True)

    @Slot()
    def finish(self) -> None:
        """Nothing is being fetched any more."""
        if not self.fetch.isVisibleTo(self):
            self.hide()

    @Slot()
    def _agree(self) -> None:
        from model.web import host_of

        self.words.setText(f"Fetching from {host_of(self._addresses[0])} …")
        self._show(is_asking=False)
        self.agreed.emit(self._addresses)

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.stopped.emit()

    def _show(self, is_asking: bool) -> None:
        self.fetch.setVisible(is_asking)
        self.leave.setText("Leave it" if is_asking else "Stop")
        self.show()


def _escaped(addresses: list[str]) -> str:
    lines = [address if len(address) < 100 else f"{address[:99]}…" for address in addresses[:8]]
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;")
