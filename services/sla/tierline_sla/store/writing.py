"""One way to write many rows: a statement with an array a column, whatever the number of rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from tierline_chassis.database import Transaction

_TYPES = {
    "id": "uuid", "ticket_id": "uuid", "at": "timestamptz", "opened_at": "timestamptz", "read_at": "timestamptz", "started_at": "timestamptz",
    "due_at": "timestamptz", "at_risk_at": "timestamptz", "risked_at": "timestamptz", "breached_at": "timestamptz", "stopped_at": "timestamptz",
    "starts_at": "timestamptz", "elapsed": "interval", "duration": "interval", "time": "interval", "history_pending": "boolean", "done": "boolean",
    "assumed": "boolean", "source_met_agreement": "boolean", "row_number": "bigint", "position": "bigint", "origin": "smallint", "level": "smallint",
    "cycle": "int", "document": "jsonb", "pauses": "jsonb",
}
_CASTS = {"terms": "::uuid[]"}
"""An array of arrays would have to be a rectangle: these travel as text."""


def insert(tx: Transaction, table: str, tenant_id: str, rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]) -> None:
    """
    Insert *rows* of one tenant.

    Args:
        tx: Names exactly that tenant.
        table: Of this service's schema.
        tenant_id: Whose rows they are.
        rows: Column to value, the same columns in each.
        key: Columns, besides the tenant, by which a row that exists is replaced; where there are none, one that exists stays as it is.
    """
    if not rows:
        return
    columns = list(rows[0])
    arrays = ", ".join(f"%s::{_TYPES.get(name, 'text')}[]" for name in columns)
    values = ", ".join(f"u.{name}{_CASTS.get(name, '')}" for name in columns)
    rest = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    target = f"({', '.join(('tenant_id', *key))}) DO UPDATE SET {rest}" if key else "DO NOTHING"
    tx.execute(
        f"INSERT INTO {table} (tenant_id, {', '.join(columns)}) SELECT %s, {values} FROM unnest({arrays}) AS u({', '.join(columns)}) ON CONFLICT {target}",
        [tenant_id, *([row[name] for row in rows] for name in columns)],
    )
