"""The event door: what intake hears of tenants, assignments, clocks and alarms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from tierline.common.v1 import values_pb2 as v
from tierline.monitoring.v1 import events_pb2 as monitoring
from tierline.routing.v1 import events_pb2 as routing
from tierline.routing.v1 import routing_pb2
from tierline.sla.v1 import events_pb2 as sla
from tierline.tenancy.v1 import events_pb2 as tenancy
from tierline_chassis.codec import to_datetime, to_enum
from tierline_chassis.consumer import HANDLED, Verdict
from tierline_chassis.database import Transaction
from tierline_chassis.ids import new_id
from tierline_chassis.log.events import Event
from tierline_sdk.errors import IllegalTransition
from tierline_sdk.values import Environment, Impact, Priority, TicketState, Urgency

from tierline_intake import handlers
from tierline_intake.codec import assignment_of, clock_of
from tierline_intake.domain.alarms import Alarm, resolution_of, ticket_of
from tierline_intake.domain.cards import Accepted, Assigned, ClockChanged, Entry, Folding, Noted, NumberedEntry, fold
from tierline_intake.domain.commands import Command, LogWork, Reply, Resolve
from tierline_intake.domain.facts import Act, ApplicationSaved, Course, Saved
from tierline_intake.domain.opening import Tenant
from tierline_intake.domain.states import DONE
from tierline_intake.domain.tickets import Application, ReplyAuthor, Ticket
from tierline_intake.store import Store

TOPICS = ("tierline.tenancy.v1", "tierline.assignment.v1", "tierline.sla.v1", "tierline.monitoring.v1")
ENVELOPES: Mapping[str, type[Message]] = dict(
    zip(TOPICS, (tenancy.TenancyEvent, routing.AssignmentEvent, sla.SlaEvent, monitoring.MonitoringEvent), strict=True),
)
DEFAULT_APPLICATION = "General"
"""What tickets concern that name no application."""


@dataclass(slots=True)
class Desk:
    """One tenant's tickets while a batch of events is handled: loaded once, changed in memory, saved once."""

    store: Store
    tenant_id: str
    tickets: dict[str, Ticket] = field(default_factory=dict)
    entries: list[NumberedEntry] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    alarms: dict[str, str] = field(default_factory=dict)
    known: Tenant | None = None

    @property
    def tenant(self) -> Tenant:
        """What intake knows of the tenant."""
        self.known = self.known or handlers.known_tenant(self.store, self.tenant_id)
        return self.known

    def fold(self, folding: Folding) -> None:
        """Fold one thing into a ticket's card; a ticket that intake does not have is none of ours."""
        ticket = self.tickets.get(folding.ticket_id)
        if ticket is None:
            return
        self.tickets[ticket.id], entry = fold(ticket, folding)
        if entry is not None:
            self.entries.append(entry)

    def carry_out(self, ticket_id: str, command: Command, act: Act) -> None:
        """Carry out what was decided elsewhere; where the ticket no longer takes it, its history says that it came."""
        ticket = self.tickets.get(ticket_id)
        if ticket is None:
            return
        try:
            courses = handlers.carry_out_with_follow_up(ticket, command, self.tenant, store=self.store, act=act, new_id=new_id)
        except IllegalTransition as error:
            entry = Entry(type="CommandIgnored", summary=error.message)
            self.fold(Folding(ticket_id=ticket_id, time=act.time, actor=act.actor, change=Noted(), entry=entry))
            return
        for course in courses:
            self.courses.append(course)
            self.tickets[course.ticket.id] = course.ticket

    def save(self) -> None:
        """Store everything."""
        for course in self.courses:
            course.ticket = self.tickets.get(course.ticket.id, course.ticket)
        self.store.save(_last_of_each(self.courses))
        self.store.save_cards(list(self.tickets.values()), self.entries)


def _last_of_each(courses: Sequence[Course]) -> Sequence[Course]:
    """Join the courses of one ticket, so that it is stored once."""
    joined: dict[str, Course] = {}
    for course in courses:
        before = joined.setdefault(course.ticket.id, course)
        if before is not course:
            before.happenings += course.happenings
            before.ticket = course.ticket
    return list(joined.values())


