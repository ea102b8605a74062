"""What clocks and used time add up to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tierline_chassis.database import Row, Transaction

from tierline_sla.store.catalogue import parse_id

_PERIOD = "(%s::timestamptz IS NULL OR t.opened_at >= %s) AND (%s::timestamptz IS NULL OR t.opened_at < %s)"

ATTAINMENT = f"""
SELECT c.metric, c.agreement_name, c.priority, bool_or(c.assumed) AS assumed,
    count(*) FILTER (WHERE c.met) AS met, count(*) FILTER (WHERE c.breached) AS breached, count(*) FILTER (WHERE NOT c.met AND NOT c.breached) AS running,
    count(*) FILTER (WHERE c.metric = 'resolution' AND (c.met OR c.breached) AND t.source_met_agreement = c.met) AS source_agrees,
    count(*) FILTER (WHERE c.metric = 'resolution' AND (c.met OR c.breached) AND t.source_met_agreement <> c.met) AS source_disagrees
FROM ticket t JOIN (
    SELECT *, breached_at IS NOT NULL AS breached, state = 'stopped' AND breached_at IS NULL AS met FROM clock
    WHERE tenant_id = ANY (%s::uuid[]) AND (state <> 'cancelled' OR breached_at IS NOT NULL)
) c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id
WHERE t.tenant_id = ANY (%s::uuid[]) AND {_PERIOD}
GROUP BY c.metric, c.agreement_name, c.priority ORDER BY c.agreement_name, c.metric, c.priority
"""

USED_TIME = f"""
SELECT u.use, u.party_name, u.level, u.awaiting, sum(u.time) AS time, count(*) AS tickets
FROM ticket t JOIN used_time u ON u.tenant_id = t.tenant_id AND u.ticket_id = t.id
WHERE t.tenant_id = ANY (%s::uuid[]) AND u.tenant_id = ANY (%s::uuid[]) AND {_PERIOD}
GROUP BY u.use, u.party_name, u.level, u.awaiting
"""

OPEN = f"SELECT t.tenant_id, t.id FROM ticket t WHERE t.tenant_id = ANY (%s::uuid[]) AND NOT t.done AND NOT t.history_pending AND {_PERIOD}"


def attainment_rows(tx: Transaction, tenants: Sequence[str], start: datetime | None, end: datetime | None) -> Sequence[Row]:
    """Count clocks met, breached and running by agreement, metric and priority."""
    return tx.execute(ATTAINMENT, [list(tenants), list(tenants), start, start, end, end]).fetchall()


def used_time_rows(tx: Transaction, tenants: Sequence[str], start: datetime | None, end: datetime | None) -> Sequence[Row]:
    """Add up the stored time of tickets that are done."""
    return tx.execute(USED_TIME, [list(tenants), list(tenants), start, start, end, end]).fetchall()


def open_tickets(tx: Transaction, tenants: Sequence[str], start: datetime | None, end: datetime | None) -> Mapping[str, Sequence[str]]:
    """Give the tickets that are not done, by tenant."""
    found: dict[str, list[str]] = {}
    for row in tx.execute(OPEN, [list(tenants), start, start, end, end]):
        found.setdefault(row["tenant_id"], []).append(row["id"])
    return found


def find_ticket(tx: Transaction, tenants: Sequence[str], name: str) -> tuple[str, str] | None:
    """Find a ticket by id or key."""
    column, value = ("key", name) if (ticket_id := parse_id(name)) is None else ("id", ticket_id)
    row = tx.execute(f"SELECT tenant_id, id FROM ticket WHERE tenant_id = ANY (%s::uuid[]) AND {column} = %s LIMIT 1", [list(tenants), value]).fetchone()
    return None if row is None else (row["tenant_id"], row["id"])
