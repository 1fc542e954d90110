"""The old file is whole until the new one is, whatever goes wrong on the way."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.keeping.safely import KeepingError, write_whole


def failing(number: int) -> Iterator[bytes]:
    yield b"half"
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize(("number", "why"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "Input/output error")])
def test_that_trouble_leaves_the_old_file_and_nothing_else(number: int, why: str, tmp_path: Path) -> None:
    path = tmp_path / "run.linearium"
    path.write_bytes(b"old")
    with pytest.raises(KeepingError, match=why):
        write_whole(path, failing(number))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.linearium", tmp_path / "sub" / "link.linearium"
    real.write_bytes(b"old")
    link.parent.mkdir()
    link.symlink_to(real)
    write_whole(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_that_what_was_left_long_ago_is_swept_away_and_what_is_new_is_not(tmp_path: Path) -> None:
    path = tmp_path / "run.linearium"
    old, new, others = (tmp_path / f".{name}.part" for name in ("run.linearium.1", "run.linearium.2", "x.linearium.3"))
    for part in (old, new, others):
        part.write_bytes(b"half")
    for part in (old, others):
        os.utime(part, (0, 0))
    write_whole(path, [b"new"])
    assert sorted(tmp_path.iterdir()) == sorted([path, new, others])
