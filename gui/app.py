"""The running application: mailboxes, threads, window, and an orderly end."""

from __future__ import annotations

import gc
import logging
import os
import signal
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from platformdirs import user_log_path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.appearance import Appearance
from gui.bridge import Bridge
from gui.keeping.memory import Memory
from gui.racing import Racing
from gui.searching import Searching
from gui.surveyors import Surveyors
from gui.window import Window
from model import allowance
from model.commands import Command
from model.datasets.catalogue import Catalogue
from model.mailbox import Mailbox
from model.records import Snapshot
from model.trouble import Failure

if TYPE_CHECKING:
    from gui.surveyors import AnyQuestion
    from model.keeping.keeper import Outcome
    from model.trainer import Trainer

_COMFORTABLE = (1440, 900)
_FRAME = (16, 40)
_COLLECT_MS = 1000
_LOG_BYTES = 1_000_000


class Session:
    """The threads and the window that belong together. Whoever starts one ends it with `stop`."""

    def __init__(
        self, app: QApplication, source: str, seed: int, appearance: str, catalogue: Catalogue, memory: Memory
    ) -> None:
        """Put the parts together; nothing runs yet."""
        self.snapshots: Mailbox[Snapshot | Failure] = Mailbox()
        self.trainer: Trainer
        self._catalogue = catalogue
        self._commands: SimpleQueue[Command | None] = SimpleQueue()
        self.surveyors = asked = Surveyors()
        self.racing, self.searching = Racing(self._commands.put), Searching(self._commands.put, catalogue)
        answers = (asked.surveys, asked.panoramas, asked.checks, asked.inspections)
        beside = (self.racing.races, self.racing.strategies, self.searching.searches)
        self.bridge = Bridge(self.snapshots, *answers, *beside)
        self.appearance = Appearance(app, appearance)
        self.window = Window(self._send, self._ask, self.bridge, source, seed, catalogue, memory)
        self.racing.connect(self.window, self.bridge)
        self.searching.connect(self.window, self.bridge)
        self.window.set_theme(self.appearance.theme)
        self.appearance.changed.connect(self.window.set_theme)
        self.window.theme_pressed.connect(self.appearance.toggle)
        self.window.appearance_chosen.connect(self.appearance.prefer)
        self._memory = memory
        self.appearance.preferred.connect(self._remember_appearance)

    def start(self) -> None:
        """Start the threads. What they need is imported by now: the window is seen before."""
        from model.trainer import Trainer

        self.trainer = Trainer(self._catalogue.open, self.snapshots, self._report, self._commands)
        self.trainer.start()
        self.surveyors.start()
        self.racing.start()

    def _send(self, command: Command) -> None:
        self._commands.put(command)
        self.bridge.expect()

    def _report(self, outcome: Outcome) -> None:
        self.bridge.hand_over(self.window.take_outcome, outcome)

    def _remember_appearance(self, preference: str) -> None:
        self._memory.remember("look/theme", preference)

    def _ask(self, question: AnyQuestion) -> None:
        self.surveyors.ask(question)
        self.bridge.expect()

    def stop(self) -> None:
        """Close the window and wait for the threads to end."""
        self.window.close()
        self.searching.stop()
        self.racing.stop()
        self.trainer.stop()
        self.window.let_go()
        self.surveyors.stop()


@dataclass(frozen=True, slots=True)
class Start:
    """With what the app starts: a data set, a seed, an appearance where one is wished for, pictures or a session.

    Where settings are reset, nothing of the last start is remembered.
    """

    source: str
    seed: int
    size: tuple[int, int] | None
    appearance: str | None
    catalogue: Catalogue
    brought: tuple[str, ...]
    settings: Path
    is_reset: bool


def run(start: Start) -> int:
    """Show the window until it is closed; returns the exit code."""
    memory = Memory(start.settings)
    if start.is_reset:
        memory.forget_all()
    if memory.scale != 100:  # Qt reads it once
        os.environ.setdefault("QT_SCALE_FACTOR", str(memory.scale / 100))
    allowance.use_budget(1_000_000 * memory.number("memory/history_mb", 300, 100, 3000))
    app = QApplication.instance() or QApplication(["linearium"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Linearium")
    theme.load_fonts()
    appearance = start.appearance or memory.text("look/theme", "system")
    session = Session(app, start.source, start.seed, appearance, start.catalogue, memory)
    signal.signal(signal.SIGINT, lambda *_: app.quit())  # Ctrl+C in the terminal closes the window
    window = session.window
    window.resize(*(start.size or _remembered_size(memory) or fitting_size(app)))
    if memory.text("window/maximized") == "1" and start.size is None:
        window.showMaximized()
    window.show()
    app.processEvents()  # the shell is seen before the data are opened and the plotting library is loaded
    keep_log()
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")  # for the libraries that do not heed OPENBLAS_NUM_THREADS
    session.start()
    QTimer.singleShot(0, window.furnish)
    if start.brought:
        QTimer.singleShot(0, partial(_bring_in, window, start.brought))  # after the window is furnished
    collector = collect_here(app)
    code = app.exec()
    collector.stop()
    session.stop()
    return code


def _bring_in(window: Window, paths: tuple[str, ...]) -> None:
    window.extras.take_paths(paths)


def _remembered_size(memory: Memory) -> tuple[int, int] | None:
    """How large the window was; its width and height are that of some window, or nothing is remembered."""
    found = memory.numbers("window/size", 2)
    return (found[0], found[1]) if found is not None and found[0] >= 320 and found[1] >= 240 else None


def fitting_size(app: QApplication) -> tuple[int, int]:
    """A comfortable size that fits the screen."""
    room = app.primaryScreen().availableGeometry()
    return min(_COMFORTABLE[0], room.width() - _FRAME[0]), min(_COMFORTABLE[1], room.height() - _FRAME[1])


def keep_log() -> None:
    """Write trouble to a file in the user's log folder; without such a folder, to the terminal alone."""
    from logging.handlers import RotatingFileHandler

    try:
        path = user_log_path("linearium", appauthor=False, ensure_exists=True) / "linearium.log"
        file = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(file)


def collect_here(app: QApplication) -> QTimer:
    """Collect garbage in the GUI thread only: elsewhere it might destroy Qt objects of this one."""
    gc.disable()
    timer = QTimer(app)
    timer.timeout.connect(gc.collect)
    timer.start(_COLLECT_MS)
    return timer
