"""Files written beside the wanted name first, so that a failure leaves nothing half done."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp


def written(path: Path, write: Callable[[Path], bool]) -> None:
    """Have a file written in the same folder, and give it its name when it is whole."""
    handle, name = mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        if not write(part):
            raise OSError("it could not be written")
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """What the user's new files are not allowed; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
