"""Work with its assignment, the clocks that hurry it, and the parties that it was handed to."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tierline_chassis.database import Row
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Approach, Channel, Environment, Level, Marking, Mode, Nature, Priority, TicketKind, TicketState

from tierline_routing.domain.values import Assignment, AssignmentState, Saying, Work
from tierline_routing.store.base import Base

COLUMNS = (
    "tenant_id", "ticket_id", "ticket_key", "title", "description", "application_id", "application_name", "environment", "kind", "nature", "approach",
    "mode", "priority", "channel", "markings", "ticket_state", "opened_at", "history", "state", "party_id", "party_name", "provider_id", "level", "team_id",
    "team_name", "member_id", "member_name", "reason", "sayings", "assigned_at", "accepted_at", "escalations",
)
"""Every column of `work` but `due_sort`, which the clocks alone move."""

_SAVE = (
    f"INSERT INTO work ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM json_populate_recordset(NULL::work, %s) ON CONFLICT (tenant_id, ticket_id) "
    f"DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS[2:])}"
)

SELECT = f"SELECT {', '.join(COLUMNS)}, nullif(due_sort, 'infinity') AS due_at FROM work"


class WorkRows(Base):
    """Reads and writes of work."""

    def work(self, tenant_id: str, ticket_ids: Sequence[str], *, lock: bool = False) -> dict[str, Work]:
        """Load work by ticket; locked where it is about to be written."""
        rows = self.tx.execute(
            f"{SELECT} WHERE tenant_id = %s AND ticket_id = ANY (%s) ORDER BY ticket_id {'FOR UPDATE' if lock else ''}", [tenant_id, list(ticket_ids)],
        )
        return {row["ticket_id"]: work_of(row) for row in rows}

    def find_work(self, tenants: Sequence[str], name: str) -> Work | None:
        """Find work among *tenants* by the ticket's id or key."""
        rows = self.tx.execute(f"{SELECT} WHERE tenant_id = ANY (%s) AND {_named(name)} LIMIT 1", [list(tenants), name.lower() if _is_id(name) else name])
        row = rows.fetchone()
        return work_of(row) if row else None

    def unassigned(self, tenant_id: str, limit: int) -> Sequence[Work]:
        """List live work that nobody has, the oldest first."""
        rows = self.tx.execute(
            f"{SELECT} WHERE tenant_id = %s AND state = 'unassigned' AND NOT history ORDER BY opened_at LIMIT %s FOR UPDATE", [tenant_id, limit],
        )
        return [work_of(row) for row in rows]

    def save_work(self, works: Sequence[Work]) -> None:
        """Keep *works* of one tenant, whole."""
        if works:
            self.tx.execute(_SAVE, [json.dumps([_row(work) for work in works])])

    def hand_over(self, tenant_id: str, hand_overs: Sequence[tuple[str, str, datetime]]) -> None:
        """Remember that tickets were handed to parties: (ticket, party, when)."""
        if hand_overs:
            tickets, parties, times = zip(*hand_overs, strict=True)
            self.tx.execute(
                "INSERT INTO hand_over (tenant_id, ticket_id, party_id, first_at) SELECT %s, * FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[]) "
                "ON CONFLICT DO NOTHING",
                [tenant_id, list(tickets), list(parties), list(times)],
            )

    def was_handed_to(self, tenant_id: str, ticket_id: str, parties: Sequence[str]) -> str | None:
        """Return one of *parties* that the ticket was ever handed to."""
        row = self.tx.execute(
            "SELECT party_id FROM hand_over WHERE tenant_id = %s AND ticket_id = %s AND party_id = ANY (%s) ORDER BY first_at DESC LIMIT 1",
            [tenant_id, ticket_id, list(parties)],
        ).fetchone()
        return row["party_id"] if row else None

    def move_clocks(self, tenant_id: str, clocks: Mapping[tuple[str, str], datetime | None]) -> None:
        """Set when clocks are due, by (ticket, clock); None for one that waits or has stopped. The work's own due instant follows."""
        if not clocks:
            return
        tickets, ids = zip(*clocks, strict=True)
        self.tx.execute(
            "INSERT INTO clock (tenant_id, ticket_id, clock_id, due_at) SELECT %s, * FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) "
            "ON CONFLICT (tenant_id, ticket_id, clock_id) DO UPDATE SET due_at = excluded.due_at",
            [tenant_id, list(tickets), list(ids), list(clocks.values())],
        )
        self.tx.execute(
            "UPDATE work w SET due_sort = coalesce("
            "(SELECT min(due_at) FROM clock c WHERE c.tenant_id = w.tenant_id AND c.ticket_id = w.ticket_id), 'infinity') "
            "WHERE tenant_id = %s AND ticket_id = ANY (%s)",
            [tenant_id, sorted(set(tickets))],
        )

    def note_escalation(self, tenant_id: str, ticket_id: str, clock_id: str) -> bool:
        """Note that a clock has raised its ticket; False where it had done so before."""
        row = self.tx.execute(
            "INSERT INTO clock AS c (tenant_id, ticket_id, clock_id, escalated) VALUES (%s, %s, %s, true) ON CONFLICT (tenant_id, ticket_id, clock_id) "
            "DO UPDATE SET escalated = true WHERE NOT c.escalated RETURNING 1",
            [tenant_id, ticket_id, clock_id],
        ).fetchone()
        return row is not None


