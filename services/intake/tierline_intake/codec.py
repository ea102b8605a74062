"""Between intake's values and the contract."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message import Message
from tierline.common.v1 import values_pb2 as v
from tierline.intake.v1 import application_pb2, events_pb2, ticket_pb2
from tierline_chassis.audience import PARTIES
from tierline_chassis.codec import from_datetime, from_enum, to_datetime, to_enum
from tierline_chassis.log.events import NewEvent, Position
from tierline_sdk import values

from tierline_intake.domain import facts
from tierline_intake.domain.tickets import Application, Assignment, Clock, ClockState, Contact, Link, LinkKind, Reason, Ticket

TOPIC = "tierline.ticket.v1"
_MOST_DESCRIPTION = 4_000

ENUMS: Mapping[str, tuple[type[Enum], EnumTypeWrapper]] = {
    "channel": (values.Channel, v.Channel), "environment": (values.Environment, v.Environment), "impact": (values.Impact, v.Impact),
    "urgency": (values.Urgency, v.Urgency), "kind": (values.TicketKind, v.TicketKind), "nature": (values.Nature, v.Nature),
    "approach": (values.Approach, v.Approach), "mode": (values.Mode, v.Mode), "priority": (values.Priority, v.Priority),
    "state": (values.TicketState, v.TicketState), "awaiting": (values.Awaiting, v.Awaiting),
}
"""The enumerated fields of a ticket, by name."""


def number(contract: EnumTypeWrapper, value: Enum | None) -> Any:
    """Give the number of an enum's value; the stubs want a type of their own for each."""
    return from_enum(contract, value)


def value_of(field: str, message: Message) -> Any:
    """Read an enumerated field of a message that names it as tickets do; `None` where it is not said."""
    kind, contract = ENUMS[field]
    return to_enum(kind, contract, getattr(message, field))


def _numbers(ticket: Ticket) -> dict[str, Any]:
    return {field: number(contract, getattr(ticket, field)) for field, (_, contract) in ENUMS.items()}


def _times(**instants: Any) -> dict[str, Any]:
    return {name: from_datetime(instant) for name, instant in instants.items() if instant is not None}


def ticket_message(ticket: Ticket) -> ticket_pb2.Ticket:
    """Say a ticket with its card."""
    return ticket_pb2.Ticket(
        id=ticket.id, key=ticket.key, tenant_id=ticket.tenant_id, application_id=ticket.application_id, requester_id=ticket.requester_id or "",
        title=ticket.title, description=ticket.description, urgent_change=ticket.urgent_change, personal_data_breach=_breach(ticket),
        classification=[reason_message(reason) for reason in ticket.reasons], assignment=_assignment(ticket.assignment),
        clocks=[_clock(clock) for clock in sorted(ticket.clocks, key=_due)], resolution=ticket.resolution, links=[link_message(link) for link in ticket.links],
        reopen_count=ticket.reopen_count, imported_from=ticket.imported_from, etag=str(ticket.version), satisfaction_score=ticket.satisfaction_score,
        **_numbers(ticket),
        **_times(
            open_time=ticket.open_time, first_response_time=ticket.first_response_time, resolve_time=ticket.resolve_time, close_time=ticket.close_time,
            update_time=ticket.update_time, next_due_time=ticket.next_due_time,
        ),
    )


def _due(clock: Clock) -> tuple[bool, float, str]:
    return clock.due_time is None, clock.due_time.timestamp() if clock.due_time else 0.0, clock.metric


def _breach(ticket: Ticket) -> ticket_pb2.PersonalDataBreach | None:
    aware = ticket.breach_aware_time
    return ticket_pb2.PersonalDataBreach(aware_time=from_datetime(aware)) if aware else None


def reason_message(reason: Reason) -> ticket_pb2.ClassificationReason:
    """Say why a field has its value."""
    return ticket_pb2.ClassificationReason(field=reason.field, value=reason.value, reason=reason.reason, decided_by=reason.decided_by)


def link_message(link: Link) -> ticket_pb2.TicketLink:
    """Say a tie."""
    return ticket_pb2.TicketLink(kind=number(ticket_pb2.LinkKind, link.kind), ticket_id=link.ticket_id)


def _assignment(one: Assignment | None) -> ticket_pb2.AssignmentCard | None:
    if one is None:
        return None
    return ticket_pb2.AssignmentCard(
        party_id=one.party_id, party_name=one.party_name, level=number(v.Level, one.level), team_id=one.team_id, team_name=one.team_name,
        member_id=one.member_id, member_name=one.member_name, reason=one.reason, unassigned=one.unassigned, **_times(assign_time=one.assign_time),
    )


