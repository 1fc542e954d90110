"""The embedded samples, read once."""

import pytest

from model.datasets import embedded
from model.datasets.dataset import Dataset


@pytest.fixture(scope="session")
def cifar10() -> Dataset:
    return embedded.load_cifar10_sample()


@pytest.fixture(scope="session")
def fashion() -> Dataset:
    return embedded.load_fashion_sample()
