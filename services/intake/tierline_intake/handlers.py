"""One function per command of intake: load, decide, save."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tierline_sdk.errors import NotFound, TierlineError

from tierline_intake.domain import follow_ups, retelling
from tierline_intake.domain.commands import Command, Resolve
from tierline_intake.domain.errors import TenantNotReady
from tierline_intake.domain.facts import Act, ApplicationSaved, Course, Saved, TicketLinked
from tierline_intake.domain.histories import Past, Row, RowAnswer, Story, sift
from tierline_intake.domain.life import carry_out
from tierline_intake.domain.opening import Draft, OpenTicket, Tenant, as_earlier, draft, open_course, register
from tierline_intake.domain.proposals import Saying
from tierline_intake.domain.repeats import WITHIN, Earlier
from tierline_intake.domain.retelling import Source
from tierline_intake.domain.tickets import Application, Link, LinkKind, Ticket

NewId = Callable[[], str]


class Tickets(Protocol):
    """What handlers need of the store."""

    def tenant(self, tenant_id: str) -> Tenant | None:
        """Return what is known of a tenant."""
        ...

    def applications(self, tenants: Sequence[str], *, ids: Sequence[str] = (), names: Sequence[str] = (), default: bool = False) -> Sequence[Application]:
        """Return applications."""
        ...

    def keys(self, tenant: Tenant, how_many: int) -> Sequence[str]:
        """Take numbers."""
        ...

    def earlier(self, tenant_id: str, hashes: Sequence[int], since: datetime) -> Mapping[int, Earlier]:
        """Return possible repeats."""
        ...

    def lock(self, tenant_id: str, ids: Sequence[str]) -> Mapping[str, Ticket]:
        """Return tickets to be changed."""
        ...

    def save(self, courses: Sequence[Course]) -> None:
        """Store what happened."""
        ...

    def save_application(self, one: Application, saved: Saved) -> None:
        """Store an application."""
        ...

    def pasts(self, tenant_id: str, source: str, external_ids: Sequence[str]) -> Mapping[str, Past]:
        """Return what is stored of a history."""
        ...

    def save_past(self, source: str, external_id: str, past: Past, new: Sequence[Row]) -> None:
        """Remember what is stored of a history."""
        ...


def known_tenant(store: Tickets, tenant_id: str) -> Tenant:
    """Return a tenant; raises `TenantNotReady` where intake has not heard of it yet."""
    tenant = store.tenant(tenant_id)
    if tenant is None:
        raise TenantNotReady(tenant_id)
    return tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft with what the plugins said of it, or why there is none."""

    draft: Draft | None
    sayings: Sequence[Saying] = ()
    error: TierlineError | None = None


def draft_tickets(commands: Sequence[OpenTicket], tenant: Tenant, *, store: Tickets) -> Sequence[Drafted]:
    """Classify what was asked by the rules; a ticket for an unknown application gets an error of its own."""
    named = sorted({command.application_id for command in commands if command.application_id})
    found = store.applications([tenant.id], ids=named, default=True)
    by_id = {application.id: application for application in found}
    default = next((application for application in found if application.default), None)
    drafted = []
    for command in commands:
        application = by_id.get(command.application_id) if command.application_id else default
        if application is None:
            error = NotFound("application", command.application_id) if command.application_id else TenantNotReady(tenant.id)
            drafted.append(Drafted(draft=None, error=error))
        else:
            drafted.append(Drafted(draft=draft(command, application, tenant)))
    return drafted


def open_tickets(drafted: Sequence[tuple[Draft, Sequence[Saying]]], tenant: Tenant, *, store: Tickets, act: Act, new_id: NewId) -> Sequence[Course]:
    """Register drafts, tie repeats to the tickets that they repeat, and save all at once."""
    keys = store.keys(tenant, len(drafted))
    courses = [register(one, sayings, ticket_id=new_id(), key=key, act=act) for (one, sayings), key in zip(drafted, keys, strict=True)]
    hashes = [course.ticket.repeat_hash for course in courses if course.ticket.repeat_hash is not None]
    earlier = dict(store.earlier(tenant.id, hashes, act.time - WITHIN))
    for course in courses:
        repeat = course.ticket.repeat_hash
        open_course(course, earlier.get(repeat) if repeat is not None else None, act)
        if repeat is not None:
            earlier[repeat] = as_earlier(course.ticket)
    store.save(courses)
    return courses


