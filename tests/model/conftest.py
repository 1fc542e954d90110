"""What every test of the model stands on: one BLAS thread, no thread left behind, and the embedded samples."""

import threading
from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits

from model.datasets import embedded
from model.datasets.dataset import Dataset


@pytest.fixture(scope="session", autouse=True)
def one_blas_thread() -> Iterator[None]:
    """The bits of a run depend on the number of BLAS threads."""
    with threadpool_limits(1):
        yield


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) - before == set()


@pytest.fixture(scope="session")
def cifar10() -> Dataset:
    return embedded.load_cifar10_sample()


@pytest.fixture(scope="session")
def fashion() -> Dataset:
    return embedded.load_fashion_sample()
