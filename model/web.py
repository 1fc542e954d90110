"""One picture from the web, on the user's word only: https, a limit of size and of time, and nothing else."""

import socket
import ssl
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from model.images import ImageError, readable

_MEGABYTE = 1_000_000
MAX_BYTES = 20 * _MEGABYTE
SECONDS = 10.0
SCHEMES = ("https",)
_CHUNK = 65_536


def host_of(address: str) -> str:
    """Whose computer an address names, for the screen; empty where it names none."""
    try:
        return readable(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def name_of(address: str) -> str:
    """What a picture from an address is called: the last part of its path, or the computer."""
    return readable(urlsplit(address).path.rsplit("/", 1)[-1]) or host_of(address)


class Fetch:
    """The fetching of one address. `run` waits for it, `give_up` ends it from any thread."""

    def __init__(self, address: str, schemes: tuple[str, ...] = SCHEMES, seconds: float = SECONDS) -> None:
        """Fetch nothing yet. Only addresses of these schemes are followed, redirections too, for so many seconds."""
        self.address = address
        self._schemes, self._seconds = schemes, seconds
        self._sockets: list[socket.socket] = []
        self._is_over = self._is_late = False

    def run(self) -> bytes:
        """The bytes at the address; raises ImageError with a sentence for the user."""
        host = host_of(self.address) or "that address"
        clock = Timer(self._seconds, self._run_out)
        clock.daemon = True
        clock.start()
        try:
            if self._is_over:
                raise ConnectionAbortedError
            self._check(self.address)
            return self._read(host)
        except ImageError:
            raise
        except HTTPError as trouble:
            trouble.close()
            raise ImageError(f"{host} answers with the error {trouble.code}: no picture was fetched.") from None
        except Exception as trouble:  # whatever a server does, it ends in a sentence
            raise ImageError(self._reason(host, trouble)) from trouble
        finally:
            clock.cancel()
            clock.join()

    def give_up(self) -> None:
        """End it: whoever waits in `run` hears an ImageError."""
        self._is_over = True
        for each in list(self._sockets):
            try:
                # Past the layer of TLS, which must not be touched while another thread reads.
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:
                continue

    def _run_out(self) -> None:
        self._is_late = True
        self.give_up()

    def _check(self, address: str) -> None:
        scheme = urlsplit(address).scheme.lower()
        if scheme not in self._schemes:
            raise ImageError(f"Only https addresses are fetched, and {host_of(address) or 'that'} is not one.")

    def _read(self, host: str) -> bytes:
        request = Request(self.address, headers={"User-Agent": "Linearium", "Accept": "image/*"})
        with self._opener().open(request, timeout=self._seconds) as answer:
            assert isinstance(answer, HTTPResponse)
            promised = answer.length
            if promised is not None and promised > MAX_BYTES:
                raise ImageError(_too_large(host))
            content = bytearray()
            while chunk := answer.read1(_CHUNK):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise ImageError(_too_large(host))
        # A connection that is cut raises nothing here: only the lengths tell.
        if self._is_over or (promised is not None and len(content) < promised):
            raise ConnectionError
        return bytes(content)

    def _reason(self, host: str, trouble: Exception) -> str:
        cause = trouble.reason if isinstance(trouble, URLError) else trouble
        if self._is_late or isinstance(cause, TimeoutError):
            return f"{host} took longer than {self._seconds:g} seconds: no picture was fetched."
        if self._is_over:
            return f"The fetching from {host} was stopped."
        if isinstance(cause, ssl.SSLError):
            return f"{host} cannot prove who it is (its certificate is not valid): no picture was fetched."
        if isinstance(cause, (ConnectionError, HTTPException)):
            return f"The connection to {host} broke off: no picture was fetched."
        return f"{host} cannot be reached: no picture was fetched."

    def _opener(self) -> OpenerDirector:
        opener = OpenerDirector()  # none of the standard one's handlers of files and FTP
        for handler in (
            ProxyHandler(),
            UnknownHandler(),
            HTTPDefaultErrorHandler(),
            HTTPErrorProcessor(),
            _Redirects(self._check),
            _Plain(self),
            _Secure(self),
        ):
            opener.add_handler(handler)
        return opener

    def watch(self, connection: HTTPConnection) -> None:
        """Be able to end this connection."""
        self._sockets.append(connection.sock)
        if self._is_over:
            self.give_up()


def _too_large(host: str) -> str:
    return f"The picture at {host} is larger than {MAX_BYTES // _MEGABYTE} MB; choose a smaller one."


class _Redirects(HTTPRedirectHandler):
    def __init__(self, check: Any) -> None:
        self._check = check

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        self._check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _PlainConnection(HTTPConnection):
    def __init__(self, *args: Any, fetch: Fetch, **options: Any) -> None:
        super().__init__(*args, **options)
        self._fetch = fetch

    def connect(self) -> None:
        super().connect()
        self._fetch.watch(self)


class _SecureConnection(HTTPSConnection):
    def __init__(self, *args: Any, fetch: Fetch, **options: Any) -> None:
        super().__init__(*args, **options)
        self._fetch = fetch

    def connect(self) -> None:
        super().connect()
        self._fetch.watch(self)


class _Plain(HTTPHandler):
    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._fetch = fetch

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_PlainConnection, fetch=self._fetch), req)


class _Secure(HTTPSHandler):
    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._fetch = fetch

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, fetch=self._fetch), req)
