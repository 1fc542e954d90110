"""A folder of images: one subfolder a class, below train/ and test/ if there are such.

The pictures go through the safe loader in processes of their own, and those that it refuses are told one by one.
"""

import os
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from model import images
from model.arrays import Bytes
from model.datasets.draft import MOST_CLASSES, Block, Intake
from model.datasets.naming import Shape, own_name, own_title
from model.datasets.task import DataError, Progress, Task

SMALLEST_SIDE, LARGEST_SIDE = 8, 64
_TRAINING, _TESTING = ("train", "training"), ("test", "testing")
_AT_ONCE = 64
_WORTH_PROCESSES = 400
_AHEAD = 4
# Pictures are first made so many times finer than what is wanted: from there on it cannot be told.
_FINER = 4
_MOST_FILES = 5_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a class, seen but not opened."""

    path: str
    label: int
    is_test: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder of images: its classes, their files, and what was passed over."""

    folder: Path
    classes: tuple[str, ...]
    files: tuple[Listed, ...]
    notes: tuple[str, ...]

    @property
    def counts(self) -> list[int]:
        """How many files each class has."""
        found = Counter(file.label for file in self.files)
        return [found[k] for k in range(len(self.classes))]

    @property
    def has_test(self) -> bool:
        """Whether the folder says which images are for testing."""
        return any(file.is_test for file in self.files)


def looks_like_images(folder: Path) -> bool:
    """Whether a folder has at least two subfolders that could be classes; opens nothing."""
    try:
        return len(_folders(_below(folder, _TRAINING) or folder)) >= 2
    except OSError:
        return False


def list_folder(folder: Path, task: Task) -> Listing:
    """Look what is there; raises DataError where it is no folder with one subfolder a class."""
    try:
        return _without_empty(_list_all(folder, task))
    except OSError as trouble:
        raise DataError(f"“{folder.name}” cannot be read ({trouble.strerror or trouble}).") from trouble


def _list_all(folder: Path, task: Task) -> Listing:
    training, testing = _below(folder, _TRAINING), _below(folder, _TESTING)
    names = _folders(training or folder)
    if len(names) < 2:
        raise DataError(f"“{folder.name}” needs one subfolder a class, at least two; it has {len(names)}.")
    if len(names) > MOST_CLASSES:
        raise DataError(f"“{folder.name}” has {len(names):,} subfolders; the app shows at most {MOST_CLASSES} classes.")
    files, notes = _list_split(training or folder, names, False, task)
    if training and testing:
        more, others = _list_split(testing, names, True, task)
        unknown = [name for name in _folders(testing) if name not in names]
        files += more
        notes += others + [f"test/{name}: skipped, there is no such class in train/" for name in unknown]
    return Listing(folder, tuple(names), tuple(files), tuple(notes))


def read_images(listing: Listing, side: int, is_colour: bool, task: Task) -> Intake:
    """All images, square with this side; raises DataError on the way. Notes say which files were skipped, and why."""
    shape = (side, side, 3 if is_colour else 1)
    notes = list(listing.notes)
    name, title = own_name(listing.folder.name, shape), own_title(listing.folder.name, shape)
    return Intake(name, title, listing.classes, shape, _blocks(listing, shape, notes, task), notes, listing.folder)


def preview(listing: Listing, side: int, is_colour: bool, most: int, task: Task) -> list[tuple[int, Bytes]]:
    """Some images as they would be seen, with their classes: the first readable ones of each class in turn."""
    shape = (side, side, 3 if is_colour else 1)
    found: list[tuple[int, Bytes]] = []
    by_class = [[file for file in listing.files if file.label == k] for k in range(len(listing.classes))]
    in_turn = [files[n] for n in range(most) for files in by_class if n < len(files)]
    for file in in_turn[: 3 * most]:
        task.check()
        pixels = fitted([file.path], shape)[0]
        if isinstance(pixels, bytes) and len(found) < most:
            found.append((file.label, np.frombuffer(pixels, np.uint8).reshape(shape)))
        if len(found) == most:
            break
    return found


def fitted(paths: Sequence[str], shape: Shape) -> list[bytes | str]:
    """The pixels of each file in this shape, or the sentence that says why not."""
    return [_fitted(Path(path), shape) for path in paths]


def _fitted(path: Path, shape: Shape) -> bytes | str:
    try:
        return images.fit(images.load_file(path, _FINER * shape[0]), shape).tobytes()
    except images.ImageError as refusal:
        return str(refusal)


