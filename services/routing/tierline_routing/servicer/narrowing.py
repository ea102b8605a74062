"""The filter of the list of work: equalities over a closed set of fields, joined by AND."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tierline_sdk.errors import FieldViolation, InvalidFields
from tierline_sdk.values import Level, Priority

from tierline_routing.domain.values import AssignmentState

_COMPARISON = re.compile(r"\s*(\w+)\s*=\s*(?:\"([^\"]*)\"|([\w-]+))\s*")


def _word(prefix: str, values: type[Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        return values(text.upper().removeprefix(prefix).lower())

    return read


READ: Mapping[str, Callable[[str], Any]] = {
    "state": _word("ASSIGNMENT_STATE_", AssignmentState),
    "priority": _word("PRIORITY_", Priority),
    "level": lambda text: int(Level[text.upper().removeprefix("LEVEL_")]),
    "party_id": str,
    "team_id": str,
    "member_id": str,
    "tenant_id": str,
}
"""Field to how its value is read."""


def wanted_of(text: str, tenants: Sequence[str]) -> tuple[Mapping[str, Any], Sequence[str]]:
    """
    Read a filter such as `state = UNASSIGNED AND priority = "p1"`.

    Returns:
        Field to value, and *tenants* narrowed to the one that the filter names.

    Raises:
        InvalidFields: It compares otherwise, or another field, or with a value that the field cannot have.
    """
    wanted: dict[str, Any] = {}
    for part in re.split(r"\sAND\s", text) if text.strip() else ():
        match = _COMPARISON.fullmatch(part)
        if match is None or match[1] not in READ:
            raise _wrong(f"{part.strip()[:100]!r} is no comparison `FIELD = VALUE` of {', '.join(READ)}")
        wanted[match[1]] = _value(match[1], match[2] if match[2] is not None else match[3])
    tenant = wanted.pop("tenant_id", None)
    return wanted, [one for one in tenants if tenant is None or one == tenant]


def _value(field: str, text: str) -> Any:
    try:
        return READ[field](text)
    except (KeyError, ValueError):
        raise _wrong(f"{field} has no value {text[:100]!r}") from None


def _wrong(description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field="filter", description=description)])
