"""Whatever a made-up file says, it is refused in a sentence, or opens as a run that can be looked at."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.keeping import npy
from model.keeping.resuming import resume
from model.keeping.safely import KeepingError
from model.records import Mode
from tests.model.keeping.forged import members_of, packed, with_array
from tests.model.keeping.sittings import SMALL, let_happen

ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**70,
    0.5,
    -0.5,
    float("inf"),
    "",
    "x" * 2000,
    [],
    [[]],
    {},
    {"a": 1},
)


def leaves(told: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a document, and to those that hold others."""
    if way:
        yield way
    pairs = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in pairs:
        yield from leaves(value, (*way, key))


def changed(told: Any, way: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at the end of a way."""
    if not way:
        return value
    copy = dict(told) if isinstance(told, dict) else list(told)
    copy[way[0]] = changed(copy[way[0]], way[1:], value)
    return copy


def opens(content: bytes, path: Path) -> bool:
    """Whether it opens, as a story in which things can happen."""
    path.write_bytes(content)
    try:
        story, _, _ = resume(path, lambda _: SMALL)
    except KeepingError as refusal:
        assert str(refusal).count("\n") == 0
        return False
    story.snapshot(Mode.PAUSED)
    let_happen(story, "visit", 0)
    return True


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_that_no_value_of_the_document_does_harm(paced: bytes, tmp_path: Path) -> None:
    (name, text), *others = members_of(paced)
    told = json.loads(text)
    tried = opened = 0
    for way in leaves(told):
        for value in ODD:
            document = json.dumps(changed(told, way, value)).encode()
            opened += opens(packed([(name, document), *others]), tmp_path / "a.linearium")
            tried += 1
    assert tried > 1000
    assert 0 < opened < tried / 4


def odd_arrays(array: np.ndarray[Any, Any]) -> Iterator[np.ndarray[Any, Any]]:
    """The same with other numbers, in another order, or of another length."""
    numbers = np.array(array)
    extremes = (-1, 0, 1, 2**40, -(2**63)) if numbers.dtype.kind == "i" else (0, 1, 65535)
    for value in (np.nan, np.inf, -1e300) if numbers.dtype.kind == "f" else extremes:
        for place in range(0, numbers.size, max(1, numbers.size // 5)):
            other = numbers.copy()
            with np.errstate(all="ignore"):
                other.flat[place] = value
            yield other
    yield numbers[::-1]
    yield numbers[:-1]
    yield np.concatenate([numbers, numbers])
    yield numbers.T


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_that_no_numbers_in_the_arrays_do_harm(paced: bytes, tmp_path: Path) -> None:
    tried = 0
    for name, content in members_of(paced)[1:]:
        for array in odd_arrays(npy.parse(content)):
            made_up = npy.header(array) + bytes(npy.numbers(array))
            opens(with_array(paced, name, made_up), tmp_path / "a.linearium")
            tried += 1
    assert tried > 100
