"""How a ticket comes to be: what was asked becomes a draft, the draft a registered ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tierline_sdk.tickets import TicketDraft
from tierline_sdk.values import Channel, Environment, Marking, TicketState

from tierline_intake.domain.classification import REQUESTER, Classified, Given, Request, classify, set_reasons
from tierline_intake.domain.facts import Act, Course, TicketLinked, TicketOpened
from tierline_intake.domain.priorities import Matrix
from tierline_intake.domain.proposals import Saying, apply_proposals
from tierline_intake.domain.repeats import Earlier, repeat_hash, repeat_reason
from tierline_intake.domain.tickets import Application, Link, LinkKind, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """What intake knows of a tenant."""

    id: str
    prefix: str
    matrix: Matrix
    plugins: Mapping[str, Mapping[str, object]]
    """Enabled plugin to the tenant's settings for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """Open a ticket."""

    title: str
    description: str = ""
    application_id: str | None = None
    """The tenant's default application where absent."""
    requester_id: str | None = None
    channel: Channel = Channel.API
    environment: Environment = Environment.PRODUCTION
    given: Given = field(default_factory=Given)
    given_by: str = REQUESTER
    urgent_change: bool = False
    breach: bool = False
    breach_aware_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A ticket that is about to be registered, as the rules have classified it."""

    tenant_id: str
    command: OpenTicket
    application: Application
    classified: Classified


def draft(command: OpenTicket, application: Application, tenant: Tenant) -> Draft:
    """Classify what was asked by the rules."""
    request = Request(
        title=command.title, description=command.description, channel=command.channel, environment=command.environment,
        criticality=application.criticality, given=command.given, given_by=command.given_by,
    )
    return Draft(tenant_id=tenant.id, command=command, application=application, classified=classify(request, tenant.matrix))


def question(drafted: Draft, *, now: datetime) -> TicketDraft:
    """Put a draft to the plugins."""
    command, made = drafted.command, drafted.classified
    return TicketDraft(
        tenant_id=drafted.tenant_id, title=command.title, description=command.description, channel=command.channel, environment=command.environment,
        application_id=drafted.application.id, application=drafted.application.display_name, impact=made.impact, urgency=made.urgency, kind=made.kind,
        nature=made.nature, approach=made.approach, priority=made.priority, reported_at=now,
    )


def register(drafted: Draft, sayings: Sequence[Saying], *, ticket_id: str, key: str, act: Act) -> Course:
    """Register a draft under its number, with what the plugins said of it."""
    command, application = drafted.command, drafted.application
    proposed = apply_proposals(drafted.classified, sayings, given_by=command.given_by)
    made = proposed.classified
    breach = command.breach or Marking.PERSONAL_DATA_BREACH in proposed.markings
    ticket = Ticket(
        tenant_id=drafted.tenant_id, id=ticket_id, key=key, application_id=application.id, application_name=application.display_name,
        regulations=tuple(application.regulations), requester_id=command.requester_id, title=command.title, description=command.description,
        channel=command.channel, environment=command.environment, impact=made.impact, urgency=made.urgency, kind=made.kind, nature=made.nature,
        approach=made.approach, mode=made.mode, priority=made.priority, urgent_change=command.urgent_change,
        breach_aware_time=(command.breach_aware_time or act.time) if breach else None, state=TicketState.NEW, reasons=made.reasons,
        open_time=act.time, update_time=act.time, repeat_hash=repeat_hash(application.id, command.title),
    )
    return Course(ticket=ticket)


def open_course(course: Course, earlier: Earlier | None, act: Act) -> Course:
    """Note that the ticket is open, and that it repeats an *earlier* one where there is one (A10)."""
    reason = repeat_reason(earlier) if earlier else None
    if reason is not None:
        course.ticket = replace(course.ticket, reasons=set_reasons(tuple(course.ticket.reasons), (reason,)))
    course.note(TicketOpened(), act)
    if earlier is not None and reason is not None:
        link = Link(kind=LinkKind.RELATED, ticket_id=earlier.id)
        course.note(TicketLinked(link=link, reason=reason.reason), act, links=(link,))
    return course


def as_earlier(ticket: Ticket) -> Earlier:
    """See a ticket as what a later one may repeat."""
    return Earlier(id=ticket.id, key=ticket.key, state=ticket.state)


