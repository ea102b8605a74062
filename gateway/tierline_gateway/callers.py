"""Who is calling: a secret becomes an assertion that the services verify by themselves, asked for again after ten seconds."""

import asyncio
import hashlib
from time import monotonic

import grpc
from tierline.tenancy.v1 import authentication_pb2, authentication_pb2_grpc
from tierline_sdk.errors import Unauthenticated

KEPT_SECONDS = 10.0
"""How long an answer is trusted: a revoked key dies within this."""
_MOST = 10_000


class Callers:
    """Asks tenancy for assertions, one question at a time for each secret; secrets are kept as hashes only."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = authentication_pb2_grpc.AuthenticationServiceStub(channel)  # type: ignore[no-untyped-call]  # generated
        self._kept: dict[bytes, tuple[float, asyncio.Task[str]]] = {}

    async def assertion(self, secret: str) -> str:
        """
        Return the assertion of the holder of *secret*.

        Raises:
            Unauthenticated: There is no secret.
            grpc.aio.AioRpcError: Tenancy refuses it, or does not answer.

        """
        if not secret:
            raise Unauthenticated("Send a key: Authorization: Bearer KEY.")
        name = hashlib.sha256(secret.encode()).digest()
        until, task = self._kept.get(name, (0.0, None))
        if task is None or monotonic() > until or (task.done() and (task.cancelled() or task.exception() is not None)):
            if len(self._kept) >= _MOST:
                self._kept.clear()
            task = asyncio.create_task(self._ask(secret))
            self._kept[name] = (monotonic() + KEPT_SECONDS, task)
        return await asyncio.shield(task)

    async def _ask(self, secret: str) -> str:
        answer = await self._stub.Authenticate(authentication_pb2.AuthenticateRequest(secret=secret[:200]), timeout=5)
        return str(answer.assertion)
