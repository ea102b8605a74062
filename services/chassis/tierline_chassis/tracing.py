"""
Trace context (W3C `traceparent`) through gRPC metadata and event headers.

The trace of the work in hand lives in one context variable: doors set it, clients and the event log read it.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

TRACEPARENT = "traceparent"
"""Name of the metadata entry and of the event header."""

_FORMAT = re.compile(r"00-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One span's place in a trace: 16 and 8 bytes as lower-case hex, and the flags byte."""

    trace_id: str
    span_id: str
    flags: str = "01"

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"

    def child(self) -> "Trace":
        """Name a new span of the same trace."""
        return Trace(trace_id=self.trace_id, span_id=secrets.token_hex(8), flags=self.flags)


_current: ContextVar[Trace | None] = ContextVar("tierline_trace", default=None)


def parse(traceparent: str | None) -> Trace | None:
    """Read a `traceparent`; `None` where it is absent, malformed or all zeros (the standard says to ignore it then)."""
    match = _FORMAT.fullmatch(traceparent or "")
    if match is None or not int(match["trace"], 16) or not int(match["span"], 16):
        return None
    return Trace(trace_id=match["trace"], span_id=match["span"], flags=match["flags"])


def new() -> Trace:
    """Begin a trace."""
    return Trace(trace_id=secrets.token_hex(16), span_id=secrets.token_hex(8))


def current() -> Trace | None:
    """Return the trace of the work in hand, where there is one."""
    return _current.get()


def headers() -> Mapping[str, str]:
    """Return what an event or a call that leaves now carries; empty outside a trace."""
    trace = _current.get()
    return {} if trace is None else {TRACEPARENT: str(trace)}


@contextmanager
def continued(carried: Mapping[str, str]) -> Iterator[Trace]:
    """Work in a new span of the trace that *carried* (headers or metadata) names, or of a new trace."""
    parent = parse(carried.get(TRACEPARENT))
    trace = new() if parent is None else parent.child()
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