def handle(tx: Transaction, events: Sequence[Event], _prepared: object) -> Sequence[Verdict]:
    """Handle one tenant's events."""
    store = Store(tx)
    desk = Desk(store=store, tenant_id=events[0].tenant_id)
    messages = [_decoded(event) for event in events]
    alarms = [_alarm_id(message) for message in messages]
    desk.alarms = dict(store.alarm_tickets(desk.tenant_id, sorted(filter(None, alarms)))) if any(alarms) else {}
    wanted = {getattr(message, "ticket_id", "") for message in messages} | set(desk.alarms.values())
    desk.tickets = dict(store.lock(desk.tenant_id, sorted(filter(None, wanted)))) if any(wanted) else {}
    for event, message in zip(events, messages, strict=True):
        if (hear := _EARS.get(message.WhichOneof("fact") or "")) is not None:
            hear(desk, event, message)
    desk.save()
    return [HANDLED] * len(events)


def _decoded(event: Event) -> Any:
    message = ENVELOPES[event.topic]()
    message.ParseFromString(event.payload)
    return message


def _alarm_id(message: Any) -> str:
    fact = message.WhichOneof("fact")
    return str(getattr(message, fact).alarm.id) if fact in ("alarm_raised", "alarm_cleared") else ""


def _act(event: Event, actor: str) -> Act:
    return Act(actor=actor, time=event.event_time, cause=event.at)


def _tenant_created(desk: Desk, event: Event, message: tenancy.TenancyEvent) -> None:
    _tenant_saved(desk, message.tenant_created.tenant)
    time = event.event_time
    general = Application(
        tenant_id=desk.tenant_id, id=new_id(), display_name=DEFAULT_APPLICATION, description="What no other application is named for.", default=True,
        create_time=time, update_time=time,
    )
    desk.store.save_application(general, Saved(fact=ApplicationSaved(application=general), time=time, actor="intake", cause=event.at))


def _tenant_saved(desk: Desk, tenant: Any) -> None:
    cells = [
        (to_enum(Impact, v.Impact, cell.impact), to_enum(Urgency, v.Urgency, cell.urgency), to_enum(Priority, v.Priority, cell.priority))
        for cell in tenant.priority_matrix
    ]
    desk.store.save_tenant(desk.tenant_id, tenant.prefix, [(a.value, b.value, c.value) for a, b, c in cells if a and b and c])
    desk.known = None


def _plugin_set(desk: Desk, _event: Event, message: tenancy.TenancyEvent) -> None:
    setting = message.plugin_setting_updated.plugin_setting
    desk.store.set_plugin(desk.tenant_id, setting.plugin, MessageToDict(setting.settings) if setting.enabled else None)
    desk.known = None


def _assigned(desk: Desk, event: Event, message: routing.AssignmentEvent) -> None:
    one = message.ticket_assigned.assignment
    assignment = assignment_of(one)
    unassigned = one.state == routing_pb2.ASSIGNMENT_STATE_UNASSIGNED
    change = Assigned(assignment=replace(assignment, unassigned=unassigned))
    level = f"L{int(assignment.level)}" if assignment.level else ""
    where = ", ".join(filter(None, (assignment.party_name, level, assignment.team_name, assignment.member_name)))
    entry = Entry(type="TicketAssigned", summary=f"Assigned to {where}." if where and not unassigned else "Nobody can take it.", body=assignment.reason)
    actor, shown = message.actor or "routing", None if message.history else entry
    desk.fold(Folding(ticket_id=message.ticket_id, time=event.event_time, actor=actor, change=change, entry=shown))


def _accepted(desk: Desk, event: Event, message: routing.AssignmentEvent) -> None:
    entry = Entry(type="WorkAccepted", summary="The work was accepted.")
    change = Accepted(member_id=message.work_accepted.member_id)
    desk.fold(Folding(ticket_id=message.ticket_id, time=event.event_time, actor=message.actor, change=change, entry=entry))


def _handed_back(desk: Desk, event: Event, message: routing.AssignmentEvent) -> None:
    entry = Entry(type="WorkHandedBack", summary="The work was handed back.", body=message.work_handed_back.reason)
    desk.fold(Folding(ticket_id=message.ticket_id, time=event.event_time, actor=message.actor, change=Noted(), entry=entry))


def _pushed(desk: Desk, event: Event, message: routing.AssignmentEvent) -> None:
    pushed = message.work_pushed
    summary = f"Pushed to the vendor by {pushed.plugin}." if pushed.delivered else f"{pushed.plugin} could not push it to the vendor."
    entry = Entry(type="WorkPushed", summary=summary, body=pushed.detail)
    desk.fold(Folding(ticket_id=message.ticket_id, time=event.event_time, actor=f"plugin:{pushed.plugin}", change=Noted(), entry=entry))


