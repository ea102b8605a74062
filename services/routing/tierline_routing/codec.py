"""Between routing's values and the contract."""

from enum import Enum
from typing import Any

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from tierline.common.v1 import values_pb2
from tierline.intake.v1 import events_pb2 as intake
from tierline.routing.v1 import events_pb2, routing_pb2
from tierline.vendor.v1 import vendor_pb2
from tierline_chassis.audience import PARTIES
from tierline_chassis.codec import from_datetime, from_enum, to_datetime, to_enum
from tierline_chassis.log.events import NewEvent, Position
from tierline_sdk.sourcing import SourcingPlan
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import (
    Approach,
    Channel,
    Coverage,
    Environment,
    Level,
    Marking,
    Mode,
    Nature,
    Priority,
    SourcingModel,
    TicketKind,
    TicketState,
)

from tierline_routing.domain import facts
from tierline_routing.domain.values import Assignment, Plan, Team, TeamMember, Work

TOPIC = "tierline.assignment.v1"

routing_model = values_pb2.SourcingModel


def _number(contract: EnumTypeWrapper, value: Enum | None) -> Any:
    """Give the number of an enum's value; the stubs want a type of their own for each."""
    return from_enum(contract, value)


def team_message(team: Team) -> routing_pb2.Team:
    """Say a team."""
    return routing_pb2.Team(
        id=team.id, provider_id=team.provider_id, display_name=team.name, levels=[_number(values_pb2.Level, level) for level in team.levels],
        coverage=_number(values_pb2.Coverage, team.coverage), zone=team.zone,
        members=[routing_pb2.TeamMember(member_id=one.member_id, skills=one.skills, max_open=one.max_open) for one in team.members],
        capacity_hours=team.capacity_hours, tenant_ids=team.tenant_ids, create_time=from_datetime(team.created_at),
        update_time=from_datetime(team.updated_at), etag=str(team.version),
    )


def team_of(message: routing_pb2.Team) -> Team:
    """Read a team; what is absent has its default."""
    return Team(
        id=message.id, provider_id=message.provider_id, name=message.display_name, levels=_levels(message.levels),
        coverage=to_enum(Coverage, values_pb2.Coverage, message.coverage) or Coverage.H24_7, zone=message.zone or "UTC",
        members=[TeamMember(member_id=one.member_id, skills=tuple(one.skills), max_open=one.max_open) for one in message.members],
        capacity_hours=message.capacity_hours, tenant_ids=tuple(message.tenant_ids), version=int(message.etag or 1),
        created_at=to_datetime(message.create_time), updated_at=to_datetime(message.update_time),
    )


def _levels(numbers: object) -> list[Level]:
    found = (to_enum(Level, values_pb2.Level, number) for number in numbers)  # type: ignore[attr-defined]  # a repeated enum
    return sorted({level for level in found if level is not None})


def plan_message(plan: Plan) -> routing_pb2.SourcingPlan:
    """Say a plan."""
    return routing_pb2.SourcingPlan(
        id=plan.id, tenant_id=plan.tenant_id, model=_number(routing_model, plan.sourcing.model),
        levels=[
            routing_pb2.LevelParty(level=_number(values_pb2.Level, level), party_id=party)
            for level, party in sorted(plan.sourcing.party_by_level.items())
        ],
        nature_levels=[
            routing_pb2.NatureLevel(nature=_number(values_pb2.Nature, nature), level=_number(values_pb2.Level, levels[0]))
            for nature, levels in sorted(plan.sourcing.levels_by_nature.items())
        ],
        create_time=from_datetime(plan.created_at), update_time=from_datetime(plan.updated_at), etag=str(plan.version),
    )


def sourcing_of(message: routing_pb2.SourcingPlan) -> SourcingPlan:
    """Read what a plan decides."""
    natures = {to_enum(Nature, values_pb2.Nature, one.nature): to_enum(Level, values_pb2.Level, one.level) for one in message.nature_levels}
    parties = {to_enum(Level, values_pb2.Level, one.level): one.party_id for one in message.levels}
    return SourcingPlan(
        model=to_enum(SourcingModel, routing_model, message.model) or SourcingModel.HYBRID,
        levels_by_nature={nature: (level,) for nature, level in natures.items() if nature and level},
        party_by_level={level: party for level, party in parties.items() if level},
    )


def assignment_message(work: Work) -> routing_pb2.Assignment:
    """Say who has a ticket."""
    message = routing_pb2.Assignment(
        ticket_id=work.ticket.id, ticket_key=work.ticket.key, tenant_id=work.ticket.tenant_id, title=work.ticket.title,
        priority=_number(values_pb2.Priority, work.ticket.priority),
    )
    if work.assignment is not None:
        _fill(message, work.assignment)
    return message


def _fill(message: routing_pb2.Assignment, assignment: Assignment) -> None:
    message.state = _number(routing_pb2.AssignmentState, assignment.state)
    message.party_id, message.party_name = assignment.party_id, assignment.party_name
    message.level = _number(values_pb2.Level, assignment.level)
    message.team_id, message.team_name = assignment.team_id, assignment.team_name
    message.member_id, message.member_name = assignment.member_id, assignment.member_name
    message.reason, message.escalation_count = assignment.reason, assignment.escalations
    message.sayings.extend(routing_pb2.PluginSaying(plugin=one.plugin, verdict=one.verdict, reason=one.reason) for one in assignment.sayings)
    message.assign_time.CopyFrom(from_datetime(assignment.assigned_at))
    if assignment.accepted_at:
        message.accept_time.CopyFrom(from_datetime(assignment.accepted_at))


