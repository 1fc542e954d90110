"""A session on the user's own images knows the way to them, also after both have moved together."""

from pathlib import Path

import numpy as np
import pytest

import main
from model.datasets.arrivals import bring_in
from model.datasets.catalogue import Catalogue
from model.datasets.task import Task
from model.keeping import files

Said = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with images of the user's own, and a session on them in a folder beside."""
    home = tmp_path / "project"
    (home / "runs").mkdir(parents=True)
    chance = np.random.default_rng(0)
    np.savez(home / "pets.npz", x=chance.integers(0, 256, (60, 8, 8), np.uint8), y=np.arange(60) % 2)
    bring_in(home / "pets.npz", Catalogue(tmp_path / "data").store, Task())
    words = ["train", "--data", "own-pets-8x8x1", "--steps", "3", "--out", str(home / "runs" / "a.linearium")]
    assert main.main([*words, "--data-dir", str(tmp_path / "data")]) == 0
    return home


def test_that_a_session_tells_the_way_to_the_images(project: Path) -> None:
    origin = files.load(project / "runs" / "a.linearium").origin
    assert (origin.name, origin.title, origin.path) == ("own-pets-8x8x1", "pets (8×8 grey)", "../pets.npz")


def test_that_it_opens_on_another_computer_once_the_images_are_brought_in(project: Path, capsys: Said) -> None:
    moved = project.rename(project.with_name("moved"))
    data = moved / "data"
    words = ["evaluate", str(moved / "runs" / "a.linearium"), "--data-dir", str(data)]
    capsys.readouterr()
    assert main.main(words) == 2
    needs = "“a.linearium” needs the data set “pets (8×8 grey)”"
    assert f"{needs}: bring in ../pets.npz first, then open it again." in capsys.readouterr().err
    bring_in(moved / "pets.npz", Catalogue(data).store, Task())
    assert main.main(words) == 0


def test_that_images_that_are_gone_are_named(project: Path, capsys: Said, tmp_path: Path) -> None:
    (project / "pets.npz").unlink()
    capsys.readouterr()
    assert main.main(["evaluate", str(project / "runs" / "a.linearium"), "--data-dir", str(tmp_path / "none")]) == 2
    assert "needs the data set “pets (8×8 grey)”, but there is no data set called" in capsys.readouterr().err


def test_that_other_images_of_the_same_name_are_refused(project: Path, capsys: Said, tmp_path: Path) -> None:
    np.savez(project / "pets.npz", x=np.zeros((60, 8, 8), np.uint8), y=np.arange(60) % 2)
    bring_in(project / "pets.npz", Catalogue(tmp_path / "data").store, Task())
    capsys.readouterr()
    words = ["evaluate", str(project / "runs" / "a.linearium"), "--data-dir", str(tmp_path / "data")]
    assert main.main(words) == 2
    assert "was made on other images" in capsys.readouterr().err
