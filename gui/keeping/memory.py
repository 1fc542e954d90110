"""What is remembered from one start to the next: an INI file, and no harm where it is broken."""

import json
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

MOST_RECENT = 8
SCALES = (75, 90, 100, 110, 125, 150, 175, 200)


class Memory:
    """Texts by name. Without a path they last as long as the window."""

    def __init__(self, path: Path | None) -> None:
        """Read the file. A broken one is set aside, `complaint` says so, and everything is as at first."""
        self._path = path
        self._texts: dict[str, str] = {}
        self._settings: QSettings | None = None
        self.complaint = ""
        if path is not None:
            self._settings = self._opened(path)

    def _opened(self, path: Path) -> QSettings:
        found = QSettings(str(path), QSettings.Format.IniFormat)
        if found.status() is QSettings.Status.NoError:
            return found
        aside = path.with_name(f"{path.name}.broken")
        with suppress(OSError):
            path.replace(aside)
        self.complaint = f"The settings could not be read and are as at first; the old ones are in “{aside.name}”."
        return QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """What is remembered by a name."""
        if self._settings is None:
            return self._texts.get(name, default)
        found = self._settings.value(name, default)
        return found if isinstance(found, str) else default

    def remember(self, name: str, text: str) -> None:
        """Remember a text by a name."""
        if self._settings is None:
            self._texts[name] = text
        else:
            self._settings.setValue(name, text)

    def forget_all(self) -> None:
        """Be as at first."""
        self._texts.clear()
        if self._settings is not None:
            self._settings.clear()

    def flush(self) -> None:
        """Have it on the disk."""
        if self._settings is not None:
            self._settings.sync()

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        try:
            return min(max(int(self.text(name)), low), high)
        except ValueError:
            return default

    def numbers(self, name: str, count: int) -> list[int] | None:
        """So many whole numbers, none below 0; None where that is not what is remembered."""
        parts = self.text(name).split(" ")
        is_right = len(parts) == count and all(part.isdecimal() and len(part) < 7 for part in parts)
        return [int(part) for part in parts] if is_right else None

    @property
    def recent(self) -> list[Path]:
        """Sessions that were opened or saved lately, the newest first, as far as they are still there."""
        try:
            found = json.loads(self.text("files/recent", "[]"))
        except ValueError:
            return []
        paths = [Path(each) for each in found if isinstance(each, str)] if isinstance(found, list) else []
        return [path for path in paths if path.is_file()][:MOST_RECENT]

    def note_recent(self, path: Path) -> None:
        """Put a session first in the list."""
        path = path.absolute()
        others = [each for each in self.recent if each != path]
        self.remember("files/recent", json.dumps([str(each) for each in (path, *others)][:MOST_RECENT]))

    @property
    def folder(self) -> str:
        """Where a file was last chosen; empty at first."""
        return self.text("files/folder")

    @folder.setter
    def folder(self, folder: str) -> None:
        self.remember("files/folder", folder)

    @property
    def scale(self) -> int:
        """How large everything is, in percent; it counts at the next start."""
        return self.number("look/scale", 100, SCALES[0], SCALES[-1])

    def step_scale(self, places: int) -> int:
        """Remember the next larger or smaller size; hands it back."""
        nearest = min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - self.scale))
        chosen = SCALES[min(max(nearest + places, 0), len(SCALES) - 1)] if places else 100
        self.remember("look/scale", str(chosen))
        return chosen
