"""The IDX format of MNIST and Fashion-MNIST: a four-byte magic number, the sizes, then unsigned bytes."""

import gzip
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_UNSIGNED_BYTE = 0x08
_GZIP = b"\x1f\x8b"
_MOST_BYTES = 2_000_000_000


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Read one IDX file, gzipped or not, into an array of the shape its header names.

    Raises ValueError where the header or the length is not that of an IDX file of unsigned bytes.
    Source of the format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "IDX file format".
    """
    with path.open("rb") as file:
        is_zipped = file.read(2) == _GZIP
        file.seek(0)
        if not is_zipped:
            return _read(file, path.name)
        try:
            with gzip.GzipFile(fileobj=file) as unpacked:
                return _read(unpacked, path.name)
        except (OSError, EOFError, zlib.error):
            raise ValueError(f"{path.name} is damaged: it cannot be unpacked.") from None


def _read(file: BinaryIO | gzip.GzipFile, name: str) -> NDArray[np.uint8]:
    """What the header announces and not a byte more: a small zipped file may unpack to anything."""
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] != _UNSIGNED_BYTE:
        raise ValueError(f"{name} is not an IDX file of unsigned bytes.")
    sizes = file.read(4 * magic[3])
    shape = [int(size) for size in np.frombuffer(sizes[: len(sizes) // 4 * 4], ">u4")]
    if len(shape) < max(magic[3], 1):
        raise ValueError(f"{name} is cut off in its header.")
    announced = 1
    for size in shape:
        announced *= size
    if announced > _MOST_BYTES:
        raise ValueError(f"{name} announces {announced:,} values, more than this app reads.")
    content = file.read(announced + 1)
    if len(content) != announced:
        there = "more" if len(content) > announced else f"{len(content):,}"
        raise ValueError(f"{name} is cut off or damaged: {announced:,} values announced, {there} there.")
    return np.frombuffer(content, np.uint8).reshape(shape)
