"""Memory over many frames and steps."""

from pathlib import Path
from time import monotonic

from PySide6.QtWidgets import QApplication

from tests.stage import Stage

_STEPS_A_FRAME = 10
_REPORTS = 20


def soak(app: QApplication, frames: int) -> None:
    """Draw twice so many frames of one run at full speed, as fast as they come, and ten times as many steps.

    Prints how resident memory goes; the first half fills history, curves and the allocator's pools, and does not
    count. It takes the smaller of the images that come with the app, whose steps are the quickest.
    """
    stage = Stage(app, (1440, 900), "dark")
    stage.furnish()
    stage.open("fashion-sample")
    stage.window.transport.full.setChecked(True)
    stage.window.transport.toggle_play()
    drawn, first, start = 0, 0.0, monotonic()
    print(f"{'frames':>10}{'steps':>12}{'resident MB':>14}{'minutes':>10}")
    for report in range(_REPORTS + 1):
        goal = 2 * report * frames // _REPORTS
        while drawn < goal or stage.snapshot.number < _STEPS_A_FRAME * goal:
            before = stage.window.snapshot
            stage.session.bridge.look()
            app.processEvents()
            drawn += stage.window.snapshot is not before
        now = _resident()
        first = now if 2 * report == _REPORTS else first
        print(f"{drawn:>10,}{stage.snapshot.number:>12,}{now:>14.1f}{(monotonic() - start) / 60:>10.1f}", flush=True)
    growth = (now - first) / frames * 100_000
    print(f"growth in the second half: {growth:.2f} MB per 100,000 frames (at most 1)")
    stage.close()


def _resident() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("resident memory is read from /proc, which this system does not have")
