"""From an error to `google.rpc.Status`: the code, a stable reason, the facts, the wrong fields, and when to try again."""

from collections.abc import Mapping
from datetime import timedelta

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]  # the wheel brings no types
from tierline_sdk.errors import AlreadyExists, EtagMismatch, InvalidFields, Kind, TierlineError

DOMAIN = "tierline"
RETRY_DELAY = timedelta(seconds=1)
"""What a caller is told to wait where nothing better is known."""
_MOST_FIELDS = 20
_MOST_CHARACTERS = 200
_MOST_DETAIL_BYTES = 2_500
"""A status travels in trailing metadata, of which a client takes 8 KiB by default."""

_CODES = {
    Kind.INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    Kind.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Kind.CONFLICT: grpc.StatusCode.FAILED_PRECONDITION,
    Kind.DENIED: grpc.StatusCode.PERMISSION_DENIED,
    Kind.UNAUTHENTICATED: grpc.StatusCode.UNAUTHENTICATED,
    Kind.UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
    Kind.EXHAUSTED: grpc.StatusCode.RESOURCE_EXHAUSTED,
}


def code_of(error: TierlineError) -> grpc.StatusCode:
    """Return the gRPC code of an error of the tree."""
    if isinstance(error, AlreadyExists):
        return grpc.StatusCode.ALREADY_EXISTS
    if isinstance(error, EtagMismatch):
        return grpc.StatusCode.ABORTED
    return _CODES[error.kind]


def status_of(error: TierlineError) -> status_pb2.Status:
    """Describe an error of the tree; also for the items of an answer that carries several verdicts."""
    details: list[Message] = []
    if isinstance(error, InvalidFields):
        details.append(_bad_request(error))
    if error.kind in (Kind.UNAVAILABLE, Kind.EXHAUSTED):
        details.append(retry_info(RETRY_DELAY))
    return status(code_of(error), error.message, reason=error.reason, metadata=error.metadata, details=details)


def status(
    code: grpc.StatusCode, message: str, *, reason: str, metadata: Mapping[str, str] | None = None, details: "list[Message] | None" = None,
) -> status_pb2.Status:
    """Make a status with `ErrorInfo` and *details*, cut to a size that every client takes."""
    info = error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata={name: _cut(value) for name, value in (metadata or {}).items()})
    made = status_pb2.Status(code=code.value[0], message=_cut(message, 2 * _MOST_CHARACTERS))
    for detail in [info, *(details or [])]:
        made.details.add().Pack(detail)
    return made


def retry_info(delay: timedelta) -> Message:
    """Say after how long the same call may succeed."""
    made = error_details_pb2.RetryInfo()
    made.retry_delay.FromTimedelta(delay)
    return made  # type: ignore[no-any-return]  # the wheel brings no types


def _bad_request(error: InvalidFields) -> Message:
    made = error_details_pb2.BadRequest()
    for violation in error.violations[:_MOST_FIELDS]:
        made.field_violations.add(field=_cut(violation.field), description=_cut(violation.description))
        if made.ByteSize() > _MOST_DETAIL_BYTES:
            break
    return made  # type: ignore[no-any-return]  # the wheel brings no types


def _cut(text: str, most: int = _MOST_CHARACTERS) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