def _clock(clock: Clock) -> ticket_pb2.ClockCard:
    return ticket_pb2.ClockCard(
        clock_id=clock.id, metric=clock.metric, agreement_name=clock.agreement_name, state=number(ticket_pb2.ClockState, clock.state), reason=clock.reason,
        **_times(due_time=clock.due_time, at_risk_time=clock.at_risk_time, breach_time=clock.breach_time, stop_time=clock.stop_time),
    )


def _instant(message: Any, field: str) -> Any:
    return to_datetime(getattr(message, field)) if message.HasField(field) else None


def ticket_of(row: Mapping[str, Any]) -> Ticket:
    """Read a ticket from its row."""
    card = ticket_pb2.Ticket.FromString(row["card"])
    return Ticket(
        tenant_id=row["tenant_id"], id=row["id"], key=row["key"], application_id=row["application_id"], application_name=row["application_name"],
        regulations=tuple(row["regulations"]), requester_id=row["requester_id"], title=card.title, description=card.description,
        urgent_change=card.urgent_change, breach_aware_time=_instant(card.personal_data_breach, "aware_time"),
        reasons=tuple(Reason(field=one.field, value=one.value, reason=one.reason, decided_by=one.decided_by) for one in card.classification),
        resolution=card.resolution, open_time=row["open_time"], first_response_time=_instant(card, "first_response_time"),
        resolve_time=_instant(card, "resolve_time"), close_time=_instant(card, "close_time"), update_time=row["update_time"], reopen_count=card.reopen_count,
        imported_from=card.imported_from, satisfaction_score=card.satisfaction_score, repeat_hash=row["repeat_hash"], version=row["version"],
        entries=row["entries"], assignment=_assignment_of(card.assignment) if card.HasField("assignment") else None,
        clocks=tuple(clock_of(clock, clock.clock_id) for clock in card.clocks), links=tuple(link_of(link) for link in card.links),
        **{field: value_of(field, card) for field in ENUMS},
    )


def link_of(message: ticket_pb2.TicketLink) -> Link:
    """Read a tie; one of an unknown kind is a mere relation."""
    return Link(kind=to_enum(LinkKind, ticket_pb2.LinkKind, message.kind) or LinkKind.RELATED, ticket_id=message.ticket_id)


def _assignment_of(card: Any) -> Assignment:
    """Read who has a ticket, from a card or from routing's own message."""
    return Assignment(
        party_id=card.party_id, party_name=card.party_name, level=to_enum(values.Level, v.Level, card.level), team_id=card.team_id,
        team_name=card.team_name, member_id=card.member_id, member_name=card.member_name, reason=card.reason,
        unassigned=getattr(card, "unassigned", False), assign_time=_instant(card, "assign_time"),
    )


assignment_of = _assignment_of


def clock_of(clock: Any, clock_id: str) -> Clock:
    """Read a clock, from a card or from sla's own message."""
    state = to_enum(ClockState, ticket_pb2.ClockState, clock.state) or ClockState.RUNNING
    return Clock(
        id=clock_id, metric=clock.metric, agreement_name=clock.agreement_name, state=state, due_time=_instant(clock, "due_time"),
        at_risk_time=_instant(clock, "at_risk_time"), breach_time=_instant(clock, "breach_time"), stop_time=_instant(clock, "stop_time"), reason=clock.reason,
    )


def application_message(one: Application) -> application_pb2.Application:
    """Say an application."""
    return application_pb2.Application(
        id=one.id, tenant_id=one.tenant_id, display_name=one.display_name, description=one.description, criticality=number(v.Impact, one.criticality),
        regulations=one.regulations, etag=str(one.version), **_times(create_time=one.create_time, update_time=one.update_time),
    )


def contact_message(one: Contact) -> application_pb2.Contact:
    """Say a contact."""
    return application_pb2.Contact(
        id=one.id, tenant_id=one.tenant_id, display_name=one.display_name, email=one.email, phone=one.phone, zone=one.zone,
        preferred_channel=number(v.Channel, one.preferred_channel), etag=str(one.version), **_times(create_time=one.create_time, update_time=one.update_time),
    )


def _facts(ticket: Ticket) -> events_pb2.TicketFacts:
    return events_pb2.TicketFacts(
        id=ticket.id, key=ticket.key, application_id=ticket.application_id, application_name=ticket.application_name, regulations=ticket.regulations,
        requester_id=ticket.requester_id or "", title=ticket.title, urgent_change=ticket.urgent_change, personal_data_breach=_breach(ticket),
        description=ticket.description[:_MOST_DESCRIPTION], open_time=from_datetime(ticket.open_time), **_numbers(ticket),
    )


