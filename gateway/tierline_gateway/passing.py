"""The gRPC door for outsiders: calls are passed to the service that their method names, undecoded."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import grpc

from tierline_gateway.contract import Contract
from tierline_gateway.problems import metadata_of

SERVICE = "tierline-service"
"""Metadata that names the service whose events are meant; intake where absent."""
_OWN = ("user-agent", "grpc-accept-encoding", "grpc-encoding", "grpc-timeout", "te", "content-type", ":")
"""Metadata that belongs to a connection and is not passed on."""


class PassThrough(grpc.GenericRpcHandler):  # type: ignore[type-arg]  # generic in the stubs alone
    """Handles every method of the contract by asking the service that serves it."""

    def __init__(self, contract: Contract, channels: Mapping[str, grpc.aio.Channel]) -> None:
        self._contract, self._channels = contract, channels

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        """Return what handles a call; `None` where no service has its method."""
        path = handler_call_details.method
        method = self._contract.methods.get(path)
        if method is None or method.descriptor.client_streaming:
            return None
        home = method.home or self._named(handler_call_details)
        channel: Any = self._channels.get(home)  # the stubs demand serializers; without them bytes pass as they are
        if channel is None:
            return None
        if method.descriptor.server_streaming:
            return grpc.unary_stream_rpc_method_handler(_stream(channel.unary_stream(path)))
        return grpc.unary_unary_rpc_method_handler(_unary(channel.unary_unary(path)))

    def _named(self, details: grpc.HandlerCallDetails) -> str:
        return str(dict(metadata_of(details.invocation_metadata)).get(SERVICE, "intake"))


def _metadata(context: Any) -> Sequence[tuple[str, Any]]:
    return [(name, value) for name, value in metadata_of(context.invocation_metadata()) if not name.startswith(_OWN)]


def _unary(call: Any) -> Any:
    async def handle(request: bytes, context: Any) -> bytes:
        passed = call(request, metadata=_metadata(context), timeout=context.time_remaining())
        try:
            answer: bytes = await passed
        except grpc.aio.AioRpcError as error:
            await _refuse(context, error)
            raise
        context.set_trailing_metadata(metadata_of(await passed.trailing_metadata()))
        return answer

    return handle


def _stream(call: Any) -> Any:
    async def handle(request: bytes, context: Any) -> AsyncIterator[bytes]:
        passed = call(request, metadata=_metadata(context), timeout=context.time_remaining())
        try:
            async for answer in passed:
                yield answer
        except grpc.aio.AioRpcError as error:
            await _refuse(context, error)
        finally:
            passed.cancel()

    return handle


async def _refuse(context: Any, error: grpc.aio.AioRpcError) -> None:
    await context.abort(error.code(), error.details() or "", metadata_of(error.trailing_metadata()))
