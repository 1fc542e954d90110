"""What a worker's process does before anything else. NumPy is imported after its threads are set."""

import contextlib
import os
import signal
from multiprocessing import parent_process
from threading import Thread

_NICE = 10
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def sit_down() -> None:
    """Work in one thread and with low priority, leave Ctrl+C to the parent, and end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, name="end with parent", daemon=True).start()
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICE)
    from threadpoolctl import threadpool_limits

    from model.helping import stay_in_one_thread

    threadpool_limits(limits=1, user_api="blas")  # for the libraries that do not heed the variables
    stay_in_one_thread()


def _end_with_parent() -> None:
    """A worker waits for work from a pipe that it holds both ends of: it would wait for ever after a kill -9."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
