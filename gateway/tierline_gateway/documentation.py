"""`/openapi.json`: made at the first question, in a thread, and kept."""

import asyncio
import hashlib
import json
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tierline_gateway.contract import Contract
from tierline_gateway.transcoding.bindings import Binding


class Documentation:
    """The document as bytes."""

    def __init__(self, contract: Contract, bindings: Sequence[Binding]) -> None:
        self._contract, self._bindings = contract, bindings
        self._made: asyncio.Task[bytes] | None = None

    @property
    def route(self) -> Route:
        """Where it is served."""
        return Route("/openapi.json", self.show)

    async def show(self, request: Request) -> Response:
        """Answer with the document, unless the caller has it."""
        self._made = self._made or asyncio.create_task(asyncio.to_thread(self._make))
        content = await asyncio.shield(self._made)
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="application/json")

    def _make(self) -> bytes:
        from tierline_gateway.openapi import make_document  # noqa: PLC0415 (only who asks pays for it)

        return json.dumps(make_document(self._contract, self._bindings), ensure_ascii=False, separators=(",", ":")).encode()
