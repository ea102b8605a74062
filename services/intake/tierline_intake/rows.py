"""The latest row of an imported history, as it is kept between chunks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tierline_sdk.values import Awaiting, Impact, Level, Priority, TicketState, Urgency

from tierline_intake.domain.histories import Row

_ENUMS = {"state": TicketState, "awaiting": Awaiting, "impact": Impact, "urgency": Urgency, "priority": Priority}


def to_row(row: Row | None) -> Mapping[str, Any] | None:
    """Write a row."""
    if row is None:
        return None
    return {
        "number": row.number, "time": row.time.isoformat(), "level": row.level, "party": row.party, "team": row.team, "member": row.member,
        **{name: getattr(row, name) for name in _ENUMS},
    }


def from_row(kept: Mapping[str, Any] | None) -> Row | None:
    """Read a row."""
    if kept is None:
        return None
    read: dict[str, Any] = {name: kind(kept[name]) if kept[name] else None for name, kind in _ENUMS.items()}
    return Row(
        number=kept["number"], time=datetime.fromisoformat(kept["time"]), level=Level(kept["level"]) if kept["level"] else None, party=kept["party"],
        team=kept["team"], member=kept["member"], **read,
    )
