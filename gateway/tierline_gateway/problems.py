"""Problems (RFC 9457): what an error, or a service's status, means over HTTP."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import grpc
import structlog
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from starlette.responses import Response
from tierline_chassis import tracing
from tierline_chassis.ids import new_id
from tierline_chassis.interceptors.statuses import status, status_of
from tierline_sdk.errors import InvalidFields, TierlineError, Unauthenticated

from tierline_gateway.refusals import HttpRefusal
from tierline_gateway.transcoding.times import camel
from tierline_gateway.transcoding.wrong import Wrong, shown

KIND = "application/problem+json"
DETAILS = "grpc-status-details-bin"
_log = structlog.get_logger(__name__)

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
    401: "Who calls is not known",
    403: "The caller may not do this",
    404: "There is no such thing",
    405: "The path takes another method",
    408: "The request came too slowly",
    409: "It cannot be done as things stand",
    412: "It has changed since it was read",
    413: "The body is too large",
    415: "The body is of another kind",
    422: "The request id was used for another request",
    429: "Too much at once",
    431: "The headers are too large",
    499: "The caller has gone",
    500: "Something went wrong here",
    501: "This is not served",
    503: "Something that is needed does not answer now",
    504: "The answer took too long",
}
_CODES = {code.value[0]: code for code in grpc.StatusCode}
_STALE, _REUSED = "ETAG_MISMATCH", "REQUEST_ID_REUSED"
_FALLBACK_REASONS = {number: code.name for number, code in _CODES.items()}


def problem_of(error: Exception, *, conditional: bool = False) -> Response:
    """
    Say what *error* means to the caller.

    Args:
        error: Of the tree, of the transcoder, or what a service answered; anything else is a bug of ours, logged and answered with an id to look up.
        conditional: Whether the request came with `If-Match`: a stale etag is then 412.

    """
    match error:
        case HttpRefusal():
            return plain_problem(error.status, reason=error.reason, detail=error.message, metadata=error.metadata, headers=error.headers)
        case Wrong():
            return _wrong(error)
        case TierlineError():
            return problem(status_of(error), conditional=conditional)
        case grpc.aio.AioRpcError():
            return problem(status_of_failure(error), conditional=conditional)
        case StatusError():
            return problem(error.status, conditional=conditional)
        case _:
            return _bug(error)


def _wrong(error: Wrong) -> Response:
    """Name the value as the caller wrote it."""
    field, rule = shown(error.path), error.rule
    return plain_problem(400, reason=InvalidFields.reason, detail=f"{field or 'The body'} {rule}.", violations=[{"field": field, "description": rule}])


class StatusError(Exception):
    """One item of a batch came back with a status in place of an answer."""

    def __init__(self, found: status_pb2.Status) -> None:
        super().__init__(found.message)
        self.status = found


def problem(found: status_pb2.Status, *, conditional: bool = False) -> Response:
    """Say what *found* says as a problem."""
    info, violations, retry_seconds = _facts(found)
    reason = info.reason or _FALLBACK_REASONS.get(found.code, "UNKNOWN")
    number = _STATUSES.get(_CODES.get(found.code, grpc.StatusCode.UNKNOWN), 500)
    if reason == _REUSED:
        number = 422
    elif reason == _STALE and conditional:
        number = 412
    return plain_problem(
        number, reason=reason, detail=found.message, metadata=dict(info.metadata), violations=violations, headers=_headers(number, retry_seconds),
    )


def plain_problem(
    number: int, *, reason: str, detail: str, metadata: Mapping[str, str] | None = None, violations: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a problem; what is empty is left out."""
    trace = tracing.current()
    content = {
        "type": f"urn:tierline:problem:{reason.lower().replace('_', '-')}", "title": _TITLES.get(number, "It did not work"), "status": number,
        "detail": detail, "reason": reason, "metadata": metadata, "violations": violations, "instance": trace and trace.trace_id,
    }
    body = json.dumps({name: value for name, value in content.items() if value}, ensure_ascii=False).encode()
    return Response(body, number, headers=dict(headers or {}), media_type=KIND)


def status_of_failure(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    """Return the status that a service answered with, made from its code where it sent none."""
    details = dict(metadata_of(error.trailing_metadata())).get(DETAILS)
    if details is not None:
        try:
            return status_pb2.Status.FromString(details)
        except DecodeError:
            _log.warning("status_unreadable", code=error.code().name)
    return _bare(error)


def _bare(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    """Describe what gRPC itself says, without the addresses and internals that its words may hold."""
    code = error.code()
    words = {
        grpc.StatusCode.UNAVAILABLE: "The service that answers this does not answer now: try again.",
        grpc.StatusCode.DEADLINE_EXCEEDED: "The answer did not come in time.",
        grpc.StatusCode.RESOURCE_EXHAUSTED: "The service takes no more at once, or no message of this size.",
        grpc.StatusCode.CANCELLED: "The call was given up.",
        grpc.StatusCode.UNIMPLEMENTED: "The service does not know this call yet.",
    }
    if code not in words:
        _log.error("service_answer_unforeseen", code=code.name, details=error.details())
    return status(code, words.get(code, "The service answered with something unforeseen."), reason=code.name)


def metadata_of(metadata: Any) -> Sequence[tuple[str, Any]]:
    """Return metadata as pairs; the library's own type is typed as if it could not be read."""
    return tuple(metadata or ())


def _bug(error: Exception) -> Response:
    error_id = new_id()
    _log.error("request_failed", error_id=error_id, exc_info=error)
    return plain_problem(500, reason="INTERNAL", detail=f"Something went wrong here; quote {error_id}.", metadata={"error_id": error_id})


def _headers(number: int, retry_seconds: int) -> Mapping[str, str]:
    if number == 401:  # noqa: PLR2004 (the numbers of HTTP are its names)
        return {"WWW-Authenticate": 'Bearer realm="tierline"'}
    return {"Retry-After": str(max(1, retry_seconds))} if number in (429, 503) else {}


def _facts(found: status_pb2.Status) -> tuple[error_details_pb2.ErrorInfo, list[dict[str, str]], int]:
    info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
    for detail in found.details:
        for message in (info, bad, retry):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    violations = [{"field": camel(wrong.field), "description": wrong.description} for wrong in bad.field_violations]
    return info, violations, retry.retry_delay.seconds + (1 if retry.retry_delay.nanos else 0)


def problem_is_refusal(error: BaseException | None) -> bool:
    """Tell a caller that is refused from one that cannot be looked up now."""
    refused = grpc.StatusCode.UNAUTHENTICATED
    return isinstance(error, Unauthenticated) or (isinstance(error, grpc.aio.AioRpcError) and error.code() is refused)
