"""Worker processes, each a pool of its own: when one dies, only its own job is lost, and it is known which."""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import Any

from model.search.seat import sit_down


class Seats(Executor):
    """So many processes, begun when there is work for them, and anew where one has died."""

    def __init__(self, count: int) -> None:
        """Begin no process yet."""
        self._seats = [_pool() for _ in range(count)]
        self._busy = [0] * count
        self._lock = Lock()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have the seat with least to do work; a future that raises BrokenProcessPool where it died of it."""
        place = min(range(len(self._seats)), key=lambda seat: self._busy[seat])
        try:
            future = self._seats[place].submit(work, *args, **kwargs)
        except BrokenProcessPool:
            self._seats[place].shutdown(wait=True)
            self._seats[place] = _pool()
            future = self._seats[place].submit(work, *args, **kwargs)
        _let_the_worker_alone_write(self._seats[place])
        self._count(place, 1)
        future.add_done_callback(lambda _: self._count(place, -1))
        return future

    def kill(self) -> None:
        """End every process at once, whatever it does, and wait until all are gone."""
        for seat in self._seats:
            # Only Python 3.14 has a public way to do this.
            for process in list((getattr(seat, "_processes", None) or {}).values()):
                with contextlib.suppress(OSError, ValueError):
                    process.kill()
        self.shutdown()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Begin nothing any more."""
        for seat in self._seats:
            seat.shutdown(wait, cancel_futures=cancel_futures)

    def _count(self, place: int, jobs: int) -> None:
        with self._lock:
            self._busy[place] += jobs


def leave_ctrl_c_to_the_main_thread() -> None:
    """Processes that this thread begins are deaf to it from the start, where the system can do that."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), sit_down)


def _let_the_worker_alone_write(pool: ProcessPoolExecutor) -> None:
    """Close this process's own end of the pipe for results, which it never uses.

    A worker that is killed while it writes leaves half a result: as long as anybody can still write the rest, the pool
    waits for it for ever.
    """
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()
