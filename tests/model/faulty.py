"""A small server on 127.0.0.1 that fails in every way that a server can."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import numpy as np

from model.datasets.download import Remote
from model.datasets.net import Net

CONTENT = np.random.default_rng(3).integers(1, 60, 300_000, np.uint8).tobytes()
HALF = len(CONTENT) // 2
NET = Net(schemes=("http",), servers=frozenset({"127.0.0.1"}), timeout=0.25, pause=0.001, tries=3)


@dataclass
class Script:
    """What the server does: an answer an attempt, the last one again and again; and what it was asked."""

    answers: list[Callable[["Handler"], None]]
    asked: list[dict[str, str]] = field(default_factory=list)
    let_go: Event = field(default_factory=Event)


class Handler(BaseHTTPRequestHandler):
    """Does as the script says."""

    script: Script

    def do_GET(self) -> None:
        number = len(self.script.asked)
        self.script.asked.append({key.lower(): value for key, value in self.headers.items()})
        self.script.answers[min(number, len(self.script.answers) - 1)](self)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()


def whole(handler: Handler) -> None:
    """The file from the start: a server without Range."""
    handler.head(200, Content_Length=len(CONTENT), ETag='"one"')
    handler.wfile.write(CONTENT)


def ranged(handler: Handler) -> None:
    """The file from where it is asked for, if the version is still that one."""
    wanted = handler.headers.get("Range")
    if wanted is None or handler.headers.get("If-Range", '"one"') != '"one"':
        whole(handler)
        return
    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
    place = f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
    handler.head(206, Content_Length=len(CONTENT) - start, Content_Range=place, ETag='"one"')
    handler.wfile.write(CONTENT[start:])


def dropped(handler: Handler) -> None:
    """Half of the file, then the connection is closed."""
    handler.head(200, Content_Length=len(CONTENT), ETag='"one"')
    handler.wfile.write(CONTENT[:HALF])


def stalled(handler: Handler) -> None:
    """Half of the file, then nothing more."""
    dropped(handler)
    handler.wfile.flush()
    handler.script.let_go.wait(20)


def silent(handler: Handler) -> None:
    """No answer at all."""
    handler.script.let_go.wait(20)


def status(code: int) -> Callable[[Handler], None]:
    return lambda handler: handler.head(code, Content_Length=0)


def moved_to(address: str) -> Callable[[Handler], None]:
    return lambda handler: handler.head(302, Location=address, Content_Length=0)


def portal(handler: Handler) -> None:
    """A page to sign in, as if it were the file."""
    page = b"<html><body>Welcome to Hotel Wi-Fi</body></html>"
    handler.head(200, Content_Type="text/html", Content_Length=len(page))
    handler.wfile.write(page)


def sly_portal(handler: Handler) -> None:
    """The same, with nothing in the headers to tell."""
    page = b"\n<!DOCTYPE html>".ljust(len(CONTENT))
    handler.head(200, Content_Type="application/gzip", Content_Length=len(page))
    handler.wfile.write(page)


def changed(handler: Handler) -> None:
    """A newer and longer file."""
    handler.head(200, Content_Length=len(CONTENT) + 7, ETag='"two"')
    handler.wfile.write(CONTENT + b"changed")


def altered(handler: Handler) -> None:
    """Another file of the same length."""
    handler.head(200, Content_Length=len(CONTENT), ETag='"two"')
    handler.wfile.write(CONTENT[::-1])


def endless(handler: Handler) -> None:
    """More than the file, without saying how much."""
    handler.head(200)
    handler.wfile.write(CONTENT + CONTENT)


def misplaced(handler: Handler) -> None:
    """A part that was not asked for."""
    handler.head(206, Content_Length=10, Content_Range=f"bytes 5-14/{len(CONTENT)}")
    handler.wfile.write(CONTENT[5:15])


@contextmanager
def serving(*answers: Callable[[Handler], None]) -> Iterator[tuple[str, Script]]:
    """An address at which a server follows a script."""
    script = Script(list(answers))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Scripted", (Handler,), {"script": script}))
    server.daemon_threads = False
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/data.gz", script
    finally:
        script.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def remote_at(*addresses: str) -> Remote:
    """The file that the server has, as the app knows it."""
    return Remote("data.gz", addresses, len(CONTENT), sha256(CONTENT).hexdigest())
