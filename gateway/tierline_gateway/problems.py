"""Problems (RFC 9457): what a status means over HTTP."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import grpc
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from starlette.responses import Response

KIND = "application/problem+json"
DETAILS = "grpc-status-details-bin"

_STATUSES = {
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.OUT_OF_RANGE: 400,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.ALREADY_EXISTS: 409,
    grpc.StatusCode.FAILED_PRECONDITION: 409,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.CANCELLED: 499,
    grpc.StatusCode.UNIMPLEMENTED: 501,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
}
_TITLES = {
    400: "The request is wrong",
    401: "Who are you?",
    403: "You may not",
    404: "There is no such thing",
    405: "Another method is meant",
    409: "It cannot be as things stand",
    412: "It has changed since you read it",
    413: "The body is too large",
    415: "The body is of another kind",
    422: "The key was used before",
    429: "Slow down",
    499: "The caller went away",
    500: "Something is broken here",
    501: "That is not served",
    503: "Try again later",
    504: "It took too long",
}
_CODES = {code.value[0]: code for code in grpc.StatusCode}
_STALE = "ETAG_MISMATCH"
_REUSED = "REQUEST_ID_REUSED"


def status_of_failure(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    """Return the status that a service answered with, made from its code where it sent none."""
    found = dict(metadata_of(error.trailing_metadata())).get(DETAILS)
    if found is not None:
        return status_pb2.Status.FromString(found)
    return status_pb2.Status(code=error.code().value[0], message=error.details() or "")


def metadata_of(metadata: Any) -> Sequence[tuple[str, Any]]:
    """Return metadata as pairs; the library's own type is typed as if it could not be read."""
    return tuple(metadata or ())


def problem(status: status_pb2.Status, *, conditional: bool = False, trace: str = "") -> Response:
    """
    Say what *status* says as a problem.

    Args:
        status: What a service answered.
        conditional: Whether the request came with `If-Match`: a stale etag is then 412.
        trace: The trace of the request, to find it in the logs.

    """
    info, violations = _facts(status)
    number = _STATUSES.get(_CODES.get(status.code, grpc.StatusCode.UNKNOWN), 500)
    if info.reason == _REUSED:
        number = 422
    elif info.reason == _STALE and conditional:
        number = 412
    members = {"detail": status.message, "reason": info.reason, "metadata": dict(info.metadata), "violations": violations, "instance": trace}
    return plain_problem(number, **{name: value for name, value in members.items() if value})


def plain_problem(status: int, headers: Mapping[str, str] | None = None, **members: object) -> Response:
    """Answer with a problem of *status*."""
    content = {"type": "about:blank", "title": _TITLES.get(status, "It did not work"), "status": status, **members}
    return Response(json.dumps(content), status, headers={**_headers(status), **(headers or {})}, media_type=KIND)


def _headers(status: int) -> Mapping[str, str]:
    if status == 401:  # noqa: PLR2004 (the numbers of HTTP are its names)
        return {"WWW-Authenticate": 'Bearer realm="tierline"'}
    return {"Retry-After": "1"} if status in (429, 503) else {}


def _facts(status: status_pb2.Status) -> tuple[error_details_pb2.ErrorInfo, list[dict[str, str]]]:
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        for message in (info, bad):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    return info, [{"field": found.field, "description": found.description} for found in bad.field_violations]
