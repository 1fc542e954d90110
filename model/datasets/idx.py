"""The IDX format of MNIST and Fashion-MNIST: a four-byte magic number, the sizes, then unsigned bytes."""

import gzip
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_UNSIGNED_BYTE = 0x08


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Read one IDX file, gzipped or not, into an array of the shape its header names.

    Raises ValueError where the header or the length is not that of an IDX file of unsigned bytes.
    Source of the format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "IDX file format".
    """
    content = path.read_bytes()
    if path.suffix == ".gz":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            raise ValueError(f"{path.name} is damaged: it cannot be unpacked.") from None
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] != _UNSIGNED_BYTE:
        raise ValueError(f"{path.name} is not an IDX file of unsigned bytes.")
    start = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:start], ">u4").astype(int)
    if len(content) - start != shape.prod():
        raise ValueError(f"{path.name} is cut off: {shape.prod():,} values announced, {len(content) - start:,} there.")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)
