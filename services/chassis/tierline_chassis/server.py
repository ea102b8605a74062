"""
The gRPC server of a service.

Short RPCs share sixteen threads and a queue with an end; RPCs that wait for news have threads of their own, so that open watches never hold up a
command; what is too much is refused at once, by threads that do nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import grpc
from grpc_status import rpc_status
from tierline_sdk.errors import Exhausted, Unavailable

from tierline_chassis import metrics
from tierline_chassis.auth import Authenticator
from tierline_chassis.health import Health
from tierline_chassis.interceptors.chain import Chain, Method
from tierline_chassis.interceptors.freshness import Follower, Freshness
from tierline_chassis.interceptors.statuses import status_of
from tierline_chassis.interceptors.validation import Validation, decoder
from tierline_chassis.pools import Pool
from tierline_chassis.rpc import ContractIncomplete, Rpc, rpcs_of

MOST_MESSAGE_BYTES = 4 * 1024 * 1024
MOST_METADATA_BYTES = 128 * 1024
"""Room for the assertion of a caller with some hundred grants."""
_OPTIONS = (
    ("grpc.max_receive_message_length", MOST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", 4 * MOST_MESSAGE_BYTES),
    ("grpc.max_metadata_size", MOST_METADATA_BYTES),
    ("grpc.absolute_max_metadata_size", 2 * MOST_METADATA_BYTES),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.max_connection_age_ms", 30 * 60_000),
    ("grpc.max_connection_age_grace_ms", 60_000),
    ("grpc.so_reuseport", 0),
)
"""Connections end after half an hour, so that clients find pods that came later; two servers never share a port by accident."""

if TYPE_CHECKING:
    Handler = grpc.RpcMethodHandler[Any, Any]


class AddressTaken(Unavailable):
    """Another process listens there."""

    reason = "ADDRESS_TAKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a server takes on at once."""

    workers: int = 16
    """Threads for short RPCs."""
    commands: int = 128
    """Short RPCs that run or wait; one more is refused."""
    watches: int = 256
    """RPCs that wait for news, each on a thread; one more is refused."""


class Server:
    """A gRPC server with health and reflection; the servicers' methods take a request and a `Call`."""

    def __init__(
        self, servicers: Mapping[str, object], *, authenticator: Authenticator, health: Health, followers: Sequence[Follower] = (),
        limits: Limits | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """
        Make a server of *servicers*, by the full names of their services.

        Raises:
            ContractIncomplete: A servicer lacks a method of its service, or a service lacks a rule.

        """
        limits = limits or Limits()
        self._commands = Pool("commands", threads=limits.workers, capacity=limits.commands)
        self._watches = Pool("watches", threads=limits.watches, capacity=limits.watches)
        self._refusals = ThreadPoolExecutor(max_workers=2, thread_name_prefix="refusals")
        self._health = health
        self._chain = Chain(
            authenticator=authenticator, validation=Validation(), freshness=Freshness(followers, waiting=limits.workers // 2), clock=clock,
        )
        self._server = grpc.server(
            self._commands, handlers=[self._handlers(servicers)], options=_OPTIONS,
            maximum_concurrent_rpcs=2 * (limits.commands + limits.watches),  # the last resort: above it gRPC itself refuses, without details
        )
        health.add_to(self._server, tuple(servicers), self._refusals)
        _add_reflection([*servicers, *health.services], self._server)

    def start(self, address: str) -> int:
        """
        Listen on *address* (`HOST:PORT`, port 0 for a free one) and return the port.

        Raises:
            AddressTaken: Another process listens there.

        """
        try:
            port = self._server.add_insecure_port(address)
        except RuntimeError as error:
            raise AddressTaken(f"Cannot listen on {address}: is another process using the port?", address=address) from error
        self._server.start()
        return port

    def stop(self, grace: timedelta) -> None:
        """Take no more calls, give those in flight *grace*, and return when all is quiet."""
        self._server.stop(grace.total_seconds()).wait(grace.total_seconds() + 5)
        for pool in (self._commands, self._watches, self._refusals):
            pool.shutdown(wait=False, cancel_futures=True)

    def _handlers(self, servicers: Mapping[str, object]) -> "_Handlers":
        methods = {rpc.path: self._handler(rpc, servicer) for service, servicer in servicers.items() for rpc in rpcs_of(service)}
        return _Handlers(methods)

    def _handler(self, rpc: Rpc, servicer: object) -> Callable[[], "Handler"]:
        method: Method | None = getattr(servicer, rpc.name, None)
        if method is None:
            raise ContractIncomplete(f"{type(servicer).__name__} has no method {rpc.name}, which the contract promises.")
        pool = self._watches if rpc.watch else self._commands
        serving = _method_handler(rpc, (self._chain.stream if rpc.streams else self._chain.unary)(rpc, method), pool)
        refusing = _method_handler(rpc, _refusal(pool), self._refusals)
        return lambda: _shed(pool, refusing) if pool.full else serving


class _Handlers(grpc.GenericRpcHandler):  # type: ignore[type-arg]  # generic in the stubs alone
    """Finds the handler of a method; runs on gRPC's one serving thread, so it only looks up."""

    def __init__(self, methods: Mapping[str, Callable[[], "Handler"]]) -> None:
        self._methods = methods

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "Handler | None":
        found = self._methods.get(handler_call_details.method)
        return None if found is None else found()


def _shed(pool: Pool, refusing: "Handler") -> "Handler":
    metrics.increment(metrics.RPCS_SHED, pool=pool.name)
    return refusing


def _refusal(pool: Pool) -> Callable[[Any, grpc.ServicerContext], Any]:
    def refuse(_request: Any, context: grpc.ServicerContext) -> Any:
        context.abort_with_status(rpc_status.to_status(status_of(Exhausted(f"The server has all the {pool.name} it takes at once.", pool=pool.name))))

    return refuse


def _method_handler(rpc: Rpc, behaviour: Callable[[Any, grpc.ServicerContext], Any], pool: ThreadPoolExecutor) -> "Handler":
    behaviour.experimental_thread_pool = pool  # type: ignore[attr-defined]  # gRPC runs a behaviour on the pool that it names
    make = grpc.unary_stream_rpc_method_handler if rpc.streams else grpc.unary_unary_rpc_method_handler
    return make(behaviour, request_deserializer=decoder(rpc.request), response_serializer=rpc.response.SerializeToString)


def _add_reflection(services: Sequence[str], server: grpc.Server) -> None:
    """Serve the descriptors; each open stream of a tool takes a thread of a small pool."""
    from grpc_reflection.v1alpha import reflection, reflection_pb2_grpc  # noqa: PLC0415 (not needed by who only imports the types here)

    class Reflection(reflection.ReflectionServicer):
        def ServerReflectionInfo(self, request_iterator: Any, context: Any) -> Any:  # noqa: N802 (the contract's name)
            return super().ServerReflectionInfo(request_iterator, context)

    Reflection.ServerReflectionInfo.experimental_thread_pool = Pool("reflection", threads=4, capacity=4)  # type: ignore[attr-defined]  # as above
    reflection_pb2_grpc.add_ServerReflectionServicer_to_server(Reflection((*services, reflection.SERVICE_NAME)), server)
