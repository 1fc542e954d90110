"""What every test needs: a place for Qt to draw, one BLAS thread, and nothing left behind."""

import os
import sys
import threading
from collections.abc import Iterator

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("no_proxy", "127.0.0.1")

from gui import system

if sys.platform.startswith("linux") and not system.has_screen(os.environ):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if _complaint := system.complaint():
    pytest.exit(_complaint, returncode=2)


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Every thread that a test starts has ended when it is over."""
    before = set(threading.enumerate())
    yield
    left = [
        thread.name for thread in threading.enumerate() if thread not in before and not thread.name.startswith("Dummy")
    ]
    assert not left, f"threads left behind: {left}"
