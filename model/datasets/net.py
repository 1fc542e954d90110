"""Requests over the net with the standard library: only over safe ways, and every failure has one sentence."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from model.datasets.task import DataError

SERVERS = frozenset(
    {
        "cave.cs.toronto.edu",
        "www.cs.toronto.edu",
        "raw.githubusercontent.com",
        "storage.googleapis.com",
        "ossci-datasets.s3.amazonaws.com",
    }
)
PORTAL_SENTENCE = (
    "A web page came in place of the file: this network may want you to sign in first. "
    "Open any page in a browser, then try again."
)
_AGENT = "Linearium"
_NEVER_MIND = (408, 425, 429)
# What becomes of a connection that fails in any way whatever.
_NET_TROUBLE = (OSError, http.client.HTTPException, ValueError)


class RefusedError(DataError):
    """The address asked will not do; another may."""


class BrokenError(DataError):
    """It did not work this time; the same address may work in a moment."""


class MisplacedError(BrokenError):
    """What came does not go on where the bytes that are there end: begin again without them."""


@dataclass(frozen=True, slots=True)
class Net:
    """What may be asked, and how patiently. Times are in seconds."""

    schemes: tuple[str, ...] = ("https",)
    servers: frozenset[str] = SERVERS
    timeout: float = 20.0
    pause: float = 0.5
    tries: int = 4

    def check(self, address: str) -> None:
        """Raise RefusedError where an address is not one of those that are known to be safe."""
        parts = urlsplit(address)
        if parts.scheme not in self.schemes:
            raise RefusedError(f"{parts.hostname} wants to send the file over an unsafe connection ({parts.scheme}).")
        if parts.hostname not in self.servers:
            raise RefusedError(f"The server points to {parts.hostname}, where this file is not expected.")

    @contextmanager
    def open(self, address: str, headers: dict[str, str]) -> Iterator[http.client.HTTPResponse]:
        """Ask for a file; raises RefusedError or BrokenError, also while it is being read."""
        self.check(address)
        host = urlsplit(address).hostname or address
        request = Request(address, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"} | headers)
        try:
            with self._opener().open(request, timeout=self.timeout) as response:
                yield response
        except HTTPError as trouble:
            with suppress(Exception):
                trouble.close()
            raise _of_status(trouble.code, host) from trouble
        except URLError as trouble:
            raise _of_reason(trouble.reason, host) from trouble
        except TimeoutError as trouble:
            raise BrokenError(f"{host} has stopped answering.") from trouble
        except (OSError, http.client.HTTPException) as trouble:
            raise BrokenError(f"The connection to {host} broke off.") from trouble

    def _opener(self) -> OpenerDirector:
        return build_opener(_Redirects(self))


class _Redirects(HTTPRedirectHandler):
    """Follows only to addresses that could have been asked directly."""

    def __init__(self, net: Net) -> None:
        self._net = net

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        self._net.check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _of_status(status: int, host: str) -> DataError:
    if 300 <= status < 400:
        return RefusedError(f"{host} sends the request around in a circle ({status}).")
    if status in (404, 410):
        return RefusedError(f"{host} no longer has this file ({status}).")
    if status == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return MisplacedError(f"{host} cannot resume the file ({status}).")
    if status >= 500 or status in _NEVER_MIND:
        return BrokenError(f"{host} is in trouble itself ({status}): try again later.")
    return RefusedError(f"{host} refuses to send the file ({status}).")


def _of_reason(reason: object, host: str) -> DataError:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return RefusedError(
            f"The certificate of {host} is not valid here: this network may be in between, or the clock wrong."
        )
    if isinstance(reason, TimeoutError):
        return BrokenError(f"{host} does not answer.")
    return BrokenError(f"{host} cannot be reached: is this computer offline?")


def hang_up(response: Any) -> None:
    """End a response that another thread is waiting for."""
    with suppress(*_NET_TROUBLE):
        line = socket.socket(fileno=response.fileno())
        try:
            line.shutdown(socket.SHUT_RDWR)
        finally:
            line.detach()
