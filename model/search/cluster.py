"""Workers of a Dask cluster. Dask is imported when a cluster is asked for, and needed for nothing else."""

import asyncio
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from model.datasets.dataset import Dataset
from model.datasets.task import DataError
from model.search.crew import Crew, CrewError
from model.search.records import Job, Outcome, Plan
from model.search.supply import Supply
from model.search.task import can_open, work_in_one_thread

PIP_LINE = 'python -m pip install -e ".[cluster]"'
_PATIENCE_S = 5
_CLOSING_S = 2


class ClusterCrew(Crew):
    """The workers that a scheduler has, as they come and go.

    They read the images where they find the same ones at the same place; otherwise they are sent them, once.
    """

    def __init__(self, supply: Supply, dataset: Dataset, address: str) -> None:
        """Connect, and see that the workers can work; raises CrewError."""
        self._client = _connected(address)
        try:
            self._dataset = dataset
            self._sent: Any = None
            super().__init__(lambda: self._client.get_executor(pure=False), supply, 1, "")
            self.address = address
            self._see_that_they_can_work(supply)
        except BaseException:
            self._client.close(timeout=_CLOSING_S)
            raise

    def submit(self, plan: Plan, job: Job) -> "Future[Outcome]":
        """Have a job worked out; raises CrewError where the cluster is gone."""
        try:
            return self._executor.submit(work_in_one_thread, self._load(), plan, job)
        except Exception as trouble:
            raise CrewError(self._gone(trouble)) from trouble

    def refresh(self) -> None:
        """Count the workers; raises CrewError where the cluster is gone."""
        if self._client.status != "running":
            raise CrewError(self._gone(""))
        try:
            threads = self._client.nthreads(callback_timeout=_PATIENCE_S)
        except Exception as trouble:
            raise CrewError(self._gone(trouble)) from trouble
        count = sum(threads.values())
        self.size = count + 1 + count // 4  # nobody waits for work, and not much is ahead when it is halted
        self.words = f"{count} {'thread' if count == 1 else 'threads'} of {self.address}" if count else ""
        self.words = self.words or f"nobody at {self.address} just now"

    def has_killed(self, trouble: BaseException) -> bool:
        """Whether a job has ended as many workers as Dask lets it (four, if it was not told otherwise)."""
        from distributed import KilledWorker

        return isinstance(trouble, KilledWorker)

    def mends(self, trouble: BaseException) -> bool:
        """A worker that came later may lack the images: from now on they are sent."""
        if isinstance(trouble, DataError) and self._sent is None:
            self._send()
            return True
        return False

    def revive(self) -> bool:
        """Dask begins dead workers anew by itself."""
        return False

    def end(self, at_once: bool) -> None:  # noqa: ARG002
        """Leave the cluster; what a worker is at, it ends, and nobody hears of it."""
        self._client.close(timeout=_CLOSING_S)

    def _see_that_they_can_work(self, supply: Supply) -> None:
        checked = replace(supply, is_to_be_checked=True)
        try:
            found = self._client.run(can_open, checked)
        except Exception as trouble:
            if "No module named" in str(trouble):  # it comes wrapped
                raise CrewError(_lacking(self.address)) from trouble
            raise CrewError(self._gone(trouble)) from trouble
        if not found:
            raise CrewError(
                f"The cluster at {self.address} has no workers yet: start some (dask worker {self.address}), try again."
            )
        self.supply = checked
        if not all(found.values()):
            self._send()
        self.refresh()

    def _load(self) -> Any:
        """What a job is given to find the images."""
        if self._sent is not None and self._sent.status in ("lost", "cancelled", "error"):
            self._send()
        return self.supply if self._sent is None else self._sent

    def _send(self) -> None:
        self._sent = self._client.scatter(self._dataset, broadcast=True, hash=False)

    def _gone(self, trouble: object) -> str:
        words = f" ({trouble})" if str(trouble) else ""
        return f"The cluster at {self.address} does not answer any more{words}."


def _connected(address: str) -> Any:
    """A client; raises CrewError with a sentence within some seconds."""
    try:
        from distributed import Client
        from distributed.core import connect
    except ImportError as trouble:
        raise CrewError(f"Dask is not installed here. {PIP_LINE} brings it.") from trouble

    async def greet() -> None:
        comm = await connect(address, timeout=_PATIENCE_S)
        comm.abort()

    try:
        asyncio.run(greet())  # a client that fails to connect takes long to be done away with
        return Client(address, timeout=_PATIENCE_S, set_as_default=False)
    except ValueError as trouble:
        raise CrewError(f"“{address}” is no address of a scheduler such as tcp://192.168.1.5:8786.") from trouble
    except Exception as trouble:
        raise CrewError(f"There is no Dask scheduler at {address}, or it does not answer.") from trouble


def _lacking(address: str) -> str:
    where = f"The workers at {address} lack Linearium"
    return f"{where}: install the same version there as well (python -m pip install . in its folder)."
