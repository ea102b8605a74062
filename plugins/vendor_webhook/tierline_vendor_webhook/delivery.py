"""One attempt to deliver: the standard library's client, bound to a checked address, with a limit on time and size; redirects are not followed."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from tierline_sdk.errors import Unavailable
from tierline_sdk.vendors import Receipt, VendorGone, VendorRefused

from tierline_vendor_webhook.addresses import checked_addresses

RESPONSE_LIMIT = 64 * 1024
"""Bytes of an answer that are read; the rest is left."""

REFERENCE_LIMIT = 200
"""Characters of a vendor's own number; a longer one is not taken."""


class _Connection(http.client.HTTPConnection):
    """A connection to one checked address that still speaks to the name: in the Host header, and in TLS for certificate and SNI."""

    def __init__(self, url: SplitResult, addresses: Sequence[str], port: int, *, timeout_seconds: int) -> None:
        super().__init__(str(url.hostname), port, timeout=timeout_seconds)
        self._addresses, self._tls = addresses, url.scheme == "https"
        self.was_cut = False
        if self._tls:
            self.default_port = http.client.HTTPS_PORT  # The Host header names a port only where it is not the scheme's own.

    def connect(self) -> None:
        """Open the socket to a checked address; the name is not resolved a second time."""
        self.sock = self._first_that_answers()
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def _first_that_answers(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), self.timeout)
        return socket.create_connection((self._addresses[-1], self.port), self.timeout)

    def cut(self) -> None:
        """End the connection from another thread."""
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def deliver(target: str, body: bytes, headers: Mapping[str, str], *, timeout_seconds: int, allow_private: bool) -> Receipt:
    """
    Post *body* to *target* once.

    Args:
        target: The `http` or `https` address.
        body: What is posted.
        headers: Sent as they are.
        timeout_seconds: For the whole attempt, the answer's last byte included.
        allow_private: Whether private networks and plain http may be used.

    Raises:
        Unavailable: No answer in time, or one that asks to try again.
        VendorGone: 410.
        VendorRefused: The address may not be used, or the answer is a redirect.
    """
    url, port = _parsed(target, allow_private=allow_private)
    addresses = checked_addresses(str(url.hostname), port, allow_private=allow_private)
    connection = _Connection(url, addresses, port, timeout_seconds=timeout_seconds)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    try:
        with _cut_after(connection, timeout_seconds):
            connection.request("POST", path, body=body, headers={**headers, "user-agent": "tierline", "connection": "close"})
            response = connection.getresponse()
            answer = response.read(RESPONSE_LIMIT)
        if connection.was_cut:
            raise Unavailable(f"{url.hostname} had not finished its answer after {timeout_seconds} s.", host=url.hostname)
        return _receipt(response.status, answer)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unavailable(f"{url.hostname} did not answer: {type(error).__name__}.", host=url.hostname) from None
    finally:
        connection.close()


def _parsed(target: str, *, allow_private: bool) -> tuple[SplitResult, int]:
    try:
        url = urlsplit(target)
        port = url.port or (http.client.HTTPS_PORT if url.scheme == "https" else http.client.HTTP_PORT)
    except ValueError:
        raise VendorRefused("The address cannot be read: correct it.") from None
    if url.scheme != "https" and not (allow_private and url.scheme == "http"):
        raise VendorRefused("The address is not https: use https, or ask the operator to allow private addresses.")
    if not url.hostname or url.username is not None or not target.isascii() or not target.isprintable():
        raise VendorRefused("The address has no host, carries a user, or has letters that an address cannot have: correct it.")
    return url, port


@contextmanager
def _cut_after(connection: _Connection, seconds: int) -> Iterator[None]:
    """Cut the connection when the whole attempt has taken too long; a socket's own timeout starts anew with each byte that trickles in."""
    timer = threading.Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _receipt(status: int, answer: bytes) -> Receipt:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Receipt(reference=_reference(answer), detail=f"The vendor took it ({status}).")
    if status == HTTPStatus.GONE:
        raise VendorGone("The vendor answered 410 Gone: it wants no more messages at this address.", status=status)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise VendorRefused(f"The vendor redirects ({status}), and redirects are not followed: correct the address.", status=status)
    raise Unavailable(f"The vendor answered {status}.", status=status)


def _reference(answer: bytes) -> str | None:
    try:
        found = json.loads(answer)
    except ValueError:
        return None
    reference = found.get("reference") if isinstance(found, dict) else None
    return reference if isinstance(reference, str) and 0 < len(reference) <= REFERENCE_LIMIT else None
