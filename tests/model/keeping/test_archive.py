"""What is no whole session, by accident or on purpose, is refused: in one sentence, soon, and in little memory."""

import struct
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some

from model.keeping import archive
from model.keeping.archive import DOCUMENT, HASHES
from tests.model.keeping.forged import members_of, packed, refusal, saved, with_document, zipped

_SAME_FOLDER = HealthCheck.function_scoped_fixture
NAMES = (
    "../evil.npy", "/etc/evil.npy", "C:\\evil.npy", "a/../../b.npy", "weights.npy.exe", "ä.npy", "a" * 100 + ".npy", "",
)  # fmt: skip


def test_that_every_truncation_is_refused(whole: bytes, tmp_path: Path) -> None:
    for length in [*range(0, 200), *range(200, len(whole), 197)]:
        refusal(whole[:length], tmp_path)


def test_that_a_bit_that_is_flipped_anywhere_is_noticed(whole: bytes, tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    for place in chance.choice(len(whole), 400, replace=False):
        broken = bytearray(whole)
        broken[place] ^= 1 << chance.integers(8)
        refusal(bytes(broken), tmp_path)


@examples(derandomize=True, deadline=None, max_examples=100, suppress_health_check=[_SAME_FOLDER])
@given(noise=some.binary(max_size=400), looks_like_one=some.booleans())
def test_that_noise_is_refused(noise: bytes, looks_like_one: bool, tmp_path: Path) -> None:
    refusal(b"PK\x03\x04" + noise + b"PK\x05\x06" + noise[:18] if looks_like_one else noise, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_that_other_names_than_plain_ones_are_refused(whole: bytes, name: str, tmp_path: Path) -> None:
    evil = saved(np.zeros(3))
    told = with_document(whole, lambda told: told[HASHES].update({name: sha256(evil).hexdigest()}))
    refusal(packed([*members_of(told), (name, evil)]), tmp_path)


def test_that_two_members_of_one_name_are_refused(whole: bytes, tmp_path: Path) -> None:
    members = members_of(whole)
    refusal(packed([*members, members[-1]]), tmp_path)
    refusal(packed([members[0], *members]), tmp_path)


def test_that_members_that_overlap_are_refused(whole: bytes, tmp_path: Path) -> None:
    members = members_of(whole)
    content = packed(members)
    place = struct.unpack("<I", content[-6:-2])[0]
    lines = content[place:-22]
    first = lines[: 46 + len(DOCUMENT)]
    twice = first + lines.replace(members[-1][0].encode(), DOCUMENT.encode())
    end = content[-22:-14] + struct.pack("<HHII", len(members) + 1, len(members) + 1, len(twice), place) + b"\0\0"
    refusal(content[:place] + twice + end, tmp_path)


def test_that_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    huge = zipped([(DOCUMENT, b"{}"), ("weights.npy", bytes(100_000_000))], zipfile.ZIP_DEFLATED)
    assert len(huge) < 200_000
    refusal(huge, tmp_path)


def test_that_too_many_members_are_refused_without_looking_at_them(tmp_path: Path) -> None:
    refusal(packed([(DOCUMENT, b"{}"), *((f"a{k}.npy", b"") for k in range(archive.MOST_MEMBERS + 1))]), tmp_path)


def test_that_a_document_that_is_too_long_or_too_deep_is_refused(tmp_path: Path) -> None:
    refusal(packed([(DOCUMENT, b" " * (archive.MOST_DOCUMENT_BYTES + 1))]), tmp_path)
    refusal(packed([(DOCUMENT, b"[" * 100_000)]), tmp_path)
    refusal(packed([(DOCUMENT, b'{"a":' * 100_000)]), tmp_path)
    refusal(packed([(DOCUMENT, b"[1, 2]")]), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_that_what_another_program_has_packed_again_is_refused(whole: bytes, method: int, tmp_path: Path) -> None:
    refusal(zipped(members_of(whole), method), tmp_path)


def test_that_nothing_may_come_before_between_or_after_the_members(whole: bytes, tmp_path: Path) -> None:
    for content in (b"#!/bin/sh\n" + whole, whole + b"\0", whole[:-2] + b"\3\0abc"):
        refusal(content, tmp_path)
