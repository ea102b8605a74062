"""Names and zones: what is allowed, and what is made from what."""

import re
import unicodedata
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from tierline_sdk.errors import FieldViolation, InvalidFields

_LONGEST_PREFIX = 10
_SHORTEST_PREFIX = 2
_MOST_TRIES = 200


def prefixes_from(name: str) -> Sequence[str]:
    """Propose prefixes of ticket keys for *name*, best first: `ACME`, `ACME2`, `ACME3`, …"""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z0-9]+", plain)
    best = (words[0] if words else "")[:_LONGEST_PREFIX - 3].lstrip("0123456789")
    base = best if len(best) >= _SHORTEST_PREFIX else ("T" + "".join(words))[:_LONGEST_PREFIX - 3].ljust(_SHORTEST_PREFIX, "X")
    return [base, *(f"{base}{number}" for number in range(2, _MOST_TRIES))]


def checked_zone(zone: str, *, field: str) -> str:
    """
    Return *zone*, or `UTC` where it is empty.

    Raises:
        InvalidFields: It is no zone of the IANA database.
    """
    try:
        return ZoneInfo(zone or "UTC").key
    except (KeyError, ValueError, OSError) as error:  # a name that is a path fails otherwise than one that is unknown
        raise InvalidFields([FieldViolation(field=field, description=f"{zone!r} is no IANA time zone such as Europe/Berlin")]) from error
