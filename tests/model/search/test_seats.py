"""Worker processes: light, modest, deaf to Ctrl+C; one that dies takes nobody along, and none outlives its parent."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from threadpoolctl import threadpool_info

from model.search.seats import Seats
from tests.model.search.hall import lives, wait_for_the_end_of

ROOT = Path(__file__).parents[3]
_DEADLINE_S = 20.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 here")


@pytest.fixture
def seats() -> Iterator[Seats]:
    made = Seats(2)
    yield made
    made.kill()


def what_it_is_like() -> dict[str, Any]:
    """What a worker finds itself to be; asked in the worker."""
    import model.search.task

    assert model.search.task
    return {
        "threads": [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"],
        "priority": os.getpriority(os.PRIO_PROCESS, 0),
        "ignores": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        "modules": sorted({name.split(".")[0] for name in sys.modules}),
        "pid": os.getpid(),
    }


def test_that_a_worker_takes_one_core_with_low_priority_and_leaves_ctrl_c_to_the_parent(seats: Seats) -> None:
    found = seats.submit(what_it_is_like).result()
    assert found["threads"]
    assert set(found["threads"]) == {1}
    assert found["priority"] > os.getpriority(os.PRIO_PROCESS, 0) or found["priority"] == 19
    assert found["ignores"]


def test_that_a_worker_dies_alone_and_another_takes_its_seat(seats: Seats) -> None:
    first, other = (seats.submit(os.getpid) for _ in range(2))
    pids = {first.result(), other.result()}
    assert len(pids) == 2
    waiting = seats.submit(sleep, _DEADLINE_S)
    dying: Future[Any] = seats.submit(os._exit, 1)
    assert isinstance(dying.exception(_DEADLINE_S), BrokenProcessPool)
    assert seats.submit(os.getpid).result() not in pids
    assert not waiting.done()


def test_that_all_can_be_ended_at_once_whatever_they_do(seats: Seats) -> None:
    pid = seats.submit(os.getpid).result()
    waiting = [seats.submit(sleep, 10 * _DEADLINE_S) for _ in range(2)]
    began = monotonic()
    seats.kill()
    assert all(isinstance(future.exception(), BrokenProcessPool) for future in waiting)
    assert monotonic() - began < 10 * _DEADLINE_S
    assert not lives(pid)


def writes_half_and_dies() -> bytes:
    """A worker that is killed while its result is on its way."""
    from multiprocessing.connection import Connection

    def half(connection: Connection, content: bytes) -> None:
        os.write(connection.fileno(), bytes(content[: len(content) // 2]))
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = half  # type: ignore[attr-defined]
    return bytes(1000)


def test_that_nobody_waits_for_the_rest_of_a_result_whose_worker_was_killed_while_it_wrote(seats: Seats) -> None:
    half = seats.submit(writes_half_and_dies)
    assert isinstance(half.exception(_DEADLINE_S), BrokenProcessPool)


PARENT = """
import json, sys, time
import main
sys.modules["__main__"].__file__ = main.__file__  # as where the app is started
from model.search.seats import Seats
from tests.model.search.hall import lives, wait_for_the_end_of
from tests.model.search.test_seats import what_it_is_like
print(json.dumps(Seats(1).submit(what_it_is_like).result()), flush=True)
time.sleep(60)
"""


def test_that_a_worker_of_the_app_imports_no_qt_and_ends_when_the_app_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        found = json.loads(parent.stdout.readline())
        parent.kill()
    assert "numpy" in found["modules"]
    assert not {"PySide6", "pyqtgraph", "PIL", "gui.window", "distributed", "tests.gui"} & set(found["modules"])
    wait_for_the_end_of(found["pid"])
