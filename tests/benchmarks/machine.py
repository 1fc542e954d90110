"""What machine this is, and what its cores can do at most."""

import os
import platform
from importlib import metadata
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

from tests.benchmarks import LEFT_OUT
from tests.benchmarks.clock import seconds_each

_SIDE = 1024


def description() -> dict[str, str]:
    """The machine and the versions that the figures depend on."""
    loaded = [info for info in threadpool_info() if info["user_api"] == "blas"]
    blas: dict[str, str] = next((info for info in loaded if "numpy" in info["filepath"]), {})
    found = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": platform.platform(),
        "python": platform.python_version(),
        "blas": f"{blas.get('internal_api', '?')} {blas.get('version', '')}, {blas.get('architecture', '?')}, "
        f"{blas.get('num_threads', '?')} thread",
    }
    if LEFT_OUT:
        found["left out"] = ", ".join(f"{name}={value}" for name, value in LEFT_OUT.items())
    for package in ("numpy", "PySide6-Essentials", "pyqtgraph", "torch", "scikit-learn"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def peak_flops() -> float:
    """Multiplications and additions a second of one core, in a large float32 product."""
    chance = np.random.default_rng(0)
    a, b = (chance.standard_normal((_SIDE, _SIDE), dtype=np.float32) for _ in range(2))
    out = np.empty_like(a)
    return 2 * _SIDE**3 / seconds_each({"product": lambda: np.matmul(a, b, out=out)}, rounds=7)["product"]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
