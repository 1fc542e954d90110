"""The window: puts views and controls together, and connects them to the threads. No arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui import policies, theme
from gui.bridge import Bridge
from gui.classify.incoming import incoming
from gui.classify.panel import ImagePanel
from gui.controls import Controls
from gui.drop_target import DropTarget
from gui.shortcuts import Shortcuts
from gui.survey_desk import SurveyDesk
from gui.theme import Theme
from gui.top_bar import TopBar
from gui.transport import Transport
from gui.widgets.labels import hairline, label, wrapped
from gui.widgets.scrolling import scrolling
from model import defaults
from model.commands import Begin, Command, Jump, Leap, Reset, Tune
from model.datasets.catalogue import SOURCES
from model.profiles import Along, Question, Survey
from model.records import Settings, Snapshot

if TYPE_CHECKING:
    from gui.workspaces.train import TrainWorkspace

Send = Callable[[Command], None]
Ask = Callable[[Question], None]


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
        self.train: TrainWorkspace | None = None
        self.setWindowTitle("Linearium")
        self.top_bar = TopBar()
        self.controls = Controls(defaults.default_settings(source), source, seed)
        self.transport = Transport()
        self.image_panel = ImagePanel(bridge.hand_over)
        self.image_place = scrolling(self.image_panel, theme.IMAGE_PANEL_WIDTH)
        self.waiting = _centred(f"Opening {SOURCES[source].title} …")
        self.notice = wrapped(tone="warning")
        self.notice.setObjectName("sentence")
        self.notice.setMinimumHeight(theme.SENTENCE_HEIGHT)
        self.notice_place = QWidget()
        place = QHBoxLayout(self.notice_place)
        place.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
        place.addWidget(self.notice)
        self.notice_place.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.waiting)
        self.drop_target = DropTarget(self, "Drop pictures to classify them")
        self.desk = SurveyDesk()
        self._lay_out()
        self._connect(send, ask)
        self._add_shortcuts()
        self.controls.setEnabled(False)
        self.transport.setEnabled(False)
        send(Begin(source, self.controls.settings, seed))

    def furnish(self) -> None:
        """Add the workspace and begin to show what comes."""
        from gui.workspaces.train import TrainWorkspace

        self.train = TrainWorkspace()
        self.train.set_theme(self._theme)
        self.train.step_size_chosen.connect(self.controls.choose_step_size)
        self.train.drag_ended.connect(self._end_drag)
        self.train.landscape.wished.connect(self.desk.set_wish)
        self.train.landscape.leap_pressed.connect(self._leap)
        self.stack.addWidget(self.train)
        self._bridge.start()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours everywhere."""
        self._theme = theme
        for part in (self.top_bar, self.transport, self.image_panel, self.drop_target):
            part.set_theme(theme)
        if self.train is not None:
            self.train.set_theme(theme)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is on the screen."""
        return self._snapshot

    @Slot(object)
    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run everywhere."""
        assert self.train is not None
        if self._snapshot is None:
            self.controls.setEnabled(True)
            self.transport.setEnabled(True)
            self.stack.setCurrentWidget(self.train)
        self._snapshot = snapshot
        self.top_bar.show_snapshot(snapshot)
        self.controls.show_snapshot(snapshot)
        self.transport.show_snapshot(snapshot)
        self.image_panel.show_snapshot(snapshot)
        self.train.show_snapshot(snapshot)
        self.train.show_step_size(self.controls.settings.step_size)
        self.desk.keep_axis = self.train.landscape.is_dragging
        self.desk.consider(snapshot)
        self._say(policies.notice(snapshot))

    @Slot(object)
    def _show_survey(self, survey: Survey) -> None:
        assert self.train is not None
        self.train.show_survey(survey)
        self.train.show_step_size(self.controls.settings.step_size)

    @Slot(str)
    def show_failure(self, sentence: str) -> None:
        """Say why there is nothing to show; another data set can still be chosen."""
        self.waiting.setText(sentence)
        self.controls.setEnabled(True)

    def _say(self, sentence: str) -> None:
        if self.notice.text() != sentence:
            self.notice.setText(sentence)
            self.notice_place.setVisible(bool(sentence))
            if self.train is not None:
                self.train.give_way(to_notice=bool(sentence))

    @Slot(object)
    def _tune(self, settings: Settings) -> None:
        self._send(Tune(settings))

    @Slot(object, float)
    def _leap(self, survey: Survey, t: float) -> None:
        """Take a step of this size along the surveyed gradient."""
        is_ordinary = survey.question.along is Along.BATCH
        self._send(Leap(t) if is_ordinary else Jump(survey.at(t)))

    @Slot()
    def _take_best(self) -> None:
        if self.train is not None:
            self.train.landscape.take_best()

    @Slot()
    def _end_drag(self) -> None:
        """The marker was let go: the axis may now follow the chosen step size."""
        self.desk.keep_axis = False
        if self._snapshot is not None:
            self.desk.consider(self._snapshot)

    @Slot(str)
    def _open_source(self, source: str) -> None:
        self._send(Begin(source, self.controls.settings, self.controls.seed.value()))

    @Slot()
    def _reset(self) -> None:
        self._send(Reset(self.controls.seed.value()))

    @Slot(int)
    def _reseed(self, seed: int) -> None:
        self._send(Reset(seed))

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setObjectName("workspace")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.notice_place)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.controls)
        row.addWidget(hairline(vertical=True))
        row.addWidget(middle, 1)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.image_place)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top_bar)
        rows.addWidget(hairline())
        rows.addLayout(row, 1)
        rows.addWidget(self.transport)
        self.setCentralWidget(whole)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside them takes the focus from the fields
        whole.setFocus()

    def _connect(self, send: Send, ask: Ask) -> None:
        self._bridge.snapshot_ready.connect(self.show_snapshot)
        self._bridge.failed.connect(self.show_failure)
        self._bridge.survey_ready.connect(self.desk.take)
        self.desk.asked.connect(ask)
        self.desk.answered.connect(self._show_survey)
        self.controls.settings_changed.connect(self._tune)
        self.controls.source_chosen.connect(self._open_source)
        self.controls.seed_chosen.connect(self._reseed)
        self.transport.reset_pressed.connect(self._reset)
        self.transport.commanded.connect(send)
        self.top_bar.theme_pressed.connect(self.theme_pressed)
        self.top_bar.left_panel.toggled.connect(self.controls.setVisible)
        self.top_bar.right_panel.toggled.connect(self.image_place.setVisible)
        self.drop_target.dropped.connect(self._take_drop)

    def _add_shortcuts(self) -> None:
        single: dict[str, Callable[[], object]] = {
            "Space": self.transport.toggle_play,
            "R": self._reset,
            "F": self.transport.full.toggle,
            "T": self.theme_pressed.emit,
            "B": self._take_best,
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

    @Slot(QMimeData)
    def _take_drop(self, mime: QMimeData) -> None:
        self.image_panel.bring_in(incoming(mime))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._bridge.stop()
        self.image_panel.close_loader()
        super().closeEvent(event)


def _centred(text: str) -> QLabel:
    made = label(text, "muted", theme.HEADING_PX)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setWordWrap(True)
    return made
