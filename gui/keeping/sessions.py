"""Sessions in files: saved, opened, saved by themselves every minute of change, and offered again after a crash."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Slot
from PySide6.QtWidgets import QFileDialog

from gui.classify.picture import Picture
from gui.keeping.layout import lay_out, layout_of
from gui.keeping.memory import Memory
from model.belongings import MOST_PICTURES, Belongings, SavedPicture
from model.commands import Command, Export, Open, Save
from model.keeping.autosave import Leftover, Rhythm, leftovers, stamp_of
from model.keeping.autosave import Slot as AutosaveSlot
from model.keeping.files import SUFFIX
from model.keeping.keeper import Opened, Outcome, Refused, Saved
from model.records import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from gui.window import Window

_LOOK_MS = 2000
_FILTER = f"Linearium sessions (*{SUFFIX})"


class Sessions(QObject):
    """Which session is open and where, and the commands that save and open."""

    def __init__(self, window: Window, send: Callable[[Command], None], memory: Memory, folder: Path) -> None:
        """Nothing is open from a file yet; folder is for what is saved by itself."""
        super().__init__(window)
        self._window, self._send, self.memory, self._folder = window, send, memory, folder
        self.path: Path | None = None
        self._slot: AutosaveSlot | None = None
        self._rhythm = Rhythm()
        self._snapshot: Snapshot | None = None
        self._awaited_after: int | None = None
        self._opened: Opened | None = None
        self._leftover: Leftover | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self.save_by_itself)
        window.offer.accepted.connect(self._restore)
        window.offer.declined.connect(self._discard)

    @property
    def saves_by_itself(self) -> bool:
        """Whether the user wants that."""
        return self.memory.text("keeping/autosave", "on") == "on"

    def start(self) -> None:
        """Look for what a crash has left, and begin to save by itself."""
        found = leftovers(self._folder)
        if found:
            self._leftover = found[0]
            when = datetime.fromtimestamp(found[0].saved_at).strftime("%d %B, %H:%M")
            self._window.offer.make(f"Linearium did not end properly last time. There is a session saved on {when}.")
        self._slot = AutosaveSlot.take(self._folder)
        self._clock.start()

    def stop(self) -> None:
        """Save no more by itself."""
        self._clock.stop()

    def let_go(self) -> None:
        """An orderly end, when nothing is being written any more: there is nothing to be offered next time."""
        if self._slot is not None:
            self._slot.release()
            self._slot = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the moment that is seen; the first of an opened session brings its settings into the controls."""
        self._snapshot = snapshot
        if self._awaited_after is not None and snapshot.run > self._awaited_after:
            self._awaited_after = None
            self._window.controls.follow(snapshot.settings)

    @Slot()
    def save(self) -> None:
        """Save where it was saved last, or ask where."""
        if self.path is None:
            self.save_as()
        elif self._snapshot is not None:
            self._send(Save(self.path, self._belongings()))

    @Slot()
    def save_as(self) -> None:
        """Ask where to save."""
        if self._snapshot is None:
            return
        proposed = self.path or Path(self._documents()) / f"{self._snapshot.dataset.name}{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save the session", str(proposed), _FILTER)
        if chosen:
            path = Path(chosen)
            path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
            self.memory.folder = str(path.parent)
            self._send(Save(path, self._belongings()))

    @Slot()
    def ask_and_open(self) -> None:
        """Ask which session to open."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open a session", self._documents(), _FILTER)
        if chosen:
            self.memory.folder = str(Path(chosen).parent)
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Open a session; where that is refused, what is open stays."""
        self._awaited_after = self._snapshot.run if self._snapshot is not None else 0
        self._send(Open(path))

    def export(self, title: str, suffix: str) -> None:
        """Ask where, and write the weights (.npz) or the run as a script (.py)."""
        if self._snapshot is None:
            return
        proposed = Path(self._documents()) / f"{self._snapshot.dataset.name}-step-{self._snapshot.number}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(proposed), f"{title} (*{suffix})")
        if chosen:
            path = Path(chosen)
            self.memory.folder = str(path.parent)
            self._send(Export(path if path.suffix == suffix else path.with_name(path.name + suffix)))

    @Slot()
    def save_by_itself(self) -> None:
        """Save what has changed for a minute, into a file of this window alone."""
        if self._slot is None or self._snapshot is None or not self.saves_by_itself:
            return
        if self._rhythm.is_due(stamp_of(self._snapshot), monotonic()):
            self._send(Save(self._slot.path, self._belongings()))

    def take_outcome(self, outcome: Outcome) -> None:
        """Say what came of saving or opening."""
        if self._slot is not None and outcome.path == self._slot.path:
            if isinstance(outcome, Refused):
                self._window.toast.say(f"The session cannot be saved by itself: {outcome.sentence}", "warning")
            return
        match outcome:
            case Saved():
                self._note(outcome.path, f"Saved “{outcome.path.name}”.")
            case Opened():
                self._take_opened(outcome)
            case Refused():
                self._awaited_after = None
                self._window.toast.say(outcome.sentence, "warning")

    def _take_opened(self, opened: Opened) -> None:
        leftover, self._leftover = self._leftover, None
        was_left = leftover is not None and leftover.path == opened.path
        browser = self._window.image_panel.browser
        pictures = [Picture(each.title, each.pixels, named=each.named) for each in opened.belongings.pictures]
        if pictures:
            browser.fill(pictures)
        lay_out(self._window, opened.belongings.layout)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        if was_left and leftover is not None:
            leftover.discard()
            self._window.toast.say("The session is as it was saved last.")
        else:
            self._leftover = leftover
            remark = f" {opened.remark}" if opened.remark else ""
            self._note(opened.path, f"Opened “{opened.path.name}”.{remark}")

    def _note(self, path: Path, sentence: str) -> None:
        if path.suffix == SUFFIX:
            self.path = path
            self.memory.note_recent(path)
            self._window.setWindowTitle(f"{path.stem} – Linearium")
            if self._snapshot is not None:
                self._rhythm.was_saved(stamp_of(self._snapshot))
        self._window.toast.say(sentence)

    def _belongings(self) -> Belongings:
        pictures = self._window.image_panel.browser.tray.pictures[:MOST_PICTURES]
        kept = tuple(SavedPicture(each.title, each.pixels, each.named) for each in pictures)
        return Belongings(kept, layout_of(self._window))

    def _documents(self) -> str:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self.memory.folder or documents

    @Slot()
    def _restore(self) -> None:
        if self._leftover is not None:
            self.open(self._leftover.path)

    @Slot()
    def _discard(self) -> None:
        if self._leftover is not None:
            self._leftover.discard()
            self._leftover = None
