"""The window: puts views and controls together, and connects them to the threads. No arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from gui import theme
from gui.bridge import Bridge
from gui.classify.incoming import incoming
from gui.classify.panel import ImagePanel
from gui.controls import Controls
from gui.drop_target import DropTarget
from gui.runs_card import RunsCard
from gui.shortcuts import Shortcuts
from gui.theme import Theme
from gui.timeline import Timeline
from gui.top_bar import TopBar
from gui.transport import Transport
from gui.widgets.labels import hairline
from gui.widgets.scrolling import scrolling
from gui.widgets.toast import Toast
from gui.workspaces.names import GRADIENT_CHECK, LANDSCAPE, LOSSES, ONE_STEP, TRAIN
from gui.workspaces.workspaces import Workspaces
from model import defaults
from model.checking.progress import WholeQuestion
from model.commands import Begin, Command, Reset, Tune
from model.datasets.catalogue import SOURCES
from model.panorama import PlaneQuestion
from model.profiles import Question
from model.records import Settings, Snapshot

if TYPE_CHECKING:
    from gui.exporting.exporter import Exporter

Send = Callable[[Command], None]
Ask = Callable[[Question | PlaneQuestion | WholeQuestion], None]


class Window(QMainWindow):
    """The one window. It sends commands and questions, and shows what comes back over the bridge."""

    theme_pressed = Signal()

    def __init__(self, send: Send, ask: Ask, bridge: Bridge, source: str, seed: int) -> None:
        """Build the shell; `furnish` adds the workspace, whose libraries take longer to load."""
        super().__init__()
        self._send = send
        self._bridge = bridge
        self._snapshot: Snapshot | None = None
        self._theme = theme.DARK
        self.setWindowTitle("Linearium")
        self.top_bar = TopBar()
        self.controls = Controls(defaults.default_settings(source), source, seed)
        self.transport = Transport()
        self.timeline = Timeline()
        self.runs_card = RunsCard(self)
        self.image_panel = ImagePanel(bridge.hand_over)
        self.image_place = scrolling(self.image_panel, theme.IMAGE_PANEL_WIDTH)
        self.workspaces = Workspaces(f"Opening {SOURCES[source].title} …")
        self.toast = Toast(self.workspaces)
        self.exporter: Exporter | None = None
        self.drop_target = DropTarget(self, "Drop pictures to classify them")
        self._lay_out()
        self._connect(send, ask)
        self._add_shortcuts()
        self.controls.setEnabled(False)
        self.transport.setEnabled(False)
        send(Begin(source, self.controls.settings, seed))

    def furnish(self) -> None:
        """Add the workspaces and begin to show what comes."""
        from gui.exporting.exporter import Exporter

        self.workspaces.furnish(self._theme)
        self.exporter = Exporter(self, self.workspaces, self.image_panel, self._bridge.hand_over)
        self.exporter.set_theme(self._theme)
        self.exporter.said.connect(self._tell)
        self.toast.clicked.connect(self.exporter.film.cancel)
        self._bridge.start()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours everywhere."""
        self._theme = theme
        for part in (self.top_bar, self.transport, self.image_panel, self.drop_target, self.workspaces):
            part.set_theme(theme)
        if self.exporter is not None:
            self.exporter.set_theme(theme)

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
        if self.exporter is not None:
            self.exporter.show_snapshot(snapshot)
        self.workspaces.show_snapshot(snapshot, self.controls.settings.step_size)

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

    @Slot()
    def _show_runs(self) -> None:
        self.runs_card.open_above(self.timeline.runs)

    @Slot()
    def _reset(self) -> None:
        self._send(Reset(self.controls.seed.value()))

    @Slot(int)
    def _reseed(self, seed: int) -> None:
        self._send(Reset(seed))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.controls)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.workspaces, 1)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.image_place)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top_bar)
        rows.addWidget(hairline())
        rows.addLayout(row, 1)
        rows.addWidget(hairline())
        rows.addWidget(self.timeline)
        rows.addWidget(self.transport)
        self.setCentralWidget(whole)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside them takes the focus from the fields
        whole.setFocus()

    def _connect(self, send: Send, ask: Ask) -> None:
        self._bridge.snapshot_ready.connect(self.show_snapshot)
        self._bridge.failed.connect(self.show_failure)
        self._bridge.survey_ready.connect(self.workspaces.desk.take)
        self._bridge.panorama_ready.connect(self.workspaces.plane_desk.take)
        self._bridge.check_ready.connect(self.workspaces.check_desk.take)
        self.image_panel.picture_shown.connect(self.workspaces.take_picture)
        self.workspaces.asked.connect(ask)
        self.workspaces.commanded.connect(send)
        self.workspaces.step_size_chosen.connect(self.controls.choose_step_size)
        self.top_bar.workspaces.chosen.connect(self.workspaces.show_workspace)
        self.controls.settings_changed.connect(self._tune)
        self.controls.source_chosen.connect(self._open_source)
        self.controls.seed_chosen.connect(self._reseed)
        self.transport.reset_pressed.connect(self._reset)
        self.transport.commanded.connect(send)
        self.timeline.commanded.connect(send)
        self.timeline.runs_pressed.connect(self._show_runs)
        self.runs_card.commanded.connect(send)
        self.runs_card.hidden_changed.connect(self.workspaces.hide_runs)
        self.top_bar.theme_pressed.connect(self.theme_pressed)
        self.top_bar.left_panel.toggled.connect(self.controls.setVisible)
        self.top_bar.right_panel.toggled.connect(self.image_place.setVisible)
        self.top_bar.export.clicked.connect(self._open_exports)
        self.drop_target.dropped.connect(self._take_drop)

    def _add_shortcuts(self) -> None:
        single: dict[str, Callable[[], object]] = {
            "Space": self.transport.toggle_play,
            "R": self._reset,
            "F": self.transport.full.toggle,
            "T": self.theme_pressed.emit,
            "B": self.workspaces.take_best,
            "Ctrl+1": self.top_bar.workspaces.button(TRAIN).click,
            "Ctrl+2": self.top_bar.workspaces.button(LANDSCAPE).click,
            "Ctrl+3": self.top_bar.workspaces.button(ONE_STEP).click,
            "End": self.timeline.to_end,
            "Ctrl+4": self.top_bar.workspaces.button(GRADIENT_CHECK).click,
            "Ctrl+5": self.top_bar.workspaces.button(LOSSES).click,
            "Ctrl+E": self._open_exports,
            "F1": self.top_bar.show_help,
            "Ctrl+V": self.image_panel.paste_picture,
            "Ctrl+O": self.image_panel.open_pictures,
        }
        Shortcuts(
            self,
            single,
            {
                "Right": self.transport.take_steps,
                "Left": self.transport.go_back,
                "-": self.controls.shrink_step_size,
                "+": self.controls.grow_step_size,
                "=": self.controls.grow_step_size,  # + without Shift
            },
        )

    @Slot()
    def _open_exports(self) -> None:
        button = self.top_bar.export
        if self.exporter is not None:
            self.exporter.open_at(button.mapToGlobal(QPoint(0, button.height())))

    @Slot(str, bool)
    def _tell(self, sentence: str, is_alarm: bool) -> None:
        self.toast.say(sentence, "warning" if is_alarm else "plain")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.exporter is not None:
            self.exporter.open_at(event.globalPos(), self.childAt(event.pos()))

    @Slot(QMimeData)
    def _take_drop(self, mime: QMimeData) -> None:
        self.image_panel.bring_in(incoming(mime))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._bridge.stop()
        self.image_panel.close_loader()
        if self.exporter is not None:
            self.exporter.film.close()
        super().closeEvent(event)
