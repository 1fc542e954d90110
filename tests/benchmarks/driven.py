"""The real window, driven and watched."""

import os
from pathlib import Path
from time import monotonic, perf_counter
from typing import Self

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from model.commands import Begin, Pace, Pause, Play
from model.datasets.catalogue import Catalogue
from model.defaults import default_settings
from model.mailbox import Mailbox
from model.records import Mode, Snapshot
from model.trainer import Trainer
from model.trouble import Failure
from tests.stage import Stage

_SIZE = (1440, 900)
_SOURCE = "cifar10-sample"


class Watch(QObject):
    """Notes how long the GUI thread works for each frame, and how long between turns of its loop."""

    def __init__(self) -> None:
        super().__init__()
        self.frames_ms: list[float] = []
        self.gaps_ms: list[float] = []
        self._last_turn = perf_counter()
        self._ticks = QTimer(self)
        self._ticks.setInterval(2)
        self._ticks.timeout.connect(self._turn)

    def start(self) -> None:
        self._last_turn = perf_counter()
        self._ticks.start()

    def stop(self) -> None:
        self._ticks.stop()

    @Slot(float)
    def end_frame(self, milliseconds: float) -> None:
        if self._ticks.isActive():
            self.frames_ms.append(milliseconds)

    @Slot()
    def _turn(self) -> None:
        now = perf_counter()
        self.gaps_ms.append(1e3 * (now - self._last_turn))
        self._last_turn = now


class Driven:
    """The window at full speed and batch 256; use it in a `with`."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._stage = Stage(app, _SIZE, "dark")
        self._stage.furnish()
        self._watch = Watch()
        self._stage.session.bridge.frame_drawn.connect(self._watch.end_frame)
        self._stage.window.transport.full.setChecked(True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._watch.stop()
        self._stage.close()

    @property
    def frames_ms(self) -> list[float]:
        return self._watch.frames_ms

    @property
    def gaps_ms(self) -> list[float]:
        return self._watch.gaps_ms

    def window_rate(self, seconds: float, landscape: bool) -> float:
        """Images a second while the window shows everything."""
        desk = self._stage.window.workspaces.desks.survey
        desk.is_open = landscape
        self._stage.window.transport.reset.click()
        self._stage.wait(lambda: self._stage.snapshot.number == 0, "reset")
        self._stage.session.trainer.send(Play())
        self._stage.wait(lambda: self._stage.snapshot.number > 200, "some steps")
        self._watch.start()
        first, start = self._stage.snapshot.number, perf_counter()
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()
        taken = (self._stage.snapshot.number - first) * 256 / (perf_counter() - start)
        self._watch.stop()
        self._stage.session.trainer.send(Pause())
        self._stage.wait(lambda: self._stage.snapshot.mode is not Mode.RUNNING, "a pause")
        desk.is_open = True
        return taken

    def bare_rate(self, seconds: float) -> float:
        """Images a second of the same training thread with nobody looking."""
        box: Mailbox[Snapshot | Failure] = Mailbox()
        trainer = Trainer(Catalogue(Path(os.devnull), ()).open, box)
        trainer.start()
        for command in (Begin(_SOURCE, default_settings(_SOURCE), 1), Pace(None), Play()):
            trainer.send(command)
        first = _wait_for(box, 200)
        start = perf_counter()
        while perf_counter() - start < seconds:
            QApplication.processEvents()
            _nap(0.05)
        last = _wait_for(box, 0)
        taken = (last.number - first.number) * 256 / (perf_counter() - start)
        trainer.stop()
        return taken

    def step_times_ms(self, count: int) -> list[float]:
        """From the press of Step to its result drawn, each."""
        times = []
        for _ in range(count):
            target = self._stage.snapshot.number + 1
            start = perf_counter()
            self._stage.window.transport.step.click()
            while self._stage.snapshot.number < target:
                self._app.processEvents()
            self._app.processEvents()
            times.append(1e3 * (perf_counter() - start))
            self._stage.settle()
        return times


def _wait_for(box: Mailbox[Snapshot | Failure], number: int) -> Snapshot:
    end = monotonic() + 30
    while monotonic() < end:
        news = box.take()
        if isinstance(news, Snapshot) and news.number >= number:
            return news
        _nap(0.002)
    raise TimeoutError(f"step {number}")


def _nap(seconds: float) -> None:
    """Leave the processor to others."""
    from threading import Event

    Event().wait(seconds)
