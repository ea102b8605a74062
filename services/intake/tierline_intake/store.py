"""All SQL of intake."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from tierline_chassis.database import Transaction
from tierline_sdk.errors import AlreadyExists
from tierline_sdk.values import Channel, Impact, Priority, TicketState, Urgency

from tierline_intake import codec
from tierline_intake.domain import facts
from tierline_intake.domain.cards import NumberedEntry
from tierline_intake.domain.facts import Course, Happening
from tierline_intake.domain.histories import Past, Row
from tierline_intake.domain.opening import Tenant
from tierline_intake.domain.priorities import matrix_of
from tierline_intake.domain.repeats import Earlier
from tierline_intake.domain.summaries import entry_of
from tierline_intake.domain.tickets import Application, Contact, Ticket
from tierline_intake.rows import from_row, to_row

_NEVER = "9999-12-31T00:00:00+00:00"
"""When a ticket without a running clock is due: after all others (a driver of PostgreSQL cannot read its infinity)."""

NEVER = "9999-12-31T00:00:00+00:00"
"""When a ticket without a running clock is next due: it sorts behind all others, and psycopg reads no infinity."""

_TICKET_COLUMNS: Mapping[str, str] = {
    "tenant_id": "uuid", "id": "uuid", "key": "text", "version": "int", "entries": "int", "repeat_hash": "bigint", "application_id": "uuid",
    "application_name": "text", "regulations": "text", "requester_id": "uuid", "state": "text", "awaiting": "text", "priority": "text", "kind": "text",
    "nature": "text", "channel": "text", "environment": "text", "level": "smallint", "party_id": "text", "team_id": "text", "member_id": "text",
    "unassigned": "boolean", "imported_from": "text", "open_time": "timestamptz", "update_time": "timestamptz", "next_due_time": "text", "card": "bytea",
}
_CAST = {"regulations": "ARRAY(SELECT jsonb_array_elements_text(u.regulations::jsonb))", "next_due_time": "u.next_due_time::timestamptz"}
_SAVE = (
    f"INSERT INTO ticket ({', '.join(_TICKET_COLUMNS)}) SELECT {', '.join(_CAST.get(name, f'u.{name}') for name in _TICKET_COLUMNS)} "
    f"FROM unnest({', '.join(f'%s::{kind}[]' for kind in _TICKET_COLUMNS.values())}) AS u({', '.join(_TICKET_COLUMNS)}) "
    f"ON CONFLICT (tenant_id, id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in list(_TICKET_COLUMNS)[3:])}"
)


def _columns(ticket: Ticket) -> Sequence[Any]:
    due, one = ticket.next_due_time, ticket.assignment
    return (
        ticket.tenant_id, ticket.id, ticket.key, ticket.version, ticket.entries, ticket.repeat_hash, ticket.application_id, ticket.application_name,
        json.dumps(list(ticket.regulations)), ticket.requester_id, ticket.state, ticket.awaiting, ticket.priority, ticket.kind, ticket.nature, ticket.channel,
        ticket.environment, int(one.level) if one and one.level else None, one.party_id if one else "", one.team_id if one else "",
        one.member_id if one else "", one.unassigned if one else False, ticket.imported_from, ticket.open_time, ticket.update_time,
        due.isoformat() if due else _NEVER, codec.ticket_message(ticket).SerializeToString(),
    )


class Store:
    """Intake's rows in one transaction that names one tenant, or several to read."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def tenant(self, tenant_id: str) -> Tenant | None:
        """Return what intake knows of a tenant; `None` where it has not heard of it yet."""
        row = self._tx.execute(
            "SELECT prefix, matrix, (SELECT coalesce(jsonb_object_agg(plugin, settings), '{}') FROM plugin_setting p WHERE p.tenant_id = t.tenant_id) "
            "AS plugins FROM tenant t WHERE tenant_id = %s", [tenant_id],
        ).fetchone()
        if row is None:
            return None
        cells = [(Impact(impact), Urgency(urgency), Priority(priority)) for impact, urgency, priority in row["matrix"]]
        return Tenant(id=tenant_id, prefix=row["prefix"], matrix=matrix_of(cells), plugins=row["plugins"])

    def save_tenant(self, tenant_id: str, prefix: str, matrix: Sequence[tuple[str, str, str]]) -> None:
        """Remember a tenant, and open its numbers."""
        self._tx.execute(
            "INSERT INTO tenant VALUES (%s, %s, %s) ON CONFLICT (tenant_id) DO UPDATE SET prefix = excluded.prefix, matrix = excluded.matrix",
            [tenant_id, prefix, Jsonb(list(matrix))],
        )
        self._tx.execute("SELECT open_numbers(%s)", [tenant_id])

    def set_plugin(self, tenant_id: str, plugin: str, settings: Mapping[str, Any] | None) -> None:
        """Remember an enabled plugin's settings; `None` disables it."""
        if settings is None:
            self._tx.execute("DELETE FROM plugin_setting WHERE tenant_id = %s AND plugin = %s", [tenant_id, plugin])
            return
        self._tx.execute(
            "INSERT INTO plugin_setting VALUES (%s, %s, %s) ON CONFLICT (tenant_id, plugin) DO UPDATE SET settings = excluded.settings",
            [tenant_id, plugin, Jsonb(dict(settings))],
        )

    def applications(self, tenants: Sequence[str], *, ids: Sequence[str] = (), names: Sequence[str] = (), default: bool = False) -> Sequence[Application]:
        """Return the applications of these ids or names, and the default one where it is asked for."""
        rows = self._tx.execute(
            "SELECT * FROM application WHERE tenant_id = ANY (%s::uuid[]) AND (id = ANY (%s::uuid[]) OR name = ANY (%s) OR (is_default AND %s))",
            [list(tenants), list(ids), list(names), default],
        )
        return [_application(row) for row in rows]

    def contacts(self, tenants: Sequence[str], ids: Sequence[str]) -> Sequence[Contact]:
        """Return the contacts of these ids."""
        rows = self._tx.execute("SELECT * FROM contact WHERE tenant_id = ANY (%s::uuid[]) AND id = ANY (%s::uuid[])", [list(tenants), list(ids)])
        return [_contact(row) for row in rows]

    def page(self, table: str, tenants: Sequence[str], after: Sequence[Any] | None, limit: int) -> Sequence[Application | Contact]:
        """Return a page of applications or contacts, by name and id."""
        read = _application if table == "application" else _contact
        rows = self._tx.execute(
            f"SELECT * FROM {table} WHERE tenant_id = ANY (%s::uuid[]) AND (name, id) > (%s, %s::uuid) ORDER BY name, id LIMIT %s",
            [list(tenants), *(after or ("", "00000000-0000-0000-0000-000000000000")), limit],
        )
        return [read(row) for row in rows]

    def save_application(self, one: Application, saved: facts.Saved) -> None:
        """Store an application with its event; raises `AlreadyExists` where another has its name."""
        found = self._tx.execute(
            "INSERT INTO application VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, "
            "description = excluded.description, criticality = excluded.criticality, regulations = excluded.regulations, version = excluded.version, "
            "updated_at = excluded.updated_at RETURNING id",
            [
                one.tenant_id, one.id, one.display_name, one.description, one.criticality, list(one.regulations), one.default, one.version, one.create_time,
                one.update_time,
            ],
        ).fetchone()
        if found is None:
            raise AlreadyExists("application", one.display_name)
        self._tx.append([codec.encode_saved(saved)])

    def save_contact(self, one: Contact, saved: facts.Saved) -> None:
        """Store a contact with its event."""
        self._tx.execute(
            "INSERT INTO contact VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, "
            "email = excluded.email, phone = excluded.phone, preferred_channel = excluded.preferred_channel, zone = excluded.zone, "
            "version = excluded.version, updated_at = excluded.updated_at",
            [
                one.tenant_id, one.id, one.display_name, one.email, one.phone, one.preferred_channel, one.zone, one.version, one.create_time, one.update_time,
            ],
        )
        self._tx.append([codec.encode_saved(saved)])

    def taken(self, table: str, tenant_id: str, own_id: str, *, name: str = "", email: str = "") -> bool:
        """Tell whether another application has this name, or another contact this address."""
        column, value = ("name", name) if table == "application" else ("lower(email)", email.lower())
        query = f"SELECT 1 FROM {table} WHERE tenant_id = %s AND {column} = %s AND id <> %s"
        return self._tx.execute(query, [tenant_id, value, own_id]).fetchone() is not None

    def keys(self, tenant: Tenant, how_many: int) -> Sequence[str]:
        """Take the next numbers of a tenant, as people see them."""
        rows = self._tx.execute("SELECT next_numbers(%s, %s) AS number", [tenant.id, how_many])
        return [f"{tenant.prefix}-{row['number']}" for row in rows]

    def earlier(self, tenant_id: str, hashes: Sequence[int], since: datetime) -> Mapping[int, Earlier]:
        """Return the latest ticket of each hash that is not older than *since* (A10)."""
        rows = self._tx.execute(
            "SELECT DISTINCT ON (repeat_hash) repeat_hash, id, key, state FROM ticket WHERE tenant_id = %s AND repeat_hash = ANY (%s) AND open_time >= %s "
            "ORDER BY repeat_hash, open_time DESC", [tenant_id, list(hashes), since],
        )
        return {row["repeat_hash"]: Earlier(id=row["id"], key=row["key"], state=TicketState(row["state"])) for row in rows}

    def find(self, tenants: Sequence[str], name: str, *, by_id: bool) -> tuple[str, str] | None:
        """Find a ticket by its id or its key; return tenant and id."""
        column, value = ("id", name) if by_id else ("key", name.upper())
        row = self._tx.execute(f"SELECT tenant_id, id FROM ticket WHERE tenant_id = ANY (%s::uuid[]) AND {column} = %s", [list(tenants), value]).fetchone()
        return (row["tenant_id"], row["id"]) if row else None

    def card(self, tenant_id: str, ticket_id: str) -> bytes:
        """Return a ticket's card, encoded."""
        row = self._tx.execute("SELECT card FROM ticket WHERE tenant_id = %s AND id = %s", [tenant_id, ticket_id]).fetchone()
        return bytes(row["card"]) if row else b""

    def lock(self, tenant_id: str, ids: Sequence[str]) -> Mapping[str, Ticket]:
        """Return tickets to be changed, locked in one order for all writers."""
        rows = self._tx.execute("SELECT * FROM ticket WHERE tenant_id = %s AND id = ANY (%s::uuid[]) ORDER BY id FOR UPDATE", [tenant_id, list(ids)])
        return {row["id"]: codec.ticket_of(row) for row in rows}

    def save(self, courses: Sequence[Course]) -> None:
        """Store tickets with their histories and events."""
        happenings = [happening for course in courses for happening in course.happenings]
        self.save_cards([course.ticket for course in courses], [_entry(happening) for happening in happenings])
        self._tx.append([codec.encode(happening) for happening in happenings])

    def save_cards(self, tickets: Sequence[Ticket], entries: Sequence[NumberedEntry]) -> None:
        """Store tickets with new entries of their histories, and no event."""
        if not tickets:
            return
        self._tx.execute(_SAVE, [list(column) for column in zip(*(_columns(ticket) for ticket in tickets), strict=True)])
        owner = {ticket.id: ticket.tenant_id for ticket in tickets}
        rows = [
            (owner[one.ticket_id], one.ticket_id, one.number, one.time, one.entry.type, one.actor, one.entry.summary, one.entry.body, one.entry.minutes)
            for one in entries
        ]
        if rows:
            self._tx.execute(
                "INSERT INTO ticket_history SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], "
                "%s::text[], %s::int[])", [list(column) for column in zip(*rows, strict=True)],
            )

    def history(self, tenant_id: str, ticket_id: str, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return a page of a ticket's history."""
        return self._tx.execute(
            "SELECT * FROM ticket_history WHERE tenant_id = %s AND ticket_id = %s AND number > %s ORDER BY number LIMIT %s",
            [tenant_id, ticket_id, after, limit],
        ).fetchall()

    def alarm_tickets(self, tenant_id: str, alarms: Sequence[str]) -> Mapping[str, str]:
        """Return the tickets that alarms have opened."""
        rows = self._tx.execute("SELECT alarm_id, ticket_id FROM alarm_ticket WHERE tenant_id = %s AND alarm_id = ANY (%s::uuid[])", [tenant_id, list(alarms)])
        return {row["alarm_id"]: row["ticket_id"] for row in rows}

    def note_alarm(self, tenant_id: str, alarm_id: str, ticket_id: str) -> None:
        """Remember which ticket an alarm has opened."""
        self._tx.execute("INSERT INTO alarm_ticket VALUES (%s, %s, %s)", [tenant_id, alarm_id, ticket_id])

    def pasts(self, tenant_id: str, source: str, external_ids: Sequence[str]) -> Mapping[str, Past]:
        """Return what is stored of these tickets of a source, locked."""
        rows = self._tx.execute(
            "SELECT external_id, ticket_id, row_count, last, ended FROM imported_ticket WHERE tenant_id = %s AND source = %s AND external_id = ANY (%s) "
            "ORDER BY external_id FOR UPDATE", [tenant_id, source, list(external_ids)],
        ).fetchall()
        tickets = self.lock(tenant_id, [row["ticket_id"] for row in rows])
        stored: dict[str, set[int]] = {}
        for row in self._tx.execute(
            "SELECT external_id, number FROM imported_row WHERE tenant_id = %s AND source = %s AND external_id = ANY (%s)",
            [tenant_id, source, list(external_ids)],
        ):
            stored.setdefault(row["external_id"], set()).add(row["number"])
        return {
            row["external_id"]: Past(
                ticket=tickets[row["ticket_id"]], stored=frozenset(stored.get(row["external_id"], ())), rows=row["row_count"], last=from_row(row["last"]),
                ended=row["ended"],
            )
            for row in rows
        }

    def save_past(self, source: str, external_id: str, past: Past, new: Sequence[Row]) -> None:
        """Remember what is stored of a ticket of a source."""
        key = [past.ticket.tenant_id, source, external_id]
        self._tx.execute(
            "INSERT INTO imported_ticket VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (tenant_id, source, external_id) DO UPDATE "
            "SET row_count = excluded.row_count, last = excluded.last, ended = excluded.ended",
            [*key, past.ticket.id, past.rows, Jsonb(to_row(past.last)), past.ended],
        )
        self._tx.execute("INSERT INTO imported_row SELECT %s, %s, %s, unnest(%s::bigint[])", [*key, [row.number for row in new]])

    def tickets(self, tenants: Sequence[str], where: str, parameters: Sequence[Any], order: str, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return a page of tickets: *where* and *order* are composed of the closed sets of `listing`, never of a caller's words."""
        query = (
            f"SELECT x.* FROM unnest(%s::uuid[]) AS t(id) CROSS JOIN LATERAL (SELECT * FROM ticket WHERE tenant_id = t.id {where} ORDER BY {order} LIMIT %s) x "
            f"ORDER BY {order} LIMIT %s"
        )
        return self._tx.execute(query, [list(tenants), *parameters, limit, limit]).fetchall()


def _entry(happening: Happening) -> NumberedEntry:
    return NumberedEntry(
        ticket_id=happening.ticket.id, number=happening.number, time=happening.time, actor=happening.actor, entry=entry_of(happening.fact, happening.ticket),
    )


def _application(row: Mapping[str, Any]) -> Application:
    return Application(
        tenant_id=row["tenant_id"], id=row["id"], display_name=row["name"], description=row["description"],
        criticality=Impact(row["criticality"]) if row["criticality"] else None, regulations=tuple(row["regulations"]), default=row["is_default"],
        create_time=row["created_at"], update_time=row["updated_at"], version=row["version"],
    )


def _contact(row: Mapping[str, Any]) -> Contact:
    return Contact(
        tenant_id=row["tenant_id"], id=row["id"], display_name=row["name"], email=row["email"], phone=row["phone"],
        preferred_channel=Channel(row["preferred_channel"]) if row["preferred_channel"] else None, zone=row["zone"], create_time=row["created_at"],
        update_time=row["updated_at"], version=row["version"],
    )


