"""Files from the net: begun, broken off and resumed, and never under their name before size and SHA-256 are right.

What has come so far lies beside the place of the file as NAME.part, and NAME.part.json says from which address it
came and what the server called that version. It is all there is to know after a restart.
"""

import hashlib
import http.client
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from model.datasets.net import PORTAL_SENTENCE, BrokenError, MisplacedError, Net, RefusedError, hang_up
from model.datasets.task import DataError, Pace, Progress, Task, on_disk

_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)$")


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on the net: its name here, its addresses, best first, and how to know that it is the right one."""

    name: str
    addresses: tuple[str, ...]
    size: int
    sha256: str


def fetch(remote: Remote, folder: Path, task: Task, net: Net) -> Path:
    """The path of the complete, right file; raises DataError or CancelledError, and then keeps what has come."""
    final = folder / remote.name
    if _is_right(final, remote):
        return final
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    part = _Part(folder, remote)
    _fill(part, remote, task, net)
    if not _is_right(part.path, remote):
        part.discard()
        raise DataError(f"What came as {remote.name} is not the right file (its SHA-256 differs) and was deleted.")
    with on_disk(folder):
        part.path.replace(final)
    part.discard()
    return final


def begun(remote: Remote, folder: Path) -> int:
    """How many bytes of a file have come so far."""
    return _Part(folder, remote).size


def starting_headers(size: int, version: str) -> dict[str, str]:
    """What to ask a server for when there are `size` bytes of this version already."""
    if not size:
        return {}
    asked = {"Range": f"bytes={size}-"}
    return asked | {"If-Range": version} if version else asked


def starting_place(response: http.client.HTTPResponse, size: int, remote: Remote) -> int:
    """Where in the file an answer begins: after the `size` bytes that are there, or at 0; raises RefusedError."""
    host = urlsplit(response.url).hostname
    if response.status == http.HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.match(response.headers.get("Content-Range", ""))
        if found is None or int(found[1]) != size:
            raise MisplacedError(f"{host} sent another part of the file than was asked for.")
        announced = remote.size if found[2] == "*" else int(found[2])
    else:
        size = 0
        length = response.headers.get("Content-Length", "")
        announced = int(length) if length.isdecimal() else remote.size
    if "html" in response.headers.get_content_type():
        raise RefusedError(PORTAL_SENTENCE)
    if announced != remote.size:
        raise RefusedError(f"The file on {host} has changed: {announced:,} bytes in place of {remote.size:,}.")
    return size


class _Part:
    """The bytes that have come so far."""

    def __init__(self, folder: Path, remote: Remote) -> None:
        self.path = folder / f"{remote.name}.part"
        self._note = folder / f"{remote.name}.part.json"
        if self.size > remote.size:
            self.discard()

    @property
    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def version(self, address: str) -> str:
        """What the server at an address called the version these bytes are of; empty if they are from elsewhere."""
        try:
            note = json.loads(self._note.read_text("utf-8"))
            return str(note["version"]) if note["address"] == address else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    @contextmanager
    def open(self, place: int, address: str, version: str) -> Iterator[Callable[[bytes], None]]:
        """Write from a place on, as what this address calls a version: a function that takes the next bytes."""
        folder = self.path.parent
        with on_disk(folder):
            self._note.write_text(json.dumps({"address": address, "version": version}), "utf-8")
            file = self.path.open("r+b" if place else "wb", buffering=0)

        def write(chunk: bytes) -> None:
            with on_disk(folder):
                left = memoryview(chunk)
                while left:
                    left = left[file.write(left) :]

        with file:
            file.seek(place)
            yield write

    def discard(self) -> None:
        for path in (self.path, self._note):
            with suppress(OSError):
                path.unlink()


def _fill(part: _Part, remote: Remote, task: Task, net: Net) -> None:
    """Get the missing bytes from the first address that has them."""
    sentences = []
    for address in remote.addresses:
        try:
            _fill_from(address, part, remote, task, net)
        except (RefusedError, BrokenError) as trouble:
            sentences.append(str(trouble))
        else:
            return
    kept = f" {part.size / remote.size:.0%} of it are kept: Resume goes on from there." if part.size else ""
    raise DataError(sentences[0] + kept)


def _fill_from(address: str, part: _Part, remote: Remote, task: Task, net: Net) -> None:
    """Begin again wherever the connection broke, until that leads no further several times in a row."""
    most, in_vain = part.size, 0
    while part.size < remote.size:
        try:
            _receive(address, part, remote, task, net)
            if part.size < remote.size:  # a dropped connection looks like the end
                raise BrokenError(f"The connection to {urlsplit(address).hostname} broke off.")
        except BrokenError as trouble:
            if isinstance(trouble, MisplacedError):
                part.discard()
            in_vain = 0 if part.size > most else in_vain + 1
            most = max(most, part.size)
            if in_vain >= net.tries:
                raise
            task.report(Progress("Waiting for the server", part.size, remote.size))
            task.wait(net.pause * 2**in_vain)


def _receive(address: str, part: _Part, remote: Remote, task: Task, net: Net) -> None:
    size = part.size
    with net.open(address, starting_headers(size, part.version(address))) as response:
        place = starting_place(response, size, remote)
        with task.interruptible(lambda: hang_up(response)), part.open(place, address, _version_of(response)) as write:
            _copy(response, write, place, remote, task)


def _copy(
    response: http.client.HTTPResponse, write: Callable[[bytes], None], place: int, remote: Remote, task: Task
) -> None:
    pace = Pace()
    while chunk := response.read1(_CHUNK):
        if place == 0 and chunk.lstrip()[:1] == b"<":
            raise RefusedError(PORTAL_SENTENCE)
        place += len(chunk)
        if place > remote.size:
            raise RefusedError(f"{remote.name} is longer on the server than it should be.")
        write(chunk)
        rate = pace.rate_at(monotonic(), place)
        task.report(Progress(f"Downloading {remote.name}", place, remote.size, rate))


def _version_of(response: http.client.HTTPResponse) -> str:
    """A name that differs where the bytes differ; a weak one (W/) would not do for If-Range."""
    tag = response.headers.get("ETag", "")
    return tag if tag.startswith('"') else response.headers.get("Last-Modified", "")


def _is_right(path: Path, remote: Remote) -> bool:
    try:
        if path.stat().st_size != remote.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == remote.sha256
    except OSError:
        return False
