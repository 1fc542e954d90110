"""The data sets that can be chosen, by the name used on the command line.

Their readers are imported where they are needed: the window is to be seen before that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from model.datasets import toys
from model.datasets.dataset import Dataset
from model.datasets.task import DataError, Task

if TYPE_CHECKING:
    from model.datasets.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that can be opened: its title on the screen and what opens it."""

    title: str
    load: Callable[[], Dataset]


def _load_sample(name: str) -> Dataset:
    from model.datasets import embedded

    return embedded.LOADERS[name]()


SAMPLES = {
    name: Source(title, partial(_load_sample, name))
    for name, title in (("cifar10-sample", "CIFAR-10 sample"), ("fashion-sample", "Fashion-MNIST sample"))
}
TOYS = {
    toys.FOUR: Source("Four pixels", toys.load_four_pixels),
    **{name: Source(f"{toys.SHAPES[name][0]}, 2 pixels", partial(toys.load_points, name)) for name in toys.SHAPES},
}
DEFAULT = "cifar10-sample"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
_CIFAR10_ARCHIVE = "cifar-10-binary.tar.gz"
_IDX_FOLDERS = ("", "mnist", "fashion", "fashion-mnist", "MNIST/raw", "FashionMNIST/raw")
_TITLES = {"cifar10": "CIFAR-10", "fashion": "Fashion-MNIST", "mnist": "MNIST"}


class Catalogue:
    """What is ready now: the samples, what is kept in a folder, what lies on this computer unread, the toys."""

    def __init__(self, data_dir: Path, elsewhere: tuple[Path, ...] = (DEBIAN,)) -> None:
        """Keep the sets that are brought in, and what is being downloaded, below data_dir; look elsewhere as well."""
        self.data_dir = data_dir
        self.downloads = data_dir / "downloads"
        self._elsewhere = elsewhere

    @cached_property
    def store(self) -> Store:
        """Where the sets that are brought in are kept."""
        from model.datasets.store import Store

        return Store(self.data_dir / "sets")

    def sources(self) -> dict[str, Source]:
        """All that can be opened, by name."""
        found = {name: Source(_TITLES[name], partial(self._read_and_open, path)) for name, path in self.found().items()}
        about = self.store.kept() if (self.data_dir / "sets").is_dir() else {}
        kept = {name: Source(each.title, partial(self.store.open, name)) for name, each in about.items()}
        return SAMPLES | found | kept | TOYS

    def found(self) -> dict[str, Path]:
        """Full sets that lie in the data folder, or where Debian puts them, by name."""
        from model.datasets import cifar10, mnist

        places = {}
        for path in (*(self.data_dir / name for name in _IDX_FOLDERS), *self._elsewhere):
            name = mnist.known_set(path) if path.is_dir() else None
            if name is not None:
                places[name] = path
        archive, folder = self.data_dir / _CIFAR10_ARCHIVE, cifar10.folder_in(self.data_dir)
        if folder is not None or archive.is_file():
            places["cifar10"] = folder or archive
        return places

    def title(self, name: str) -> str:
        """What the screen says for a name; nothing is looked for where it always is there."""
        always = SAMPLES | TOYS
        return (always if name in always else self.sources())[name].title

    def titles(self) -> dict[str, str]:
        """What the screen says for each name."""
        return {name: source.title for name, source in self.sources().items()}

    def open(self, name: str) -> Dataset:
        """Open a data set by its name; raises DataError where it is not there or damaged."""
        source = self.sources().get(name)
        if source is None:
            raise DataError(f"there is no data set called “{name}” any more")
        return source.load()

    def _read_and_open(self, path: Path) -> Dataset:
        from model.datasets.arrivals import bring_in

        return self.store.open(bring_in(path, self.store, Task()).name)
