"""The gateway as one application: the HTTP door, health, metrics, and the headers that every answer carries."""

import asyncio
from collections.abc import Mapping
from time import perf_counter

import grpc
import structlog
from grpc_health.v1 import health_pb2, health_pb2_grpc
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tierline_gateway.door import Door
from tierline_gateway.problems import plain_problem

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}
_VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_log = structlog.get_logger(__name__)


def make_app(door: Door, channels: Mapping[str, grpc.aio.Channel]) -> ASGIApp:
    """Make the application."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "SERVING"})

    async def readyz(_request: Request) -> Response:
        found = dict(zip(channels, await asyncio.gather(*(_serving(channel) for channel in channels.values())), strict=True))
        return JSONResponse({"services": found}, 200 if all(found.values()) else 503)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def missing(_request: Request, _error: Exception) -> Response:
        return plain_problem(404, reason="NO_SUCH_PATH", detail="No resource has this path; /openapi.json lists them.")

    async def broken(_request: Request, _error: Exception) -> Response:
        return plain_problem(500, reason="INTERNAL", detail="The gateway met something unexpected; its log says what.")

    app = Starlette(
        routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics), Route("/v1/{path:path}", door.handle, methods=_VERBS)],
        exception_handlers={404: missing, 500: broken},
    )
    return Finish(app)


class Finish:
    """Adds the headers that every answer carries, and says in the log what was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 0

        async def finish(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, finish)
        _log.info("request_answered", method=scope["method"], path=scope["path"], status=status, milliseconds=round((perf_counter() - began) * 1000, 1))


async def _serving(channel: grpc.aio.Channel) -> bool:
    try:
        answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=2)
    except grpc.aio.AioRpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
