import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import main
from gui import system
from model.datasets.arrivals import bring_in
from model.datasets.catalogue import Catalogue
from model.datasets.task import Task

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--data", "mnist3"], "there is no data set called “mnist3” here; there are cifar10-sample, fashion-sample"),
        (["--seed", "x"], "argument --seed: invalid int value: 'x'"),
        (["--seed", "-1"], "the seed is a whole number from 0 to 2147483646"),
        (["--size", "wide"], "“wide” is not a size such as 1440x900"),
        (["--theme", "pink"], "argument --theme: invalid choice: 'pink'"),
        (["--sead", "1"], "unrecognized arguments: --sead"),
        (["--data-dir", __file__], "is a file; the data folder must be a folder"),
    ],
)
def test_that_a_wrong_option_gives_one_sentence_and_exit_code_2(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert sentence in said
    assert said.count("\n") == 1


def test_that_help_lists_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(option in said for option in ("--data", "--data-dir", "--seed", "--size", "--theme"))


def test_that_options_are_read() -> None:
    options = main.parse(["--data", "fashion-sample", "--seed", "7", "--size", "1440x900", "--theme", "light"])
    assert (options.data, options.seed, options.size, options.theme) == ("fashion-sample", 7, (1440, 900), "light")
    assert options.pictures == []


def test_that_pictures_are_named_after_the_program() -> None:
    assert main.parse(["a cat.jpg", "--seed", "7", "folder"]).pictures == ["a cat.jpg", "folder"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a screen")
def test_that_without_a_screen_main_says_so_and_ends() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    ended = subprocess.run(
        [sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "There is no screen" in ended.stderr


def test_that_missing_libraries_are_named_by_their_debian_packages() -> None:
    assert system.missing_packages({"libdefinitely-not-there.so.9": "libsomething9"}) == ["libsomething9"]


def test_that_the_pair_of_versions_that_crashes_is_refused() -> None:
    assert "pip install" in system._version_complaint((6, 12), (3, 11))
    assert system._version_complaint((6, 12), (3, 12)) == ""
    assert system._version_complaint((6, 11), (3, 11)) == ""


def test_that_a_set_in_the_data_folder_can_be_named(tmp_path: Path) -> None:
    np.savez(tmp_path / "pets.npz", x=np.zeros((60, 8, 8), np.uint8), y=np.arange(60) % 2)
    bring_in(tmp_path / "pets.npz", Catalogue(tmp_path).store, Task())
    options = main.parse(["--data", "own-pets-8x8x1", "--data-dir", str(tmp_path)])
    assert options.catalogue.data_dir == tmp_path
    assert options.catalogue.open(options.data).title == "pets (8×8 grey)"


def test_that_data_are_kept_in_the_users_cache_folder_where_no_other_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(main, "user_cache_path", lambda name, **_: tmp_path / name)
    assert main.parse([]).catalogue.data_dir == tmp_path / "linearium"
