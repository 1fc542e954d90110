"""The kinds of arrays, and how one is made safe to share between threads."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Doubles = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Labels = NDArray[np.intp]
AnyArray = TypeVar("AnyArray", bound=NDArray[Any])


def frozen(array: AnyArray) -> AnyArray:
    """Mark an array read-only and hand it on."""
    array.setflags(write=False)
    return array
