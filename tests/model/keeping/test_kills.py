"""Whenever it is killed, there is a whole session: the last, or the one before."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def killed(folder: Path, kills: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.model.keeping.killed", str(folder), str(kills), "1"]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9 here")


def test_that_no_session_is_lost_by_a_hundred_kills(tmp_path: Path) -> None:
    found = killed(tmp_path, 100)
    assert (found["kills"], found["lost"]) == (100, 0)
    assert found["half"] > 5, found
    assert found["saved"] > 10, found


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_that_no_session_is_lost_by_a_thousand_kills(tmp_path: Path) -> None:
    found = killed(tmp_path, 1000)
    assert (found["kills"], found["lost"]) == (1000, 0)
    assert found["half"] > 50, found
