"""Fetching one picture: https only, never more than 20 MB or 10 seconds, and every failure is one sentence."""

import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from model import web
from model.images import ImageError
from model.web import Fetch, host_of, name_of

Reply = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers each path as it is told, on this machine only."""

    daemon_threads = False
    block_on_close = True
    replies: dict[str, Reply]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = {}
        self.is_over = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was asked hung up: that is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.replies[self.path](self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Be quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.is_over.set()
        made.shutdown()
        made.server_close()
        thread.join()


def reply(body: bytes, promised: int | None = None, status: int = 200, **headers: str) -> Reply:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if promised is None else promised))
        for key, value in headers.items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def plainly(server: Server, path: str, seconds: float = 10.0) -> Fetch:
    """A fetch that may use http, for the server of the test has no certificate."""
    return Fetch(server.address(path), ("http",), seconds)


def refusal(fetch: Fetch) -> str:
    with pytest.raises(ImageError) as refused:
        fetch.run()
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_that_what_is_at_the_address_comes_back_also_by_a_redirection(server: Server) -> None:
    server.replies = {"/a": reply(b"picture"), "/b": reply(b"", status=302, Location="/a")}
    assert plainly(server, "/a").run() == b"picture"
    assert plainly(server, "/b").run() == b"picture"


def test_that_only_https_is_fetched_and_no_redirection_leads_elsewhere(server: Server) -> None:
    server.replies = {"/file": reply(b"", status=302, Location="file:///etc/passwd")}
    assert "Only https" in refusal(Fetch(server.address("/a")))
    for other in ("ftp://127.0.0.1/a", "file:///etc/passwd", "data:,x", "nonsense"):
        assert "Only https" in refusal(Fetch(other))
    # As a server with a certificate would send one to http: the scheme asked for is the only one allowed.
    fetch = plainly(server, "/file")
    assert refusal(fetch)


def test_that_a_redirection_from_https_to_http_is_refused() -> None:
    with pytest.raises(ImageError, match="Only https"):
        Fetch("https://example.org/")._check("http://example.org/cat.png")


@pytest.mark.parametrize("is_promised", [True, False])
def test_that_more_than_twenty_megabytes_are_refused(
    server: Server, is_promised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 1_000_000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.is_over.is_set():
            handler.wfile.write(bytes(100_000))

    server.replies = {"/a": reply(b"", promised=30_000_000) if is_promised else endless}
    assert "larger than 1 MB" in refusal(plainly(server, "/a"))


def test_that_a_connection_that_breaks_off_gives_no_half_picture(server: Server) -> None:
    server.replies = {"/a": reply(b"half", promised=8)}
    assert "broke off" in refusal(plainly(server, "/a"))


def test_that_an_answer_that_is_an_error_is_named(server: Server) -> None:
    server.replies = {"/a": reply(b"", status=404), "/b": reply(b"", status=302, Location="/b")}
    assert "error 404" in refusal(plainly(server, "/a"))
    assert refusal(plainly(server, "/b"))


@pytest.mark.parametrize("is_begun", [True, False])
def test_that_a_server_that_drips_is_left_when_the_time_is_over(server: Server, is_begun: bool) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        if is_begun:
            handler.send_response(200)
            handler.end_headers()
        while not server.is_over.wait(0.02):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    server.replies = {"/a": drip}
    assert "took longer than 0.3 seconds" in refusal(plainly(server, "/a", 0.3))


def test_that_it_can_be_stopped_before_and_while_it_waits(server: Server) -> None:
    def wait(_: BaseHTTPRequestHandler) -> None:
        reached.set()
        server.is_over.wait()

    reached = threading.Event()
    server.replies = {"/a": wait}
    fetch = plainly(server, "/a")
    fetch.give_up()
    assert "stopped" in refusal(fetch)
    fetch = plainly(server, "/a")

    def stop() -> None:
        reached.wait()
        fetch.give_up()

    stopper = threading.Thread(target=stop)
    stopper.start()
    assert "stopped" in refusal(fetch)
    stopper.join()


def test_that_a_computer_that_does_not_answer_or_prove_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "127.0.0.1 " in refusal(Fetch("https://127.0.0.1:9/a"))

    def refuse(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError("self-signed certificate")

    monkeypatch.setattr(Fetch, "_read", refuse)
    assert "certificate" in refusal(Fetch("https://example.org/a"))


def test_that_addresses_have_short_names() -> None:
    assert name_of("https://example.org/a/b%20c.png?x=1") == "b%20c.png"
    assert name_of("https://example.org/") == "example.org"
    assert host_of("https://user:secret@example.org:8443/a") == "example.org"
    assert host_of("https://[broken/a") == ""
