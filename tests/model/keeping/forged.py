"""Session files that somebody has made up, and the way to see that they are refused."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.keeping import archive, files
from model.keeping.archive import HASHES
from model.keeping.safely import KeepingError

Members = list[tuple[str, bytes]]
SMALL_MEMORY = 5_000_000


def members_of(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def packed(members: Members) -> bytes:
    return b"".join(archive.pack([(name, (content,)) for name, content in members]))


def with_document(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The same with another document."""
    (name, text), *others = members_of(content)
    told = json.loads(text)
    change(told)
    return packed([(name, json.dumps(told).encode()), *others])


def with_array(content: bytes, name: str, array: bytes) -> bytes:
    """The same with another array, whose hash is right."""
    others = [(each, array if each == name else old) for each, old in members_of(content)]
    return with_document(packed(others), lambda told: told[HASHES].update({name: sha256(array).hexdigest()}))


def saved(array: np.ndarray[Any, Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def zipped(members: Members, method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def refusal(content: bytes, folder: Path) -> str:
    path = folder / "run.linearium"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(KeepingError) as refused:
            files.load(path)
        assert tracemalloc.get_traced_memory()[1] < SMALL_MEMORY + 3 * len(content)
    finally:
        tracemalloc.stop()
    sentence = str(refused.value)
    assert sentence.count("\n") == 0
    assert "“run.linearium”" in sentence
    assert sentence.endswith(".")
    return sentence
