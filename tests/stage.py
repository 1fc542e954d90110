"""The real window with its threads, and hands to work it: for the tests and the pictures."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Event
from time import monotonic
from warnings import catch_warnings, simplefilter

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication

from gui.app import Session
from gui.keeping.memory import Memory
from gui.survey_desk import Wish
from gui.workspaces.train import TrainWorkspace
from model.datasets.catalogue import SAMPLES, Catalogue
from model.datasets.dataset import Dataset
from model.records import Mode, Snapshot

_PATIENCE_S = 60.0
_TURN_S = 0.001


def drag_enter(mime: QMimeData, where: QPoint) -> QDragEnterEvent:
    """What a window hears when something is dragged into it."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with catch_warnings():  # Qt 6.12 calls whole pixels deprecated, earlier ones know nothing else
        simplefilter("ignore", DeprecationWarning)
        return QDragEnterEvent(where, Qt.DropAction.CopyAction, mime, left, none)


@cache
def _sample(name: str) -> Dataset:
    return SAMPLES[name].load()


class Home(Catalogue):
    """A catalogue that reads the samples, which nobody can change, once for all windows of the tests."""

    def open(self, name: str) -> Dataset:
        return _sample(name) if name in SAMPLES else super().open(name)


class Stage:
    """The real window and its threads, and hands to work it."""

    def __init__(
        self,
        app: QApplication,
        size: tuple[int, int],
        appearance: str,
        data_dir: Path | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.app = app
        self.catalogue = Home(data_dir or Path(os.devnull), ())
        self.session = Session(app, "cifar10-sample", 1, appearance, self.catalogue, memory or Memory(None))
        self.window = self.session.window
        self.window.resize(*size)
        self.session.start()
        self.window.show()
        self.app.processEvents()

    def close(self) -> None:
        """End the threads, and take the window away for good."""
        self.session.stop()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def furnish(self) -> None:
        """Add the workspace, and wait until it shows the start of a run."""
        self.window.furnish()
        self.wait(lambda: self.window.snapshot is not None, "the first snapshot")
        self.settle()
        self.window.furnish_rest()

    @property
    def train(self) -> TrainWorkspace:
        """The Train workspace."""
        assert self.window.workspaces.train is not None
        return self.window.workspaces.train

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the window live until a condition holds."""
        end = monotonic() + _PATIENCE_S
        while not condition():
            self.app.processEvents()
            Event().wait(_TURN_S)  # the threads of the session get on better where nobody spins
            if monotonic() > end:
                raise TimeoutError(what)

    def settle(self) -> None:
        """Wait until the window rests and all views show the same moment."""
        self.wait(lambda: self.snapshot.mode is not Mode.RUNNING, "a pause")
        self.wait(self._is_settled, "the survey")
        self.live(0.03)

    def _is_settled(self) -> bool:
        survey, snapshot = self.window.workspaces.survey, self.snapshot
        is_measured = snapshot.measure.number == snapshot.number
        if snapshot.mode is Mode.DIVERGED:
            return True
        if survey is None or survey.step.gradient is not snapshot.coming.gradient or not survey.question.is_whole:
            return False
        if survey.step.settings != snapshot.settings:
            return False
        return (
            is_measured
            and Wish(survey.question.along, survey.question.is_log) == self.window.workspaces.desks.survey.wish
        )

    def live(self, seconds: float) -> None:
        """Let the window live for some time."""
        end = monotonic() + seconds
        while monotonic() < end:
            self.app.processEvents()

    @property
    def snapshot(self) -> Snapshot:
        assert self.window.snapshot is not None
        return self.window.snapshot

    def picture(self) -> QPixmap:
        """The window as it is."""
        self.app.processEvents()
        return self.window.grab()

    def step(self, steps: int) -> None:
        """Take some steps with the button."""
        target = self.snapshot.number + steps
        self.window.transport.steps.setValue(steps)
        self.window.transport.step.click()
        self.wait(lambda: self.snapshot.number == target, f"step {target}")
        self.settle()

    def open(self, source: str) -> None:
        """Choose a data set."""
        box = self.window.controls.source
        box.setCurrentIndex(box.findData(source))
        box.activated.emit(box.currentIndex())
        self.wait(lambda: self.snapshot.dataset.name == source, source)
        self.settle()

    def drop(self, *paths: Path) -> None:
        """Drop files onto the window, and wait until each is shown or refused."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.drop_mime(mime, len(paths))

    def drop_mime(self, mime: QMimeData, things: int = 1) -> None:
        """Drop anything onto the middle of the window, and wait until it is dealt with."""
        panel = self.window.image_panel
        target = panel.dealt_with + things
        self.let_go(mime)
        self.wait(lambda: panel.dealt_with == target, "the drop to be dealt with")

    def let_go(self, mime: QMimeData) -> None:
        """Drag anything to the middle of the window, and let it go there."""
        where, copy, left = QPointF(self.window.rect().center()), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        entering = drag_enter(mime, where.toPoint())
        QApplication.sendEvent(self.window, entering)
        assert entering.isAccepted()
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDropEvent(where, copy, mime, left, none))
