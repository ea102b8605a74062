"""
The order in which a call passes what stands before a servicer's method.

Trace, metrics and log, authentication, permission, validation, scope, deadline, freshness, the method, and around all of it the errors.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, NoReturn

import grpc
import structlog
from google.protobuf.message import Message
from grpc_status import rpc_status

from tierline_chassis import metrics, tracing
from tierline_chassis.auth import Authenticator
from tierline_chassis.call import Call, current
from tierline_chassis.interceptors import access, contention, deadlines
from tierline_chassis.interceptors.errors import refusal_of
from tierline_chassis.interceptors.freshness import AFTER, POSITION, Freshness
from tierline_chassis.interceptors.validation import Undecodable, Validation
from tierline_chassis.rpc import Rpc

Method = Callable[[Any, Call], Any]
"""A servicer's method: request and call to response, or to an iterator of responses."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Outcome:
    code: grpc.StatusCode = grpc.StatusCode.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Wraps the methods of a server."""

    authenticator: Authenticator
    validation: Validation
    freshness: Freshness
    clock: Callable[[], datetime]

    def unary(self, rpc: Rpc, method: Method) -> Callable[[Message | Undecodable, grpc.ServicerContext], Message]:
        """Return what gRPC calls for an RPC with one answer."""

        def serve(request: Message | Undecodable, context: grpc.ServicerContext) -> Message:
            metadata = _metadata(context)
            with _observed(rpc, metadata) as outcome:
                try:
                    checked, call = self._admit(rpc, request, metadata, context)
                    answer: Message = contention.persistently(lambda: method(checked, call), call)
                except Exception as error:  # noqa: BLE001 (the place whose purpose it is: every exception of a call becomes a status)
                    _refuse(error, outcome, context)
                else:
                    _trail(call, context)
                    return answer

        return serve

    def stream(self, rpc: Rpc, method: Method) -> Callable[[Message | Undecodable, grpc.ServicerContext], Iterator[Message]]:
        """Return what gRPC calls for an RPC with a stream of answers."""

        def serve(request: Message | Undecodable, context: grpc.ServicerContext) -> Iterator[Message]:
            metadata = _metadata(context)
            with _observed(rpc, metadata) as outcome:
                try:
                    checked, call = self._admit(rpc, request, metadata, context)
                    yield from method(checked, call)
                except Exception as error:  # noqa: BLE001 (the place whose purpose it is: every exception of a call becomes a status)
                    _refuse(error, outcome, context)
                else:
                    _trail(call, context)

        return serve

    def _admit(self, rpc: Rpc, request: Message | Undecodable, metadata: Mapping[str, str], context: grpc.ServicerContext) -> tuple[Message, Call]:
        ends = deadlines.ends(rpc, context.time_remaining())
        principal = access.caller(self.authenticator, metadata, rpc)
        access.permit(principal, rpc)
        checked = self.validation.check(request)
        reach = access.reach_of(principal, rpc, checked, metadata)
        structlog.contextvars.bind_contextvars(principal_id=principal.id)
        call = Call(
            principal=principal, permission=rpc.permission, request_method=rpc.path, now=self.clock(), reach=reach, ends=ends,
            on_end=context.add_callback, is_active=context.is_active,
        )
        current.set(call)
        self.freshness.wait(metadata.get(AFTER, ""), ends=ends)
        return checked, call


def _metadata(context: grpc.ServicerContext) -> Mapping[str, str]:
    return {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}


@contextmanager
def _observed(rpc: Rpc, metadata: Mapping[str, str]) -> Iterator[_Outcome]:
    """Trace, count and time a call; gRPC runs each in a context of its own, so nothing bound here outlives it."""
    started, outcome = monotonic(), _Outcome()
    with tracing.continued(metadata) as trace, structlog.contextvars.bound_contextvars(method=rpc.path, trace_id=trace.trace_id):
        try:
            yield outcome
        finally:
            metrics.increment(metrics.RPCS, method=rpc.path, code=outcome.code.name)
            if not rpc.watch:
                metrics.observe(metrics.RPC_SECONDS, monotonic() - started, method=rpc.path)
            _log.debug("rpc_answered", code=outcome.code.name)


def _refuse(error: Exception, outcome: _Outcome, context: grpc.ServicerContext) -> NoReturn:
    refusal = refusal_of(error)
    outcome.code = refusal.code
    context.abort_with_status(rpc_status.to_status(refusal.status))


def _trail(call: Call, context: grpc.ServicerContext) -> None:
    if call.positions:
        context.set_trailing_metadata(((POSITION, ",".join(call.positions)),))
