"""Runs the gateway: HTTP on one port, gRPC on another, in one event loop."""

import asyncio
import os
import sys

from tierline_chassis.logging import configure
from tierline_chassis.service import EX_CONFIG, EX_UNAVAILABLE
from tierline_chassis.settings import load
from tierline_sdk.errors import Kind, TierlineError

from tierline_gateway.running import serve
from tierline_gateway.settings import GatewaySettings


def main() -> int:
    """Run, and return the exit status."""
    try:
        settings = load(GatewaySettings, os.environ)
        configure(settings.log_format, service="gateway")
        asyncio.run(serve(settings))
    except TierlineError as error:
        print(f"gateway: {error.message}", file=sys.stderr)  # noqa: T201 (whoever starts it by hand should read it)
        return EX_UNAVAILABLE if error.kind is Kind.UNAVAILABLE else EX_CONFIG
    return 0


if __name__ == "__main__":
    sys.exit(main())
