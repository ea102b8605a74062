"""Page tokens (AIP-158): opaque, and bound to the question whose next page they are."""

import base64
import hashlib
import json
from collections.abc import Sequence

from tierline_sdk.errors import FieldViolation, InvalidFields

DEFAULT_SIZE = 50
LARGEST_SIZE = 1000


def page_size(asked: int) -> int:
    """Give the size of a page: 50 where none is asked for, and never more than 1,000."""
    return min(asked or DEFAULT_SIZE, LARGEST_SIZE)


def encode(position: Sequence[str | int], *question: object) -> str:
    """
    Write the token of the next page.

    Args:
        position: What the last row of this page is ordered by.
        question: What was asked: tenants, filter, order. A token answers the same question only.
    """
    return base64.urlsafe_b64encode(json.dumps([_digest(question), *position], separators=(",", ":")).encode()).decode()


def decode(token: str, *question: object) -> Sequence[str | int] | None:
    """
    Read a token; `None` for the first page.

    Raises:
        InvalidFields: It is no token, or one of another question.
    """
    if not token:
        return None
    try:
        read: list[str | int] = json.loads(base64.urlsafe_b64decode(token.encode()))
        digest, *position = read
    except (ValueError, TypeError) as error:
        raise _unusable("is no page token of this list; leave it out to begin with the first page") from error
    if digest != _digest(question) or not all(isinstance(part, str | int) for part in position):
        raise _unusable("belongs to another question; ask with the tenant, filter and order that it came with")
    return position


def _digest(question: Sequence[object]) -> str:
    return hashlib.blake2b(repr(question).encode(), digest_size=9).hexdigest()


def _unusable(description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field="page_token", description=description)])
