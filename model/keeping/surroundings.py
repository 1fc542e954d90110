"""What the bits of a run depend on besides itself: the versions, the processor, and the threads of its products."""

import platform
from dataclasses import dataclass

import numpy as np
import threadpoolctl

from model.provenance import app_version


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a session was saved. blas_threads is 0 where it is not known."""

    app: str
    numpy: str
    machine: str
    blas_threads: int

    def differences(self, other: "Surroundings") -> str:
        """A sentence on why steps taken here may differ from those taken there; empty where there is no reason."""
        pairs = [
            (f"NumPy {self.numpy}", f"NumPy {other.numpy}"),
            (f"{self.machine} processors", f"{other.machine} processors"),
            (f"{self.blas_threads} BLAS threads", f"{other.blas_threads} BLAS threads"),
        ]
        changed = [f"{theirs} instead of {ours}" for ours, theirs in pairs if ours != theirs]
        return f"The last digits of coming steps may differ: {', '.join(changed)}." if changed else ""


def here() -> Surroundings:
    """What is so now."""
    threads = [pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    return Surroundings(app_version(), np.__version__, platform.machine(), max(threads, default=0))
