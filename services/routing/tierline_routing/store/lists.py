"""Lists of open work, the most urgent first: by due instant, then priority, tenant by tenant and merged."""

from collections.abc import Mapping, Sequence
from typing import Any

from tierline_routing.domain.values import Work
from tierline_routing.store.base import Base
from tierline_routing.store.work import COLUMNS, work_of

_LIST = """
SELECT {outer}, w.due_sort::text AS due_text, nullif(w.due_sort, 'infinity') AS due_at FROM unnest(%(tenants)s::uuid[]) AS t(id), LATERAL (
    SELECT {columns}, due_sort FROM work WHERE tenant_id = t.id AND state <> 'done' AND NOT history {narrowed}
    AND (%(after_due)s::timestamptz IS NULL OR (due_sort, priority, ticket_id) > (%(after_due)s::timestamptz, %(after_priority)s, %(after_ticket)s::uuid))
    ORDER BY due_sort, priority, ticket_id LIMIT %(limit)s
) AS w ORDER BY w.due_sort, w.priority, w.ticket_id LIMIT %(limit)s
"""

FIELDS: Mapping[str, str] = {
    "state": "state", "level": "level", "party_id": "party_id", "team_id": "team_id", "member_id": "member_id", "priority": "priority",
}
"""What a list may be narrowed by: field to column."""


class Lists(Base):
    """Reads lists of work."""

    def open_work(
        self, tenants: Sequence[str], wanted: Mapping[str, Any], *, parties: Sequence[str] | None, after: Sequence[str | int] | None, limit: int,
    ) -> Sequence[tuple[Work, Sequence[str]]]:
        """
        List open work of *tenants*.

        Args:
            tenants: Whose work.
            wanted: Field of `FIELDS` to value; work that equals all of them.
            parties: Only work of these parties, where given.
            after: Where the page before ended: what this returned with its last row.
            limit: At most so many.

        Returns:
            Work, each with its place in the order.
        """
        narrowed = "".join(f" AND {FIELDS[field]} = %({field})s" for field in wanted)
        narrowed += " AND party_id = ANY (%(parties)s)" if parties is not None else ""
        due, priority, ticket = after or (None, None, None)
        rows = self.tx.execute(
            _LIST.format(outer=", ".join(f"w.{column}" for column in COLUMNS), columns=", ".join(COLUMNS), narrowed=narrowed),
            {
                **wanted, "tenants": list(tenants), "parties": list(parties or ()), "limit": limit,
                "after_due": due, "after_priority": priority, "after_ticket": ticket,
            },
        )
        return [(work_of(row), (row["due_text"], row["priority"], row["ticket_id"])) for row in rows]
