"""How the window is laid out, as plain values: for the next start, and for a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gui.workspaces.names import IN_ORDER

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from gui.window import Window


def layout_of(window: Window) -> dict[str, Any]:
    """Which workspace is seen, which side panels, and how the room is shared."""
    found: dict[str, Any] = {
        "workspace": window.workspaces.shown,
        "left": window.top_bar.left_panel.isChecked(),
        "right": window.top_bar.right_panel.isChecked(),
    }
    for name, splitter in _splitters(window).items():
        found[name] = splitter.sizes()
    return found


def lay_out(window: Window, layout: Mapping[str, Any]) -> None:
    """Lay the window out so, as far as the values mean anything."""
    for name, button in (("left", window.top_bar.left_panel), ("right", window.top_bar.right_panel)):
        if isinstance(layout.get(name), bool):
            button.setChecked(layout[name])
    for name, splitter in _splitters(window).items():
        sizes = layout.get(name)
        if isinstance(sizes, list) and len(sizes) == splitter.count() and all(type(size) is int for size in sizes):
            splitter.setSizes([max(size, 1) for size in sizes])
    if layout.get("workspace") in IN_ORDER and window.top_bar.workspaces.isEnabled():
        window.top_bar.workspaces.button(layout["workspace"]).click()


def as_at_first(window: Window) -> None:
    """Both side panels, and the room shared as at first."""
    lay_out(window, {"left": True, "right": True, "train": [430, 570], "below": [500, 500]})


def _splitters(window: Window) -> dict[str, QSplitter]:
    train = window.workspaces.train
    return {} if train is None else {"train": train.splitter, "below": train.below}