def _blocks(listing: Listing, shape: Shape, notes: list[str], task: Task) -> Iterator[Block]:
    done, skipped = 0, 0
    for files, results in _results(listing.files, shape, task):
        done += len(files)
        pairs = list(zip(files, results, strict=True))
        refused = [(file, result) for file, result in pairs if isinstance(result, str)]
        skipped += len(refused)
        notes += [_note(listing.folder, Path(file.path), why) for file, why in refused]
        words = f"Reading images, {skipped:,} skipped" if skipped else "Reading images"
        task.report(Progress(words, done, len(listing.files)))
        for is_test in (False, True):
            taken = [(f.label, r) for f, r in pairs if isinstance(r, bytes) and f.is_test is is_test]
            if taken:
                pixels = np.frombuffer(b"".join(r for _, r in taken), np.uint8).reshape(-1, *shape)
                yield Block(pixels, np.array([label for label, _ in taken], np.intp), is_test)
    if done == skipped:
        raise DataError(f"None of the {done:,} files in “{listing.folder.name}” could be read as a picture.")


def _note(folder: Path, path: Path, why: str) -> str:
    """Which file was skipped, and why, without saying its name twice."""
    return f"{path.relative_to(folder).as_posix()}: {why.removeprefix(f'“{path.name}” ')}"


def _results(files: Sequence[Listed], shape: Shape, task: Task) -> Iterator[tuple[Sequence[Listed], list[bytes | str]]]:
    pieces = [files[start : start + _AT_ONCE] for start in range(0, len(files), _AT_ONCE)]
    if len(files) < _WORTH_PROCESSES:  # processes take longer to start than these to read
        for piece in pieces:
            task.check()
            yield piece, fitted([file.path for file in piece], shape)
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8), get_context("spawn")) as pool:
        try:
            yield from _in_order(pool, pieces, shape, task)
        except BrokenProcessPool as trouble:
            raise DataError(
                "Reading stopped: a reading process ended by itself, perhaps for want of memory."
            ) from trouble
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, pieces: Sequence[Sequence[Listed]], shape: Shape, task: Task
) -> Iterator[tuple[Sequence[Listed], list[bytes | str]]]:
    """A few pieces are under way at any time: enough to keep all processes busy, few enough to stop soon."""
    waiting: deque[tuple[Sequence[Listed], Future[list[bytes | str]]]] = deque()
    for piece in pieces:
        task.check()
        waiting.append((piece, pool.submit(fitted, [file.path for file in piece], shape)))
        if len(waiting) > _AHEAD * (os.cpu_count() or 1):
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        task.check()
        first, future = waiting.popleft()
        yield first, future.result()


def _list_split(folder: Path, names: list[str], is_test: bool, task: Task) -> tuple[list[Listed], list[str]]:
    files: list[Listed] = []
    notes: list[str] = []
    for label, name in enumerate(names):
        task.check()
        for entry in _entries(folder / name) if (folder / name).is_dir() else []:
            if entry.is_dir():
                notes.append(f"{name}/{entry.name}: skipped, a folder within a class")
            else:
                files.append(Listed(entry.path, label, is_test))
        if len(files) > _MOST_FILES:
            raise DataError(f"There are more than {_MOST_FILES:,} files.")
    return files, notes


def _without_empty(listing: Listing) -> Listing:
    """A subfolder with no file in it is no class."""
    counts = listing.counts
    kept = [k for k, count in enumerate(counts) if count]
    if len(kept) < 2:
        raise DataError(f"“{listing.folder.name}” needs files in at least two of its subfolders.")
    places = {k: place for place, k in enumerate(kept)}
    files = tuple(Listed(f.path, places[f.label], f.is_test) for f in listing.files)
    empty = tuple(f"{listing.classes[k]}/: skipped, an empty folder" for k, count in enumerate(counts) if not count)
    return Listing(listing.folder, tuple(listing.classes[k] for k in kept), files, listing.notes + empty)


def _below(folder: Path, names: tuple[str, ...]) -> Path | None:
    """The subfolder with one of these names, in whatever letters."""
    return next((folder / name for name in _folders(folder) if name.lower() in names), None)


def _folders(folder: Path) -> list[str]:
    return [entry.name for entry in _entries(folder) if entry.is_dir()]


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        return (
            sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name) if folder.is_dir() else []
        )