_ID_LENGTH = 36


def _is_id(name: str) -> bool:
    return len(name) == _ID_LENGTH and all(letter in "0123456789abcdefABCDEF-" for letter in name) and name.count("-") == 4  # noqa: PLR2004  a UUID's shape


def _named(name: str) -> str:
    return "ticket_id = %s::uuid" if _is_id(name) else "ticket_key = %s"


def _row(work: Work) -> Mapping[str, Any]:
    ticket, assignment = work.ticket, work.assignment
    return {
        "tenant_id": ticket.tenant_id, "ticket_id": ticket.id, "ticket_key": ticket.key, "title": ticket.title, "description": ticket.description,
        "application_id": ticket.application_id, "application_name": ticket.application, "environment": ticket.environment, "kind": ticket.kind,
        "nature": ticket.nature, "approach": ticket.approach, "mode": ticket.mode, "priority": ticket.priority, "channel": ticket.channel,
        "markings": list(ticket.markings), "ticket_state": work.state, "opened_at": ticket.opened_at.isoformat(), "history": work.history,
        **_assignment_columns(assignment),
    }


def _assignment_columns(assignment: Assignment | None) -> Mapping[str, Any]:
    if assignment is None:
        names = ("party_id", "party_name", "provider_id", "team_id", "team_name", "member_id", "member_name", "reason")
        return {**dict.fromkeys(names, ""), "state": None, "level": None, "sayings": [], "assigned_at": None, "accepted_at": None, "escalations": 0}
    return {
        "state": assignment.state, "party_id": assignment.party_id, "party_name": assignment.party_name, "provider_id": assignment.provider_id,
        "level": assignment.level, "team_id": assignment.team_id, "team_name": assignment.team_name, "member_id": assignment.member_id,
        "member_name": assignment.member_name, "reason": assignment.reason, "assigned_at": assignment.assigned_at.isoformat(),
        "accepted_at": assignment.accepted_at.isoformat() if assignment.accepted_at else None, "escalations": assignment.escalations,
        "sayings": [{"plugin": saying.plugin, "verdict": saying.verdict, "reason": saying.reason} for saying in assignment.sayings],
    }


def work_of(row: Row) -> Work:
    """Read a row."""
    ticket = Ticket(
        tenant_id=row["tenant_id"], id=row["ticket_id"], key=row["ticket_key"], title=row["title"], description=row["description"],
        kind=TicketKind(row["kind"]), nature=Nature(row["nature"]), approach=Approach(row["approach"]), mode=Mode(row["mode"]),
        priority=Priority(row["priority"]), channel=Channel(row["channel"]), environment=Environment(row["environment"]),
        application_id=row["application_id"], application=row["application_name"], markings=tuple(Marking(one) for one in row["markings"]),
        opened_at=row["opened_at"],
    )
    return Work(
        ticket=ticket, state=TicketState(row["ticket_state"]), history=row["history"], due_at=row["due_at"],
        assignment=_assignment(row) if row["state"] else None,
    )


def _assignment(row: Row) -> Assignment:
    return Assignment(
        state=AssignmentState(row["state"]), party_id=row["party_id"], party_name=row["party_name"], provider_id=row["provider_id"],
        level=Level(row["level"]) if row["level"] else None, team_id=row["team_id"], team_name=row["team_name"], member_id=row["member_id"],
        member_name=row["member_name"], reason=row["reason"], sayings=[Saying(**one) for one in row["sayings"]], assigned_at=row["assigned_at"],
        accepted_at=row["accepted_at"], escalations=row["escalations"],
    )