def command_ticket(
    command: Command, tenant: Tenant, ticket_id: str, *, store: Tickets, act: Act, new_id: NewId, etag: str = "",
) -> Ticket:
    """Carry a command out on a ticket; resolving a quick fix opens the follow-up that it owes (A6)."""
    ticket = store.lock(tenant.id, [ticket_id])[ticket_id]
    courses = carry_out_with_follow_up(ticket, command, tenant, store=store, act=act, new_id=new_id, etag=etag)
    store.save(courses)
    return courses[0].ticket


def carry_out_with_follow_up(
    ticket: Ticket, command: Command, tenant: Tenant, *, store: Tickets, act: Act, new_id: NewId, etag: str = "",
) -> list[Course]:
    """Carry a command out; the first course is the ticket's own, the second that of the follow-up where one is owed."""
    course = carry_out(ticket, command, act, tenant.matrix, etag=etag)
    if not isinstance(command, Resolve) or not follow_ups.owes_follow_up(course.ticket):
        return [course]
    owed = follow_ups.follow_up(course.ticket)
    application = store.applications([tenant.id], ids=[ticket.application_id])[0]
    follower = register(draft(owed, application, tenant), (), ticket_id=new_id(), key=store.keys(tenant, 1)[0], act=act)
    open_course(follower, None, act)
    _tie(follower, LinkKind.QUICK_FIX, ticket.id, act)
    _tie(course, LinkKind.ROOT_CAUSE_FOLLOW_UP, follower.ticket.id, act)
    return [course, follower]


def _tie(course: Course, kind: LinkKind, other: str, act: Act) -> None:
    link = Link(kind=kind, ticket_id=other)
    course.note(TicketLinked(link=link, reason=follow_ups.WHY), act, links=(*course.ticket.links, link))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a chunk of a history."""

    answers: Sequence[RowAnswer]
    stored_rows: int
    repeated_rows: int
    created_tickets: int


def import_history(stories: Sequence[Story], tenant: Tenant, source: Source, *, store: Tickets, now: datetime, new_id: NewId) -> Told:
    """Store the new rows of a chunk of tickets of another desk, and tell what they say as facts at their own instants."""
    pasts = store.pasts(tenant.id, source.name, [story.external_id for story in stories])
    applications = _applications_of(stories, tenant, source, store=store, now=now, new_id=new_id)
    keys = iter(store.keys(tenant, sum(story.external_id not in pasts for story in stories)))
    answers: list[RowAnswer] = []
    courses, kept, stored, created = [], [], 0, 0
    for story in stories:
        past = pasts.get(story.external_id)
        rows, repeated = sift(story, past.stored if past else frozenset())
        answers += repeated
        if not rows and (past is None or story.more or past.ended):
            continue
        if past is None:
            course = retelling.begin(story, rows[0], applications[story.application], source, tenant.matrix, ticket_id=new_id(), key=next(keys))
            created += 1
        else:
            course = retelling.resume(past)
        last = _tell(course, story, rows, past=past, source=source, tenant=tenant)
        count = (past.rows if past else 0) + len(rows)
        courses.append(course)
        kept.append((story.external_id, Past(ticket=course.ticket, stored=frozenset(), rows=count, last=last, ended=not story.more), rows))
        stored += len(rows)
    store.save(courses)
    for external_id, past, rows in kept:
        store.save_past(source.name, external_id, past, rows)
    return Told(answers=answers, stored_rows=stored, repeated_rows=len(answers), created_tickets=created)


def _tell(course: Course, story: Story, rows: Sequence[Row], *, past: Past | None, source: Source, tenant: Tenant) -> Row | None:
    """Tell the new rows, and the end where it has come; return the latest row."""
    before = past.last if past else None
    retelling.retell(course, rows, before, source, tenant.matrix)
    last = max((row for row in (before, *rows) if row is not None), key=lambda row: row.place)
    if not story.more and not (past and past.ended):
        retelling.end(course, (past.rows if past else 0) + len(rows), last, source)
    return last


def _applications_of(
    stories: Sequence[Story], tenant: Tenant, source: Source, *, store: Tickets, now: datetime, new_id: NewId,
) -> Mapping[str, Application]:
    """Return the applications that stories name, made where the tenant has none of the name; the default one by the empty name."""
    names = sorted({story.application for story in stories if story.application})
    found = {application.display_name: application for application in store.applications([tenant.id], names=names, default=True)}
    default = next((application for application in found.values() if application.default), None)
    if default is None:
        raise TenantNotReady(tenant.id)
    for name in names:
        if name not in found:
            made = Application(tenant_id=tenant.id, id=new_id(), display_name=name, create_time=now, update_time=now)
            found[name] = made
            store.save_application(made, Saved(fact=ApplicationSaved(application=made), time=now, actor=source.decided_by, history=True))
    return {**found, "": default}