def _reasons(reasons: Sequence[Reason]) -> list[ticket_pb2.ClassificationReason]:
    return [reason_message(reason) for reason in reasons]


def _opened(fact: facts.TicketOpened, ticket: Ticket) -> Message:
    return events_pb2.TicketOpened(
        classification=_reasons(ticket.reasons), imported_from=ticket.imported_from, source_met_agreement=fact.source_met_agreement, has_change=fact.has_change,
    )


_BODIES: Mapping[type, Callable[[Any, Ticket], Message]] = {
    facts.TicketOpened: _opened,
    facts.TicketReclassified: lambda fact, _: events_pb2.TicketReclassified(classification=_reasons(fact.reasons)),
    facts.TicketReplied: lambda fact, _: events_pb2.TicketReplied(
        author=number(ticket_pb2.ReplyAuthor, fact.author), body=fact.body, first_response=fact.first_response,
    ),
    facts.WorkLogged: lambda fact, _: events_pb2.WorkLogged(minutes=fact.minutes, note=fact.note),
    facts.WorkStarted: lambda _fact, _: events_pb2.WorkStarted(),
    facts.TicketHeld: lambda fact, _: events_pb2.TicketHeld(awaiting=number(v.Awaiting, fact.awaiting), note=fact.note),
    facts.TicketResumed: lambda fact, _: events_pb2.TicketResumed(note=fact.note),
    facts.EscalationRequested: lambda fact, _: events_pb2.EscalationRequested(level=number(v.Level, fact.level), reason=fact.reason),
    facts.TicketResolved: lambda fact, _: events_pb2.TicketResolved(resolution=fact.resolution),
    facts.TicketReopened: lambda fact, _: events_pb2.TicketReopened(reason=fact.reason),
    facts.TicketClosed: lambda fact, _: events_pb2.TicketClosed(note=fact.note),
    facts.TicketLinked: lambda fact, _: events_pb2.TicketLinked(link=link_message(fact.link)),
    facts.TicketRated: lambda fact, _: events_pb2.TicketRated(score=fact.score, comment=fact.comment),
    facts.AssignmentRecorded: lambda fact, _: events_pb2.AssignmentRecorded(
        party=fact.party, level=number(v.Level, fact.level), team=fact.team, member=fact.member,
    ),
    facts.TicketHistoryEnded: lambda fact, _: events_pb2.TicketHistoryEnded(rows=fact.rows),
}
"""A fact's message, by the fact."""


def encode(happening: facts.Happening) -> NewEvent:
    """Say what happened to a ticket as an event."""
    name = type(happening.fact).__name__
    ticket = happening.ticket
    envelope = events_pb2.TicketEvent(ticket=_facts(ticket), actor=happening.actor, history=happening.history, row_number=happening.row_number)
    getattr(envelope, _snake(name)).CopyFrom(_BODIES[type(happening.fact)](happening.fact, ticket))
    party = ticket.assignment.party_id if ticket.assignment else ""
    return _event(envelope, name, ticket.tenant_id, ticket.id, happening, headers={PARTIES: party} if party else {})


def encode_saved(saved: facts.Saved) -> NewEvent:
    """Say that an application or a contact was saved as an event."""
    envelope = events_pb2.TicketEvent(actor=saved.actor, history=saved.history)
    fact = saved.fact
    if isinstance(fact, facts.ApplicationSaved):
        envelope.application_saved.application.CopyFrom(application_message(fact.application))
        return _event(envelope, "ApplicationSaved", fact.application.tenant_id, fact.application.id, saved)
    envelope.contact_saved.contact.CopyFrom(contact_message(fact.contact))
    return _event(envelope, "ContactSaved", fact.contact.tenant_id, fact.contact.id, saved)


def _event(
    envelope: Message, name: str, tenant_id: str, subject: str, source: facts.Happening | facts.Saved, *, headers: Mapping[str, str] | None = None,
) -> NewEvent:
    cause = source.cause if isinstance(source.cause, Position) else None
    return NewEvent(
        topic=TOPIC, key=f"{tenant_id}/{subject}", tenant_id=tenant_id, type=name, event_time=source.time, payload=envelope.SerializeToString(), cause=cause,
        headers=headers or {},
    )


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() and at else letter.lower() for at, letter in enumerate(name))


