"""One request for a page: no redirects, at most 64 KiB of the answer, and one deadline over all of it, however slowly the other side trickles."""

import http.client
import io
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from time import monotonic
from urllib.parse import SplitResult, quote, urlsplit

from tierline_monitoring.domain.checks import HttpProbe
from tierline_monitoring.probing.addresses import Refused, resolve

BODY_LIMIT = 64 * 1024
"""Bytes of the answer that are read, and searched for the expected text."""

_HEADERS = {"User-Agent": "tierline-monitoring/1", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an answer was worth, in a sentence for people."""

    ok: bool
    detail: str


def ask(probe: HttpProbe) -> Seen:
    """Ask for the page once; whatever goes wrong is a verdict, never an exception."""
    started = monotonic()
    try:
        status, body = _fetch(probe, deadline=started + probe.timeout.total_seconds())
    except Refused as error:
        return Seen(ok=False, detail=str(error))
    except TimeoutError:
        return Seen(ok=False, detail=f"No answer within {probe.timeout.total_seconds():g} s.")
    except ssl.SSLError as error:
        return Seen(ok=False, detail=f"TLS failed: {getattr(error, 'verify_message', '') or error.reason}.")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Seen(ok=False, detail=f"The request failed: {_words(error)}.")
    return _verdict(probe, status, body, elapsed_ms=round((monotonic() - started) * 1000))


def _verdict(probe: HttpProbe, status: int, body: bytes, *, elapsed_ms: int) -> Seen:
    right = status == probe.expected_status if probe.expected_status else 200 <= status < 400  # noqa: PLR2004 (HTTP's own numbers)
    if not right:
        return Seen(ok=False, detail=f"Status {status} instead of {probe.expected_status or '200 to 399'}.")
    if probe.expected_text and probe.expected_text.encode() not in body:
        return Seen(ok=False, detail=f"Status {status}, but the expected text is not in the first {BODY_LIMIT // 1024} KiB.")
    return Seen(ok=True, detail=f"Status {status} in {elapsed_ms} ms.")


def _words(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")


def _fetch(probe: HttpProbe, *, deadline: float) -> tuple[int, bytes]:
    parts = urlsplit(probe.url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme.lower()]
    addresses = resolve(host, port, allow_private=probe.allow_private)
    with _connect(addresses[0], port, deadline=deadline) as plain, _secured(plain, parts, host, deadline=deadline) as connection:
        return _exchange(connection, parts, host, deadline=deadline)


def _connect(address: str, port: int, *, deadline: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=_left(deadline))


def _secured(plain: socket.socket, parts: SplitResult, host: str, *, deadline: float) -> socket.socket:
    plain.settimeout(_left(deadline))
    return _tls().wrap_socket(plain, server_hostname=host) if parts.scheme.lower() == "https" else plain


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchange(connection: socket.socket, parts: SplitResult, host: str, *, deadline: float) -> tuple[int, bytes]:
    request = http.client.HTTPConnection(host, parts.port)
    request.sock = connection
    connection.settimeout(_left(deadline))
    request.request("GET", _target(parts), headers=_HEADERS)
    response = http.client.HTTPResponse(_Timed(connection, deadline), method="GET")  # type: ignore[arg-type]  # it needs `makefile` alone
    response.begin()
    return response.status, response.read(BODY_LIMIT)


def _target(parts: SplitResult) -> str:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(target, safe="/%:@!$&'()*+,;=~?-._")


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """A socket to read from whose every wait ends at one deadline, where a socket's own timeout would begin anew with each byte."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._read_into = _reader(connection, deadline)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the reading end, as `HTTPResponse` asks for it."""
        return io.BufferedReader(_Raw(self._read_into))


def _reader(connection: socket.socket, deadline: float) -> Callable[[memoryview], int]:
    def read_into(buffer: memoryview) -> int:
        connection.settimeout(_left(deadline))
        return connection.recv_into(buffer)

    return read_into


class _Raw(io.RawIOBase):
    def __init__(self, read_into: Callable[[memoryview], int]) -> None:
        self._read_into = read_into

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffered reader hands out memoryviews
        """Read what is there into *buffer*."""
        return self._read_into(buffer)