def _vendor(read: Callable[[Any], Command]) -> Callable[[Desk, Event, Any], None]:
    def hear(desk: Desk, event: Event, message: routing.AssignmentEvent) -> None:
        fact = getattr(message, message.WhichOneof("fact") or "")
        desk.carry_out(message.ticket_id, read(fact), _act(event, message.actor or f"party:{fact.party_id}"))

    return hear


_CLOCK_FACTS = tuple(field.name for field in sla.SlaEvent.DESCRIPTOR.oneofs_by_name["fact"].fields if not field.name.endswith("_saved"))
"""Every fact that carries a clock as it is after it."""
_CLOCK_ENTRIES = {"clock_breached": "breached", "clock_at_risk": "at risk", "breach_withdrawn": "no longer breached"}


def _clock(desk: Desk, event: Event, message: sla.SlaEvent) -> None:
    fact = message.WhichOneof("fact") or ""
    entry = None
    if fact in _CLOCK_ENTRIES:
        summary = f"{message.clock.metric.replace('_', ' ').capitalize()} of {message.clock.agreement_name} is {_CLOCK_ENTRIES[fact]}."
        entry = Entry(type=event.type, summary=summary, body=message.clock.reason)
    change = ClockChanged(clock=clock_of(message.clock, message.clock.id))
    desk.fold(Folding(ticket_id=message.ticket_id, time=event.event_time, actor="sla", change=change, entry=entry))


def _alarm(event: Event, alarm: Any, time: datetime) -> Alarm:
    return Alarm(
        id=alarm.id, check_name=alarm.check_name, application_id=alarm.application_id or None,
        environment=to_enum(Environment, v.Environment, alarm.environment) or Environment.PRODUCTION, summary=alarm.summary,
        impact=to_enum(Impact, v.Impact, alarm.impact) or Impact.MEDIUM, time=time, cause=event.at,
    )


def _raised(desk: Desk, event: Event, message: monitoring.MonitoringEvent) -> None:
    found = message.alarm_raised.alarm
    if found.muted or found.id in desk.alarms:
        return
    alarm = _alarm(event, found, event.event_time)
    (drafted,) = handlers.draft_tickets([ticket_of(alarm)], desk.tenant, store=desk.store)
    if drafted.draft is None:
        raise drafted.error or AssertionError
    (course,) = handlers.open_tickets([(drafted.draft, ())], desk.tenant, store=desk.store, act=_act(event, "monitoring"), new_id=new_id)
    desk.store.note_alarm(desk.tenant_id, alarm.id, course.ticket.id)
    desk.alarms[alarm.id] = course.ticket.id
    desk.tickets[course.ticket.id] = course.ticket


def _cleared(desk: Desk, event: Event, message: monitoring.MonitoringEvent) -> None:
    found = message.alarm_cleared.alarm
    ticket = desk.tickets.get(desk.alarms.get(found.id, ""))
    if ticket is None or ticket.state in DONE or ticket.state is TicketState.CLOSED:
        return
    alarm = _alarm(event, found, to_datetime(found.end_time) if found.HasField("end_time") else event.event_time)
    desk.carry_out(ticket.id, Resolve(resolution=resolution_of(alarm)), _act(event, "monitoring"))


_EARS: Mapping[str, Callable[[Desk, Event, Any], None]] = {
    "tenant_created": _tenant_created,
    "tenant_updated": lambda desk, _event, message: _tenant_saved(desk, message.tenant_updated.tenant),
    "plugin_setting_updated": _plugin_set,
    "ticket_assigned": _assigned,
    "work_accepted": _accepted,
    "work_handed_back": _handed_back,
    "work_pushed": _pushed,
    "vendor_replied": _vendor(lambda fact: Reply(body=fact.body, author=ReplyAuthor.VENDOR)),
    "vendor_work_logged": _vendor(lambda fact: LogWork(minutes=fact.minutes, note=fact.note)),
    "vendor_resolved": _vendor(lambda fact: Resolve(resolution=fact.resolution)),
    **dict.fromkeys(_CLOCK_FACTS, _clock),
    "alarm_raised": _raised,
    "alarm_cleared": _cleared,
}
"""What is done with each fact; what is not named is not ours."""
