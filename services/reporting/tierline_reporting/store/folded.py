"""The read models as they are folded: many rows a statement, rows of the aggregates in one order for all writers."""

from collections.abc import Mapping, Sequence

from tierline_chassis.database import Row, Transaction

from tierline_reporting.domain.monitoring import AlarmRaised, Application
from tierline_reporting.domain.outages import Outage, Watched
from tierline_reporting.domain.shares import Bucket, Difference, Figure, Share
from tierline_reporting.domain.tickets import Ticket


class FoldedStore:
    """A transaction that names *tenant_id* alone."""

    def __init__(self, tx: Transaction, tenant_id: str) -> None:
        self._tx = tx
        self._tenant_id = tenant_id

    def lock_tickets(self, ticket_ids: Sequence[str]) -> Mapping[str, Ticket]:
        """Load and lock tickets, by id."""
        rows = self._tx.execute(
            "SELECT * FROM ticket WHERE tenant_id = %s AND id = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE", [self._tenant_id, list(ticket_ids)],
        )
        return {row["id"]: _to_ticket(row) for row in rows}

    def save_tickets(self, tickets: Sequence[Ticket], difference: Difference) -> None:
        """Store tickets, their shares, and what changes in the aggregates."""
        if not tickets:
            return
        self._save_tickets(tickets)
        self._save_shares(difference)
        self._save_buckets(difference.buckets())

    def _save_tickets(self, tickets: Sequence[Ticket]) -> None:
        self._tx.execute(
            "INSERT INTO ticket (tenant_id, id, key, kind, priority, urgent_change, opened_at, responded_at, resolved_at, closed_at, rated_at, score, cause) "
            "SELECT %s, u.* FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bool[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], "
            "%s::timestamptz[], %s::timestamptz[], %s::int[], %s::text[]) AS u ON CONFLICT (tenant_id, id) DO UPDATE SET kind = excluded.kind, "
            "priority = excluded.priority, urgent_change = excluded.urgent_change, responded_at = excluded.responded_at, resolved_at = excluded.resolved_at, "
            "closed_at = excluded.closed_at, rated_at = excluded.rated_at, score = excluded.score",
            [
                self._tenant_id, [item.id for item in tickets], [item.key for item in tickets], [item.kind for item in tickets],
                [item.priority for item in tickets], [item.urgent_change for item in tickets], [item.opened_at for item in tickets],
                [item.responded_at for item in tickets], [item.resolved_at for item in tickets], [item.closed_at for item in tickets],
                [item.rated_at for item in tickets], [item.score for item in tickets], [item.cause for item in tickets],
            ],
        )

    def _save_shares(self, difference: Difference) -> None:
        kept = {(share.ticket_id, share.measure) for share in difference.added}
        gone = [share for share in difference.removed if (share.ticket_id, share.measure) not in kept]
        if gone:
            self._tx.execute(
                "DELETE FROM share s USING unnest(%s::uuid[], %s::text[]) AS u(ticket_id, measure) "
                "WHERE s.tenant_id = %s AND s.ticket_id = u.ticket_id AND s.measure = u.measure",
                [[share.ticket_id for share in gone], [share.measure.value for share in gone], self._tenant_id],
            )
        if difference.added:
            self._tx.execute(
                "INSERT INTO share (tenant_id, ticket_id, measure, at, group_name, value) "
                "SELECT %s, u.* FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[], %s::bigint[]) AS u "
                "ON CONFLICT (tenant_id, ticket_id, measure) DO UPDATE SET at = excluded.at, group_name = excluded.group_name, value = excluded.value",
                [self._tenant_id, *_columns(difference.added)],
            )

    def _save_buckets(self, changes: Mapping[Bucket, Figure]) -> None:
        if not changes:
            return
        self._tx.execute(
            "INSERT INTO bucket AS b (tenant_id, measure, grain, start_time, group_name, number, total) "
            "SELECT %s, u.* FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::bigint[], %s::bigint[]) AS u "
            "ON CONFLICT (tenant_id, measure, grain, start_time, group_name) DO UPDATE "
            "SET number = b.number + excluded.number, total = b.total + excluded.total",
            [
                self._tenant_id, [bucket.measure.value for bucket in changes], [bucket.grain.value for bucket in changes],
                [bucket.start for bucket in changes], [bucket.group for bucket in changes], [figure.count for figure in changes.values()],
                [figure.total for figure in changes.values()],
            ],
        )

    def lasting(self, check_ids: Sequence[str]) -> Mapping[str, Watched]:
        """Load the times in which checks run that last, by check."""
        rows = self._tx.execute(
            "SELECT * FROM watched WHERE tenant_id = %s AND check_id = ANY (%s::uuid[]) AND end_time IS NULL", [self._tenant_id, list(check_ids)],
        )
        return {
            row["check_id"]: Watched(check_id=row["check_id"], application_id=row["application_id"], start=row["start_time"], end=None) for row in rows
        }

    def save_watched(self, watched: Sequence[Watched]) -> None:
        """Store times in which checks ran."""
        if not watched:
            return
        self._tx.execute(
            "INSERT INTO watched (tenant_id, check_id, start_time, application_id, end_time) SELECT %s, u.* FROM unnest(%s::uuid[], %s::timestamptz[], "
            "%s::uuid[], %s::timestamptz[]) AS u ON CONFLICT (tenant_id, check_id, start_time) DO UPDATE SET application_id = excluded.application_id, "
            "end_time = excluded.end_time",
            [
                self._tenant_id, [item.check_id for item in watched], [item.start for item in watched], [item.application_id for item in watched],
                [item.end for item in watched],
            ],
        )

    def save_outages(self, outages: Sequence[Outage]) -> None:
        """Store outages as they are now."""
        if not outages:
            return
        self._tx.execute(
            "INSERT INTO outage (tenant_id, id, application_id, alarm_id, start_time, end_time, planned) SELECT %s, u.* FROM unnest(%s::uuid[], %s::uuid[], "
            "%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::bool[]) AS u ON CONFLICT (tenant_id, id) DO UPDATE SET end_time = excluded.end_time, "
            "planned = excluded.planned",
            [
                self._tenant_id, [item.id for item in outages], [item.application_id for item in outages], [item.alarm_id for item in outages],
                [item.start for item in outages], [item.end for item in outages], [item.planned for item in outages],
            ],
        )

    def save_alarms(self, alarms: Sequence[AlarmRaised]) -> None:
        """Store where alarms were raised."""
        if alarms:
            self._tx.execute(
                "INSERT INTO alarm (tenant_id, id, position) SELECT %s, u.* FROM unnest(%s::uuid[], %s::text[]) AS u "
                "ON CONFLICT (tenant_id, id) DO UPDATE SET position = excluded.position",
                [self._tenant_id, [alarm.alarm_id for alarm in alarms], [alarm.position for alarm in alarms]],
            )

    def save_applications(self, applications: Sequence[Application]) -> None:
        """Store applications as they are now."""
        if applications:
            self._tx.execute(
                "INSERT INTO application (tenant_id, id, display_name) SELECT %s, u.* FROM unnest(%s::uuid[], %s::text[]) AS u "
                "ON CONFLICT (tenant_id, id) DO UPDATE SET display_name = excluded.display_name",
                [self._tenant_id, [item.id for item in applications], [item.display_name for item in applications]],
            )


def _columns(shares: Sequence[Share]) -> list[list[object]]:
    return [
        [share.ticket_id for share in shares], [share.measure.value for share in shares], [share.at for share in shares], [share.group for share in shares],
        [share.value for share in shares],
    ]


def _to_ticket(row: Row) -> Ticket:
    return Ticket(
        id=row["id"], key=row["key"], kind=row["kind"], priority=row["priority"], urgent_change=row["urgent_change"], opened_at=row["opened_at"],
        responded_at=row["responded_at"], resolved_at=row["resolved_at"], closed_at=row["closed_at"], rated_at=row["rated_at"], score=row["score"],
        cause=row["cause"],
    )
