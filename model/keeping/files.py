"""Session files: written whole, read with distrust, and opened only on the data set they were made on."""

import hashlib
import logging
import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.datasets.dataset import Dataset
from model.keeping import archive
from model.keeping.archive import BrokenError, Json
from model.keeping.decoding import decode
from model.keeping.encoding import FORMAT, SCHEMA, encode
from model.keeping.safely import KeepingError
from model.keeping.session import Origin, Session

SUFFIX = ".linearium"
_DAMAGE = (BrokenError, ValueError, KeyError, TypeError, IndexError, OverflowError, AttributeError)
_BLOCK = 4096

log = logging.getLogger(__name__)


def save(path: Path, session: Session) -> int:
    """Write a session file in place of an older one; says how many bytes. Raises KeepingError: nothing has changed."""
    return archive.write(path, *encode(session))


def load(path: Path) -> Session:
    """Read a session file; raises KeepingError with a sentence that says why it cannot be opened."""
    name = f"“{path.name}”"

    def admit(document: Json) -> None:
        if document.get("format") != FORMAT:
            raise KeepingError(f"{name} is not a session of Linearium.")
        schema = document.get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            raise KeepingError(f"{name} was saved by a newer version of Linearium: update this one to open it.")

    try:
        return decode(*archive.read(path, admit))
    except KeepingError:
        raise
    except OSError as trouble:
        raise KeepingError(_unreadable(path, trouble)) from trouble
    except MemoryError:
        raise KeepingError(f"{name} needs more memory than there is.") from None
    except _DAMAGE as trouble:
        log.info("%s cannot be opened: %s", path, trouble)
        raise KeepingError(f"{name} is damaged, or not a session of Linearium.") from trouble


def origin_of(dataset: Dataset) -> Origin:
    """What a data set is known by; reads it whole once."""
    opened = dataset.as_opened
    return Origin(opened.name, opened.title, opened.classes, opened.shape, len(opened.images), fingerprint(opened))


def reached_from(path: Path, origin: Origin, dataset: Dataset) -> Origin:
    """The same with the way from a session file to the user's own folder or file; both may move together."""
    if dataset.source is None:
        return origin
    try:
        way = os.path.relpath(dataset.source, path.resolve().parent)
    except ValueError:  # on another drive
        return origin
    return replace(origin, path=Path(way).as_posix())


def fingerprint(dataset: Dataset) -> str:
    """The SHA-256 of a data set's images, labels and splits."""
    digest = hashlib.sha256(str(dataset.images.shape).encode())
    for start in range(0, len(dataset.images), _BLOCK):
        digest.update(np.ascontiguousarray(dataset.images[start : start + _BLOCK]).data)
    for positions in (dataset.labels, dataset.train, dataset.validation, dataset.test):
        digest.update(np.ascontiguousarray(positions, "<i8").data)
    return digest.hexdigest()


def check_same(session: Session, found: Origin, path: Path) -> None:
    """Raise KeepingError where the data set that was found is not the one that the session was made on."""
    if found.fingerprint != session.origin.fingerprint or found.classes != session.origin.classes:
        raise KeepingError(
            f"“{path.name}” was made on other images than those that “{session.origin.title}” has here now."
        )


def _unreadable(path: Path, trouble: OSError) -> str:
    if isinstance(trouble, FileNotFoundError):
        return f"“{path.name}” is not there any more."
    if isinstance(trouble, IsADirectoryError):
        return f"“{path.name}” is a folder, not a session."
    if isinstance(trouble, PermissionError):
        return f"You have no permission to read “{path.name}”."
    return f"“{path.name}” cannot be read ({trouble.strerror or trouble})."
