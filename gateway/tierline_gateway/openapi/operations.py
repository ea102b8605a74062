"""One operation: parameters, body, answers."""

from collections.abc import Iterator, Sequence
from typing import Any

from tierline_chassis.auth import PUBLIC

from tierline_gateway.openapi import constraints
from tierline_gateway.openapi.schemas import Schemas
from tierline_gateway.transcoding.bindings import WHOLE, Binding

HEADERS: dict[str, Any] = {
    "TierlineTenant": ("Tierline-Tenant", "The tenant to work in, for a caller with several, where the request has no field for it.", {"format": "uuid"}),
    "IdempotencyKey": ("Idempotency-Key", "Makes a repeat of this request safe for at least 24 hours; the same as `requestId`.", {"maxLength": 128}),
    "IfMatch": ("If-Match", "The etag of the resource as it was read; where it has changed since, the answer is 412.", {"examples": ['"7"']}),
    "TierlineAfter": ("Tierline-After", "The `Tierline-Position` of a write: the answer waits up to 2 s until it shows that write.", {}),
    "TierlineTimeout": ("Tierline-Timeout", "How long the answer may take, in seconds; 10 where absent, 60 at most.", {"examples": ["2.5"]}),
}
ANSWERS: dict[str, str] = {
    "400": "The request is wrong; `violations` names each field and its rule.",
    "401": "Who calls is not known.",
    "403": "The caller lacks the permission.",
    "404": "There is no such thing, or it is none of the caller's.",
    "409": "It cannot be done as things stand; `reason` says why.",
    "412": "It has changed since it was read.",
    "413": "The body is too large.",
    "415": "The body is no JSON.",
    "422": "The request id was used for another request.",
    "429": "Too much at once; `Retry-After` says when to try again.",
    "503": "Something that is needed does not answer now; `Retry-After` says when to try again.",
    "504": "The answer took too long.",
}
_ALWAYS = ("400", "401", "403", "404", "429", "503", "504")


def operation(binding: Binding, schemas: Schemas) -> dict[str, Any]:
    """Describe what one HTTP rule of an RPC does."""
    method = binding.method
    said = schemas.said(method.descriptor.full_name)
    service = method.service.rpartition(".")[2]
    made: dict[str, Any] = {
        "operationId": f"{service}_{method.name}", "tags": [service], "summary": said.partition("; ")[0].rstrip("."),
        "description": f"{said}\n\nNeeds the permission `{method.permission}`.", "x-tierline-permission": method.permission,
        "parameters": list(_parameters(binding, schemas)),
        "responses": {"200": _success(binding, schemas), **{number: {"$ref": f"#/components/responses/{number}"} for number in _refusals(binding)}},
    }
    if binding.rule.body:
        content = {"application/json": {"schema": _body(binding, schemas)}}
        made["requestBody"] = {"required": binding.rule.body != WHOLE or _demands(binding), "content": content}
    if method.permission == PUBLIC:
        made["security"] = []
    return made


def path_of(binding: Binding) -> str:
    """Return the path with its variables named by their last step, so that the methods of one path meet."""
    variables = iter(variable_names(binding))
    segments = [segment if segment is not None else f"{{{next(variables)}}}" for segment in binding.template.segments]
    return "/" + "/".join(segments) + (f":{binding.template.verb}" if binding.template.verb else "")


def variable_names(binding: Binding) -> Sequence[str]:
    """Return the names of a path's variables, in their order."""
    return [path.rpartition(".")[2] for path in binding.template.variables]


def _parameters(binding: Binding, schemas: Schemas) -> Iterator[dict[str, Any]]:
    for name, field in zip(variable_names(binding), binding.variable_fields, strict=True):
        schema = schemas.member(field)
        said = schema.pop("description", "")
        schema.pop("readOnly", None)
        yield {"name": name, "in": "path", "required": True, "description": said, "schema": {**schema, "minLength": 1}}
    for field in binding.query_fields:
        schema = schemas.member(field)
        yield {"name": field.json_name, "in": "query", "description": schema.pop("description", ""), "schema": schema}
    yield from ({"$ref": f"#/components/parameters/{name}"} for name in _header_names(binding))


def _header_names(binding: Binding) -> Iterator[str]:
    yield "TierlineTenant"
    if binding.method.takes("request_id"):
        yield "IdempotencyKey"
    if _takes_etag(binding):
        yield "IfMatch"
    if binding.rule.verb == "GET":
        yield "TierlineAfter"
    yield "TierlineTimeout"


def _takes_etag(binding: Binding) -> bool:
    fields = binding.method.descriptor.input_type.fields
    held = [field.message_type for field in fields if field.message_type is not None and not field.is_repeated]
    return binding.method.takes("etag") or (binding.rule.verb != "POST" and any("etag" in message.fields_by_name for message in held))


def _refusals(binding: Binding) -> Iterator[str]:
    wanted = {*_ALWAYS, *(("413", "415", "409") if binding.rule.body else ()), *(("412",) if _takes_etag(binding) else ())}
    if binding.method.takes("request_id"):
        wanted.add("422")
    return iter(sorted(wanted))


def _demands(binding: Binding) -> bool:
    in_path = {path.partition(".")[0] for path in binding.template.variables}
    return any(constraints.is_required(field) and field.name not in in_path for field in binding.method.descriptor.input_type.fields)


def _body(binding: Binding, schemas: Schemas) -> dict[str, Any]:
    descriptor = binding.method.descriptor.input_type
    if binding.rule.body == WHOLE:
        return schemas.body(descriptor, without=binding.template.variables)
    resource = descriptor.fields_by_name[binding.rule.body].message_type
    if resource is None:
        raise TypeError(f"The body of {binding.method.path} is no message.")
    return schemas.changes(resource, without=variable_names(binding)) if binding.rule.verb == "PATCH" else schemas.message(resource)


def _success(binding: Binding, schemas: Schemas) -> dict[str, Any]:
    output = binding.method.descriptor.output_type
    headers = {"traceparent": {"$ref": "#/components/headers/traceparent"}}
    if binding.rule.verb != "GET":
        headers["Tierline-Position"] = {"$ref": "#/components/headers/Tierline-Position"}
    if "etag" in output.fields_by_name:
        headers["ETag"] = {"$ref": "#/components/headers/ETag"}
    content = {"application/json": {"schema": schemas.message(output)}}
    return {"description": schemas.said(output.full_name, output) or "Done.", "headers": headers, "content": content}
