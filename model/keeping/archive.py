"""An archive: one document and named arrays in a ZIP that any program opens, and that is read with distrust.

Only one form is read, the one that is written: members stored as they are, one directly after the other, each as long
as it says, their directory at the end and nothing else. So no member can overlap another, or unfold to more than the
file is long, and all that is checked before any of it is read. Nothing is ever extracted.
Source of the format: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", 4.3.
"""

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from numpy.typing import NDArray

from model.keeping import npy
from model.keeping.safely import KeepingError, Piece, write_whole

DOCUMENT = "session.json"
HASHES = "arrays"
MOST_BYTES = 1 << 30
MOST_MEMBERS = 1000
MOST_DOCUMENT_BYTES = 8_000_000
_NAME = re.compile(r"[a-z0-9_]{1,40}(/[a-z0-9_]{1,40}){0,3}\.npy")
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _NEW_YEAR_1980 = 20, 0x21
_LONGEST_NAME = 200

Arrays = Mapping[str, NDArray[Any]]
Json = dict[str, Any]


class BrokenError(Exception):
    """A file is not an archive, or not a whole one; the text says in what, for the log."""


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    crc: int
    size: int
    start: int

    @property
    def local(self) -> bytes:
        """The head before its content."""
        name = self.name.encode()
        sizes = (self.crc, self.size, self.size)
        return _LOCAL.pack(_LOCAL_SIGN, _VERSION, 0, 0, 0, _NEW_YEAR_1980, *sizes, len(name), 0) + name

    @property
    def central(self) -> bytes:
        """Its line in the directory."""
        name = self.name.encode()
        sizes = (self.crc, self.size, self.size)
        head = (_CENTRAL_SIGN, _VERSION, _VERSION, 0, 0, 0, _NEW_YEAR_1980)
        return _CENTRAL.pack(*head, *sizes, len(name), 0, 0, 0, 0, 0, self.start) + name

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.start + len(self.local) + self.size


def write(path: Path, document: Json, arrays: Arrays) -> int:
    """Write an archive in one go, with the SHA-256 of each array; says how many bytes. Raises KeepingError."""
    contents = {f"{name}.npy": (npy.header(array), npy.numbers(array)) for name, array in arrays.items()}
    hashes = {name: _sha256(*pieces) for name, pieces in contents.items()}
    try:
        text = json.dumps(document | {HASHES: hashes}, ensure_ascii=False, allow_nan=False, indent=1).encode()
    except (ValueError, TypeError, RecursionError) as trouble:
        raise KeepingError(f"“{path.name}” is not saved: its layout cannot be written.") from trouble
    pieces = pack([(DOCUMENT, (text,)), *contents.items()])
    size = sum(len(piece) for piece in pieces)
    if size > MOST_BYTES or len(contents) >= MOST_MEMBERS or len(text) > MOST_DOCUMENT_BYTES:
        raise KeepingError(f"“{path.name}” is not saved: it would be larger than this app opens.")
    write_whole(path, pieces)
    return size


def read(path: Path, admit: Callable[[Json], None]) -> tuple[Json, dict[str, NDArray[Any]]]:
    """The document and the arrays, read-only, by their names; raises BrokenError, or OSError where there is no file.

    admit is shown the document before any array is read, and may raise.
    """
    with path.open("rb") as file:
        document, *others = _members(file)
        told = _document(_content(file, document))
        admit(told)
        hashes = told.pop(HASHES, None)
        if not isinstance(hashes, dict) or set(hashes) != {member.name for member in others}:
            raise BrokenError("other arrays than it lists")
        return told, {member.name[:-4]: _array(file, member, hashes[member.name]) for member in others}


def pack(contents: Sequence[tuple[str, tuple[Piece, ...]]]) -> list[Piece]:
    """A ZIP of members with these names and contents, in pieces."""
    pieces: list[Piece] = []
    directory, place = b"", 0
    for name, content in contents:
        member = _Member(name, _crc(*content), sum(len(piece) for piece in content), place)
        pieces += [member.local, *content]
        directory, place = directory + member.central, member.end
    end = _END.pack(_END_SIGN, 0, 0, len(contents), len(contents), len(directory), place, 0)
    return [*pieces, directory, end]


def _members(file: BinaryIO) -> list[_Member]:
    """The members as the directory lists them, after all has been found where and as it should be."""
    size = file.seek(0, 2)
    if not _END.size < size <= MOST_BYTES:
        raise BrokenError(f"{size} bytes")
    file.seek(size - _END.size)
    sign, *disks, here, count, length, start, comment = _END.unpack(file.read(_END.size))
    if sign != _END_SIGN or any(disks) or here != count or comment or not 1 <= count <= MOST_MEMBERS:
        raise BrokenError("no directory at its end")
    if length > count * _LONGEST_NAME or start + length + _END.size != size:
        raise BrokenError("a directory that does not fit")
    file.seek(start)
    members = _listed(file.read(length), count)
    if members[-1].end != start or len({member.name for member in members}) != count:
        raise BrokenError("members that do not fit, or two of one name")
    if members[0].size > MOST_DOCUMENT_BYTES:
        raise BrokenError("a document that is too long")
    for member in members:
        file.seek(member.start)
        if file.read(len(member.local)) != member.local:
            raise BrokenError(f"another head of {member.name}")
    return members


def _listed(directory: bytes, count: int) -> list[_Member]:
    members: list[_Member] = []
    place = 0
    for _ in range(count):
        if place + _CENTRAL.size > len(directory):
            raise BrokenError("a directory that is cut off")
        fields = _CENTRAL.unpack_from(directory, place)
        name = directory[place + _CENTRAL.size : place + _CENTRAL.size + fields[10]].decode("ascii", "replace")
        member = _Member(name, fields[7], fields[8], members[-1].end if members else 0)
        if directory[place : place + len(member.central)] != member.central or not _may_be_called(name, not members):
            raise BrokenError("a member of another form")
        members.append(member)
        place += len(member.central)
    if place != len(directory):
        raise BrokenError("more in its directory than members")
    return members


def _may_be_called(name: str, is_first: bool) -> bool:
    return name == DOCUMENT if is_first else _NAME.fullmatch(name) is not None


def _content(file: BinaryIO, member: _Member) -> bytes:
    file.seek(member.end - member.size)
    content = file.read(member.size)
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise BrokenError(f"{member.name} is damaged")
    return content


def _document(content: bytes) -> Json:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as trouble:
        raise BrokenError("a document that cannot be read") from trouble
    if not isinstance(told, dict):
        raise BrokenError("a document of another kind")
    return told


def _array(file: BinaryIO, member: _Member, sha256: object) -> NDArray[Any]:
    content = _content(file, member)
    if _sha256(content) != sha256:
        raise BrokenError(f"{member.name} is not what was saved")
    try:
        return npy.parse(content)
    except ValueError as trouble:
        raise BrokenError(f"{member.name}: {trouble}") from trouble


def _sha256(*pieces: Piece) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _crc(*pieces: Piece) -> int:
    crc = 0
    for piece in pieces:
        crc = zlib.crc32(piece, crc)
    return crc
