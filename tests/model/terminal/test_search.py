"""Searching without a window: the table, the best, Ctrl+C and going on, and sentences for what is wrong."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import main
from model.datasets.toys import load_points
from model.keeping.safely import KeepingError
from model.run import Run
from model.search.summary import COLUMNS
from model.search.work import settings_of
from model.terminal.arguments import parse
from model.terminal.csv_keeping import CsvKeeping
from model.terminal.search_arguments import plan_of

ROOT = Path(__file__).parents[3]
SHORT = ["search", "--data", "toy-blobs", "--step-size", "1e-2:1:3", "--strength", "1e-3:0.1:2", "--epochs", "2"]
Said = pytest.CaptureFixture[str]


@pytest.fixture
def short(tmp_path: Path) -> list[str]:
    return [*SHORT, "--workers", "1", "--data-dir", str(tmp_path / "data"), "--out", str(tmp_path / "grid.csv")]


def rows_of(path: Path) -> list[dict[str, str]]:
    return [*csv.DictReader(line for line in path.read_text().splitlines() if not line.startswith("#"))]


def without_times(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"seconds": ""} for row in rows]


def test_that_a_search_prints_its_map_and_its_best_and_writes_all_that_it_takes_to_draw_it(
    short: list[str], tmp_path: Path, capsys: Said
) -> None:
    assert main.main(short) == 0
    said = capsys.readouterr()
    table, best = said.out.split("\n\n")
    assert table.split("\n")[0].split()[-3:] == ["0.01", "0.1", "1"]
    assert [line.split()[0] for line in table.split("\n")[1:]] == ["0.001", "0.1"]
    assert best.startswith("Best: step size ")
    assert "standard error of a share of 81 images" in best
    assert "of 6 runs" in said.err
    rows = rows_of(tmp_path / "grid.csv")
    assert tuple(rows[0]) == COLUMNS
    plan = plan_of(parse(short))
    run = Run(load_points("toy-blobs"), settings_of(plan, plan.jobs[4]), 1)
    while run.epoch < 2:
        run.advance()
    measure = run.measure()
    assert float(rows[4]["validation accuracy"]) == measure.validation_accuracy
    assert float(rows[4]["validation loss"]) == pytest.approx(measure.validation_loss, rel=1e-6)


def test_that_json_and_folds_and_random_points_tell_the_same_as_the_table(
    short: list[str], tmp_path: Path, capsys: Said
) -> None:
    assert main.main([*short, "--folds", "2", "--random", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["schema", "search", "runs", "points", "best"]
    assert told["runs"] == {"all": 12, "ended": 12, "given up": 0}
    rows = rows_of(tmp_path / "grid.csv")
    for point in told["points"]:
        found = [float(row["validation accuracy"]) for row in rows if int(row["point"]) == point["place"]]
        assert point["accuracy"] == pytest.approx(sum(found) / 2)
        assert point["accuracy_error_is"] == "standard error over 2 folds"
    assert told["best"]["accuracy"] == max(point["accuracy"] for point in told["points"])
    assert main.main([*short, "--folds", "2", "--random", "--resume"]) == 0
    said = capsys.readouterr()
    assert "12 of 12 runs have ended already." in said.err
    assert said.out.startswith("point")


def test_that_diverged_points_are_marked(short: list[str], capsys: Said) -> None:
    assert main.main([*short, "--step-size", "1e4:1e5:2", "--strength", "1:10:2", "--epochs", "200"]) == 0
    out = capsys.readouterr().out
    assert out.count("×") == 5
    assert "× diverged" in out
    assert "Every run has diverged: take smaller step sizes." in out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_that_ctrl_c_keeps_what_has_ended_and_so_does_a_kill_and_resume_goes_on(
    short: list[str], tmp_path: Path, capsys: Said, how: signal.Signals
) -> None:
    path, long = tmp_path / "grid.csv", [*short, "--epochs", "150"]
    command = [sys.executable, "main.py", *long]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert running.stdout is not None
        running.stderr.readline()
        running.send_signal(how)
        said, result = running.stderr.read(), running.stdout.read()
    ended = len(rows_of(path))
    assert 1 <= ended < 6
    if how is signal.SIGINT:
        assert running.returncode == 130
        assert f"Stopped after {ended} of 6 runs. The same with --resume goes on." in said
        assert "Traceback" not in said
        assert "– not ended" in result
    assert main.main([*long, "--resume"]) == 0
    assert f"{ended} of 6 runs have ended already." in capsys.readouterr().err
    resumed = rows_of(path)
    assert main.main(long) == 0
    assert without_times(resumed) == without_times(rows_of(path))


def test_that_a_row_that_was_cut_off_is_passed_over_and_another_search_is_refused(
    short: list[str], tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / "grid.csv"
    assert main.main(short) == 0
    whole = path.read_text()
    lines = whole.splitlines()
    path.write_text("\n".join([*lines[:6], lines[6][:20]]))
    kept = CsvKeeping(path, plan_of(parse(short)), is_resumed=True)
    found = kept.kept()
    kept.close()
    assert found is not None
    assert [outcome.job.point.place for outcome in found.outcomes] == [0, 1]
    with pytest.raises(KeepingError, match="is not of the search that these options ask for"):
        CsvKeeping(path, plan_of(parse([*short, "--seed", "5"])), is_resumed=True).kept()
    capsys.readouterr()
    assert main.main([*short, "--seed", "5", "--resume"]) == 2
    assert "is not of the search" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--step-size 1e-2:1", "“1e-2:1” is not LOW:HIGH:COUNT, such as 1e-4:1e-1:9"),
        ("--step-size 1:1e-2:3", "the step size goes from a number above 0 to a larger one"),
        ("--strength 0:1:3", "the strength goes from a number above 0"),
        ("--strength nan:1:3", "the strength goes from a number above 0"),
        ("--strength 1e-3:1:21", "there are 2 to 20 values of the strength, not 21"),
        ("--strength 1:1.00001:20", "so near each other that some are the same"),
        ("--regularization none", "there is no strength to search for without regularization"),
        ("--regularization dropout --strength 0.1:1:3", "the rate of dropout is below 1"),
        ("--epochs 1001", "“1001” is not a whole number from 1 to 1000"),
        ("--folds 6", "“6” is not a whole number from 1 to 5"),
        ("--workers 2 --scheduler tcp://a:1", "not allowed with argument"),
        ("--resume", "--resume needs the table that --out has begun"),
        ("--out /no/folder/a.csv", "there is no folder /no/folder to save in"),
    ],
)
def test_that_a_wrong_option_gives_one_sentence_and_exit_code_2(words: str, sentence: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["search", *words.split()])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--data mnist3", "there is no data set called “mnist3” here"),
        ("--validation 0.4 --folds 3", "there are images for 2 folds at most, not for 3."),
        ("--scheduler tcp://127.0.0.1", "is no address of a scheduler such as tcp://"),
    ],
)
def test_that_what_cannot_be_done_gives_one_sentence_and_exit_code_2(
    tmp_path: Path, words: str, sentence: str, capsys: Said
) -> None:
    assert main.main([*SHORT, "--data-dir", str(tmp_path), *words.split()]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_that_a_table_that_cannot_be_written_is_told_and_the_search_goes_on(
    short: list[str], tmp_path: Path, capsys: Said
) -> None:
    assert main.main([*short, "--out", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.err.count("there is a folder of that name") == 1
    assert "Best: step size" in said.out
    assert os.listdir(tmp_path) == ["data"]  # noqa: PTH208
