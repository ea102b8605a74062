"""What only HTTP has a word for: refusals that never reach a service."""

from collections.abc import Mapping
from typing import ClassVar

from tierline_sdk.errors import Kind, TierlineError


class HttpRefusal(TierlineError):
    """A request that the gateway refuses by itself; each cause has its status."""

    status: ClassVar[int] = 400

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers that belong to the status."""
        return {}


class NoSuchPath(HttpRefusal):
    """No resource has this path."""

    kind, reason, status = Kind.NOT_FOUND, "NO_SUCH_PATH", 404

    def __init__(self) -> None:
        super().__init__("No resource has this path; /openapi.json lists them.")


class MethodNotAllowed(HttpRefusal):
    """The path takes other methods."""

    reason, status = "METHOD_NOT_ALLOWED", 405

    def __init__(self, allowed: str) -> None:
        super().__init__(f"This path takes {allowed}.", allowed=allowed)

    @property
    def headers(self) -> Mapping[str, str]:
        """Say which methods."""
        return {"Allow": self.metadata["allowed"]}


class BodySlow(HttpRefusal):
    """The body did not come in time."""

    reason, status = "BODY_SLOW", 408

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The body did not come within {seconds:g} s.", seconds=f"{seconds:g}")

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the connection up: the rest of the body would be read as the next request."""
        return {"Connection": "close"}


class BodyTooLarge(HttpRefusal):
    """The body is larger than this path takes."""

    reason, status = "BODY_TOO_LARGE", 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is larger than the {limit} bytes that this path takes.", limit_bytes=limit)

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the connection up: the rest of the body would be read as the next request."""
        return {"Connection": "close"}


class UnsupportedMediaType(HttpRefusal):
    """The body is no JSON by its own word."""

    reason, status = "UNSUPPORTED_MEDIA_TYPE", 415

    def __init__(self) -> None:
        super().__init__("The body must be JSON in UTF-8: send Content-Type: application/json.")


class BodyUnreadable(HttpRefusal):
    """The body calls itself JSON and is none."""

    reason = "BODY_UNREADABLE"


class HeaderInvalid(HttpRefusal):
    """A header holds what it cannot."""

    reason = "HEADER_INVALID"

    def __init__(self, header: str, rule: str) -> None:
        super().__init__(f"The header {header} {rule}.", header=header)


class OriginForeign(HttpRefusal):
    """A browser sends a session from a page that is not ours."""

    kind, reason, status = Kind.DENIED, "ORIGIN_FOREIGN", 403

    def __init__(self) -> None:
        super().__init__("A session is taken only from pages of this installation; programs send Authorization: Bearer KEY.")


class CallerGone(HttpRefusal):
    """The caller closed the connection before the answer."""

    kind, reason, status = Kind.UNAVAILABLE, "CALLER_GONE", 499

    def __init__(self) -> None:
        super().__init__("The caller has gone.")


class Late(HttpRefusal):
    """The time of the call was over."""

    kind, reason, status = Kind.UNAVAILABLE, "DEADLINE_EXCEEDED", 504

    def __init__(self) -> None:
        super().__init__("The answer did not come in time.")
