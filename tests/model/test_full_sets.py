"""The defaults on the full sets, where those are to be had: minutes of training, so only with -m soak.

CIFAR-10 is looked for in the folder LINEARIUM_CIFAR10, Fashion-MNIST where Debian puts it.
"""

import os
from pathlib import Path

import pytest

from model.datasets.arrivals import bring_in
from model.datasets.catalogue import DEBIAN
from model.datasets.dataset import Dataset
from model.datasets.store import Store
from model.datasets.task import Task
from model.defaults import default_settings
from model.records import LossKind
from model.run import Run

EPOCHS = 25
PLACES = {"cifar10": Path(os.environ.get("LINEARIUM_CIFAR10", "nowhere")), "fashion": DEBIAN}
GOOD = {
    ("cifar10", LossKind.SOFTMAX): 0.40,
    ("cifar10", LossKind.HINGE): 0.385,
    ("fashion", LossKind.SOFTMAX): 0.835,
    ("fashion", LossKind.HINGE): 0.825,
}


def full(name: str, folder: Path) -> Dataset:
    if not PLACES[name].exists():
        pytest.skip(f"{name} is not on this computer")
    store = Store(folder)
    return store.open(bring_in(PLACES[name], store, Task()).name)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "loss"), GOOD)
def test_that_the_defaults_reach_what_a_linear_classifier_can(name: str, loss: LossKind, tmp_path: Path) -> None:
    run = Run(full(name, tmp_path), default_settings(name, loss), 1)
    while run.epoch < EPOCHS:
        assert run.advance()
    assert run.measure().test_accuracy >= GOOD[name, loss]
