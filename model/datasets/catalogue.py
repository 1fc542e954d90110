"""The data sets that can be chosen, by the name used on the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from model.datasets import embedded
from model.datasets.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that can be opened: its title on the screen and what opens it."""

    title: str
    load: Callable[[], Dataset]


SOURCES = {
    "cifar10-sample": Source("CIFAR-10 sample", embedded.load_cifar10_sample),
    "fashion-sample": Source("Fashion-MNIST sample", embedded.load_fashion_sample),
}
DEFAULT = "cifar10-sample"
