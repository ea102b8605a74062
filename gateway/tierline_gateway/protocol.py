"""
Connections that are slow, silent or send too much before a request is known to the application.

uvicorn limits the pause between two requests alone: a client that connects and says nothing, sends its headers one byte a minute, sends megabytes of
them, or never reads its answer would keep its connection for ever. Each of these has its end here.
"""

import asyncio
import json
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tierline_gateway.settings import GatewaySettings

_TITLES = {400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large"}


class HeadersTooLarge(ValueError):
    """A request's line and headers are more than is taken."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *arguments: Any, settings: GatewaySettings, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._settings = settings
        self._head_bytes = 0
        self._pending_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the base does
        """Give the client a while to say what it wants."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_head_timer()
        self._stop_unread_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to count a request's head."""
        super().on_message_begin()
        self._head_bytes = 0
        self._await_head()

    def on_url(self, url: bytes) -> None:
        """Count; raises `HeadersTooLarge`, which the parser hands to `send_400_response`."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count; raises `HeadersTooLarge`, which the parser hands to `send_400_response`."""
        self._count(name, value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the request over."""
        self._stop_head_timer()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Take what came; a single header without an end reaches no callback, so what came of a head is counted here as well."""
        super().data_received(data)
        self._pending_bytes = self._pending_bytes + len(data) if self._head_timer is not None else 0
        if self._pending_bytes > 2 * self._settings.header_bytes:
            self._refuse(431, "The request line and headers are too large.")

    def pause_writing(self) -> None:
        """Give the client a while to read what waits for it."""
        super().pause_writing()
        self._unread_timer = self._unread_timer or self.loop.call_later(self._settings.send_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        self._stop_unread_timer()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection between two requests, also where the client has not read the last answer."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or too much of it, with a problem."""
        if self._head_bytes > self._settings.header_bytes:
            self._refuse(431, "The request line and headers are too large.")
        else:
            self._refuse(400, msg)

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self._settings.header_seconds, self._refuse, 408, "The request did not come in time.")

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_unread_timer(self) -> None:
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    def _count(self, *parts: bytes) -> None:
        self._head_bytes += sum(len(part) for part in parts)
        if self._head_bytes > self._settings.header_bytes:
            raise HeadersTooLarge

    def _refuse(self, status: int, detail: str) -> None:
        self._stop_head_timer()
        if self.transport.is_closing():
            return
        content = json.dumps({"type": "about:blank", "title": _TITLES[status], "status": status, "detail": detail}).encode()
        head = (
            f"HTTP/1.1 {status} {_TITLES[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + content)
        self.transport.close()


def guarded(settings: GatewaySettings) -> Any:
    """Return what makes a connection's protocol, for uvicorn."""
    return partial(GuardedProtocol, settings=settings)