def work_message(work: Work, party_id: str) -> vendor_pb2.Work:
    """Say a ticket as the party sees it that works, or worked, on it."""
    ticket, assignment = work.ticket, work.assignment
    mine = assignment is not None and assignment.party_id == party_id and assignment.is_open
    message = vendor_pb2.Work(
        id=ticket.id, key=ticket.key, tenant_id=ticket.tenant_id, party_id=party_id, title=ticket.title, description=ticket.description,
        application_name=ticket.application, environment=_number(values_pb2.Environment, ticket.environment),
        kind=_number(values_pb2.TicketKind, ticket.kind), priority=_number(values_pb2.Priority, ticket.priority),
        state=_number(values_pb2.TicketState, work.state), mine=mine,
    )
    if assignment is not None and assignment.party_id == party_id:
        message.level = _number(values_pb2.Level, assignment.level)
        message.accepted, message.reason = assignment.accepted_at is not None, assignment.reason
        message.assign_time.CopyFrom(from_datetime(assignment.assigned_at))
    if work.due_at:
        message.due_time.CopyFrom(from_datetime(work.due_at))
    return message


def ticket_of(tenant_id: str, facts_of: intake.TicketFacts) -> Ticket:
    """Read a ticket; what this release does not know has the mildest value."""
    return Ticket(
        tenant_id=tenant_id, id=facts_of.id, key=facts_of.key, title=facts_of.title, description=facts_of.description,
        kind=to_enum(TicketKind, values_pb2.TicketKind, facts_of.kind) or TicketKind.TROUBLESHOOTING,
        nature=to_enum(Nature, values_pb2.Nature, facts_of.nature) or Nature.CORRECTIVE,
        approach=to_enum(Approach, values_pb2.Approach, facts_of.approach) or Approach.ITERATIVE_ENHANCEMENT,
        mode=to_enum(Mode, values_pb2.Mode, facts_of.mode) or Mode.REACTIVE,
        priority=to_enum(Priority, values_pb2.Priority, facts_of.priority) or Priority.P4,
        channel=to_enum(Channel, values_pb2.Channel, facts_of.channel) or Channel.API,
        environment=to_enum(Environment, values_pb2.Environment, facts_of.environment) or Environment.PRODUCTION,
        application_id=facts_of.application_id, application=facts_of.application_name,
        markings=(Marking.PERSONAL_DATA_BREACH,) if facts_of.HasField("personal_data_breach") else (),
        opened_at=to_datetime(facts_of.open_time),
    )


def state_of(facts_of: intake.TicketFacts) -> TicketState:
    """Read a ticket's state."""
    return to_enum(TicketState, values_pb2.TicketState, facts_of.state) or TicketState.NEW


def encode(fact: facts.Fact) -> NewEvent:
    """Make the event of a fact."""
    message = events_pb2.AssignmentEvent(actor=fact.actor)
    subject, parties = _write(message, fact)
    because = fact.because if isinstance(fact.because, Position) else None
    return NewEvent(
        topic=TOPIC, key=f"{fact.tenant_id}/{subject}", tenant_id=fact.tenant_id, type=type(fact).__name__.replace("PlanSaved", "SourcingPlanSaved"),
        event_time=fact.time, payload=message.SerializeToString(), cause=because, headers={PARTIES: ",".join(filter(None, parties))} if any(parties) else {},
    )


def _write(message: events_pb2.AssignmentEvent, fact: facts.Fact) -> tuple[str, tuple[str, ...]]:
    """Write the fact into the envelope; return the key's subject and the parties that it concerns."""
    match fact:
        case facts.TicketAssigned():
            message.history, message.row_number = fact.history, fact.row_number
            cause = _number(events_pb2.AssignmentCause, fact.cause)
            message.ticket_assigned.CopyFrom(events_pb2.TicketAssigned(assignment=assignment_message(fact.work), cause=cause))
            message.ticket_id = fact.work.ticket.id
            return message.ticket_id, (fact.work.assignment.party_id if fact.work.assignment else "", fact.earlier_party_id)
        case facts.TeamSaved():
            message.team_saved.team.CopyFrom(team_message(fact.team))
            return fact.team.id, ()
        case facts.PlanSaved():
            message.sourcing_plan_saved.sourcing_plan.CopyFrom(plan_message(fact.plan))
            return fact.plan.id, ()
        case facts.PartyFact():
            message.ticket_id = fact.ticket_id
            _write_party_fact(message, fact)
            return fact.ticket_id, (fact.party_id,)
    raise TypeError(type(fact).__name__)


def _write_party_fact(message: events_pb2.AssignmentEvent, fact: facts.PartyFact) -> None:
    match fact:
        case facts.WorkAccepted():
            message.work_accepted.party_id = fact.party_id
            message.work_accepted.accept_time.CopyFrom(from_datetime(fact.time))
        case facts.WorkHandedBack():
            message.work_handed_back.party_id, message.work_handed_back.reason = fact.party_id, fact.reason
        case facts.VendorReplied():
            message.vendor_replied.party_id, message.vendor_replied.body = fact.party_id, fact.body
        case facts.VendorWorkLogged():
            message.vendor_work_logged.CopyFrom(events_pb2.VendorWorkLogged(party_id=fact.party_id, minutes=fact.minutes, note=fact.note))
        case facts.VendorResolved():
            message.vendor_resolved.party_id, message.vendor_resolved.resolution = fact.party_id, fact.resolution
        case facts.AcceptanceMissed():
            message.acceptance_missed.party_id = fact.party_id
        case facts.WorkPushed():
            message.work_pushed.CopyFrom(events_pb2.WorkPushed(
                party_id=fact.party_id, plugin=fact.plugin, delivered=fact.delivered, detail=fact.detail, level=_number(values_pb2.Level, fact.level),
            ))
