"""The event door: what reporting hears."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from tierline.common.v1 import values_pb2
from tierline.intake.v1 import events_pb2 as ticket_events_pb2
from tierline.monitoring.v1 import events_pb2 as monitoring_events_pb2
from tierline.monitoring.v1 import monitoring_pb2
from tierline_chassis.codec import to_datetime, to_enum
from tierline_chassis.consumer import HANDLED, Verdict
from tierline_chassis.database import Transaction
from tierline_chassis.log.events import TENANCY_TOPIC, Event
from tierline_sdk.values import Environment, Priority, TicketKind, TicketState

from tierline_reporting import handlers
from tierline_reporting.domain.monitoring import AlarmRaised, Application, CheckFact
from tierline_reporting.domain.outages import Outage
from tierline_reporting.domain.tickets import TicketFact, What
from tierline_reporting.store import FoldedStore

TOPIC = "tierline.reporting.v1"
TICKETS = "tierline.ticket.v1"
MONITORING = "tierline.monitoring.v1"
TOPICS = (TENANCY_TOPIC, TICKETS, "tierline.assignment.v1", "tierline.sla.v1", MONITORING)
"""None of the ten KPIs has a source in tenancy, assignments or clocks yet: those are read past, since retention waits for every listed consumer."""

_WHATS: Mapping[str, What] = {
    "TicketResolved": What.RESOLVED, "TicketReopened": What.REOPENED, "TicketClosed": What.CLOSED, "TicketRated": What.RATED,
}
_OPEN = (TicketState.NEW, TicketState.IN_PROGRESS, TicketState.ON_HOLD)
_UNSAID = "unspecified"
"""The group of what an event does not say, or says in a word of a newer contract."""

T = TypeVar("T")


def handle(tx: Transaction, events: Sequence[Event], _prepared: None) -> Sequence[Verdict]:
    """Handle one tenant's events."""
    tickets = [(event, ticket_events_pb2.TicketEvent.FromString(event.payload)) for event in events if event.topic == TICKETS]
    monitoring = [(event, monitoring_events_pb2.MonitoringEvent.FromString(event.payload)) for event in events if event.topic == MONITORING]
    heard = handlers.Heard(
        tickets=_all(_ticket, tickets), applications=_all(_application, tickets), checks=_all(_check, monitoring), outages=_all(_outage, monitoring),
        alarms=_all(_alarm, monitoring),
    )
    handlers.fold_events(heard, store=FoldedStore(tx, events[0].tenant_id))
    return [HANDLED] * len(events)


M = TypeVar("M")


def _all(read: Callable[[Event, M], T | None], events: Sequence[tuple[Event, M]]) -> list[T]:
    return [found for event, message in events if (found := read(event, message)) is not None]


def _ticket(event: Event, message: ticket_events_pb2.TicketEvent) -> TicketFact | None:
    if not message.HasField("ticket") or not message.ticket.id:
        return None
    ticket = message.ticket
    kind = to_enum(TicketKind, values_pb2.TicketKind, ticket.kind)
    priority = to_enum(Priority, values_pb2.Priority, ticket.priority)
    return TicketFact(
        ticket_id=ticket.id, key=ticket.key, what=_what(message), at=event.event_time,
        open_time=to_datetime(ticket.open_time) if ticket.HasField("open_time") else event.event_time, kind=kind.value if kind else _UNSAID,
        priority=priority.value if priority else _UNSAID, urgent_change=ticket.urgent_change,
        is_open=to_enum(TicketState, values_pb2.TicketState, ticket.state) in _OPEN, score=message.ticket_rated.score, cause=_alarm_position(event),
    )


def _what(message: ticket_events_pb2.TicketEvent) -> What:
    """Say what figures care about; in a history, which has no replies, the beginning of work is the first response."""
    if (message.HasField("ticket_replied") and message.ticket_replied.first_response) or (message.HasField("work_started") and message.history):
        return What.RESPONDED
    fact = message.WhichOneof("fact")
    return _WHATS.get(getattr(message, fact).DESCRIPTOR.name, What.CHANGED) if fact else What.CHANGED


def _alarm_position(event: Event) -> str | None:
    return str(event.cause) if event.cause is not None and event.cause.topic == MONITORING else None


def _application(_event: Event, message: ticket_events_pb2.TicketEvent) -> Application | None:
    if not message.HasField("application_saved"):
        return None
    saved = message.application_saved.application
    return Application(id=saved.id, display_name=saved.display_name)


def _check(event: Event, message: monitoring_events_pb2.MonitoringEvent) -> CheckFact | None:
    if not message.HasField("check_saved"):
        return None
    check = message.check_saved.check
    production = to_enum(Environment, values_pb2.Environment, check.environment) is Environment.PRODUCTION
    return CheckFact(check_id=check.id, application_id=check.application_id or None, runs=production and not check.paused, at=event.event_time)


def _outage(_event: Event, message: monitoring_events_pb2.MonitoringEvent) -> Outage | None:
    match message.WhichOneof("fact"):
        case "outage_started":
            return _to_outage(message.outage_started.outage)
        case "outage_ended":
            return _to_outage(message.outage_ended.outage)
        case _:
            return None


def _to_outage(outage: monitoring_pb2.Outage) -> Outage | None:
    if to_enum(Environment, values_pb2.Environment, outage.environment) is not Environment.PRODUCTION:
        return None
    return Outage(
        id=outage.id, application_id=outage.application_id or None, alarm_id=outage.alarm_id, start=to_datetime(outage.start_time),
        end=to_datetime(outage.end_time) if outage.HasField("end_time") else None, planned=outage.planned,
    )


def _alarm(event: Event, message: monitoring_events_pb2.MonitoringEvent) -> AlarmRaised | None:
    if not message.HasField("alarm_raised") or message.alarm_raised.alarm.muted:
        return None
    return AlarmRaised(alarm_id=message.alarm_raised.alarm.id, position=str(event.at))
