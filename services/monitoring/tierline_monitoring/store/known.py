"""What monitoring learns from others' events, and from its own as they stand in the log."""

from collections.abc import Sequence

from tierline_monitoring.domain.applications import DEFAULT_APPLICATION, AlarmTicket, Application, RaisedAt
from tierline_monitoring.store.base import BaseStore


class KnownStore(BaseStore):
    """Applications, and which alarm opened which ticket."""

    def find_application(self, application_id: str | None) -> Application | None:
        """Load an application; the default one for `None`."""
        by = "id = %s" if application_id else "display_name = %s"
        row = self._tx.execute(
            f"SELECT * FROM application WHERE tenant_id = %s AND {by} ORDER BY id LIMIT 1", [self._tenant_id, application_id or DEFAULT_APPLICATION],
        ).fetchone()
        return None if row is None else Application(id=row["id"], tenant_id=row["tenant_id"], display_name=row["display_name"])

    def save_applications(self, applications: Sequence[Application]) -> None:
        """Store applications as they are now."""
        self._tx.execute(
            "INSERT INTO application (tenant_id, id, display_name) SELECT %s, u.* FROM unnest(%s::uuid[], %s::text[]) AS u "
            "ON CONFLICT (tenant_id, id) DO UPDATE SET display_name = excluded.display_name",
            [self._tenant_id, [application.id for application in applications], [application.display_name for application in applications]],
        )

    def place_alarms(self, alarms: Sequence[RaisedAt]) -> None:
        """Note where in the log alarms were raised."""
        self._tx.execute(
            "UPDATE alarm a SET raised_at_position = u.position FROM unnest(%s::uuid[], %s::text[]) AS u(id, position) WHERE a.tenant_id = %s AND a.id = u.id",
            [[alarm.alarm_id for alarm in alarms], [alarm.position for alarm in alarms], self._tenant_id],
        )

    def link_tickets(self, tickets: Sequence[AlarmTicket]) -> None:
        """Note which tickets alarms opened."""
        self._tx.execute(
            "UPDATE alarm a SET ticket_id = u.ticket_id FROM unnest(%s::uuid[], %s::text[]) AS u(ticket_id, position) "
            "WHERE a.tenant_id = %s AND a.raised_at_position = u.position",
            [[ticket.ticket_id for ticket in tickets], [ticket.cause for ticket in tickets], self._tenant_id],
        )
