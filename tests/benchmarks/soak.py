"""Memory over many frames and steps."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.stage import Stage

_RESET_AFTER = 20_000
_HISTORY_IS_FULL = 3_000
_REPORTS = 10


def soak(app: QApplication, frames: int) -> None:
    """Draw so many frames of a run at full speed, as fast as they come; print how resident memory goes.

    The run is reset now and then: its curves are memory in use, and not what is looked for.
    """
    stage = Stage(app, (1440, 900), "dark")
    stage.furnish()
    stage.window.transport.full.setChecked(True)
    stage.window.transport.toggle_play()
    stage.wait(lambda: stage.snapshot.number > _HISTORY_IS_FULL, "a full history")
    steps = drawn = 0
    print(f"{'frames':>10}{'steps':>12}{'resident MB':>14}")
    first = 0.0
    for report in range(_REPORTS + 1):
        while drawn < report * frames // _REPORTS:
            before = stage.window.snapshot
            stage.session.bridge.look()
            app.processEvents()
            drawn += stage.window.snapshot is not before
            if stage.snapshot.number > _RESET_AFTER:
                steps += stage.snapshot.number
                stage.window.transport.reset.click()
                stage.wait(lambda: stage.snapshot.number < _RESET_AFTER, "reset")
                stage.window.transport.toggle_play()
        now = _resident()
        first = now if report == 1 else first
        print(f"{drawn:>10,}{steps + stage.snapshot.number:>12,}{now:>14.1f}", flush=True)
    growth = (now - first) / (0.9 * frames) * 100_000
    print(f"growth after the first tenth: {growth:.2f} MB per 100,000 frames (at most 1)")
    stage.close()


def _resident() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("resident memory is read from /proc, which this system does not have")
