"""Which tickets a list shows: a filter and an order over closed, indexed sets of fields."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tierline_sdk.errors import FieldViolation, InvalidFields
from tierline_sdk.values import Awaiting, Channel, Environment, Level, Nature, Priority, TicketKind, TicketState

_COMPARISON = re.compile(r"\s*(\w+)\s*(!=|<=|>=|=|<|>)\s*(?:\"([^\"]*)\"|([^\s\"]+))\s*")
_EQUAL = ("=", "!=")


def _word(prefix: str, values: type[Any]) -> Callable[[str], Any]:
    return lambda text: values(text.upper().removeprefix(prefix).lower())


def _instant(text: str) -> str:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


FIELDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "state": ("text", _word("TICKET_STATE_", TicketState)), "priority": ("text", _word("PRIORITY_", Priority)),
    "kind": ("text", _word("TICKET_KIND_", TicketKind)), "nature": ("text", _word("NATURE_", Nature)), "channel": ("text", _word("CHANNEL_", Channel)),
    "environment": ("text", _word("ENVIRONMENT_", Environment)), "awaiting": ("text", _word("AWAITING_", Awaiting)),
    "level": ("smallint", lambda text: int(Level[text.upper().removeprefix("LEVEL_")])), "application_id": ("text", str), "requester_id": ("text", str),
    "party_id": ("text", str), "team_id": ("text", str), "member_id": ("text", str), "unassigned": ("boolean", _truth), "imported_from": ("text", str),
    "open_time": ("timestamptz", _instant), "update_time": ("timestamptz", _instant), "next_due_time": ("timestamptz", _instant),
}
"""Field to its type in PostgreSQL and how its value is read."""

ORDERS: Mapping[str, str] = {"open_time": "timestamptz", "update_time": "timestamptz", "next_due_time": "timestamptz", "priority": "text"}
"""What a list may be ordered by."""

_CAMEL = {"".join(part.title() if at else part for at, part in enumerate(name.split("_"))): name for name in FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A filter and an order, ready for SQL; `where` holds no word of a caller."""

    where: str
    parameters: Sequence[Any]
    field: str
    descending: bool

    @property
    def order(self) -> str:
        """The clause."""
        direction = " DESC" if self.descending else ""
        return f"{self.field}{direction}, id{direction}"

    def after(self, position: Sequence[Any] | None) -> tuple[str, Sequence[Any]]:
        """Return the clause and parameters of what follows *position*."""
        if position is None:
            return self.where, self.parameters
        sign = "<" if self.descending else ">"
        return f"{self.where} AND ({self.field}, id) {sign} (%s::{ORDERS[self.field]}, %s::uuid)", [*self.parameters, *position]


def select(filter_text: str, order_by: str) -> Selection:
    """
    Read a filter such as `state = TICKET_STATE_NEW AND open_time >= "2026-11-01T00:00:00Z"` and an order such as `open_time desc`.

    Raises:
        InvalidFields: It compares otherwise, or by another field, or with a value that the field cannot have.

    """
    clauses, parameters = [], []
    for part in re.split(r"\sAND\s", filter_text) if filter_text.strip() else ():
        clause, value = _comparison(part)
        clauses.append(f"AND {clause}")
        parameters.append(value)
    field, descending = _order(order_by)
    return Selection(where=" ".join(clauses), parameters=parameters, field=field, descending=descending)


def _comparison(part: str) -> tuple[str, Any]:
    match = _COMPARISON.fullmatch(part)
    name = _CAMEL.get(match[1], match[1]) if match else ""
    if match is None or name not in FIELDS:
        raise _wrong("filter", f"{part.strip()[:100]!r} is no comparison by one of {', '.join(FIELDS)}")
    kind, read = FIELDS[name]
    if kind != "timestamptz" and match[2] not in _EQUAL:
        raise _wrong("filter", f"{name} is compared by = or != only")
    text = match[3] if match[3] is not None else match[4]
    try:
        value = read(text)
    except (KeyError, ValueError):
        raise _wrong("filter", f"{name} has no value {text[:100]!r}") from None
    column = f"{name}::text" if name in ("application_id", "requester_id") else name
    return f"{column} {match[2].replace('!=', 'IS DISTINCT FROM')} %s::{kind}", value


def _order(order_by: str) -> tuple[str, bool]:
    name, _, direction = (order_by.strip() or "open_time desc").partition(" ")
    name = _CAMEL.get(name, name)
    if name not in ORDERS or direction.strip().lower() not in ("", "asc", "desc"):
        raise _wrong("order_by", f"{order_by[:100]!r} is no order; by {', '.join(ORDERS)}, each with or without desc")
    return name, direction.strip().lower() == "desc"


def _wrong(field: str, description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field=field, description=description)])
