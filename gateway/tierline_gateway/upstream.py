"""Calls to the services: one channel each, bytes or messages, with a retry where a repeat is safe."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import grpc
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2, health_pb2_grpc
from tierline_chassis import tracing
from tierline_chassis.interceptors.freshness import POSITION
from tierline_chassis.server import MOST_MESSAGE_BYTES, MOST_METADATA_BYTES

from tierline_gateway.contract import Method
from tierline_gateway.problems import metadata_of

HEALTH_SECONDS = 2.0
_PAUSES = (0.1, 0.3)
"""Pauses before a safe call is tried again, seconds (AIP-194)."""
OPTIONS: Sequence[tuple[str, Any]] = (
    ("grpc.enable_http_proxy", 0),
    ("grpc.enable_retries", 0),
    ("grpc.lb_policy_name", "round_robin"),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.max_receive_message_length", 4 * MOST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", 4 * MOST_MESSAGE_BYTES),
    ("grpc.max_metadata_size", MOST_METADATA_BYTES),
    ("grpc.absolute_max_metadata_size", 2 * MOST_METADATA_BYTES),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
)
"""A retry is decided here, where it is known whether a repeat is safe, and never by the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service answered: the message, and where in the log its write stands."""

    message: Message
    position: str = ""


class Upstream:
    """The services of the house."""

    def __init__(self, channels: Mapping[str, grpc.aio.Channel]) -> None:
        """Take a channel for each service, by its name."""
        self.channels = channels
        self._calls: dict[str, Any] = {}

    @classmethod
    def at(cls, addresses: Mapping[str, str]) -> "Upstream":
        """Open channels; inside a running event loop."""
        return cls({name: grpc.aio.insecure_channel(address, options=OPTIONS) for name, address in addresses.items()})

    async def call(
        self, method: Method, request: Message, *, metadata: Sequence[tuple[str, str]], seconds: float, safe: bool = False, home: str = "",
    ) -> Answer:
        """
        Call *method*, at the service *home* where several serve it.

        Args:
            method: What to call.
            request: Its request.
            metadata: What goes with it; the trace is added.
            seconds: How long it may take, retries included.
            safe: Whether a repeat does no harm: it reads, or brings its own request id.
            home: The service, for what every service answers.

        Raises:
            grpc.aio.AioRpcError: The service refused, or did not answer.

        """
        until = monotonic() + seconds
        for pause in (_PAUSES if safe else ()):
            try:
                return await self._once(method, request, metadata, until, home)
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.UNAVAILABLE or monotonic() + pause > until:
                    raise
            await asyncio.sleep(pause)
        return await self._once(method, request, metadata, until, home)

    async def _once(self, method: Method, request: Message, metadata: Sequence[tuple[str, str]], until: float, home: str) -> Answer:
        call = self._prepared(method, home)(request, metadata=[*metadata, *tracing.headers().items()], timeout=max(0.0, until - monotonic()))
        message = await call
        position = ", ".join(str(value) for name, value in metadata_of(await call.trailing_metadata()) if name == POSITION)
        return Answer(message=message, position=position)

    def _prepared(self, method: Method, home: str) -> Any:
        name = f"{home or method.home}{method.path}"
        if name not in self._calls:
            channel = self.channels[home or method.home]
            self._calls[name] = channel.unary_unary(
                method.path, request_serializer=method.request.SerializeToString, response_deserializer=method.response.FromString,
            )
        return self._calls[name]

    async def health(self) -> Mapping[str, bool]:
        """Ask every service whether it wants calls."""
        return dict(zip(self.channels, await asyncio.gather(*(_serving(channel) for channel in self.channels.values())), strict=True))

    async def close(self) -> None:
        """Let go of all channels."""
        for channel in self.channels.values():
            await channel.close(None)


async def _serving(channel: grpc.aio.Channel) -> bool:
    try:
        answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=HEALTH_SECONDS)
    except grpc.aio.AioRpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
