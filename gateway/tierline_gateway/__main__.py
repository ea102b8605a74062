"""Runs the gateway: HTTP on one port, gRPC on another, in one event loop."""

import asyncio
import os
import sys

import grpc
import uvicorn
from tierline_chassis.logging import configure
from tierline_chassis.settings import load
from tierline_sdk.errors import TierlineError

from tierline_gateway.app import make_app
from tierline_gateway.callers import Callers
from tierline_gateway.contract import load_contract
from tierline_gateway.door import Door
from tierline_gateway.passing import PassThrough
from tierline_gateway.settings import GatewaySettings

_LARGEST = 16 << 20
_OPTIONS = [("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]


async def serve(settings: GatewaySettings) -> None:
    """Serve until told to end, then finish what was begun."""
    contract = load_contract()
    channels = {name: grpc.aio.insecure_channel(address, options=_OPTIONS) for name, address in settings.addresses().items()}
    door = Door(contract, channels, Callers(channels["tenancy"]), settings)
    passing = grpc.aio.server(options=_OPTIONS)
    passing.add_generic_rpc_handlers((PassThrough(contract, channels),))
    passing.add_insecure_port(settings.grpc_listen)
    await passing.start()
    host, _, port = settings.listen.rpartition(":")
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(door, channels), host=host, port=int(port), http="httptools", lifespan="off", log_config=None, access_log=False, server_header=False,
            timeout_keep_alive=30, timeout_graceful_shutdown=10, h11_max_incomplete_event_size=32_768, limit_concurrency=1_000,
        )
    )
    await server.serve()
    await passing.stop(5)
    for channel in channels.values():
        await channel.close(None)


def main() -> int:
    """Run, and return the exit status."""
    try:
        settings = load(GatewaySettings, os.environ)
    except TierlineError as error:
        print(f"gateway: {error.message}", file=sys.stderr)  # noqa: T201 (whoever starts it by hand should read it)
        return 78
    configure(settings.log_format, service="gateway")
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
