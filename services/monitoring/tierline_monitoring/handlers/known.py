"""What others' events teach."""

from collections.abc import Sequence

from tierline_monitoring.domain.applications import AlarmTicket, Application, RaisedAt
from tierline_monitoring.handlers.ports import Known


def save_applications(applications: Sequence[Application], *, store: Known) -> None:
    """Keep applications as they are now; of several of one id the last counts."""
    latest = {application.id: application for application in applications}
    if latest:
        store.save_applications(list(latest.values()))


def learn_tickets(raised: Sequence[RaisedAt], tickets: Sequence[AlarmTicket], *, store: Known) -> None:
    """Tie alarms to the tickets that they opened: a ticket names the place of its alarm in the log."""
    if raised:
        store.place_alarms(raised)
    if tickets:
        store.link_tickets(tickets)
