"""The data sets that were brought in, kept as memory-mapped bytes: opening one reads next to nothing.

A set NAME is a folder: about.json says which of its subfolders counts, and that one holds images.npy and facts.npz.
Everything is written under a name that nobody looks for; replacing about.json makes it count, all at once.
"""

import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.arrays import Bytes
from model.datasets.dataset import Dataset, Preprocessing
from model.datasets.draft import Draft, Intake
from model.datasets.task import DataError, on_disk

_ABOUT, _IMAGES, _FACTS, _REPORT = "about.json", "images.npy", "facts.npz", "report.txt"
_FORMAT = 1
_TROUBLE = (OSError, ValueError, KeyError, TypeError, EOFError)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a kept set without opening it."""

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    images: int
    fingerprint: str
    place: Path
    source: Path | None

    @property
    def report(self) -> str:
        """What was left out when it was read, a line a file; empty where nothing was."""
        try:
            return (self.place / _REPORT).read_text("utf-8")
        except OSError:
            return ""


class Store:
    """The kept sets in one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep them here; the folder is made when there is something to keep."""
        self.folder = folder

    def kept(self) -> dict[str, About]:
        """What is there, by name; what cannot be understood is passed over."""
        try:
            names = sorted(path.name for path in self.folder.iterdir() if (path / _ABOUT).is_file())
        except OSError:
            return {}
        found = {}
        for name in names:
            with suppress(*_TROUBLE):
                found[name] = self._about(name)
        return found

    def open(self, name: str) -> Dataset:
        """A kept set, its images still on the disk; raises DataError where it is damaged or gone."""
        try:
            about = self._about(name)
            images = np.load(about.place / _IMAGES, mmap_mode="r", allow_pickle=False)
            with np.load(about.place / _FACTS, allow_pickle=False) as facts:
                return _dataset(about, np.asarray(images), {key: facts[key] for key in facts.files})
        except _TROUBLE as trouble:
            raise DataError(f"The kept copy of “{name}” is damaged: bring it in again.") from trouble

    def keep(self, intake: Intake) -> About:
        """Write a set, and have it count once all of it is there; raises DataError, and then nothing has changed."""
        home = self.folder / intake.name
        place = home / secrets.token_hex(8)
        try:
            with on_disk(home):
                self._write(intake, home, place)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        _drop_others(home, place.name)
        return self._about(intake.name)

    def remove(self, name: str) -> None:
        """Forget a set."""
        with suppress(OSError):
            (self.folder / name / _ABOUT).unlink()
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def _write(self, intake: Intake, home: Path, place: Path) -> None:
        place.mkdir(parents=True)
        draft = Draft(place / _IMAGES, intake)
        facts = draft.write()
        _write_facts(place, facts, intake.notes)
        _write(place / _ABOUT, _about_text(intake, draft, place.name))
        (place / _ABOUT).replace(home / _ABOUT)
        _sync(home)

    def _about(self, name: str) -> About:
        home = self.folder / name
        told: dict[str, Any] = json.loads((home / _ABOUT).read_text("utf-8"))
        if told["format"] != _FORMAT:
            raise ValueError("another format")
        height, width, channels = (int(side) for side in told["shape"])
        classes, images = tuple(str(c) for c in told["classes"]), int(told["images"])
        place = home / Path(told["folder"]).name
        source = Path(told["source"]) if told.get("source") else None
        title, shape = str(told["title"]), (height, width, channels)
        return About(name, title, classes, shape, images, told["sha256"], place, source)


def _dataset(about: About, images: Bytes, facts: dict[str, Any]) -> Dataset:
    shape = (about.images, *about.shape)
    if images.dtype != np.uint8 or images.shape != shape or len(facts["labels"]) != about.images:
        raise ValueError("the parts do not belong together")
    return Dataset(
        name=about.name,
        title=about.title,
        classes=about.classes,
        images=images,
        labels=facts["labels"].astype(np.intp),
        train=facts["train"],
        validation=facts["validation"],
        test=facts["test"],
        preprocessing=Preprocessing(1 / 255, facts["mean"], "pixels 0..1, training mean subtracted"),
        source=about.source,
    )


def _write_facts(place: Path, facts: dict[str, Any], notes: list[str]) -> None:
    with (place / _FACTS).open("xb") as file:
        np.savez(file, **facts)
        file.flush()
        os.fsync(file.fileno())
    if notes:
        _write(place / _REPORT, "\n".join(notes))
    _sync(place)


def _about_text(intake: Intake, draft: Draft, folder: str) -> str:
    told = {
        "format": _FORMAT,
        "title": intake.title,
        "classes": intake.classes,
        "shape": intake.shape,
        "images": draft.count,
        "sha256": draft.fingerprint,
        "folder": folder,
        "source": intake.source and str(intake.source.resolve()),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder survive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _drop_others(home: Path, counting: str) -> None:
    for path in home.iterdir():
        if path.is_dir() and path.name != counting:
            shutil.rmtree(path, ignore_errors=True)
