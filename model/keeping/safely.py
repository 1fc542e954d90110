"""Writing a file so that at any moment there is a whole one: the old until the new is on the disk, then the new."""

import errno
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import time

_FULL = (errno.ENOSPC, errno.EDQUOT)
_STALE_S = 600.0
Piece = bytes | memoryview


class KeepingError(Exception):
    """Something that cannot be saved or opened; the text is one sentence for the user, and nothing has changed."""


def write_whole(path: Path, pieces: Iterable[Piece]) -> None:
    """Have a file hold these pieces one after the other; raises KeepingError, and then it is as it was.

    A link is followed. What an earlier writer left when it was killed is swept away.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        _write(part, pieces)
        part.replace(target)
    except OSError as trouble:
        raise KeepingError(_sentence(path, trouble)) from trouble
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _sync(target.parent)
    _sweep(target)


def _write(part: Path, pieces: Iterable[Piece]) -> None:
    with part.open("xb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the new name survive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(target: Path) -> None:
    """Remove parts that nobody has written to for long: whoever began them is gone."""
    with suppress(OSError):
        for part in target.parent.glob(f".{target.name}.*.part"):
            if part.stat().st_mtime < time() - _STALE_S:
                part.unlink()


def _sentence(path: Path, trouble: OSError) -> str:
    name, home = f"“{path.name}”", path.parent
    if trouble.errno in _FULL:
        return f"{name} is not saved: the disk is full."
    if isinstance(trouble, PermissionError):
        return f"{name} is not saved: you have no permission to write in {home}."
    if isinstance(trouble, FileNotFoundError):
        return f"{name} is not saved: there is no folder {home}."
    if isinstance(trouble, IsADirectoryError):
        return f"{name} is not saved: there is a folder of that name."
    return f"{name} is not saved ({trouble.strerror or trouble})."
