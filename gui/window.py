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
from gui.keys import bind_keys
from gui.runs_card import RunsCard
from gui.sources.desk import SourcesDesk
from gui.theme import Theme
from gui.timeline import Timeline
from gui.top_bar import TopBar
from gui.transport import Transport
from gui.widgets.labels import hairline
from gui.widgets.scrolling import scrolling
from gui.widgets.toast import Toast
from gui.workspaces.names import DATA
from gui.workspaces.workspaces import Workspaces
from model import defaults
from model.checking.progress import WholeQuestion
from model.commands import Begin, Command, Jump, Reset, Tune
from model.datasets.catalogue import Catalogue
from model.datasets.toys import FOUR
from model.inspection import InspectionQuestion
from model.panorama import PlaneQuestion
from model.profiles import Question
from model.records import Settings, Snapshot
from model.worked import four_pixel_params

if TYPE_CHECKING:
    from gui.exporting.exporter import Exporter

Send = Callable[[Command], None]
Ask = Callable[[Question | PlaneQuestion | WholeQuestion | InspectionQuestion], None]


class Window(QMainWindow):
    """The one window. It sends commands and questions, and shows what comes back over the bridge."""

    theme_pressed = Signal()

    def __init__(self, send: Send, ask: Ask, bridge: Bridge, source: str, seed: int, catalogue: Catalogue) -> None:
        """Build the shell; `furnish` adds the workspace, whose libraries take longer to load."""
        super().__init__()
        self._send = send
        self._bridge = bridge
        self._snapshot: Snapshot | None = None
        self._lecture_after: int | None = None
        self._theme = theme.DARK
        self.setWindowTitle("Linearium")
        self.top_bar = TopBar()
        self.controls = Controls(defaults.default_settings(source), source, seed, catalogue.titles())
        self.transport = Transport()
        self.timeline = Timeline()
        self.runs_card = RunsCard(self)
        self.image_panel = ImagePanel(bridge.hand_over)
        self.image_place = scrolling(self.image_panel, theme.IMAGE_PANEL_WIDTH)
        self.workspaces = Workspaces(f"Opening {catalogue.titles()[source]} …")
        self.toast = Toast(self.workspaces)
        self.exporter: Exporter | None = None
        self.sources = SourcesDesk(catalogue, bridge.hand_over)
        self.drop_target = DropTarget(self, "Drop pictures to classify them, or a data set to learn from")
        self._lay_out()
        self._connect(send, ask)
        bind_keys(self)
        self.controls.setEnabled(False)
        self.transport.setEnabled(False)
        send(Begin(source, self.controls.settings, seed))

    def furnish(self) -> None:
        """Add the workspaces and begin to show what comes."""
        from gui.exporting.exporter import Exporter
        from gui.sources.page import SourcesPage

        self.sources_page = SourcesPage(self.sources)
        self.sources_page.opened.connect(self.controls.choose_source)
        self.sources_page.lecture_wanted.connect(self._meet_lecture)
        self.workspaces.furnish(self._theme, self.sources_page)
        self.exporter = Exporter(self, self.workspaces, self.image_panel, self._bridge.hand_over, self.toast)
        self.exporter.set_theme(self._theme)
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
        if self._lecture_after is not None and snapshot.run > self._lecture_after:
            self._lecture_after = None
            if snapshot.dataset.name == FOUR:
                self._send(Jump(snapshot.run, 0, four_pixel_params(snapshot.dataset.preprocessing)))

    @Slot(str)
    def show_failure(self, sentence: str) -> None:
        """Say why there is nothing to show; another data set can still be chosen."""
        self.workspaces.show_failure(sentence)
        self.controls.setEnabled(True)

    @Slot()
    def _meet_lecture(self) -> None:
        """Begin with the four pixels, and put the lecture's W and b in as soon as they are there."""
        self._lecture_after = self._snapshot.run if self._snapshot is not None else 0
        self.controls.choose_source(FOUR)

    @Slot()
    def _offer_sources(self) -> None:
        self.controls.set_titles(self.sources.catalogue.titles())

    @Slot(object)
    def _tune(self, settings: Settings) -> None:
        self._send(Tune(settings))

    @Slot(str)
    def _open_source(self, source: str) -> None:
        self._send(Begin(source, self.controls.settings, self.controls.seed.value()))

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
        self.sources.arrived.connect(self._offer_sources)
        self._bridge.survey_ready.connect(self.workspaces.desk.take)
        self._bridge.panorama_ready.connect(self.workspaces.plane_desk.take)
        self._bridge.check_ready.connect(self.workspaces.check_desk.take)
        self._bridge.inspection_ready.connect(self.workspaces.data_desk.take)
        self.image_panel.picture_shown.connect(self.workspaces.take_picture)
        self.workspaces.asked.connect(ask)
        self.workspaces.commanded.connect(send)
        self.workspaces.picture_chosen.connect(self.image_panel.show_picture)
        self.workspaces.workspace_wished.connect(self._bring_to_front)
        self.workspaces.step_size_chosen.connect(self.controls.choose_step_size)
        self.workspaces.settings_taken.connect(self.controls.take_settings)
        self.top_bar.workspaces.chosen.connect(self.workspaces.show_workspace)
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
        self.top_bar.export.clicked.connect(self.open_exports)
        self.drop_target.dropped.connect(self._take_drop)

    @Slot()
    def open_exports(self) -> None:
        """Open the menu of what can be kept."""
        button = self.top_bar.export
        if self.exporter is not None:
            self.exporter.open_at(button.mapToGlobal(QPoint(0, button.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.exporter is not None:
            self.exporter.open_at(event.globalPos(), self.childAt(event.pos()))

    @Slot(QMimeData)
    def _take_drop(self, mime: QMimeData) -> None:
        brought = incoming(mime)
        sets = [item for item in brought if item.path is not None and self.sources.take_path(item.path)]
        if sets and self.workspaces.data is not None:
            self.workspaces.data.show_first()
            self.top_bar.workspaces.button(DATA).click()
        pictures = [item for item in brought if item not in sets]
        if pictures:
            self.image_panel.bring_in(pictures)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._bridge.stop()
        self.image_panel.loader.close()
        self.sources.stop()
        if self.exporter is not None:
            self.exporter.film.close()
        super().closeEvent(event)
