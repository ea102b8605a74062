"""Whether the gateway wants requests: it is not about to end, and every service behind it serves."""

import asyncio
from collections.abc import Mapping
from time import monotonic

from tierline_gateway.upstream import Upstream

KEPT_SECONDS = 0.5
"""How long an answer is given again, so that whoever asks often asks the services no more often."""


class Readiness:
    """Asks all services at once, one question at a time."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._draining = False
        self._kept_until = 0.0
        self._question: asyncio.Task[Mapping[str, bool]] | None = None

    def drain(self) -> None:
        """Say from now on that no requests are wanted."""
        self._draining = True

    async def look(self) -> tuple[bool, Mapping[str, bool]]:
        """Return whether requests are wanted, and which services serve."""
        if self._question is None or (self._question.done() and monotonic() > self._kept_until):
            self._question = asyncio.create_task(self._ask())
        services = await asyncio.shield(self._question)
        return all(services.values()) and not self._draining, services

    async def _ask(self) -> Mapping[str, bool]:
        found = await self._upstream.health()
        self._kept_until = monotonic() + KEPT_SECONDS
        return found
