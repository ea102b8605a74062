"""Repeats (A10): a request for the same application in the same words as one of the last thirty days."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from tierline_sdk.values import TicketState

from tierline_intake.domain.classification import RULE
from tierline_intake.domain.states import DONE
from tierline_intake.domain.tickets import Reason

WITHIN = timedelta(days=30)
"""How long a request is remembered for this; a default of ours."""

_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+")
_NOISE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The latest ticket with the same words."""

    id: str
    key: str
    state: TicketState


def normalise(title: str) -> str:
    """Take from a title what varies between repeats: case, accents of width, marks, spaces and the signs of a mail's answer."""
    folded = unicodedata.normalize("NFKC", title).casefold().strip()
    return _NOISE.sub(" ", _PREFIX.sub("", folded)).strip()


def repeat_hash(application_id: str, title: str) -> int | None:
    """Return a number of 63 bits that repeats share; None where a title has no words."""
    words = normalise(title)
    if not words:
        return None
    return int.from_bytes(blake2b(f"{application_id}\0{words}".encode(), digest_size=8).digest(), "big") >> 1


def repeat_reason(earlier: Earlier) -> Reason:
    """Say that a ticket repeats an *earlier* one, or that what was resolved has come back."""
    same = f"The same application and title as {earlier.key} within {WITHIN.days} days"
    if earlier.state in DONE:
        return Reason(field="repeat", value="reappeared", reason=f"{same}, which was {earlier.state}: it has reappeared (A10).", decided_by=RULE)
    return Reason(field="repeat", value="possible_duplicate", reason=f"{same}, which is still {earlier.state} (A10).", decided_by=RULE)
