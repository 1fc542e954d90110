"""A crash offers to restore, and nothing else does."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from model.commands import Rename
from model.keeping import files
from model.keeping.autosave import Rhythm, Slot, leftovers, stamp_of
from model.keeping.lock import Lock
from model.records import Mode
from tests.model.keeping.sittings import PLAIN, session_of, story_of

ROOT = Path(__file__).parents[3]
CRASH = """
import os, sys
from pathlib import Path
from model.keeping import files
from model.keeping.autosave import Slot
from tests.model.keeping.sittings import session_of, story_of
slot = Slot.take(Path(sys.argv[1]))
files.save(slot.path, session_of(story_of(9)))
if sys.argv[2] == "orderly":
    slot.release()
os.kill(os.getpid(), 9)
"""


def taken(folder: Path) -> Slot:
    slot = Slot.take(folder)
    assert slot is not None
    return slot


def ended(folder: Path, how: str) -> None:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", CRASH, str(folder), how], cwd=ROOT, env=environment, timeout=60, check=False)


def test_that_a_crash_leaves_a_session_to_restore(tmp_path: Path) -> None:
    ended(tmp_path, "crash")
    (left,) = leftovers(tmp_path)
    assert files.load(left.path).story.present.number == 9
    left.discard()
    assert leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_that_an_orderly_end_leaves_nothing(tmp_path: Path) -> None:
    ended(tmp_path, "orderly")
    assert list(tmp_path.iterdir()) == []


def test_that_what_another_window_holds_is_not_offered(tmp_path: Path) -> None:
    slot, other = taken(tmp_path), taken(tmp_path)
    files.save(slot.path, session_of(story_of(1)))
    assert leftovers(tmp_path) == []
    other.release()
    assert leftovers(tmp_path) == []
    slot.release()
    assert list(tmp_path.iterdir()) == []


def test_that_the_newest_is_offered_first(tmp_path: Path) -> None:
    for age in (3, 1, 2):
        path = tmp_path / f"autosave-{age}.linearium"
        path.write_bytes(b"")
        os.utime(path, (1000 - age, 1000 - age))
    assert [left.path.stem[-1] for left in leftovers(tmp_path)] == ["1", "2", "3"]


def test_that_a_crash_before_the_first_save_leaves_nothing_to_offer(tmp_path: Path) -> None:
    (tmp_path / "autosave-1.lock").touch()
    assert leftovers(tmp_path / "none") == leftovers(tmp_path) == []


def test_that_a_folder_that_cannot_be_made_means_no_slot(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Slot.take(tmp_path / "file" / "folder") is None


def test_that_a_lock_has_one_holder_and_tells_whose_it_is(tmp_path: Path) -> None:
    lock = Lock.take(tmp_path / "a.lock")
    assert lock is not None
    assert Lock.take(lock.path) is None
    assert int(lock.path.read_text()) == os.getpid()
    lock.release()
    again = Lock.take(lock.path)
    assert again is not None
    again.release()


def test_that_it_is_saved_a_minute_after_the_first_change_and_not_again_without_another() -> None:
    rhythm = Rhythm(60)
    rhythm.was_saved("a")
    asked = [("a", 0), ("b", 100), ("b", 159), ("c", 160), ("c", 161), ("c", 900), ("d", 901), ("a", 960), ("e", 961)]
    assert [rhythm.is_due(stamp, now) for stamp, now in asked] == [False] * 3 + [True] + [False] * 4 + [True]


def test_that_going_back_to_what_is_saved_needs_no_saving() -> None:
    rhythm = Rhythm(60)
    rhythm.was_saved("a")
    assert [rhythm.is_due(*asked) for asked in (("b", 0), ("a", 30), ("b", 70), ("b", 129))] == [False] * 4


def test_that_a_stamp_changes_with_steps_settings_and_names() -> None:
    story = story_of(2)
    stamps = [stamp_of(story.snapshot(Mode.PAUSED))]
    assert stamp_of(story.snapshot(Mode.PAUSED)) == stamps[0]
    story.stepping().advance()
    stamps.append(stamp_of(story.snapshot(Mode.PAUSED)))
    story.tune(replace(PLAIN, margin=2.0))
    stamps.append(stamp_of(story.snapshot(Mode.PAUSED)))
    story.obey(Rename(1, "best"))
    stamps.append(stamp_of(story.snapshot(Mode.PAUSED)))
    assert len(set(stamps)) == 4
