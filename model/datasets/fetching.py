"""A full set from the net into the store."""

from pathlib import Path

from model.datasets.arrivals import bring_in
from model.datasets.catalogue import Catalogue
from model.datasets.download import Remote, begun, fetch
from model.datasets.known import Known
from model.datasets.net import Net
from model.datasets.store import About
from model.datasets.task import DataError, Task


def download(wanted: Known, catalogue: Catalogue, task: Task, net: Net) -> About:
    """Fetch all files of a full set, read them into the store, and delete them; raises DataError or CancelledError."""
    place = catalogue.downloads / wanted.name
    paths = [fetch(file, place, task, net) for file in wanted.files]
    about = bring_in(paths[0] if len(paths) == 1 else place, catalogue.store, task)
    if about.name != wanted.name:
        raise DataError(f"What came is not {wanted.title}.")
    for path in paths:
        path.unlink(missing_ok=True)
    return about


def come_so_far(wanted: Known, catalogue: Catalogue) -> int:
    """How many bytes of a full set are there already, complete files and parts."""
    return sum(_there(file, catalogue.downloads / wanted.name) for file in wanted.files)


def _there(file: Remote, place: Path) -> int:
    path = place / file.name
    return path.stat().st_size if path.is_file() else begun(file, place)
