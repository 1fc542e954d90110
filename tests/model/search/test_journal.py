"""A search survives its process: what has ended is there at the next start, whole, or passed over."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from model.keeping import archive
from model.keeping.safely import KeepingError
from model.records import Params
from model.search.commands import Proceed, Seek
from model.search.journal import Journal, Kept
from model.search.records import CURVE_ROWS, Outcome, Plan, SearchMode
from model.search.work import run_job
from tests.model.search.hall import SMALL, Hall, all_bits, bits, plan
from tests.model.search.killed import LONG

ROOT = Path(__file__).parents[3]
PLAN = plan(2, 2, folds=2)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path)
    yield made
    made.close()


def outcomes(searched: Plan = PLAN) -> list[Outcome]:
    return [run_job(SMALL, searched, job) for job in searched.jobs]


def filled(journal: Journal, searched: Plan = PLAN) -> list[Outcome]:
    journal.begin(searched, "fingerprint")
    found = outcomes(searched)
    for outcome in found:
        journal.add(outcome)
    return found


def kept(folder: Path) -> Kept | None:
    journal = Journal(folder)
    try:
        return journal.kept()
    finally:
        journal.close()


def test_that_a_search_comes_back_to_the_bit(journal: Journal, tmp_path: Path) -> None:
    found = filled(journal)
    journal.close()
    back = kept(tmp_path)
    assert back is not None
    assert (back.plan, back.fingerprint, back.damaged) == (PLAN, "fingerprint", 0)
    assert [bits(outcome) for outcome in back.outcomes] == [bits(outcome) for outcome in found]
    assert [(o.seconds, o.validated) for o in back.outcomes] == [(o.seconds, o.validated) for o in found]


def test_that_only_the_last_search_is_kept(journal: Journal, tmp_path: Path) -> None:
    filled(journal)
    other = replace(PLAN, seed=9)
    journal.begin(other, "of others")
    assert len([*tmp_path.glob("outcomes-*")]) == 1
    back = journal.kept()
    assert back is not None
    assert (back.plan, back.outcomes) == (other, ())


def test_that_one_process_at_a_time_holds_it(journal: Journal, tmp_path: Path) -> None:
    filled(journal)
    other = Journal(tmp_path)
    assert other.kept() is None
    with pytest.raises(KeepingError, match="another window keeps one already"):
        other.begin(replace(PLAN, seed=9), "of others")
    other.add(outcomes()[0])
    other.close()
    back = journal.kept()
    assert back is not None
    assert back.plan == PLAN


def test_that_a_damaged_outcome_is_passed_over_and_worked_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "searches"
    with Hall(folder) as hall:
        hall.send(Seek(PLAN))
        wanted = all_bits(hall.done())
    files = sorted(folder.glob("outcomes-*/*.zip"))
    assert len(files) == len(PLAN.jobs)
    whole = files[0].read_bytes()
    files[0].write_bytes(whole[: len(whole) // 2])
    files[1].write_bytes(whole)  # of another job
    files[2].write_bytes(b"")
    with Hall(folder) as hall:
        left = hall.wait_for(lambda seen: bool(seen.trouble))
        assert left.mode is SearchMode.CANCELLED
        assert left.trouble.startswith("3 of the kept results could not be read")
        assert len(left.outcomes) == len(PLAN.jobs) - 3
        hall.send(Proceed())
        assert all_bits(hall.done()) == wanted


@pytest.mark.parametrize("seed", range(3))
def test_that_no_damage_to_the_files_does_more_than_lose_what_they_hold(
    journal: Journal, tmp_path: Path, seed: int
) -> None:
    filled(journal)
    journal.close()
    chance = Random(seed)
    whole = {path: path.read_bytes() for path in tmp_path.rglob("*.zip")}
    for path in (chance.choice(list(whole)) for _ in range(60)):
        content = bytearray(whole[path])
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        back = kept(tmp_path)
        assert (back is None) == (path.name == "search.zip")
        assert back is None or back.damaged == 1
        path.write_bytes(whole[path])


@pytest.mark.parametrize(
    "wrong",
    [
        {"curve": np.zeros((5, 99))},
        {"curve": np.zeros((4, 2))},
        {"curve": np.full((5, 1), np.nan)},
        {"curve": np.zeros((5, 1), np.float32)},
        {"biases": np.zeros(4, np.float32)},
        {"weights": np.zeros((3, 12))},
    ],
    ids=str,
)
def test_that_an_outcome_that_somebody_made_up_is_passed_over(
    journal: Journal, tmp_path: Path, wrong: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]
) -> None:
    filled(journal)
    path = next(tmp_path.glob("outcomes-*/0-000.zip"))
    document, arrays = archive.read(path, lambda _: None)
    archive.write(path, document, arrays | wrong)
    back = journal.kept()
    assert back is not None
    assert back.damaged == 1


@pytest.mark.parametrize(("name", "value"), [("epochs", 10**9), ("folds", -1), ("source", 5), ("settings", {})])
def test_that_a_plan_that_somebody_made_up_is_passed_over(
    journal: Journal, tmp_path: Path, name: str, value: object
) -> None:
    filled(journal)
    document, _ = archive.read(tmp_path / "search.zip", lambda _: None)
    document["plan"][name] = value
    archive.write(tmp_path / "search.zip", document, {})
    assert journal.kept() is None


def test_that_four_hundred_points_of_colour_images_take_fifty_megabytes(journal: Journal, tmp_path: Path) -> None:
    params = Params(np.zeros((10, 3072), np.float32), np.zeros(10, np.float32))
    job = plan(20, 20).jobs[0]
    journal.begin(plan(20, 20, epochs=50), "")
    journal.add(Outcome(job, params, np.zeros((len(CURVE_ROWS), 51)), 1, None, 1.0))
    (file,) = tmp_path.glob("outcomes-*/*.zip")
    assert 400 * file.stat().st_size < 51e6


def test_that_a_search_on_images_that_have_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "searches"
    with Hall(folder) as hall:
        hall.send(Seek(PLAN))
        hall.done()
    document, _ = archive.read(folder / "search.zip", lambda _: None)
    archive.write(folder / "search.zip", document | {"fingerprint": "of others"}, {})
    next(folder.glob("outcomes-*/0-000.zip")).unlink()
    with Hall(folder) as hall:
        hall.send(Proceed())
        seen = hall.wait_for(lambda seen: bool(seen.trouble))
    assert seen.mode is SearchMode.CANCELLED
    assert "other images now" in seen.trouble


def killed_after(folder: Path, workers: int, jobs: int) -> int:
    """Have another process search, kill it after so many jobs, and say how many it told."""
    command = [sys.executable, "-m", "tests.model.search.killed", str(folder), str(workers)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    told = 0
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            told = int(json.loads(line))
            if told >= jobs:
                running.kill()
                break
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 here")
def test_that_a_search_goes_on_after_its_process_was_killed(tmp_path: Path) -> None:
    told = killed_after(tmp_path, 1, 5)
    with Hall(tmp_path) as hall:
        left = hall.wait_for(lambda _: True)
        assert (left.mode, left.plan) == (SearchMode.CANCELLED, LONG)
        assert told <= len(left.outcomes) < len(LONG.jobs)
        hall.send(Proceed())
        seen = hall.done()
    assert all_bits(seen) == {job: bits(run_job(SMALL, LONG, job)) for job in LONG.jobs}


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 here")
def test_that_no_kill_of_many_loses_what_had_ended(tmp_path: Path) -> None:
    told = kills = 0
    while told < len(LONG.jobs):
        now = killed_after(tmp_path, 0, told + 1)
        assert now >= told
        told, kills = now, kills + 1
        back = kept(tmp_path)
        assert back is not None
        assert (len(back.outcomes) >= told, back.damaged) == (True, 0)
    assert kills > 10
