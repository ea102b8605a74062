"""The document as a whole."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from tierline_gateway.contract import Contract
from tierline_gateway.headers import COOKIE
from tierline_gateway.openapi.operations import ANSWERS, HEADERS, operation, path_of
from tierline_gateway.openapi.schemas import Schemas
from tierline_gateway.problems import KIND
from tierline_gateway.transcoding.bindings import Binding

_ABOUT = (
    "Software maintenance and support as a service: tickets, routing, service agreements, monitoring and figures.\n\n"
    "Every path is an RPC of the gRPC contract and generated from it. Members of JSON are in lowerCamelCase, enums by their full names, times in RFC 3339, "
    "durations in seconds (`3.5s`), 64-bit numbers as strings; what is unset is left out, and an unknown member is refused. "
    "Errors are problems (RFC 9457) whose `reason` is stable.\n\n"
    "Lists come by pages: give `nextPageToken` back as `pageToken`. A write answers with `Tierline-Position`; a read that brings it as `Tierline-After` shows "
    "the write. What happens is followed at `/v1/events`."
)
_PROBLEM = {
    "type": "object",
    "description": "A problem (RFC 9457).",
    "required": ["type", "title", "status", "detail", "reason"],
    "properties": {
        "type": {"type": "string", "description": "The reason as a URN."},
        "title": {"type": "string", "description": "What the status means, for people."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What is wrong, for people; may change."},
        "reason": {"type": "string", "description": "What is wrong, for programs; stable.", "examples": ["INVALID_FIELDS"]},
        "metadata": {"type": "object", "description": "Facts that belong to the reason.", "additionalProperties": {"type": "string"}},
        "violations": {
            "type": "array",
            "description": "The fields that are wrong.",
            "items": {
                "type": "object",
                "description": "One wrong field.",
                "properties": {
                    "field": {"type": "string", "description": "Its path in the request."},
                    "description": {"type": "string", "description": "The rule that it breaks."},
                },
            },
        },
        "instance": {"type": "string", "description": "The trace of the request, as the logs have it."},
    },
}
_EVENT = {
    "type": "object",
    "description": "One event as CloudEvents 1.0.",
    "properties": {
        "specversion": {"type": "string", "description": "Always `1.0`."},
        "id": {"type": "string", "description": "Identifier of the event; an event that comes twice has the same."},
        "source": {"type": "string", "description": "The service whose fact it is."},
        "type": {"type": "string", "description": "Name of the fact, such as `TicketOpened`."},
        "time": {"type": "string", "format": "date-time", "description": "When it happened."},
        "subject": {"type": "string", "description": "What it is about, such as a ticket's identifier."},
        "tenantid": {"type": "string", "description": "The tenant."},
        "data": {"type": "object", "description": "The topic's message.", "additionalProperties": True},
    },
}
_LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
_GATEWAY = {"name": "Gateway", "description": "The door itself."}
_SHOWN = {
    "ETag": "The version of the resource, for `If-Match`; it counts commands, not what is folded into a card.",
    "Tierline-Position": "Where in the log the write stands, for `Tierline-After`.",
    "traceparent": "The trace of the request (W3C).",
}


def make_document(contract: Contract, bindings: Sequence[Binding]) -> dict[str, Any]:
    """Describe everything that is served."""
    schemas = Schemas(contract)
    paths: dict[str, Any] = {}
    for binding in bindings:
        paths.setdefault(path_of(binding), {})[binding.rule.verb.lower()] = operation(binding, schemas)
    used = {tag for path in paths.values() for one in path.values() for tag in one["tags"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tierline", "version": version("tierline-gateway"), "description": _ABOUT, "license": _LICENSE},
        "servers": [{"url": "/", "description": "This installation."}],
        "security": [{"key": []}, {"session": []}],
        "tags": [*(_tag(service.full_name, schemas) for service in contract.services if service.name in used), _GATEWAY],
        "paths": {**dict(sorted(paths.items())), **_own_paths()},
        "components": _components(schemas),
    }


def _tag(service: str, schemas: Schemas) -> dict[str, str]:
    return {"name": service.rpartition(".")[2], "description": schemas.said(service)}


def _components(schemas: Schemas) -> dict[str, Any]:
    return {
        "schemas": {**dict(sorted(schemas.components.items())), "Problem": _PROBLEM, "CloudEvent": _EVENT},
        "parameters": {
            name: {"name": header, "in": "header", "description": said, "schema": {"type": "string", **more}} for name, (header, said, more) in HEADERS.items()
        },
        "headers": {name: {"description": said, "schema": {"type": "string"}} for name, said in _SHOWN.items()},
        "responses": {number: _refusal(said) for number, said in ANSWERS.items()},
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "description": "A key's secret."},
            "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A browser's session, made by signing in."},
        },
    }


def _refusal(said: str) -> dict[str, Any]:
    return {"description": said, "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _own_paths() -> dict[str, Any]:
    """Describe what is served beside the RPCs."""
    said = "Follows what happens, as server-sent events: each carries a CloudEvent, and its id resumes the stream."
    tenant = {"type": "string", "format": "uuid"}
    stream = {"description": "The stream.", "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/CloudEvent"}}}}
    follow = {
        "operationId": "Gateway_FollowEvents", "tags": ["Gateway"], "summary": "Follows what happens", "description": said,
        "x-tierline-permission": "events.read",
        "parameters": [
            {"name": "tenantId", "in": "query", "description": "Narrows to one tenant; all of the caller's where absent.", "schema": tenant},
            {"name": "Last-Event-ID", "in": "header", "description": "Where to go on from; from now on where absent.", "schema": {"type": "string"}},
        ],
        "responses": {"200": stream, **{number: {"$ref": f"#/components/responses/{number}"} for number in ("400", "401", "403", "404", "429")}},
    }
    probes = {"/healthz": _probe("Health", "The gateway lives."), "/readyz": _probe("Readiness", "Every service answers.")}
    return {"/v1/events": {"get": follow}, **{path: {"get": probe} for path, probe in probes.items()}}


def _probe(name: str, said: str) -> dict[str, Any]:
    answers = {"200": {"description": said}} if name == "Health" else {"200": {"description": said}, "503": {"description": "One does not."}}
    return {"operationId": f"Gateway_{name}", "tags": ["Gateway"], "summary": said.rstrip("."), "description": said, "security": [], "responses": answers}
