"""The gRPC door for outsiders: calls are passed to the service that their method names, undecoded; health and reflection are answered here."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import grpc
import grpc.aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_reflection.v1alpha import reflection
from tierline_chassis.server import MOST_MESSAGE_BYTES, MOST_METADATA_BYTES, AddressTaken

from tierline_gateway.contract import EVENT_SERVICE, Contract, home_of
from tierline_gateway.problems import metadata_of

SERVICE = "tierline-service"
"""Metadata that names the service whose events are meant; intake where absent."""
MOST_CALLS = 2_000
"""Calls under way at once, watches among them; one more is RESOURCE_EXHAUSTED."""
_CONNECTION = ("user-agent", "grpc-", "te", "content-type", ":", SERVICE)
"""Metadata that belongs to a connection, or to this door, and is not passed on."""
_HEALTH = "grpc.health.v1.Health"
OPTIONS: Sequence[tuple[str, Any]] = (
    ("grpc.max_receive_message_length", MOST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", 4 * MOST_MESSAGE_BYTES),
    ("grpc.max_metadata_size", MOST_METADATA_BYTES),
    ("grpc.absolute_max_metadata_size", 2 * MOST_METADATA_BYTES),
    ("grpc.server_handshake_timeout_ms", 10_000),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.max_connection_idle_ms", 15 * 60_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.so_reuseport", 0),
)
"""Silent and dead connections are closed; two servers never share a port by accident."""


class GrpcDoor:
    """The server of the second port."""

    def __init__(self, contract: Contract, channels: Mapping[str, grpc.aio.Channel]) -> None:
        self._server = grpc.aio.server(options=OPTIONS, maximum_concurrent_rpcs=MOST_CALLS)
        self._server.add_generic_rpc_handlers((PassThrough(contract, channels),))
        names = [service.full_name for service in contract.services]
        self._health = HealthServicer()
        self._names = ("", *names)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        reflection.enable_server_reflection([*names, _HEALTH, reflection.SERVICE_NAME], self._server)

    async def start(self, address: str) -> int:
        """
        Listen on *address* and return the port.

        Raises:
            AddressTaken: Another process listens there.

        """
        try:
            port = self._server.add_insecure_port(address)
        except RuntimeError as error:
            raise AddressTaken(f"Cannot listen on {address}: is another process using the port?", address=address) from error
        await self._server.start()
        for name in self._names:
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return port

    async def drain(self) -> None:
        """Say that no more calls are wanted."""
        await self._health.enter_graceful_shutdown()

    async def stop(self, grace_seconds: float) -> None:
        """Take no more calls, and give those under way their grace."""
        await self._server.stop(grace_seconds)


class PassThrough(grpc.GenericRpcHandler):  # type: ignore[type-arg]  # generic in the stubs alone
    """Handles every method of the contract, and those that a newer service of ours may have, by asking the service that serves it."""

    def __init__(self, contract: Contract, channels: Mapping[str, grpc.aio.Channel]) -> None:
        self._contract, self._channels = contract, channels

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        """Return what handles a call; `None` where no service of ours has its method."""
        path = handler_call_details.method
        channel: Any = self._channels.get(self._home(handler_call_details))  # the stubs demand serializers; without them bytes pass as they are
        if channel is None:
            return None
        method = self._contract.methods.get(path)
        if method is None:
            return grpc.stream_stream_rpc_method_handler(_streaming(channel.stream_stream(path)))
        if method.streams:
            return grpc.unary_stream_rpc_method_handler(_streaming(channel.unary_stream(path)))
        return grpc.unary_unary_rpc_method_handler(_unary(channel.unary_unary(path)))

    def _home(self, details: grpc.HandlerCallDetails) -> str:
        service = details.method.removeprefix("/").partition("/")[0]
        if service == EVENT_SERVICE:
            return str(dict(metadata_of(details.invocation_metadata)).get(SERVICE, "intake"))
        return home_of(service)


def _metadata(context: Any) -> Sequence[tuple[str, Any]]:
    return [(name, value) for name, value in metadata_of(context.invocation_metadata()) if not name.startswith(_CONNECTION)]


def _unary(ask: Any) -> Callable[[bytes, Any], Any]:
    async def handle(request: bytes, context: Any) -> bytes:
        call = ask(request, metadata=_metadata(context), timeout=context.time_remaining())
        try:
            answer: bytes = await call
        except grpc.aio.AioRpcError as error:
            await _refuse(context, error)
            raise
        context.set_trailing_metadata(metadata_of(await call.trailing_metadata()))
        return answer

    return handle


def _streaming(ask: Any) -> Callable[[Any, Any], AsyncIterator[bytes]]:
    async def handle(request: Any, context: Any) -> AsyncIterator[bytes]:
        call = ask(request, metadata=_metadata(context), timeout=context.time_remaining())
        try:
            await context.send_initial_metadata(metadata_of(await call.initial_metadata()))
            async for answer in call:
                yield answer
            context.set_trailing_metadata(metadata_of(await call.trailing_metadata()))
        except grpc.aio.AioRpcError as error:
            await _refuse(context, error)
        finally:
            call.cancel()

    return handle


async def _refuse(context: Any, error: grpc.aio.AioRpcError) -> None:
    await context.abort(error.code(), error.details() or "", metadata_of(error.trailing_metadata()))
