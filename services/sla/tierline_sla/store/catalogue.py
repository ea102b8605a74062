"""Calendars, agreements and terms in the database."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from tierline_chassis.database import Row, Transaction
from tierline_chassis.log.events import NewEvent, Position
from tierline_sdk.errors import AlreadyExists

from tierline_sla.domain.resources import AgreementRecord, CalendarRecord, Terms
from tierline_sla.store.documents import agreement_document, calendar_document, read_agreement, read_calendar

Tell = Callable[[CalendarRecord | AgreementRecord, datetime], NewEvent]


class CatalogueStore:
    """The calendars and agreements of one tenant, in one transaction."""

    def __init__(self, tx: Transaction, tenant_id: str, *, tell: Tell, cause: Position | None = None) -> None:
        self._tx = tx
        self._tenant_id = tenant_id
        self._tell = tell
        self._cause = cause

    def add_calendar(self, record: CalendarRecord) -> None:
        """Insert a calendar."""
        self._add("calendar", record, calendar_document(record), {})

    def replace_calendar(self, record: CalendarRecord) -> None:
        """Update a calendar."""
        self._replace("calendar", record, calendar_document(record), {})

    def calendar(self, calendar_id: str) -> CalendarRecord | None:
        """Find a calendar of the tenant."""
        row = find_row(self._tx, "calendar", [self._tenant_id], calendar_id)
        return None if row is None else read_calendar(row["document"])

    def add_agreement(self, record: AgreementRecord) -> None:
        """Insert an agreement."""
        self._add("agreement", record, agreement_document(record), {"calendar_id": record.calendar_id})

    def replace_agreement(self, record: AgreementRecord) -> None:
        """Update an agreement."""
        self._replace("agreement", record, agreement_document(record), {"calendar_id": record.calendar_id})

    def agreements_on(self, calendar_id: str) -> Sequence[AgreementRecord]:
        """Find the agreements that count in a calendar's hours."""
        rows = self._tx.execute("SELECT document FROM agreement WHERE tenant_id = %s AND calendar_id = %s ORDER BY id", [self._tenant_id, calendar_id])
        return [read_agreement(row["document"]) for row in rows]

    def has_party(self, party_id: str) -> bool:
        """Say whether the tenant has the party."""
        return self._tx.execute("SELECT 1 FROM party WHERE tenant_id = %s AND id = %s", [self._tenant_id, party_id]).fetchone() is not None

    def save_terms(self, terms: Sequence[Terms]) -> None:
        """Insert terms as the current ones of their agreements."""
        self._tx.execute(
            "UPDATE terms SET is_current = false WHERE tenant_id = %s AND agreement_id = ANY (%s) AND is_current",
            [self._tenant_id, [item.agreement.id for item in terms]],
        )
        self._tx.execute(
            "INSERT INTO terms (tenant_id, id, agreement_id, is_current, agreement, calendar) "
            "SELECT %s, u.id, u.agreement_id, true, u.agreement, u.calendar FROM unnest(%s::uuid[], %s::uuid[], %s::jsonb[], %s::jsonb[]) "
            "AS u(id, agreement_id, agreement, calendar)",
            [
                self._tenant_id, [item.id for item in terms], [item.agreement.id for item in terms],
                [json.dumps(agreement_document(item.agreement)) for item in terms], [json.dumps(calendar_document(item.calendar)) for item in terms],
            ],
        )

    def tell_calendar(self, record: CalendarRecord, *, now: datetime) -> None:
        """Append the event of a calendar."""
        self._append(record, now)

    def tell_agreement(self, record: AgreementRecord, *, now: datetime) -> None:
        """Append the event of an agreement."""
        self._append(record, now)

    def _append(self, record: CalendarRecord | AgreementRecord, now: datetime) -> None:
        self._tx.append([with_cause(self._tell(record, now), self._cause)])

    def _add(self, table: str, record: CalendarRecord | AgreementRecord, document: Mapping[str, Any], more: Mapping[str, str]) -> None:
        columns = {
            "tenant_id": record.tenant_id, "id": record.id, "display_name": record.display_name, "version": record.version,
            "created_at": record.created_at, "updated_at": record.updated_at, "document": json.dumps(document), **more,
        }
        try:
            self._tx.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})", list(columns.values()))
        except UniqueViolation as error:
            raise AlreadyExists(table, record.display_name) from error

    def _replace(self, table: str, record: CalendarRecord | AgreementRecord, document: Mapping[str, Any], more: Mapping[str, str]) -> None:
        columns = {
            "display_name": record.display_name, "version": record.version, "updated_at": record.updated_at, "document": json.dumps(document), **more,
        }
        try:
            self._tx.execute(
                f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in columns)} WHERE tenant_id = %s AND id = %s",
                [*columns.values(), record.tenant_id, record.id],
            )
        except UniqueViolation as error:
            raise AlreadyExists(table, record.display_name) from error


def with_cause(event: NewEvent, cause: Position | None) -> NewEvent:
    """Let an event say what it follows from."""
    if cause is None:
        return event
    return NewEvent(
        topic=event.topic, key=event.key, tenant_id=event.tenant_id, type=event.type, event_time=event.event_time, payload=event.payload, cause=cause,
        event_id=event.event_id, headers=event.headers,
    )


def find_row(tx: Transaction, table: str, tenants: Sequence[str], resource_id: str, *, lock: bool = False) -> Row | None:
    """Find a calendar or agreement in *tenants*; a malformed id is nobody's."""
    found = parse_id(resource_id)
    if found is None:
        return None
    query = f"SELECT tenant_id, document FROM {table} WHERE tenant_id = ANY (%s::uuid[]) AND id = %s{' FOR UPDATE' if lock else ''}"
    return tx.execute(query, [list(tenants), found]).fetchone()


def parse_id(text: str) -> UUID | None:
    """Read an id; `None` where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def list_rows(tx: Transaction, table: str, tenants: Sequence[str], *, after: str, limit: int) -> Sequence[Row]:
    """Give a page of calendars or agreements, the oldest first."""
    return tx.execute(
        f"SELECT id, document FROM {table} WHERE tenant_id = ANY (%s::uuid[]) AND id > %s::uuid ORDER BY id LIMIT %s", [list(tenants), after, limit]
    ).fetchall()
