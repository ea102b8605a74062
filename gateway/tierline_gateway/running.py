"""The life of the gateway's process: everything is built here, and comes down in the opposite order."""

import asyncio
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp
from tierline_chassis.assertions import Verifier
from tierline_chassis.metrics import registry
from tierline_chassis.parent import watch_parent
from tierline_chassis.server import AddressTaken

from tierline_gateway.app import make_app
from tierline_gateway.callers import Callers
from tierline_gateway.contract import load_contract
from tierline_gateway.documentation import Documentation
from tierline_gateway.door import Door, Gates
from tierline_gateway.limits import Rates, Room
from tierline_gateway.passing import GrpcDoor
from tierline_gateway.protocol import guarded
from tierline_gateway.readiness import Readiness
from tierline_gateway.settings import GatewaySettings
from tierline_gateway.upstream import Upstream

_BACKLOG = 1024
_log = structlog.get_logger(__name__)


async def serve(settings: GatewaySettings) -> None:
    """
    Serve until told to end, then finish what was begun.

    Raises:
        AddressTaken: Another process listens on a port of ours.

    """
    ended = _told_to_end(settings)
    _allow_connections()
    async with AsyncExitStack() as stack:
        contract = load_contract()
        upstream = Upstream.at(settings.addresses())
        stack.push_async_callback(upstream.close)
        callers = Callers(upstream, contract, Verifier(settings.assertion_public_key.split(",")))
        gates = Gates(
            callers=callers, rates=Rates(per_second=settings.rate_per_second, burst=settings.rate_burst), room=Room("requests", settings.requests),
        )
        readiness = Readiness(upstream)
        door = Door(contract, upstream, gates, settings)
        app = make_app(door, readiness, [Documentation(contract, door.bindings).route])
        _serve_metrics(settings.metrics_listen, stack)
        grpc_door = GrpcDoor(contract, upstream.channels)
        if settings.grpc_listen:
            await grpc_door.start(settings.grpc_listen)
            stack.push_async_callback(grpc_door.stop, settings.grace_seconds)
        http = _Http(app, settings)
        listening = _listen(settings.listen)
        serving = asyncio.create_task(http.serve(sockets=[listening]))
        _log.info("process_ready", service="gateway", port=listening.getsockname()[1])
        await asyncio.wait([serving, asyncio.create_task(ended.wait())], return_when=asyncio.FIRST_COMPLETED)
        _log.info("process_ending", service="gateway")
        readiness.drain()
        await grpc_door.drain()
        await asyncio.sleep(settings.drain_seconds)
        http.should_exit = True
        await serving
    _log.info("process_ended", service="gateway")


class _Http(uvicorn.Server):
    """uvicorn, without its own idea of signals."""

    def __init__(self, app: ASGIApp, settings: GatewaySettings) -> None:
        super().__init__(uvicorn.Config(
            app, http=guarded(settings), ws="none", lifespan="off", log_config=None, access_log=False, server_header=False, date_header=True,
            timeout_keep_alive=settings.idle_seconds, timeout_graceful_shutdown=int(settings.grace_seconds), limit_concurrency=settings.connections,
            backlog=_BACKLOG,
        ))

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process."""
        yield


def _told_to_end(settings: GatewaySettings) -> asyncio.Event:
    """Return what is set when the process should end; later signals change nothing."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)

    def end() -> None:
        loop.call_soon_threadsafe(ended.set)

    if settings.parent_pid:
        watch_parent(settings.parent_pid, end)
    return ended


def _allow_connections() -> None:
    """Take as many file descriptors as this process may have: each connection is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _listen(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    try:
        return socket.create_server((host.strip("[]"), int(port)), family=socket.AF_INET6 if "[" in host else socket.AF_INET, backlog=_BACKLOG)
    except OSError as error:
        raise AddressTaken(f"Cannot listen on {address}: is another process using the port?", address=address) from error


def _serve_metrics(address: str, stack: AsyncExitStack) -> None:
    if not address:
        return
    from prometheus_client import start_http_server  # noqa: PLC0415 (only where metrics are asked for apart)

    host, _, port = address.rpartition(":")
    try:
        server, _ = start_http_server(int(port), host or "127.0.0.1", registry())
    except OSError as error:
        raise AddressTaken(f"Cannot serve metrics on {address}: is another process using the port?", address=address) from error
    stack.callback(server.shutdown)
