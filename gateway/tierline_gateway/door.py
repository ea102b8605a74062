"""The HTTP door: a request becomes the RPC that its path means, and the answer becomes JSON."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

from google.protobuf.message import Message
from starlette.requests import Request
from starlette.responses import Response
from tierline_chassis.keys import ASSERTION

from tierline_gateway.bodies import OFF_LOOP_BYTES, read_json
from tierline_gateway.callers import Caller, Callers
from tierline_gateway.coalescing import Coalescer
from tierline_gateway.contract import Contract
from tierline_gateway.headers import apply_etag, apply_request_id, passed_on, secret_of, timeout_of
from tierline_gateway.limits import Rates, Room
from tierline_gateway.problems import problem_of
from tierline_gateway.refusals import Late, MethodNotAllowed, NoSuchPath
from tierline_gateway.settings import GatewaySettings
from tierline_gateway.transcoding.bindings import Binding
from tierline_gateway.transcoding.paths import PathUnreadable, Router
from tierline_gateway.transcoding.writing import write
from tierline_gateway.upstream import Answer, Upstream

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
ROUTE = "tierline.route"
"""Where a request's scope says which template it met, for log and metrics."""
PRINCIPAL = "tierline.principal"
"""Where it says who called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """What a request passes before it is worked on: who calls, how often, how many at once."""

    callers: Callers
    rates: Rates
    room: Room

    async def caller(self, request: Request) -> Caller:
        """
        Return who calls.

        Raises:
            Unauthenticated: Nobody who is known.
            Exhausted: Somebody who calls too often.

        """
        caller = await self.callers.caller(secret_of(request))
        request.scope[PRINCIPAL] = caller.principal.id
        self.rates.take(caller.principal.id)
        return caller


class Door:
    """All RPCs that have an HTTP rule, behind one function."""

    def __init__(self, contract: Contract, upstream: Upstream, gates: Gates, settings: GatewaySettings) -> None:
        self.bindings = [Binding(method, rule) for method in contract.methods.values() for rule in method.rules]
        self._router: Router[Binding] = Router()
        for binding in self.bindings:
            self._router.add(binding.rule.verb, binding.template, binding)
        self._upstream, self._gates, self._settings = upstream, gates, settings
        self._coalescer = Coalescer(upstream, contract)

    async def handle(self, request: Request) -> Response:
        """Answer one request; whatever is wrong with it becomes a problem."""
        try:
            with self._gates.room.place():
                return await self._answer(request)
        except Exception as error:  # noqa: BLE001 (the door of the process: a bug is answered and logged there, and must not end the connection)
            return problem_of(error, conditional="if-match" in request.headers)

    async def _answer(self, request: Request) -> Response:
        binding, values = self._find(request)
        caller = await self._gates.caller(request)
        seconds = timeout_of(request, default=self._settings.call_seconds, longest=self._settings.longest_call_seconds)
        message = await self._message(request, binding, values)
        answer = await self._call(request, binding, message, caller, seconds)
        return await _response(answer)

    def _find(self, request: Request) -> tuple[Binding, list[str]]:
        try:
            match = self._router.match(request.scope["raw_path"].decode("latin-1"))
        except PathUnreadable as error:
            raise NoSuchPath from error
        if match is None or any("\0" in value for value in match.values):
            raise NoSuchPath
        verb = "GET" if request.method == "HEAD" else request.method
        binding = match.methods.get(verb)
        if binding is None:
            raise MethodNotAllowed(", ".join(sorted(match.methods)))
        request.scope[ROUTE] = binding.rule.template
        return binding, list(match.values)

    async def _message(self, request: Request, binding: Binding, values: list[str]) -> Message:
        limit = self._settings.bulk_body_bytes if binding.bulk else self._settings.body_bytes
        body = await read_json(request, limit=limit, seconds=self._settings.body_seconds) if binding.rule.body else None
        query = request.query_params.multi_items()
        if binding.bulk:
            return await asyncio.to_thread(binding.request, values=values, query=query, body=body)
        return binding.request(values=values, query=query, body=body)

    async def _call(self, request: Request, binding: Binding, message: Message, caller: Caller, seconds: float) -> Answer:
        method = binding.method
        apply_request_id(request, method, message)
        apply_etag(request, message)
        metadata = ((ASSERTION, caller.assertion), *passed_on(request))
        try:
            async with asyncio.timeout(seconds):
                if self._coalescer.takes(method):
                    return await self._coalescer.call(method, message, metadata=metadata, seconds=seconds)
                safe = binding.rule.verb == "GET" or bool(getattr(message, "request_id", ""))
                return await self._upstream.call(method, message, metadata=metadata, seconds=seconds, safe=safe)
        except TimeoutError as error:
            raise Late from error


async def _response(answer: Answer) -> Response:
    big = answer.message.ByteSize() > OFF_LOOP_BYTES
    body = await asyncio.to_thread(_written, answer.message) if big else _written(answer.message)
    return Response(body, headers=_headers(answer), media_type="application/json")


def _written(message: Message) -> bytes:
    return _encode(write(message)).encode()


def _headers(answer: Answer) -> Mapping[str, str]:
    headers = {"Cache-Control": "no-store"}
    if answer.position:
        headers["Tierline-Position"] = answer.position
    if etag := getattr(answer.message, "etag", ""):
        headers["ETag"] = f'"{etag}"'
    return headers
