"""Which keys do what, wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from gui.shortcuts import Shortcuts
from gui.workspaces.names import IN_ORDER

if TYPE_CHECKING:
    from gui.window import Window


def bind_keys(window: Window) -> None:
    """Bind the keys that the card of keys names."""
    single: dict[str, Callable[[], object]] = {
        "Space": window.transport.toggle_play,
        "R": window.reset,
        "F": window.transport.full.toggle,
        "T": window.theme_pressed.emit,
        "B": window.workspaces.take_best,
        "End": window.timeline.to_end,
        "F1": window.top_bar.show_help,
        "Ctrl+S": partial(_keep, window, "save"),
        "Ctrl+Shift+S": partial(_keep, window, "save_as"),
        "Ctrl+Shift+O": partial(_keep, window, "open"),
        "Ctrl+0": partial(_keep, window, "usual_size"),
        "Ctrl+E": window.open_exports,
        "Ctrl+V": window.image_panel.paste_picture,
        "Ctrl+O": window.image_panel.open_pictures,
    }
    for number, name in enumerate(IN_ORDER, 1):
        single[f"Ctrl+{number}"] = window.top_bar.workspaces.button(name).click
    repeating: dict[str, Callable[[], object]] = {
        "Right": window.transport.take_steps,
        "Left": window.transport.go_back,
        "-": window.controls.shrink_step_size,
        "+": window.controls.grow_step_size,
        "Ctrl+Z": partial(_keep, window, "undo"),
        "Ctrl+Shift+Z": partial(_keep, window, "redo"),
        "Ctrl+Y": partial(_keep, window, "redo"),
        "Ctrl++": partial(_keep, window, "larger"),
        "Ctrl+=": partial(_keep, window, "larger"),
        "Ctrl+-": partial(_keep, window, "smaller"),
        "=": window.controls.grow_step_size,  # + without Shift
    }
    Shortcuts(window, single, repeating)


def _keep(window: Window, action: str) -> None:
    """What acts on something that is not there at first."""
    getattr(window.extras.keeping, action)()
