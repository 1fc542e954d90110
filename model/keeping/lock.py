"""A lock that the system lets go of by itself when its holder ends, however that ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """A file that one process holds at a time; it tells whose it is."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        """Hold a file that `take` has locked."""
        self.path = path
        self._file = file

    @classmethod
    def take(cls, path: Path) -> "Lock | None":
        """Lock a file, which is made if need be; None where another holds it, or there cannot be any."""
        try:
            file = path.open("a+b")
        except OSError:
            return None
        try:
            _lock(file)
        except OSError:
            file.close()
            return None
        with suppress(OSError):
            file.truncate(0)
            file.write(f"{os.getpid()}\n".encode())
            file.flush()
        return cls(path, file)

    def release(self) -> None:
        """Let go, and remove the file."""
        if sys.platform == "win32":
            self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._file.close()


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        file.seek(0x7FFFFFFF)  # beyond what is written: locked bytes could not be read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
