"""Files that are whole, but made up: their parts do not agree, or are of another kind."""

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.keeping import files, npy
from model.keeping.archive import HASHES
from model.keeping.encoding import SCHEMA
from model.keeping.safely import KeepingError
from tests.model.keeping.forged import (
    members_of,
    packed,
    refusal,
    saved,
    with_array,
    with_document,
)

PICKLED = saved(np.array([object.__new__(object)], dtype=object))
STRANGE = (
    PICKLED,
    pickle.dumps({"weights": 1}),
    b"",
    b"\x93NUMPY",
    saved(np.zeros((2, 3, 12), ">f4")),
    saved(np.zeros((2, 3, 12), "<f2")),
    saved(np.zeros((2, 3, 12), "<c8")),
    saved(np.zeros((2, 3, 12), "datetime64[s]")),
    saved(np.zeros(3, [("a", "<f4")])),
    saved(np.asfortranarray(np.zeros((2, 3, 12), np.float32))),
    saved(np.zeros((2, 3, 12), np.float32))[:-1],
    saved(np.zeros((2, 3, 12), np.float32)) + b"\0",
    saved(np.zeros((2, 3, 12), np.float32)).replace(b"(2, 3, 12)", b"(9" + b"0" * 7 + b")"),
    saved(np.zeros((2, 3, 12), np.float32)).replace(b"(2, 3, 12)", b"(2, 3, -1)"),
    b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535,
    b"\x93NUMPY\x02\x00\xff\xff\xff\x7f{",
    saved(np.zeros((1, 1, 1, 1, 1), np.float32)),
)


@pytest.mark.parametrize("content", STRANGE, ids=range(len(STRANGE)))
def test_that_strange_arrays_are_refused_though_their_hash_is_right(
    whole: bytes, content: bytes, tmp_path: Path
) -> None:
    refusal(with_array(whole, "weights.npy", content), tmp_path)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 3, 13), np.float32),
        np.zeros((0, 3, 12), np.float32),
        np.zeros((2, 3, 12), np.float64),
        np.zeros(36, np.float32),
    ],
    ids=str,
)
def test_that_arrays_of_another_shape_than_the_run_needs_are_refused(
    whole: bytes, array: np.ndarray[Any, Any], tmp_path: Path
) -> None:
    refusal(with_array(whole, "weights.npy", saved(array)), tmp_path)


def test_that_an_array_that_is_not_listed_or_not_there_is_refused(whole: bytes, tmp_path: Path) -> None:
    members = members_of(whole)
    refusal(packed(members[:-1]), tmp_path)
    refusal(packed([*members, ("more.npy", saved(np.zeros(3)))]), tmp_path)


def _set(*path: Any, value: Any) -> Callable[[dict[str, Any]], object]:
    def change(told: dict[str, Any]) -> None:
        place: Any = told
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


CHANGES = (
    _set("runs", value=[]),
    _set("runs", value=None),
    _set("runs", 0, "number", value=-1),
    _set("runs", 0, "number", value=6),
    _set("runs", 0, "number", value=2.0),
    _set("runs", 0, "first", value=1),
    _set("runs", 0, "seed", value=2**40),
    _set("runs", 0, "params", value=99),
    _set("runs", 0, "params", value=-1),
    _set("runs", 0, "position", value="0"),
    _set("runs", 0, "key_stride", value=0),
    _set("runs", 0, "name", value=["run"]),
    _set("runs", 0, "arrangement", "seen", value="upside down"),
    _set("runs", 0, "arrangement", "validation", value=1.0),
    _set("settings", 0, "loss", value="cubic"),
    _set("settings", 0, "batch_size", value=0),
    _set("settings", 0, "step_size", value=1e999),
    _set("settings", 0, "strength", value=-1),
    _set("visited", value={"number": 17, "settings": 0}),
    _set("data", "shape", value=[2, 2, 4]),
    _set("data", "classes", value=["a", "b"]),
    _set("pictures", value=[{"title": "cat", "named": None}]),
    _set("layout", value=[1]),
    _set(HASHES, value=None),
    lambda told: told.pop("runs"),
    lambda told: told.pop("data"),
)


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_that_a_document_that_does_not_agree_with_itself_is_refused(
    whole: bytes, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    refusal(with_document(whole, change), tmp_path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("momentum", 1.0),
        ("momentum", -0.1),
        ("momentum", None),
        ("over", 0.0),
        ("over", -1.0),
        ("over", "ten"),
        ("schedule", "linear"),
        ("schedule", None),
    ],
)
def test_that_a_schedule_or_a_momentum_that_cannot_be_is_refused(
    paced: bytes, field: str, value: object, tmp_path: Path
) -> None:
    refusal(with_document(paced, _set("settings", 1, field, value=value)), tmp_path)


@pytest.mark.parametrize(
    "rows",
    [[[9, 0]], [[-1, 0]], [[4, 99]], [[4, -1]], [[5, 0], [4, 0]], [[4, 0], [4, 0]], [[4, 0, 0]], [4, 0]],
    ids=str,
)
def test_that_velocities_that_belong_to_no_step_are_refused(paced: bytes, rows: list[object], tmp_path: Path) -> None:
    array = saved(np.array(rows, np.int64))
    refusal(with_array(paced, "runs/0/velocities.npy", array), tmp_path)


def test_that_a_newer_schema_is_told_from_damage(whole: bytes, tmp_path: Path) -> None:
    assert "newer version of Linearium" in refusal(with_document(whole, _set("schema", value=SCHEMA + 1)), tmp_path)
    assert "not a session" in refusal(with_document(whole, _set("format", value="a novel")), tmp_path)


def test_that_a_file_that_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeepingError, match="is not there any more"):
        files.load(tmp_path / "none.linearium")
    with pytest.raises(KeepingError, match="is a folder"):
        files.load(tmp_path)


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 5), (2, 3, 4, 5)])
@pytest.mark.parametrize("kind", npy.KINDS)
def test_that_arrays_come_back_as_they_were_and_numpy_reads_them_too(shape: tuple[int, ...], kind: str) -> None:
    array = np.random.default_rng(1).integers(0, 200, shape).astype(kind)
    content = npy.header(array) + bytes(npy.numbers(array))
    found = npy.parse(content)
    assert (found.dtype, found.shape, found.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert not found.flags.writeable
    assert np.load(io.BytesIO(content)).tobytes() == array.tobytes()
    assert len(npy.header(array)) % 64 == 0
