"""What lasts: sessions, undone settings, and what is remembered from one start to the next."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.keeping.layout import lay_out, layout_of
from gui.keeping.memory import Memory
from gui.keeping.menu import SessionMenu
from gui.keeping.sessions import Sessions
from gui.keeping.undo import Undo
from model.records import Settings, Snapshot

if TYPE_CHECKING:
    from gui.window import Send, Window

_SPLITTERS = {"train": 2, "below": 2}


class Keeping(QObject):
    """One object for the keys and the menu to act on."""

    def __init__(self, window: Window, send: Send, memory: Memory, folder: Path) -> None:
        """Lay the window out as it was, and look for what a crash has left."""
        super().__init__(window)
        self._window, self.memory = window, memory
        self._run: int | None = None
        self.changes = Undo(window.controls.settings)
        self.sessions = Sessions(window, send, memory, folder)
        self.menu = SessionMenu(window, self)
        window.controls.settings_changed.connect(self._note)
        self._recall()
        self.sessions.start()
        if memory.complaint:
            window.toast.say(memory.complaint, "warning")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the moment that is seen; another data set or an opened session has no changes to undo yet."""
        self.sessions.show_snapshot(snapshot)
        if self._run is None or snapshot.run > self._run:
            self._run = snapshot.run
            self.changes.begin(self._window.controls.settings)

    def save(self) -> None:
        """Save the session."""
        self.sessions.save()

    def save_as(self) -> None:
        """Save it elsewhere."""
        self.sessions.save_as()

    def open(self) -> None:
        """Open another one."""
        self.sessions.ask_and_open()

    def undo(self) -> None:
        """Take the last change of the settings back."""
        self._take(self.changes.undo())

    def redo(self) -> None:
        """Change them again."""
        self._take(self.changes.redo())

    def larger(self) -> None:
        """Everything larger, from the next start."""
        self._scale(1)

    def smaller(self) -> None:
        """Everything smaller, from the next start."""
        self._scale(-1)

    def usual_size(self) -> None:
        """Everything in its usual size, from the next start."""
        self._scale(0)

    def stop(self) -> None:
        """An orderly end: remember how the window is laid out."""
        layout = layout_of(self._window)
        for name in _SPLITTERS:
            self.memory.remember(f"window/{name}", " ".join(str(size) for size in layout[name]))
        panels = (layout["left"], layout["right"])
        self.memory.remember("window/panels", " ".join(str(int(is_open)) for is_open in panels))
        size = self._window.size()
        self.memory.remember("window/size", f"{size.width()} {size.height()}")
        self.memory.remember("window/maximized", str(int(self._window.isMaximized())))
        speed = self._window.transport
        self.memory.remember("run/speed", f"{speed.speed.value()} {int(speed.full.isChecked())}")
        self.memory.flush()
        self.sessions.stop()

    def _recall(self) -> None:
        panels, speed = self.memory.numbers("window/panels", 2), self.memory.numbers("run/speed", 2)
        layout: dict[str, object] = {name: self.memory.numbers(f"window/{name}", n) for name, n in _SPLITTERS.items()}
        if panels is not None:
            layout |= {"left": bool(panels[0]), "right": bool(panels[1])}
        lay_out(self._window, layout)
        if speed is not None:
            self._window.transport.speed.setValue(speed[0])
            self._window.transport.full.setChecked(bool(speed[1]))

    def _scale(self, places: int) -> None:
        percent = self.memory.step_scale(places)
        self._window.toast.say(f"From the next start, everything is shown at {percent} % of its usual size.")

    @Slot(object)
    def _note(self, settings: Settings) -> None:
        self.changes.note(settings, monotonic())

    def _take(self, settings: Settings | None) -> None:
        if settings is not None:
            self._window.controls.choose_settings(settings)
