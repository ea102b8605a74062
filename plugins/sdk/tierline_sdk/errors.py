"""The one error tree: one class per cause, data as attributes; `kind` says what the caller should do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What to do about an error."""

    INVALID = "invalid"
    """Correct the input; the same input can never succeed."""
    NOT_FOUND = "not_found"
    """Name something that exists and that you may see."""
    CONFLICT = "conflict"
    """Read the present state, then decide again."""
    DENIED = "denied"
    """Ask for a role with the permission."""
    UNAUTHENTICATED = "unauthenticated"
    """Bring a key or session that is valid."""
    UNAVAILABLE = "unavailable"
    """Try the same again later."""
    EXHAUSTED = "exhausted"
    """Slow down; a limit was reached."""


class TierlineError(Exception):
    """
    The root of all deliberate errors.

    A subclass sets `kind` and `reason` (UPPER_SNAKE, stable across releases: clients branch on it); the sentence for people may change.
    Keyword arguments become `metadata`, which crosses the wire as strings.
    """

    kind: ClassVar[Kind] = Kind.INVALID
    reason: ClassVar[str] = "INVALID"

    def __init__(self, message: str, **metadata: object) -> None:
        super().__init__(message)
        self.message = message
        self.metadata: Mapping[str, str] = {name: str(value) for name, value in metadata.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldViolation:
    """One wrong field: its path in the request (`ticket.title`), and what would be right."""

    field: str
    description: str


class InvalidFields(TierlineError):
    """The request has fields that are wrong; each is named with the rule it breaks."""

    kind, reason = Kind.INVALID, "INVALID_FIELDS"

    def __init__(self, violations: Sequence[FieldViolation]) -> None:
        super().__init__("; ".join(f"{v.field}: {v.description}" for v in violations))
        self.violations = tuple(violations)


class NotFound(TierlineError):
    """No such resource, or it is not yours: the two look the same on purpose."""

    kind, reason = Kind.NOT_FOUND, "NOT_FOUND"

    def __init__(self, resource: str, name: str) -> None:
        super().__init__(f"There is no {resource} {name!r}.", resource=resource, name=name)


class AlreadyExists(TierlineError):
    """A resource with this natural key exists."""

    kind, reason = Kind.CONFLICT, "ALREADY_EXISTS"

    def __init__(self, resource: str, name: str) -> None:
        super().__init__(f"There is already a {resource} {name!r}.", resource=resource, name=name)


class EtagMismatch(TierlineError):
    """The resource changed since the caller read it (AIP-154)."""

    kind, reason = Kind.CONFLICT, "ETAG_MISMATCH"

    def __init__(self, resource: str, name: str) -> None:
        super().__init__(f"The {resource} {name!r} has changed since you read it: read it again, then decide.", resource=resource, name=name)


class IllegalTransition(TierlineError):
    """The state machine has no such move from the present state."""

    kind, reason = Kind.CONFLICT, "ILLEGAL_TRANSITION"

    def __init__(self, resource: str, name: str, *, state: str, command: str, legal: Sequence[str]) -> None:
        super().__init__(
            f"A {resource} that is {state} does not take {command!r}; it takes {', '.join(legal) or 'nothing'}.",
            resource=resource, name=name, state=state, command=command, legal=",".join(legal),
        )


class PermissionDenied(TierlineError):
    """The caller is known and lacks the permission."""

    kind, reason = Kind.DENIED, "PERMISSION_DENIED"

    def __init__(self, permission: str) -> None:
        super().__init__(f"This needs the permission {permission!r}.", permission=permission)


class Unauthenticated(TierlineError):
    """No key or session, or one that is unknown, expired or revoked."""

    kind, reason = Kind.UNAUTHENTICATED, "UNAUTHENTICATED"


class RequestIdReused(TierlineError):
    """The same `request_id` came with another body."""

    kind, reason = Kind.INVALID, "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(f"The request id {request_id!r} was used with another body: use a fresh one for a new command.", request_id=request_id)


class Unavailable(TierlineError):
    """Something this depends on does not answer now."""

    kind, reason = Kind.UNAVAILABLE, "UNAVAILABLE"


class Exhausted(TierlineError):
    """A limit on rate, size or concurrency was reached."""

    kind, reason = Kind.EXHAUSTED, "EXHAUSTED"
