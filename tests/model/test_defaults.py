"""The first Play is a good run: on both samples, for every loss and regularization."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from model.datasets.catalogue import SAMPLES
from model.datasets.dataset import Dataset, assemble
from model.defaults import default_settings, for_loss, for_penalty
from model.measure import Measure
from model.records import LossKind, PenaltyKind, Settings
from model.run import Run

STEPS = 600
GOOD = {"cifar10-sample": 0.35, "fashion-sample": 0.80}
MODEST = {"cifar10-sample": 0.33, "fashion-sample": 0.78}

every_source = pytest.mark.parametrize("source", SAMPLES)


Training = Callable[[str, Settings, int], Measure]


@pytest.fixture(scope="session")
def trained(cifar10: Dataset, fashion: Dataset) -> Training:
    """How good the classifier is after a run; a run asked for twice is made once."""
    samples = {dataset.name: dataset for dataset in (cifar10, fashion)}

    @cache
    def measured(source: str, settings: Settings, seed: int) -> Measure:
        run = Run(samples[source], settings, seed)
        for _ in range(STEPS):
            assert run.advance()
        return run.measure()

    return measured


@every_source
@pytest.mark.parametrize("loss", LossKind)
def test_that_the_first_play_is_a_good_run(source: str, loss: LossKind, trained: Training) -> None:
    settings = for_loss(default_settings(source), source, loss)
    assert trained(source, settings, 0).test_accuracy >= GOOD[source]


@every_source
@pytest.mark.parametrize("seed", [1, 2])
def test_that_the_first_play_is_a_good_run_for_other_seeds_too(source: str, seed: int, trained: Training) -> None:
    assert trained(source, default_settings(source), seed).test_accuracy >= GOOD[source]


@every_source
@pytest.mark.parametrize("loss", LossKind)
@pytest.mark.parametrize("penalty", [kind for kind in PenaltyKind if kind is not PenaltyKind.L2])
def test_that_every_regularization_begins_with_a_strength_that_works(
    source: str, loss: LossKind, penalty: PenaltyKind, trained: Training
) -> None:
    settings = for_penalty(for_loss(default_settings(source), source, loss), source, penalty)
    assert trained(source, settings, 0).test_accuracy >= MODEST[source]


@pytest.mark.parametrize("loss", LossKind)
def test_that_cifar10_overfits_without_regularization_and_less_with_it(loss: LossKind, trained: Training) -> None:
    source = "cifar10-sample"
    settings = for_loss(default_settings(source), source, loss)
    plain = for_penalty(settings, source, PenaltyKind.NONE)
    with_it, without = (trained(source, one, 0) for one in (settings, plain))
    assert without.train_accuracy - without.test_accuracy > 0.05
    assert with_it.train_accuracy - with_it.test_accuracy < without.train_accuracy - without.test_accuracy - 0.01


@every_source
def test_that_a_data_set_is_opened_with_softmax_and_a_penalty_on_the_weights(source: str) -> None:
    settings = default_settings(source)
    assert (settings.loss, settings.penalty) == (LossKind.SOFTMAX, PenaltyKind.L2)
    assert settings.step_size > 0
    assert settings.strength > 0


@every_source
def test_that_another_loss_changes_a_step_size_and_strength_nobody_has_touched_and_back(source: str) -> None:
    settings = default_settings(source)
    hinge = for_loss(settings, source, LossKind.HINGE)
    assert (hinge.loss, hinge.penalty) == (LossKind.HINGE, settings.penalty)
    assert hinge.step_size != settings.step_size
    assert for_loss(hinge, source, LossKind.SOFTMAX) == settings


@every_source
def test_that_another_loss_keeps_a_step_size_somebody_chose(source: str) -> None:
    chosen = replace(default_settings(source), step_size=0.0123)
    assert for_loss(chosen, source, LossKind.HINGE).step_size == 0.0123


@every_source
def test_that_another_loss_keeps_a_strength_somebody_chose(source: str) -> None:
    chosen = replace(default_settings(source), strength=0.0123)
    assert for_loss(chosen, source, LossKind.HINGE).strength == 0.0123


@every_source
def test_that_another_loss_keeps_margin_and_batch_size(source: str) -> None:
    chosen = replace(default_settings(source), margin=2.5, batch_size=17)
    changed = for_loss(chosen, source, LossKind.HINGE)
    assert (changed.margin, changed.batch_size) == (2.5, 17)


@every_source
def test_that_another_regularization_changes_its_strength_and_nothing_else(source: str) -> None:
    settings = default_settings(source)
    for penalty in (PenaltyKind.L1, PenaltyKind.DROPOUT):
        changed = for_penalty(settings, source, penalty)
        assert changed.strength != settings.strength
        assert replace(changed, penalty=settings.penalty, strength=settings.strength) == settings
        assert for_penalty(changed, source, settings.penalty) == settings


def test_that_a_data_set_without_defaults_of_its_own_still_has_settings() -> None:
    settings = default_settings("my own photographs")
    assert settings.step_size > 0
    changed = for_loss(settings, "my own photographs", LossKind.HINGE)
    assert changed == replace(settings, loss=LossKind.HINGE)
    assert for_penalty(changed, "my own photographs", PenaltyKind.L1).strength == settings.strength


@pytest.mark.parametrize("loss", LossKind)
def test_that_the_step_size_for_own_images_goes_by_their_size(loss: LossKind) -> None:
    small, large = (default_settings(f"own-pets-{side}x{side}x3", loss).step_size for side in (8, 64))
    assert small > 30 * large


@pytest.mark.parametrize("side", [8, 32])
@pytest.mark.parametrize("loss", LossKind)
def test_that_the_first_play_on_own_images_learns(side: int, loss: LossKind, cifar10: Dataset) -> None:
    rows = np.flatnonzero(np.isin(cifar10.labels, (1, 8)))
    shrunk = (
        cifar10.images[rows].reshape(len(rows), side, 32 // side, side, 32 // side, 3).mean((2, 4)).astype(np.uint8)
    )
    labels, cut = (cifar10.labels[rows] == 8).astype(np.intp), len(rows) // 5
    name = f"own-cars-and-ships-{side}x{side}x3"
    dataset = assemble(name, name, ("car", "ship"), (shrunk[cut:], labels[cut:]), (shrunk[:cut], labels[:cut]))
    run = Run(dataset, default_settings(name, loss), 0)
    for _ in range(200):
        assert run.advance()
    assert run.measure().test_accuracy > 0.72
