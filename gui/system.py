"""What must be there before Qt starts, checked without it: Qt itself would abort with no word a user understands."""

import ctypes
import os
import re
import sys
from importlib import util
from pathlib import Path

_OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_BROKEN_PAIR = (6, 12)


def complaint() -> str:
    """Why Qt cannot start here, in a sentence that says what to do; empty where it can."""
    return _version_complaint(_qt_version(), sys.version_info[:2]) or _linux_complaint(os.environ)


def has_screen(environment: "os._Environ[str] | dict[str, str]") -> bool:
    """Whether Linux offers a screen."""
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """The Debian packages of those libraries that cannot be loaded."""
    return [package for library, package in libraries.items() if not _can_load(library)]


def _qt_version() -> tuple[int, ...]:
    """Read from PySide6's own file: to import it is what must not be done yet, and package metadata load slowly."""
    found = util.find_spec("PySide6")
    text = Path(found.origin).read_text(encoding="utf-8") if found is not None and found.origin else ""
    match = re.search(r'__version__ = "(\d+)\.(\d+)', text)
    return tuple(int(part) for part in match.groups()) if match else _BROKEN_PAIR


def _version_complaint(qt: tuple[int, ...], python: tuple[int, ...]) -> str:
    if qt < _BROKEN_PAIR or python >= (3, 12):
        return ""
    return (
        f"PySide6 {qt[0]}.{qt[1]} crashes on Python {python[0]}.{python[1]}: "
        'run  python -m pip install "PySide6-Essentials>=6.10.3,<6.12"  and start again.'
    )


def _linux_complaint(environment: "os._Environ[str] | dict[str, str]") -> str:
    if not sys.platform.startswith("linux"):
        return ""
    platform = environment.get("QT_QPA_PLATFORM", "")
    if not platform and not has_screen(environment):
        return "There is no screen to open a window on; set QT_QPA_PLATFORM=offscreen to run without one."
    is_x11 = platform.startswith("xcb") or (not platform and not environment.get("WAYLAND_DISPLAY"))
    missing = missing_packages(_OFFSCREEN | (_X11 if is_x11 else {}))
    if not missing:
        return ""
    return f"Qt needs system libraries that are not installed: run  sudo apt-get install {' '.join(missing)}"


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
