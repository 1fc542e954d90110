"""The large products of training and surveying: weights times rows of pixel bytes, and back.

Measured on AVX-512 machines, two things make them two to four times faster than a plain product of float pixels:
images stay bytes until the moment they are needed, a quarter of the memory traffic; and the products go in blocks
of at most a million multiply-adds, for which OpenBLAS has a faster way than for the long thin shapes met here.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, cached_property
from typing import TypeVar

import numpy as np

from model.arrays import Bytes, Floats, Labels

BLOCK_MULTIPLY_ADDS = 1_000_000
_CHUNK_VALUES = 800_000
WORTH_TWO = 8
LEAST_COLUMNS = 32
Result = TypeVar("Result")
_helps = [True]


class Scratch:
    """The two large buffers of one thread: some rows of pixels as bytes, and the same as float32.

    They hold as many rows as fit the processor's cache (a chunk), whatever the size of the batch. Nothing that
    leaves a computation refers to them.
    """

    def __init__(self, pixels_an_image: int) -> None:
        """Make room for a chunk of images with D pixels each."""
        self.pixels_an_image = pixels_an_image
        self.chunk = max(8, _power_of_two(_CHUNK_VALUES // pixels_an_image))
        self._bytes = np.empty((self.chunk, pixels_an_image), np.uint8)
        self._floats = np.empty((self.chunk, pixels_an_image), np.float32)

    def take(self, pixels: Bytes, rows: Labels) -> Bytes:
        """Gather at most a chunk of rows of pixels (N, D) as bytes; valid until the next call."""
        taken = self._bytes[: len(rows)]
        np.take(pixels, rows, axis=0, out=taken, mode="clip")
        return taken

    def as_floats(self, taken: Bytes) -> Floats:
        """Cast bytes (n, D) to float32; valid until the next call."""
        floats = self._floats[: len(taken)]
        np.copyto(floats, taken)
        return floats

    def parts(self, count: int) -> list[slice]:
        """Slices of at most a chunk that cover `count` rows."""
        return [slice(start, min(start + self.chunk, count)) for start in range(0, count, self.chunk)]

    @cached_property
    def partner(self) -> "Scratch":
        """The buffers of a second thread that helps with large jobs."""
        return Scratch(self.pixels_an_image)


def stay_in_one_thread() -> None:
    """Have this process use no second thread from now on: it shares the processor with others of its kind."""
    _helps[0] = False


def share_out(scratch: Scratch, count: int, work: Callable[[Scratch, list[slice]], Result]) -> list[Result]:
    """Work through `count` rows in parts: by oneself, or where there are many with the help of a second thread.

    NumPy leaves the interpreter's lock during its long calls, so two threads with one BLAS thread each use two
    cores, and use them better than BLAS does. Who does which part does not depend on timing: bits stay the same.
    """
    parts = scratch.parts(count)
    if len(parts) < WORTH_TWO:
        return [work(scratch, parts)]
    if not _helps[0]:
        return [work(scratch, parts[0::2]), work(scratch, parts[1::2])]
    context = copy_context()  # what NumPy is told to do on overflow
    with ThreadPoolExecutor(1) as helper:
        second = helper.submit(context.run, work, scratch.partner, parts[1::2])
        first = work(scratch, parts[0::2])
        return [first, second.result()]


def times_rows(weights: Floats, rows: Floats) -> Floats:
    """Weights (M, D) times each of rows (n, D): (M, n)."""
    count, depth = rows.shape
    block = _power_of_two(BLOCK_MULTIPLY_ADDS // weights.size)
    whole = count - count % block
    result = np.empty((len(weights), count), weights.dtype)
    if whole:
        blocks = rows[:whole].reshape(-1, block, depth).swapaxes(1, 2)
        np.copyto(result[:, :whole].reshape(len(weights), -1, block), np.matmul(weights, blocks).swapaxes(0, 1))
    if whole < count:
        np.matmul(weights, rows[whole:].T, out=result[:, whole:])
    return result


def sum_of_rows(factors: Floats, rows: Floats) -> Floats:
    """Factors (M, n) times rows (n, D): the weighted sums of the rows, (M, D)."""
    count, depth = rows.shape
    columns = _divisor(depth, BLOCK_MULTIPLY_ADDS // factors.size)
    blocks = rows.reshape(count, -1, columns).swapaxes(0, 1)
    sums: Floats = np.matmul(factors, blocks)
    return sums.swapaxes(0, 1).reshape(len(factors), depth)


def _power_of_two(limit: int) -> int:
    return 1 << max(limit, 1).bit_length() - 1


@cache
def _divisor(number: int, limit: int) -> int:
    """The largest divisor of number up to limit; number itself where that would be a small one."""
    fitting = max(d for d in range(1, number + 1) if number % d == 0 and d <= max(limit, 1))
    return fitting if fitting >= LEAST_COLUMNS else number
