"""The window: puts views and controls together, and connects them to the threads. No arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QContextMenuEvent
from PySide6.QtWidgets import QMainWindow

from gui import theme
from gui.bridge import Bridge
from gui.classify.panel import ImagePanel
from gui.controls import Controls
from gui.drop_target import DropTarget
from gui.keeping.memory import Memory
from gui.keeping.offer import Offer
from gui.keys import bind_keys
from gui.runs_card import RunsCard
from gui.shell import shell
from gui.theme import Theme
from gui.timeline import Timeline
from gui.top_bar import TopBar
from gui.transport import Transport
from gui.widgets.labels import hairline
from gui.widgets.scrolling import scrolling
from gui.widgets.toast import Toast
from gui.workspaces.workspaces import Workspaces
from model import defaults
from model.commands import Begin, Command, Reset, Tune
from model.datasets.catalogue import Catalogue
from model.records import Settings, Snapshot

if TYPE_CHECKING:
    from gui.extras import Extras
    from gui.surveyors import AnyQuestion
    from model.keeping.keeper import Outcome

    Ask = Callable[[AnyQuestion], None]

Send = Callable[[Command], None]
_REST_MS = 100


class Window(QMainWindow):
    """The one window. It sends commands and questions, and shows what comes back over the bridge."""

    theme_pressed = Signal()
    appearance_chosen = Signal(str)

    def __init__(
        self, send: Send, ask: Ask, bridge: Bridge, source: str, seed: int, catalogue: Catalogue, memory: Memory
    ) -> None:
        """Build the shell; `furnish` adds the workspace, whose libraries take longer to load."""
        super().__init__()
        self._send = send
        self._bridge = bridge
        self._snapshot: Snapshot | None = None
        self._extras: Extras | None = None
        self._theme = theme.DARK
        self.setWindowTitle("Linearium")
        self.top_bar = TopBar()
        self.controls = Controls(defaults.default_settings(source), source, seed, {source: catalogue.title(source)})
        self.transport = Transport()
        self.timeline = Timeline()
        self.runs_card = RunsCard(self)
        self.image_panel = ImagePanel(bridge.hand_over)
        self.image_place = scrolling(self.image_panel, theme.IMAGE_PANEL_WIDTH)
        self.workspaces = Workspaces(f"Opening {catalogue.title(source)} …")
        self.toast = Toast(self.workspaces)
        self._catalogue, self._memory = catalogue, memory
        self.offer = Offer()
        self.drop_target = DropTarget(self, "Drop pictures to classify them, or a data set to learn from")
        self._lay_out()
        self._connect(send, ask)
        bind_keys(self)
        self.controls.setEnabled(False)
        self.transport.setEnabled(False)
        send(Begin(source, self.controls.settings, seed))

    def furnish(self) -> None:
        """Add what is seen first, and begin to show what comes; all else follows when that stands."""
        workspaces, bridge = self.workspaces, self._bridge
        workspaces.furnish()
        self.controls.set_titles(self._catalogue.titles())
        bridge.survey_ready.connect(workspaces.desks.survey.take)
        bridge.panorama_ready.connect(workspaces.desks.plane.take)
        bridge.check_ready.connect(workspaces.desks.check.take)
        bridge.inspection_ready.connect(workspaces.desks.data.take)
        workspaces.desks.survey.answered.connect(self._furnish_rest_soon)
        bridge.failed.connect(self.furnish_rest)
        bridge.start()

    @Slot()
    def _furnish_rest_soon(self) -> None:
        self.workspaces.desks.survey.answered.disconnect(self._furnish_rest_soon)
        QTimer.singleShot(_REST_MS, self.furnish_rest)

    @Slot()
    def furnish_rest(self) -> None:
        """Add what is not seen at first, if that is not there yet."""
        if self._extras is None:
            from gui.extras import Extras

            self._extras = Extras(self, self._bridge, self._catalogue, self._send, self._memory)
            self._extras.set_theme(self._theme)
            if self._snapshot is not None:
                self._extras.show_snapshot(self._snapshot)

    @property
    def extras(self) -> Extras:
        """What is not seen at first; it is added where it is not there yet."""
        self.furnish_rest()
        assert self._extras is not None
        return self._extras

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours everywhere."""
        self._theme = theme
        for part in (self.top_bar, self.transport, self.image_panel, self.drop_target, self.workspaces):
            part.set_theme(theme)
        if self._extras is not None:
            self._extras.set_theme(theme)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is on the screen."""
        return self._snapshot

    @Slot(object)
    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run everywhere."""
        if self._snapshot is None:
            for part in (self.controls, self.transport, self.top_bar.workspaces):
                part.setEnabled(True)
        self._snapshot = snapshot
        self.top_bar.show_snapshot(snapshot)
        self.controls.show_snapshot(snapshot)
        self.transport.show_snapshot(snapshot)
        self.timeline.show_snapshot(snapshot)
        self.runs_card.show_snapshot(snapshot)
        self.image_panel.show_snapshot(snapshot)
        if self._extras is not None:
            self._extras.show_snapshot(snapshot)
        self.workspaces.show_snapshot(snapshot, self.controls.settings)

    @Slot(str)
    def show_failure(self, sentence: str) -> None:
        """Say why there is nothing to show; another data set can still be chosen."""
        self.workspaces.show_failure(sentence)
        self.controls.setEnabled(True)

    @Slot(object)
    def _tune(self, settings: Settings) -> None:
        self._send(Tune(settings))

    @Slot(str)
    def _open_source(self, source: str) -> None:
        self._send(Begin(source, self.controls.settings, self.controls.seed.value()))

    @Slot(object)
    def _show_workspace(self, name: str) -> None:
        self.furnish_rest()
        self.workspaces.show_workspace(name)

    @Slot(str)
    def _bring_to_front(self, name: str) -> None:
        self.top_bar.workspaces.button(name).click()

    @Slot()
    def _show_runs(self) -> None:
        self.runs_card.open_above(self.timeline.runs)

    @Slot()
    def reset(self) -> None:
        """Start again with the seed that is chosen."""
        self._send(Reset(self.controls.seed.value()))

    @Slot(int)
    def _reseed(self, seed: int) -> None:
        self._send(Reset(seed))

    def _lay_out(self) -> None:
        beside = (self.controls, self.workspaces, self.image_place)
        whole = shell((self.top_bar, hairline(), self.offer), beside, (hairline(), self.timeline, self.transport))
        self.setCentralWidget(whole)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside them takes the focus from the fields
        whole.setFocus()

    def _connect(self, send: Send, ask: Ask) -> None:
        self._bridge.snapshot_ready.connect(self.show_snapshot)
        self._bridge.failed.connect(self.show_failure)
        self.image_panel.picture_shown.connect(self.workspaces.take_picture)
        self.workspaces.asked.connect(ask)
        self.workspaces.commanded.connect(send)
        self.workspaces.picture_chosen.connect(self.image_panel.show_picture)
        self.workspaces.workspace_wished.connect(self._bring_to_front)
        self.workspaces.step_size_chosen.connect(self.controls.choose_step_size)
        self.top_bar.workspaces.chosen.connect(self._show_workspace)
        self.controls.settings_changed.connect(self._tune)
        self.controls.source_chosen.connect(self._open_source)
        self.controls.seed_chosen.connect(self._reseed)
        self.transport.reset_pressed.connect(self.reset)
        self.transport.commanded.connect(send)
        self.timeline.commanded.connect(send)
        self.timeline.runs_pressed.connect(self._show_runs)
        self.runs_card.commanded.connect(send)
        self.runs_card.hidden_changed.connect(self.workspaces.hide_runs)
        self.top_bar.theme_pressed.connect(self.theme_pressed)
        self.top_bar.left_panel.toggled.connect(self.controls.setVisible)
        self.top_bar.right_panel.toggled.connect(self.image_place.setVisible)
        self.top_bar.session.clicked.connect(self._open_session_menu)
        self.top_bar.export.clicked.connect(self.open_exports)
        self.drop_target.dropped.connect(self._take_drop)

    @Slot()
    def _open_session_menu(self) -> None:
        self.extras.keeping.menu.open()

    def take_outcome(self, outcome: Outcome) -> None:
        """Hear what came of saving or opening a session."""
        self.extras.keeping.sessions.take_outcome(outcome)

    @Slot()
    def open_exports(self) -> None:
        """Open the menu of what can be kept."""
        self.extras.open_exports()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.extras.exporter.open_at(event.globalPos(), self.childAt(event.pos()))

    @Slot(QMimeData)
    def _take_drop(self, mime: QMimeData) -> None:
        self.extras.take_drop(mime)

    def let_go(self) -> None:
        """The threads have ended: what was saved in case of a crash is not needed."""
        if self._extras is not None:
            self._extras.keeping.sessions.let_go()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._bridge.stop()
        self.image_panel.loader.close()
        if self._extras is not None:
            self._extras.stop()
        super().closeEvent(event)
