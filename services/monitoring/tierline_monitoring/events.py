"""The event door: what monitoring tells, and what it hears."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from tierline.intake.v1 import events_pb2 as ticket_events_pb2
from tierline.monitoring.v1 import events_pb2
from tierline_chassis.consumer import HANDLED, Verdict
from tierline_chassis.database import Transaction
from tierline_chassis.log.events import TENANCY_TOPIC, Event, NewEvent

from tierline_monitoring import handlers
from tierline_monitoring.domain.applications import AlarmTicket, Application, RaisedAt
from tierline_monitoring.domain.facts import AlarmCleared, AlarmRaised, CheckSaved, Fact, OutageEnded, OutageStarted, WindowSaved
from tierline_monitoring.messages import from_alarm, from_check, from_outage, from_window
from tierline_monitoring.store import Store

TOPIC = "tierline.monitoring.v1"
TICKETS = "tierline.ticket.v1"
TOPICS = (TENANCY_TOPIC, TICKETS, TOPIC)
"""Of tenancy nothing is kept, but others' events wait for it. One's own topic tells where in the log an alarm stands, which its ticket names as its cause."""

T = TypeVar("T")


def encode(facts: Sequence[Fact]) -> Sequence[NewEvent]:
    """Turn facts into events, in their order."""
    return [_encode(fact) for fact in facts]


def _encode(fact: Fact) -> NewEvent:
    match fact:
        case CheckSaved(check=check):
            message = events_pb2.MonitoringEvent(check_saved=events_pb2.CheckSaved(check=from_check(check)))
            return _event(message, check.tenant_id, check.id, fact.at)
        case AlarmRaised(alarm=alarm):
            message = events_pb2.MonitoringEvent(alarm_raised=events_pb2.AlarmRaised(alarm=from_alarm(alarm)))
            return _event(message, alarm.tenant_id, alarm.check_id, fact.at)
        case AlarmCleared(alarm=alarm):
            message = events_pb2.MonitoringEvent(alarm_cleared=events_pb2.AlarmCleared(alarm=from_alarm(alarm)))
            return _event(message, alarm.tenant_id, alarm.check_id, fact.at)
        case OutageStarted(outage=outage):
            message = events_pb2.MonitoringEvent(outage_started=events_pb2.OutageStarted(outage=from_outage(outage)))
            return _event(message, outage.tenant_id, outage.check_id, fact.at)
        case OutageEnded(outage=outage):
            message = events_pb2.MonitoringEvent(outage_ended=events_pb2.OutageEnded(outage=from_outage(outage)))
            return _event(message, outage.tenant_id, outage.check_id, fact.at)
        case WindowSaved(window=window):
            message = events_pb2.MonitoringEvent(maintenance_window_saved=events_pb2.MaintenanceWindowSaved(maintenance_window=from_window(window)))
            return _event(message, window.tenant_id, window.id, fact.at)


def _event(message: events_pb2.MonitoringEvent, tenant_id: str, subject: str, at: datetime) -> NewEvent:
    fact = getattr(message, message.WhichOneof("fact") or "")
    return NewEvent(
        topic=TOPIC, key=f"{tenant_id}/{subject}", tenant_id=tenant_id, type=fact.DESCRIPTOR.name, event_time=at, payload=message.SerializeToString(),
    )


def handle(tx: Transaction, events: Sequence[Event], _prepared: None) -> Sequence[Verdict]:
    """Handle one tenant's events."""
    store = Store(tx, events[0].tenant_id, encode)
    handlers.save_applications(_all(_application, events), store=store)
    handlers.learn_tickets(_all(_raised, events), _all(_opened, events), store=store)
    return [HANDLED] * len(events)


def _all(read: Callable[[Event], T | None], events: Sequence[Event]) -> list[T]:
    return [found for event in events if (found := read(event)) is not None]


def _application(event: Event) -> Application | None:
    if event.topic != TICKETS or event.type != "ApplicationSaved":
        return None
    saved = ticket_events_pb2.TicketEvent.FromString(event.payload).application_saved.application
    return Application(id=saved.id, tenant_id=event.tenant_id, display_name=saved.display_name)


def _raised(event: Event) -> RaisedAt | None:
    if event.topic != TOPIC or event.type != "AlarmRaised":
        return None
    alarm = events_pb2.MonitoringEvent.FromString(event.payload).alarm_raised.alarm
    return None if alarm.muted else RaisedAt(alarm_id=alarm.id, position=str(event.at))


def _opened(event: Event) -> AlarmTicket | None:
    if event.topic != TICKETS or event.type != "TicketOpened" or event.cause is None or event.cause.topic != TOPIC:
        return None
    ticket = ticket_events_pb2.TicketEvent.FromString(event.payload).ticket
    return AlarmTicket(tenant_id=event.tenant_id, ticket_id=ticket.id, cause=str(event.cause))
