"""What is exported does without the app what the app does."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.classifier import class_scores
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement, Seen
from model.datasets.dataset import Dataset
from model.datasets.embedded import load_cifar10_sample
from model.keeping.exports import export_script, export_weights
from model.keeping.safely import KeepingError
from model.records import LossKind, PenaltyKind, Settings
from model.run import Run
from model.schedules import ScheduleKind
from tests.model.small import EVERY_KIND, small_dataset, small_params

SMALL = small_dataset()
CHANGED = (
    replace(EVERY_KIND[1], batch_size=7),
    replace(EVERY_KIND[-1], step_size=0.003),
    EVERY_KIND[2],
)


def printed(path: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True, timeout=100, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def losses_of(run: Run) -> list[str]:
    numbers, _, data, penalties, _ = run.state().batch_curve
    return [f"{number:.0f} {loss}" for number, loss in zip(numbers, (data + penalties).tolist(), strict=True)]


def check_repeated(run: Run, folder: Path) -> str:
    path = folder / "run.py"
    export_script(path, run)
    assert printed(path) == losses_of(run)
    return path.read_text("utf-8")


def taken(dataset: Dataset, settings: tuple[Settings, ...], steps: int, seed: int = 3) -> Run:
    run = Run(dataset, settings[0], seed)
    for each in settings:
        run.tune(each)
        for _ in range(steps):
            run.advance()
    return run


@pytest.mark.parametrize("settings", EVERY_KIND, ids=lambda s: f"{s.loss}-{s.penalty}")
def test_that_the_script_prints_the_losses_of_a_run_to_the_last_digit(settings: Settings, tmp_path: Path) -> None:
    check_repeated(taken(SMALL, (settings,), 25), tmp_path)


def test_that_changes_and_leaps_on_the_way_are_repeated(tmp_path: Path) -> None:
    run = taken(SMALL, CHANGED, 9)
    run.leap(0.07)
    run.advance()
    run.back(3)
    run.advance()
    check_repeated(run, tmp_path)


def test_that_every_schedule_and_momentum_on_and_off_again_are_repeated(tmp_path: Path) -> None:
    plain = EVERY_KIND[1]
    paced = [replace(plain, schedule=kind, over=2.5, momentum=0.9) for kind in ScheduleKind]
    run = taken(SMALL, (plain, *paced, plain, replace(plain, momentum=0.5)), 9)
    run.leap(0.07)
    run.advance()
    check_repeated(run, tmp_path)


@pytest.mark.parametrize("batch", [256, 3000])
def test_that_a_run_on_real_images_is_repeated_to_the_last_digit(batch: int, tmp_path: Path) -> None:
    settings = Settings(LossKind.HINGE, 1.0, PenaltyKind.L2, 1e-3, 0.004, batch)
    text = check_repeated(taken(load_cifar10_sample(), (settings,), 20), tmp_path)
    assert len([line for line in text.splitlines() if line]) < 90
    assert "Linearium" in text
    assert "λ Σ W²" in text


def test_that_the_script_sees_every_arrangement_as_the_run_does(tmp_path: Path) -> None:
    standardised = arrange(SMALL, Arrangement(Seen.STANDARDISED, 10, 0.2, 0.2))
    check_repeated(taken(standardised, (EVERY_KIND[0], EVERY_KIND[3]), 9), tmp_path)


def test_that_a_run_that_has_jumped_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    run = taken(SMALL, (EVERY_KIND[0],), 2)
    run.jump(small_params(SMALL))
    run.advance()
    with pytest.raises(KeepingError, match="has jumped"):
        export_script(tmp_path / "run.py", run)
    with pytest.raises(KeepingError, match=r"ends in \.py"):
        export_script(tmp_path / "run.txt", run)
    assert list(tmp_path.iterdir()) == []


def test_that_the_weights_can_be_used_with_numpy_alone_and_tell_what_made_them(tmp_path: Path) -> None:
    run = taken(SMALL, (EVERY_KIND[1],), 5)
    export_weights(tmp_path / "weights.npz", run)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as found:
        seen = found["scale"] * SMALL.pixels[0] - found["shift"]
        scores = found["weights"] @ seen + found["biases"]
        made_with = json.loads(str(found["made_with"]))
        assert tuple(found["classes"]) == SMALL.classes
        assert tuple(found["shape"]) == SMALL.shape
    expected = class_scores(run.params, SMALL.preprocessing.apply(SMALL.pixels[:1]))[:, 0]
    np.testing.assert_allclose(scores, expected, rtol=1e-5, atol=1e-6)
    assert made_with["seed"] == "3"
    assert {"data", "preprocessing", "loss", "regularization", "step size", "batch size"} <= set(made_with)
