"""The running application: mailboxes, threads, window, and an orderly end."""

import gc
import logging
import signal
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler

from platformdirs import user_log_path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

from gui import theme
from gui.appearance import Appearance
from gui.bridge import Bridge
from gui.classify.incoming import of_files
from gui.window import Window
from model.checking.progress import Filled, WholeQuestion, fill
from model.commands import Command
from model.datasets.catalogue import Catalogue
from model.inspection import Inspection, InspectionQuestion, inspect
from model.mailbox import Mailbox
from model.panorama import Panorama, PlaneQuestion, survey_plane
from model.products import Scratch
from model.profiles import Question, Survey, survey
from model.race.commands import RaceCommand
from model.race.racer import Racer
from model.race.records import RaceSnapshot
from model.records import Failure, Snapshot
from model.surveyor import NoSurvey, Surveyor
from model.trainer import Trainer

_COMFORTABLE = (1440, 900)
_FRAME = (16, 40)
_COLLECT_MS = 1000
_LOG_BYTES = 1_000_000


class Session:
    """The threads and the window that belong together. Whoever starts one ends it with `stop`."""

    def __init__(self, app: QApplication, source: str, seed: int, appearance: str, catalogue: Catalogue) -> None:
        """Put the parts together; nothing runs yet."""
        self.snapshots: Mailbox[Snapshot | Failure] = Mailbox()
        self.surveys: Mailbox[Survey | NoSurvey] = Mailbox()
        self.trainer = Trainer(catalogue.open, self.snapshots)
        self.panoramas: Mailbox[Panorama | NoSurvey] = Mailbox()
        self.surveyor = Surveyor(survey, self.surveys, "line surveyor")
        self.plane_surveyor = Surveyor(_survey_plane, self.panoramas, "plane surveyor")
        self.checks: Mailbox[Filled | NoSurvey] = Mailbox()
        self.checker = Surveyor(fill, self.checks, "checker")
        self.inspections: Mailbox[Inspection | NoSurvey] = Mailbox()
        self.inspector = Surveyor(inspect, self.inspections, "data inspector")
        self.races: Mailbox[RaceSnapshot] = Mailbox()
        self.racer = Racer(self.races, self.trainer.send)
        answers = (self.surveys, self.panoramas, self.checks, self.inspections, self.races)
        self.bridge = Bridge(self.snapshots, *answers)
        self.appearance = Appearance(app, appearance)
        self.window = Window(self._send, self._ask, self.bridge, source, seed, catalogue)
        self.window.set_theme(self.appearance.theme)
        self.appearance.changed.connect(self.window.set_theme)
        self.window.theme_pressed.connect(self.appearance.toggle)
        self.window.workspaces.race_desk.commanded.connect(self._send_to_race)
        self.bridge.race_ready.connect(self.window.workspaces.race_desk.take)

    def start(self) -> None:
        """Start the threads."""
        self.trainer.start()
        self.surveyor.start()
        self.plane_surveyor.start()
        self.checker.start()
        self.inspector.start()
        self.racer.start()

    def _send(self, command: Command) -> None:
        self.trainer.send(command)
        self.bridge.expect()

    def _send_to_race(self, command: RaceCommand) -> None:
        self.racer.send(command)
        self.bridge.expect()

    def _ask(self, question: Question | PlaneQuestion | WholeQuestion | InspectionQuestion) -> None:
        match question:
            case Question():
                self.surveyor.ask(question)
            case PlaneQuestion():
                self.plane_surveyor.ask(question)
            case WholeQuestion():
                self.checker.ask(question)
            case InspectionQuestion():
                self.inspector.ask(question)
        self.bridge.expect()

    def stop(self) -> None:
        """Close the window and wait for the threads to end."""
        self.window.close()
        self.racer.stop()
        self.trainer.stop()
        self.surveyor.stop()
        self.plane_surveyor.stop()
        self.checker.stop()
        self.inspector.stop()


def _survey_plane(question: PlaneQuestion, scratch: Scratch, _: Panorama | None) -> Panorama:
    return survey_plane(question, scratch)


def run(
    source: str,
    seed: int,
    size: tuple[int, int] | None,
    appearance: str,
    catalogue: Catalogue,
    pictures: Sequence[str] = (),
) -> int:
    """Show the window until it is closed, with pictures (paths) to begin with; returns the exit code."""
    app = QApplication.instance() or QApplication(["linearium"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Linearium")
    theme.load_fonts()
    session = Session(app, source, seed, appearance, catalogue)
    signal.signal(signal.SIGINT, lambda *_: app.quit())  # Ctrl+C in the terminal closes the window
    window = session.window
    window.resize(*(size or fitting_size(app)))
    window.show()
    app.processEvents()  # the shell is seen before the data are opened and the plotting library is loaded
    keep_log()
    threadpool_limits(limits=1, user_api="blas")  # for the libraries that do not heed OPENBLAS_NUM_THREADS
    session.start()
    QTimer.singleShot(0, window.furnish)
    if pictures:
        window.image_panel.bring_in(of_files(pictures))
    collector = collect_here(app)
    code = app.exec()
    collector.stop()
    session.stop()
    return code


def fitting_size(app: QApplication) -> tuple[int, int]:
    """A comfortable size that fits the screen."""
    room = app.primaryScreen().availableGeometry()
    return min(_COMFORTABLE[0], room.width() - _FRAME[0]), min(_COMFORTABLE[1], room.height() - _FRAME[1])


def keep_log() -> None:
    """Write trouble to a file in the user's log folder; without such a folder, to the terminal alone."""
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
