"""Channels to other services: spread over all addresses, kept alive, with a deadline on every call, and a retry only where a repeat is safe."""

import json
from collections import namedtuple
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import grpc
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from grpc_status import rpc_status

from tierline_chassis import tracing
from tierline_chassis.call import current
from tierline_chassis.keys import ASSERTION
from tierline_chassis.server import MOST_MESSAGE_BYTES, MOST_METADATA_BYTES

DEFAULT = timedelta(seconds=10)
"""Deadline of a call that names none and serves none."""
_POLICY = {
    "loadBalancingConfig": [{"round_robin": {}}],
    "methodConfig": [{
        "name": [{}],
        "retryPolicy": {
            "maxAttempts": 4, "initialBackoff": "0.1s", "maxBackoff": "1s", "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"],
        },
    }],
}
"""AIP-194: only UNAVAILABLE is tried again; a command is safe to repeat by its `request_id`."""


def options() -> Sequence[tuple[str, Any]]:
    """Return the channel options that every client of ours uses, asyncio ones included."""
    return (
        ("grpc.service_config", json.dumps(_POLICY)),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.max_receive_message_length", 4 * MOST_MESSAGE_BYTES),
        ("grpc.max_metadata_size", MOST_METADATA_BYTES),
        ("grpc.absolute_max_metadata_size", 2 * MOST_METADATA_BYTES),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 1_000),
    )


def channel(address: str, *, assertion: Callable[[], str] | None = None) -> grpc.Channel:
    """
    Open a channel to `HOST:PORT`.

    Args:
        address: A name with several addresses is spread over all of them.
        assertion: Gives the assertion to call with; without it calls are anonymous.

    """
    return grpc.intercept_channel(grpc.insecure_channel(address, options=options()), _Outgoing(assertion))


def remaining(wanted: timedelta | None = None) -> timedelta:
    """Return how long a call onward may take: what is wanted, and never more than the call that is being served has left."""
    serving = current.get()
    left = None if serving is None else serving.remaining
    return min(span for span in (wanted or DEFAULT, left) if span is not None)


def status_of(error: grpc.RpcError) -> status_pb2.Status | None:
    """Return the rich status that a refusal carries, where it carries one."""
    return rpc_status.from_call(error)  # type: ignore[arg-type]  # what a stub raises is a call too


def reason_of(error: grpc.RpcError) -> str:
    """Return the `reason` of a refusal's `ErrorInfo`, or "" where it has none."""
    info = error_details_pb2.ErrorInfo()
    for detail in getattr(status_of(error), "details", ()):
        if detail.Unpack(info):
            return str(info.reason)
    return ""


_Details = namedtuple("_Details", ["method", "timeout", "metadata", "credentials", "wait_for_ready", "compression"])  # noqa: PYI024 (gRPC's class is one)


class _Outgoing(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):  # type: ignore[type-arg]  # generic in the stubs alone
    """Puts deadline, trace and assertion on a call that leaves."""

    def __init__(self, assertion: Callable[[], str] | None) -> None:
        self._assertion = assertion

    def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        wanted = None if client_call_details.timeout is None else timedelta(seconds=client_call_details.timeout)
        return continuation(self._dressed(client_call_details, remaining(wanted).total_seconds()), request)

    def intercept_unary_stream(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        return continuation(self._dressed(client_call_details, client_call_details.timeout), request)

    def _dressed(self, details: Any, timeout: float | None) -> _Details:
        metadata = [*(details.metadata or ()), *tracing.headers().items()]
        if self._assertion is not None:
            metadata.append((ASSERTION, self._assertion()))
        return _Details(details.method, timeout, metadata, details.credentials, details.wait_for_ready, details.compression)
