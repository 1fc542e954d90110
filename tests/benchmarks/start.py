"""Figures that need a process of their own: the start of the app, and its memory."""

import os
import subprocess
import sys
from pathlib import Path
from time import time

_ROOT = Path(__file__).parents[2]

_START = """
import os, sys, time
began = float(os.environ["BEGAN"])
import main
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
painted = []
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not painted:
            painted.append(time.time() - began)
        return False
app = QApplication(["linearium"])
first = FirstPaint()
app.installEventFilter(first)
def look():
    window = next((w for w in app.topLevelWidgets() if w.windowTitle() == "Linearium"), None)
    if window is not None and window.workspaces.survey is not None:
        timer.stop()
        app.processEvents()
        print(painted[0], time.time() - began)
        app.removeEventFilter(first)
        window.close()
timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
sys.exit(main.main([]))
"""

_MEMORY = """
import os, sys
from pathlib import Path
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import main
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from model.datasets.catalogue import Catalogue
from tests.benchmarks.data import full_cifar10
folder = os.environ.get("CIFAR10")
Catalogue.open = lambda self, name: full_cifar10(Path(folder) if folder else None)[0]
app = QApplication(["linearium"])
def resident():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
def act():
    window = next(w for w in app.topLevelWidgets() if w.windowTitle() == "Linearium")
    if window.snapshot is None:
        return
    if not window.transport.full.isChecked():
        window.transport.full.setChecked(True)
        window.transport.toggle_play()
    elif window.snapshot.number > 12000:
        print(resident())
        window.close()
timer = QTimer()
timer.timeout.connect(act)
timer.start(50)
sys.exit(main.main([]))
"""


def measure() -> tuple[float, float]:
    """Seconds from the start of a process to the first painted window, and to the complete one."""
    painted, complete = _run(_START, {"BEGAN": str(time())}).split()
    return float(painted), float(complete)


def resident_megabytes(cifar10: Path | None) -> float:
    """Resident memory after 12,000 steps on all of CIFAR-10, or on as many images. Linux only."""
    return float(_run(_MEMORY, {"CIFAR10": str(cifar10)} if cifar10 else {}))


def _run(program: str, extra: dict[str, str]) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | extra
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return ended.stdout
