"""A second thread for large jobs.

NumPy leaves the interpreter's lock during its long calls, so two threads with one BLAS thread each use two cores, and
use them better than BLAS does.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from model.arrays import Doubles

Result = TypeVar("Result")
_helps = [True]
_WORTH_TWO = 100_000


def stay_in_one_thread() -> None:
    """Have this process use no second thread from now on: it shares the processor with others of its kind."""
    _helps[0] = False


def both(one: Callable[[], Result], other: Callable[[], Result]) -> list[Result]:
    """What two jobs give, of which a second thread does the other: the same bits with and without it."""
    if not _helps[0]:
        return [one(), other()]
    context = copy_context()  # what NumPy is told to do on overflow
    with ThreadPoolExecutor(1) as helper:
        second = helper.submit(context.run, other)
        return [one(), second.result()]


def in_halves(sums_of: Callable[[slice], Doubles], shape: tuple[int, ...]) -> Doubles:
    """A sum over images of score differences (K, N), of which a second thread takes a half where there are many."""
    classes, images = shape
    if classes * images < _WORTH_TWO:
        return sums_of(slice(0, images))
    one, other = both(partial(sums_of, slice(0, images // 2)), partial(sums_of, slice(images // 2, images)))
    return one + other
