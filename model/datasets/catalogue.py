"""The data sets that can be chosen, by the name used on the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from model.datasets import embedded, toys
from model.datasets.dataset import Dataset
from model.datasets.store import Store
from model.datasets.task import DataError


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that can be opened: its title on the screen and what opens it."""

    title: str
    load: Callable[[], Dataset]


SAMPLES = {
    "cifar10-sample": Source("CIFAR-10 sample", embedded.load_cifar10_sample),
    "fashion-sample": Source("Fashion-MNIST sample", embedded.load_fashion_sample),
}
TOYS = {
    toys.FOUR: Source("Four pixels", toys.load_four_pixels),
    **{name: Source(f"{toys.SHAPES[name][0]}, 2 pixels", partial(toys.load_points, name)) for name in toys.SHAPES},
}
DEFAULT = "cifar10-sample"


class Catalogue:
    """What is ready now: the samples, what is kept in a folder, the toys."""

    def __init__(self, data_dir: Path) -> None:
        """Keep the sets that are brought in, and what is being downloaded, below this folder."""
        self.data_dir = data_dir
        self.store = Store(data_dir / "sets")
        self.downloads = data_dir / "downloads"

    def sources(self) -> dict[str, Source]:
        """All that can be opened, by name."""
        kept = {name: Source(about.title, partial(self.store.open, name)) for name, about in self.store.kept().items()}
        return SAMPLES | kept | TOYS

    def titles(self) -> dict[str, str]:
        """What the screen says for each name."""
        return {name: source.title for name, source in self.sources().items()}

    def open(self, name: str) -> Dataset:
        """Open a data set by its name; raises DataError where it is not there or damaged."""
        if name in SAMPLES | TOYS:
            return (SAMPLES | TOYS)[name].load()
        if name not in self.store.kept():
            raise DataError(f"there is no data set called “{name}” any more")
        return self.store.open(name)
