"""What PostgreSQL's catalogue says of our tables: which are not sealed by tenant. For the test that guards the walls."""

from collections.abc import Sequence, Set
from typing import Any

import psycopg
from psycopg.rows import tuple_row

ALLOWED: Set[str] = {"cursor", "parked_event", "timer", "migration"}
"""Tables of a service that are worked for all tenants, by chassis functions alone."""

_UNSEALED = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname = ANY (%s) AND NOT (
    c.relrowsecurity AND c.relforcerowsecurity
    AND (SELECT count(DISTINCT polcmd) FROM pg_policy p WHERE p.polrelid = c.oid AND polname LIKE 'tenant\\_%%' AND polroles = '{0}') = 4
) AND NOT (c.relkind = 'v' AND 'security_invoker=true' = ANY (coalesce(c.reloptions, '{}')))
ORDER BY 1
"""

_MISKEYED = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND n.nspname = ANY (%s) AND a.attname IS DISTINCT FROM 'tenant_id' ORDER BY 1
"""


def unsealed_tables(connection: psycopg.Connection[Any], schemas: Sequence[str], *, allowed: Set[str] = ALLOWED) -> Sequence[str]:
    """Return the tables, views and materialised views of *schemas* that row-level security does not seal, as `schema.table`, without the allowed ones."""
    return [table for table in _names(connection, _UNSEALED, schemas) if table.partition(".")[2] not in allowed]


def miskeyed_tables(connection: psycopg.Connection[Any], schemas: Sequence[str]) -> Sequence[str]:
    """Return the sealed tables of *schemas* whose primary key does not begin with `tenant_id`."""
    return _names(connection, _MISKEYED, schemas)


def _names(connection: psycopg.Connection[Any], query: str, schemas: Sequence[str]) -> Sequence[str]:
    with connection.cursor(row_factory=tuple_row) as cursor:
        return [row[0] for row in cursor.execute(query.encode(), [list(schemas)])]
