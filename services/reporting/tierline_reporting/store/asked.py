"""The read models as they are asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tierline_chassis.database import Row, Transaction

from tierline_reporting.domain.drilldown import After, KpiTicket
from tierline_reporting.domain.outages import Outage, Watched
from tierline_reporting.domain.periods import Period, cover
from tierline_reporting.domain.shares import Figure, Measure

_FIGURES = """
WITH piece AS (SELECT * FROM unnest(%(kinds)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS p(kind, start_time, end_time)),
counted AS (
    SELECT b.measure, b.group_name, b.number, b.total FROM piece p JOIN bucket b ON b.tenant_id = %(tenant)s AND b.measure = ANY (%(measures)s)
        AND b.grain = p.kind AND b.start_time >= p.start_time AND b.start_time < p.end_time
    UNION ALL
    SELECT s.measure, s.group_name, 1, s.value FROM piece p JOIN share s ON s.tenant_id = %(tenant)s AND s.measure = ANY (%(measures)s)
        AND p.kind = 'edge' AND s.at >= p.start_time AND s.at < p.end_time
)
SELECT measure, group_name, sum(number)::bigint AS number, sum(total)::bigint AS total FROM counted GROUP BY 1, 2 HAVING sum(number) <> 0
"""


class AskedStore:
    """A transaction that names *tenant_id* alone."""

    def __init__(self, tx: Transaction, tenant_id: str) -> None:
        self._tx = tx
        self._tenant_id = tenant_id

    def figures(self, measures: Sequence[Measure], period: Period) -> Mapping[Measure, Mapping[str, Figure]]:
        """Sum measures up over *period*, by group: whole days and hours from the aggregates, the edges from the shares."""
        laid = cover(period)
        pieces = [(kind, part) for kind, parts in (("day", laid.days), ("hour", laid.hours), ("edge", laid.edges)) for part in parts]
        rows = self._tx.execute(_FIGURES, {
            "tenant": self._tenant_id, "measures": [measure.value for measure in measures], "kinds": [kind for kind, _ in pieces],
            "starts": [part.start for _, part in pieces], "ends": [part.end for _, part in pieces],
        })
        found: dict[Measure, dict[str, Figure]] = {}
        for row in rows:
            found.setdefault(Measure(row["measure"]), {})[row["group_name"]] = Figure(count=row["number"], total=row["total"])
        return found

    def watched(self, period: Period) -> Sequence[Watched]:
        """Load the times in which checks of production ran that touch *period*."""
        rows = self._tx.execute(
            "SELECT * FROM watched WHERE tenant_id = %s AND start_time < %s AND (end_time IS NULL OR end_time > %s)",
            [self._tenant_id, period.end, period.start],
        )
        return [Watched(check_id=row["check_id"], application_id=row["application_id"], start=row["start_time"], end=row["end_time"]) for row in rows]

    def outages(self, period: Period) -> Sequence[Outage]:
        """Load the outages that touch *period*."""
        rows = self._tx.execute(
            "SELECT * FROM outage WHERE tenant_id = %s AND start_time < %s AND (end_time IS NULL OR end_time > %s)",
            [self._tenant_id, period.end, period.start],
        )
        return [
            Outage(
                id=row["id"], application_id=row["application_id"], alarm_id=row["alarm_id"], start=row["start_time"], end=row["end_time"],
                planned=row["planned"],
            ) for row in rows
        ]

    def application_names(self) -> Mapping[str, str]:
        """Load the names of applications, by id."""
        rows = self._tx.execute("SELECT id, display_name FROM application WHERE tenant_id = %s", [self._tenant_id])
        return {row["id"]: row["display_name"] for row in rows}

    def share_tickets(self, measure: Measure, group: str, period: Period, after: After | None, size: int) -> Sequence[KpiTicket]:
        """Load tickets with a share in *period*, the newest first."""
        at, row_id = after or (None, None)
        rows = self._tx.execute(
            "SELECT t.id, t.key, s.at, s.value, t.id AS row_id FROM share s JOIN ticket t ON t.tenant_id = s.tenant_id AND t.id = s.ticket_id "
            "WHERE s.tenant_id = %s AND s.measure = %s AND (%s = '' OR s.group_name = %s) AND s.at >= %s AND s.at < %s "
            "AND (%s::timestamptz IS NULL OR (s.at, s.ticket_id) < (%s::timestamptz, %s::uuid)) ORDER BY s.at DESC, s.ticket_id DESC LIMIT %s",
            [self._tenant_id, measure.value, group, group, period.start, period.end, at, at, row_id, size + 1],
        )
        return [_to_ticket(row) for row in rows]

    def waiting_tickets(self, end: datetime, after: After | None, size: int) -> Sequence[KpiTicket]:
        """Load the change requests that were open at *end*, the newest first."""
        at, row_id = after or (None, None)
        rows = self._tx.execute(
            "SELECT id, key, opened_at AS at, 1 AS value, id AS row_id FROM ticket WHERE tenant_id = %s AND kind = 'change_request' AND opened_at < %s "
            "AND (coalesce(resolved_at, closed_at) IS NULL OR coalesce(resolved_at, closed_at) >= %s) "
            "AND (%s::timestamptz IS NULL OR (opened_at, id) < (%s::timestamptz, %s::uuid)) ORDER BY opened_at DESC, id DESC LIMIT %s",
            [self._tenant_id, end, end, at, at, row_id, size + 1],
        )
        return [_to_ticket(row) for row in rows]

    def outage_tickets(self, period: Period, after: After | None, size: int) -> Sequence[KpiTicket]:
        """Load the tickets of unplanned outages that touch *period*, the newest first, each with the seconds of its outage in the period."""
        at, row_id = after or (None, None)
        rows = self._tx.execute(
            "SELECT t.id, t.key, o.start_time AS at, o.id AS row_id, "
            "extract(epoch FROM least(coalesce(o.end_time, %s), %s) - greatest(o.start_time, %s))::float8 AS value "
            "FROM outage o JOIN alarm a ON a.tenant_id = o.tenant_id AND a.id = o.alarm_id "
            "JOIN ticket t ON t.tenant_id = a.tenant_id AND t.cause = a.position "
            "WHERE o.tenant_id = %s AND NOT o.planned AND o.start_time < %s AND (o.end_time IS NULL OR o.end_time > %s) "
            "AND (%s::timestamptz IS NULL OR (o.start_time, o.id) < (%s::timestamptz, %s::uuid)) ORDER BY o.start_time DESC, o.id DESC LIMIT %s",
            [period.end, period.end, period.start, self._tenant_id, period.end, period.start, at, at, row_id, size + 1],
        )
        return [_to_ticket(row) for row in rows]


def _to_ticket(row: Row) -> KpiTicket:
    return KpiTicket(ticket_id=row["id"], key=row["key"], at=row["at"], value=float(row["value"]), row_id=row["row_id"])
