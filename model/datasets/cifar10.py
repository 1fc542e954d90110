"""The binary version of CIFAR-10: records of one label byte and three planes of 32 x 32 pixels."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TRAINING_FILES = tuple(f"data_batch_{i}.bin" for i in range(1, 6))
TEST_FILE = "test_batch.bin"
_RECORD = 1 + 3 * 32 * 32


def read_records(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read one file of records: images (N, 32, 32, 3) and labels (N,), in the file's order.

    Raises ValueError where the length or a label is not that of CIFAR-10.
    """
    content = np.fromfile(path, np.uint8)
    if content.size == 0 or content.size % _RECORD:
        raise ValueError(f"{path.name} does not consist of records of {_RECORD:,} bytes.")
    records = content.reshape(-1, _RECORD)
    if records[:, 0].max() >= len(CLASSES):
        raise ValueError(f"{path.name} holds a label beyond {len(CLASSES) - 1}.")
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0]
