"""Headers that say something of the call: who, which tenant, which version, how long."""

import math
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from google.protobuf.message import Message
from starlette.requests import Request
from tierline_chassis.interceptors.access import TENANT
from tierline_chassis.interceptors.freshness import AFTER

from tierline_gateway.contract import Method
from tierline_gateway.refusals import HeaderInvalid, OriginForeign
from tierline_gateway.transcoding.wrong import Wrong

COOKIE = "tierline_session"
"""The cookie of a browser's session."""
TIMEOUT = "tierline-timeout"
_BEARER = "bearer"
_PASSED = (TENANT, AFTER)
"""Headers that go on as metadata of the same name."""
_TEXT = re.compile(r"[\x21-\x7e]{1,2048}")
_LIST = re.compile(r"[\x20-\x7e]{1,8192}")
_ETAG = re.compile(r'"([\x21\x23-\x7e]{0,64})"')
_READS = frozenset({"GET", "HEAD"})


def secret_of(request: Request) -> str:
    """
    Return the key of the header or the session of the cookie, "" where there is neither.

    Raises:
        OriginForeign: A browser sends a session with a command from a page that is not ours.

    """
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, secret = authorization.partition(" ")
        return secret.strip() if scheme.lower() == _BEARER else ""
    session = request.cookies.get(COOKIE, "")
    if session and request.method not in _READS:
        check_origin(request)
    return session


def check_origin(request: Request) -> None:
    """
    Make sure that a browser's request comes from a page of ours.

    Raises:
        OriginForeign: It comes from elsewhere, or does not say.

    """
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if origin is None and request.headers.get("sec-fetch-site") != "same-origin":
        raise OriginForeign
    if origin is not None and (not host or urlsplit(origin).netloc != host):
        raise OriginForeign


def passed_on(request: Request) -> Sequence[tuple[str, str]]:
    """
    Return what goes on as metadata.

    Raises:
        HeaderInvalid: A header holds what metadata cannot.

    """
    found = [(name, request.headers[name]) for name in _PASSED if request.headers.get(name)]
    for name, value in found:
        if not _LIST.fullmatch(value):
            raise HeaderInvalid(name.title(), "must be printable ASCII of at most 8192 characters")
    return found


def timeout_of(request: Request, *, default: float, longest: float) -> float:
    """
    Return how long the call may take, seconds.

    Raises:
        HeaderInvalid: `Tierline-Timeout` is no number above 0.

    """
    text = request.headers.get(TIMEOUT)
    if text is None:
        return default
    try:
        seconds = float(text.strip().removesuffix("s"))
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise HeaderInvalid("Tierline-Timeout", "must be a number of seconds above 0")
    return min(seconds, longest)


def apply_request_id(request: Request, method: Method, message: Message) -> None:
    """
    Let `Idempotency-Key` be the request id, where the RPC has one.

    Raises:
        Wrong: The body names another.
        HeaderInvalid: It is no printable text.

    """
    key = request.headers.get("idempotency-key")
    if key is None or not method.takes("request_id"):
        return
    key = key.strip().strip('"')
    if not _TEXT.fullmatch(key):
        raise HeaderInvalid("Idempotency-Key", "must be printable ASCII without spaces")
    given = getattr(message, "request_id")  # noqa: B009 (the message's type is known only to the descriptors)
    if given not in ("", key):
        raise Wrong("differs from the header Idempotency-Key", "requestId")
    setattr(message, "request_id", key)  # noqa: B010 (as above)


def apply_etag(request: Request, message: Message) -> bool:
    """
    Let `If-Match` be the etag of the request, or of the resource that it carries; tell whether there was one.

    Raises:
        HeaderInvalid: It is not one etag in quotes, or the RPC takes none.

    """
    text = request.headers.get("if-match", "*").strip()
    if text == "*":
        return False
    match = _ETAG.fullmatch(text)
    if match is None:
        raise HeaderInvalid("If-Match", 'must be one etag in quotes, such as "7", or *')
    holder = _etag_holder(message)
    if holder is None:
        raise HeaderInvalid("If-Match", "does not go with this path, whose RPC takes no etag")
    if holder.etag not in ("", match[1]):  # type: ignore[attr-defined]  # it was chosen for having one
        raise Wrong("differs from the header If-Match", "etag")
    holder.etag = match[1]  # type: ignore[attr-defined]  # as above
    return True


def _etag_holder(message: Message) -> Message | None:
    fields = message.DESCRIPTOR.fields
    if any(field.name == "etag" for field in fields):
        return message
    for field in fields:
        inner = field.message_type
        if inner is not None and not field.is_repeated and "etag" in inner.fields_by_name and message.HasField(field.name):
            held: Message = getattr(message, field.name)
            return held
    return None
