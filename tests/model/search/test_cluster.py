"""The same jobs on a Dask cluster: the same bits, a worker killed in the middle, and sentences on what went wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from model.search.cluster import PIP_LINE, ClusterCrew
from model.search.commands import Proceed, Seek
from model.search.crew import CrewError, hiring
from model.search.records import SearchMode
from model.search.supply import Supply, lay_out
from model.search.work import run_job
from tests.model.search.hall import SMALL, Hall, bits, plan, wait_for_the_end_of

pytest.importorskip("distributed", reason='Dask is not installed: pip install -e ".[cluster]"')
ROOT = Path(__file__).parents[3]
LONG = plan(3, 3, epochs=40)


class Cluster:
    """Two workers, and the way to kill them."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.model.search.host", "2"]
        pipe = subprocess.PIPE
        self.host = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        )
        assert self.host.stdout is not None
        told = json.loads(self.host.stdout.readline())
        self.address: str = told["address"]
        self.workers: list[int] = told["pids"]

    def kill(self) -> None:
        """End all of it at once."""
        os.killpg(self.host.pid, signal.SIGKILL)
        self.host.communicate()

    def close(self) -> None:
        if self.host.returncode is None:
            self.host.communicate("", timeout=30)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    yield made
    made.close()
    for pid in made.workers:
        wait_for_the_end_of(pid)


def wanted() -> dict[object, dict[str, bytes]]:
    return {job: bits(run_job(SMALL, LONG, job)) for job in LONG.jobs}


def test_that_a_cluster_gives_the_same_bits_though_a_worker_is_killed_in_the_middle(
    cluster: Cluster, tmp_path: Path
) -> None:
    with Hall(tmp_path, hiring()) as hall:
        hall.send(Seek(LONG, cluster.address))
        begun = hall.wait_for(lambda seen: len(seen.outcomes) == 1)
        assert begun.workers == f"2 threads of {cluster.address}"
        assert len(begun.running) == 3
        os.kill(cluster.workers[0], signal.SIGKILL)
        seen = hall.done()
    assert {job: bits(outcome) for job, outcome in seen.outcomes.items()} == wanted()
    assert (seen.given_up, seen.trouble) == ({}, "")


def test_that_images_that_the_workers_do_not_find_are_sent_to_them(cluster: Cluster, tmp_path: Path) -> None:
    supply = lay_out(SMALL, tmp_path)
    for elsewhere in (Supply(tmp_path / "none.npy", supply.facts, ""), replace(supply, fingerprint="of others")):
        crew = ClusterCrew(elsewhere, SMALL, cluster.address)
        try:
            outcome = crew.submit(LONG, LONG.jobs[0]).result(20)
        finally:
            crew.end(at_once=True)
        assert bits(outcome) == bits(run_job(SMALL, LONG, LONG.jobs[0]))
    crew = ClusterCrew(supply, SMALL, cluster.address)
    try:
        crew.supply = replace(supply, images=tmp_path / "none.npy", is_to_be_checked=True)
        trouble = crew.submit(LONG, LONG.jobs[0]).exception(20)
        assert trouble is not None
        assert crew.mends(trouble)
        assert not crew.mends(trouble)
        assert crew.submit(LONG, LONG.jobs[0]).result(20).steps
    finally:
        crew.end(at_once=True)


class Lacking:
    """Lets nobody import this project."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] == "model":
            raise ModuleNotFoundError("No module named 'model'", name="model")


def forget_the_project() -> None:
    """In a worker: be one where it was never installed."""
    sys.meta_path.insert(0, Lacking())
    for name in [name for name in sys.modules if name.partition(".")[0] == "model"]:
        del sys.modules[name]


def find_the_project() -> None:
    """In a worker: be as before."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "Lacking"]


def test_that_workers_without_this_project_are_told_in_a_sentence(cluster: Cluster, tmp_path: Path) -> None:
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        client.run(forget_the_project)
        try:
            with pytest.raises(CrewError, match="lack Linearium: install the same version there"):
                ClusterCrew(lay_out(SMALL, tmp_path), SMALL, cluster.address)
        finally:
            client.run(find_the_project)


def test_that_a_search_outlives_its_cluster(cluster: Cluster, tmp_path: Path) -> None:
    with Hall(tmp_path, hiring(1)) as hall:
        hall.send(Seek(LONG, cluster.address))
        hall.wait_for(lambda seen: len(seen.outcomes) >= 2)
        cluster.kill()
        gone = hall.wait_for(lambda seen: bool(seen.trouble))
        assert gone.mode is SearchMode.CANCELLED
        assert gone.trouble.startswith(f"The cluster at {cluster.address} does not answer any more")
        assert len(gone.outcomes) >= 2
        hall.send(Proceed())
        seen = hall.done()
    assert {job: bits(outcome) for job, outcome in seen.outcomes.items()} == wanted()


def test_that_an_address_that_is_none_is_told_in_a_sentence(tmp_path: Path) -> None:
    supply = lay_out(SMALL, tmp_path)
    for address in ("nonsense", "foo://1:2", "tcp://"):
        with pytest.raises(CrewError, match="is no address of a scheduler such as tcp://"):
            ClusterCrew(supply, SMALL, address)


def test_that_a_server_of_another_kind_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = Event()

        def answer() -> None:
            connection, _ = server.accept()
            connection.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n" * 40)
            ended.wait(20)
            connection.close()

        thread = Thread(target=answer)
        thread.start()
        try:
            with pytest.raises(CrewError, match=r"There is no Dask scheduler at tcp://127.0.0.1:\d+, or it does not"):
                ClusterCrew(lay_out(SMALL, tmp_path), SMALL, f"tcp://127.0.0.1:{server.getsockname()[1]}")
        finally:
            ended.set()
            thread.join()


def test_that_dask_that_is_not_installed_is_told_with_the_line_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CrewError) as refused:
        ClusterCrew(lay_out(SMALL, tmp_path), SMALL, "tcp://127.0.0.1:1")
    assert PIP_LINE in str(refused.value)
