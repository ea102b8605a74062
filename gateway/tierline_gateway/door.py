"""The HTTP door: a request becomes the RPC that its path means, and the answer becomes JSON."""

import json
from collections.abc import Mapping
from typing import Any

import grpc
from google.protobuf.message import Message
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from tierline_chassis.interceptors.statuses import status_of
from tierline_sdk.errors import TierlineError

from tierline_gateway.callers import Callers
from tierline_gateway.contract import Contract
from tierline_gateway.problems import metadata_of, plain_problem, problem, status_of_failure
from tierline_gateway.settings import GatewaySettings
from tierline_gateway.transcoding.bindings import Binding, JsonUnreadable, parse_json
from tierline_gateway.transcoding.paths import PathUnreadable, Router
from tierline_gateway.transcoding.writing import write
from tierline_gateway.transcoding.wrong import Wrong, invalid, shown

BEARER = "bearer "
COOKIE = "tierline_session"
_PASSED = {"tierline-tenant": "tierline-tenant", "tierline-after": "tierline-after", "traceparent": "traceparent"}
"""Headers that go on as metadata."""


class BodyRefused(ValueError):
    """A body is not even read: it is too large, or of another kind."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason = status, reason


class Door:
    """All RPCs that have an HTTP rule, behind one function."""

    def __init__(self, contract: Contract, channels: Mapping[str, grpc.aio.Channel], callers: Callers, settings: GatewaySettings) -> None:
        self._router: Router[Binding] = Router()
        for method in contract.methods.values():
            for rule in method.rules:
                binding = Binding(method, rule)
                self._router.add(rule.verb, binding.template, binding)
        self._channels, self._callers, self._settings = channels, callers, settings

    async def handle(self, request: Request) -> Response:
        """Answer one request; whatever is wrong with it becomes a problem."""
        trace = request.headers.get("traceparent", "")
        try:
            return await self._answer(request)
        except grpc.aio.AioRpcError as error:
            return problem(status_of_failure(error), conditional="if-match" in request.headers, trace=trace)
        except BodyRefused as error:
            return plain_problem(error.status, reason=error.reason, detail=str(error))
        except JsonUnreadable as error:
            return plain_problem(400, reason="BODY_UNREADABLE", detail=str(error))
        except ClientDisconnect:
            return plain_problem(499)
        except (Wrong, TierlineError) as error:
            return problem(status_of(invalid(error) if isinstance(error, Wrong) else error), trace=trace)

    async def _answer(self, request: Request) -> Response:
        try:
            match = self._router.match(request.scope["raw_path"].decode("latin-1"))
        except PathUnreadable:
            match = None
        if match is None:
            return plain_problem(404, reason="NO_SUCH_PATH", detail="No resource has this path; /openapi.json lists them.")
        binding = match.methods.get(request.method)
        if binding is None:
            allowed = ", ".join(sorted(match.methods))
            return plain_problem(405, {"Allow": allowed}, reason="METHOD_NOT_ALLOWED", detail=f"This path takes {allowed}.")
        assertion = await self._callers.assertion(secret_of(request))
        body = await self._body(request, binding) if binding.rule.body else None
        message = binding.request(values=match.values, query=list(request.query_params.multi_items()), body=body)
        _apply_headers(request, message)
        return await self._call(request, binding, message, assertion)

    async def _body(self, request: Request, binding: Binding) -> Any:
        kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        data = await _read(request, self._settings.bulk_body_bytes if binding.bulk else self._settings.body_bytes)
        if not data:
            return {} if binding.rule.body == "*" else None
        if kind != "application/json":
            raise BodyRefused(415, "UNSUPPORTED_MEDIA_TYPE", f"The body has to be application/json, not {shown(kind)!r}.")
        return parse_json(data)

    async def _call(self, request: Request, binding: Binding, message: Message, assertion: str) -> Response:
        metadata = [("tierline-assertion", assertion), *((name, request.headers[header]) for header, name in _PASSED.items() if header in request.headers)]
        channel = self._channels[binding.method.home]
        method = binding.method
        rpc = channel.unary_unary(method.path, request_serializer=method.request.SerializeToString, response_deserializer=method.response.FromString)
        call = rpc(message, metadata=metadata, timeout=self._settings.call_seconds)
        answer = await call
        headers = {name.title(): str(value) for name, value in metadata_of(await call.trailing_metadata()) if name == "tierline-position"}
        if etag := getattr(answer, "etag", ""):
            headers["ETag"] = f'"{etag}"'
        return Response(json.dumps(write(answer), ensure_ascii=False).encode(), headers=headers, media_type="application/json")


def secret_of(request: Request) -> str:
    """Return the key of the header, or the session of the cookie."""
    header = request.headers.get("authorization", "")
    if header.lower().startswith(BEARER):
        return header[len(BEARER) :].strip()
    return "" if header else request.cookies.get(COOKIE, "")


def _apply_headers(request: Request, message: Message) -> None:
    """Let `Idempotency-Key` be the request id and `If-Match` the etag, of the request or of the resource that it carries."""
    fields = message.DESCRIPTOR.fields_by_name
    key = request.headers.get("idempotency-key", "")
    if key and "request_id" in fields:
        if getattr(message, "request_id", key) not in ("", key):
            raise Wrong("differs from the header Idempotency-Key", "requestId")
        setattr(message, "request_id", key)  # noqa: B010 (the attribute is known only here)
    etag = request.headers.get("if-match", "").removeprefix("W/").strip('"')
    if not etag or etag == "*":
        return
    if "etag" in fields:
        setattr(message, "etag", etag)  # noqa: B010 (the attribute is known only here)
        return
    for field in fields.values():
        if field.message_type is not None and "etag" in field.message_type.fields_by_name:
            getattr(message, field.name).etag = etag


async def _read(request: Request, most: int) -> bytes:
    said = request.headers.get("content-length", "0")
    if said.isdigit() and int(said) > most:
        raise BodyRefused(413, "BODY_TOO_LARGE", f"The body may have {most} bytes; it has {said}.")
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > most:
            raise BodyRefused(413, "BODY_TOO_LARGE", f"The body may have {most} bytes; it has more.")
    return bytes(data)
