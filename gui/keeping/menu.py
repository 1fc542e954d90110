"""The menu of the session: save, open, undo, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.keeping.layout import as_at_first
from model.allowance import BUDGET_BYTES

if TYPE_CHECKING:
    from gui.keeping.keeping import Keeping
    from gui.window import Window

_APPEARANCES = {"system": "Light or dark as the system", "light": "Light", "dark": "Dark"}
_MEGABYTES = (100, 300, 1000, 3000)


class SessionMenu(QObject):
    """Opens at the button of the top bar, filled anew each time."""

    def __init__(self, window: Window, keeping: Keeping) -> None:
        """Know what to act on."""
        super().__init__(window)
        self._window, self._keeping, self._memory = window, keeping, keeping.memory
        self.menu = QMenu(window)

    def open(self) -> None:
        """Open it below its button."""
        self._fill()
        button = self._window.top_bar.session
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _fill(self) -> None:
        menu, keeping, sessions = self.menu, self._keeping, self._keeping.sessions
        menu.clear()
        _add(menu, "Save\tCtrl+S", sessions.save)
        _add(menu, "Save as …\tCtrl+Shift+S", sessions.save_as)
        _add(menu, "Open a session …\tCtrl+Shift+O", sessions.ask_and_open)
        recent = menu.addMenu("Open again")
        for path in self._memory.recent:
            _add(recent, path.name, partial(sessions.open, path)).setToolTip(str(path))
        recent.setEnabled(bool(self._memory.recent))
        recent.setToolTipsVisible(True)
        menu.addSeparator()
        _add(menu, "Undo a change of the settings\tCtrl+Z", keeping.undo).setEnabled(keeping.changes.can_undo)
        _add(menu, "Redo it\tCtrl+Shift+Z", keeping.redo).setEnabled(keeping.changes.can_redo)
        menu.addSeparator()
        _add(menu, "Weights as .npz …", partial(sessions.export, "Save the weights", ".npz"))
        _add(menu, "The run as a Python script …", partial(sessions.export, "Save the run as a script", ".py"))
        menu.addSeparator()
        self._fill_preferences(menu.addMenu("Preferences"))

    def _fill_preferences(self, menu: QMenu) -> None:
        memory = self._memory
        chosen = memory.text("look/theme", "system")
        for name, words in _APPEARANCES.items():
            _check(_add(menu, words, partial(self._window.appearance_chosen.emit, name)), name == chosen)
        menu.addSeparator()
        _add(menu, f"Larger from the next start (now {memory.scale} %)\tCtrl++", self._keeping.larger)
        _add(menu, "Smaller from the next start\tCtrl+−", self._keeping.smaller)
        menu.addSeparator()
        kept = memory.number("memory/history_mb", BUDGET_BYTES // 1_000_000, _MEGABYTES[0], _MEGABYTES[-1])
        for size in _MEGABYTES:
            words = f"Up to {size:,} MB for steps to go back to, from the next start"
            _check(_add(menu, words, partial(memory.remember, "memory/history_mb", str(size))), size == kept)
        menu.addSeparator()
        is_on = self._keeping.sessions.saves_by_itself
        saving = _add(menu, "Save by itself every minute of change", partial(self._set_autosave, not is_on))
        _check(saving, is_on)
        _add(menu, "Reset the layout", partial(as_at_first, self._window))

    def _set_autosave(self, is_on: bool) -> None:
        self._memory.remember("keeping/autosave", "on" if is_on else "off")


def _add(menu: QMenu, text: str, action: Callable[[], object]) -> QAction:
    made = menu.addAction(text)
    made.triggered.connect(lambda _=False: action())
    return made


def _check(action: QAction, is_checked: bool) -> None:
    action.setCheckable(True)
    action.setChecked(is_checked)
