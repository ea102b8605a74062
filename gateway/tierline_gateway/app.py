"""The gateway as one application: the HTTP door, what stands beside it, and what every answer carries."""

from collections.abc import Sequence
from time import perf_counter

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tierline_chassis import metrics, tracing

from tierline_gateway.door import PRINCIPAL, ROUTE, Door
from tierline_gateway.problems import problem_of
from tierline_gateway.readiness import Readiness
from tierline_gateway.refusals import MethodNotAllowed, NoSuchPath

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}
_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
_DOOR = "/v1/"
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that machines ask every second; they are counted and not logged."""
_LOGGED_CHARACTERS = 200
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger(__name__)


def make_app(door: Door, readiness: Readiness, beside: Sequence[BaseRoute] = ()) -> ASGIApp:
    """Make the application; *beside* are routes that are no RPC."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "SERVING"})

    async def readyz(_request: Request) -> Response:
        ready, services = await readiness.look()
        return JSONResponse({"ready": ready, "services": services}, 200 if ready else 503)

    async def show_metrics(_request: Request) -> Response:
        return Response(metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", show_metrics)]
    starlette = Starlette(routes=[*own, *beside], exception_handlers={HTTPException: _refused, Exception: _failed})
    taken = frozenset(route.path for route in beside if isinstance(route, Route))

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_DOOR) and scope["path"] not in taken:
            response = await door.handle(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await starlette(scope, receive, send)

    return Finish(dispatch)


async def _refused(_request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 405:  # noqa: PLR2004 (the numbers of HTTP are its names)
        return problem_of(MethodNotAllowed((error.headers or {}).get("Allow", "")))
    return problem_of(NoSuchPath())


async def _failed(_request: Request, error: Exception) -> Response:
    return problem_of(error)


class Finish:
    """Adds what every answer carries, and says in log and metrics what was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, in its trace."""
        if scope["type"] != "http":
            return
        began, status = perf_counter(), 0
        with tracing.continued(Headers(scope=scope)) as trace:

            async def finish(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    _dress(MutableHeaders(scope=message), trace, secure=scope["scheme"] == "https")
                await send(message)

            try:
                await self._app(scope, receive, finish)
            finally:
                _note(scope, status, perf_counter() - began)


def _dress(headers: MutableHeaders, trace: tracing.Trace, *, secure: bool) -> None:
    for name, value in {**HEADERS, **(_HTTPS if secure else {})}.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
    headers[tracing.TRACEPARENT] = str(trace)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    route = scope.get(ROUTE) or _template(scope)
    metrics.increment(metrics.HTTP_REQUESTS, method=method, route=route, status=str(status))
    metrics.observe(metrics.HTTP_SECONDS, seconds, method=method, route=route)
    if scope["path"] not in _QUIET:
        _log.info(
            "request_answered", method=method, path=scope["path"][:_LOGGED_CHARACTERS], route=route, status=status, principal_id=scope.get(PRINCIPAL, ""),
            duration_ms=round(seconds * 1000, 1),
        )


def _template(scope: Scope) -> str:
    """Name what Starlette has matched; what was not matched is one name, so that strangers cannot fill the metrics."""
    route = scope.get("route")
    return str(getattr(route, "path", "other")) if route is not None or scope["path"] in _QUIET else "other"
