"""Another desk's history told again as facts, each at the instant at which it happened; the state machine refuses none of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tierline_sdk.values import Channel, Environment, TicketState

from tierline_intake.domain.classification import RULE, Given, Request, classify, prioritise, set_reasons
from tierline_intake.domain.facts import (
    Act,
    AssignmentRecorded,
    Course,
    TicketClosed,
    TicketFact,
    TicketHeld,
    TicketHistoryEnded,
    TicketOpened,
    TicketReclassified,
    TicketReopened,
    TicketResolved,
    TicketResumed,
    WorkStarted,
)
from tierline_intake.domain.histories import Past, Row, Story
from tierline_intake.domain.priorities import Matrix
from tierline_intake.domain.states import DONE
from tierline_intake.domain.tickets import Application, Reason, Ticket

_MOST_TITLE = 300
Step = tuple[TicketFact, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a history comes from."""

    name: str

    @property
    def decided_by(self) -> str:
        """Who decided what the source says."""
        return f"source:{self.name}"


def begin(story: Story, first: Row, application: Application, source: Source, matrix: Matrix, *, ticket_id: str, key: str) -> Course:
    """
    Open the ticket of a history, at the instant that the source names or, where it is earlier, that of its first row.

    Later rows change impact, urgency and priority; the first row's are those that it was opened with.
    """
    open_time = min(first.time, story.open_time or first.time)
    given = Given(kind=story.kind, nature=story.nature, impact=first.impact, urgency=first.urgency, priority=first.priority)
    title = (story.title or f"{story.external_id} of {source.name}")[:_MOST_TITLE]
    channel, environment = story.channel or Channel.API, story.environment or Environment.PRODUCTION
    made = classify(Request(
        title=story.title, description="", channel=channel, environment=environment, criticality=application.criticality, given=given,
        given_by=source.decided_by,
    ), matrix)
    ticket = Ticket(
        tenant_id=application.tenant_id, id=ticket_id, key=key, application_id=application.id, application_name=application.display_name,
        regulations=tuple(application.regulations), title=title, description=f"Requester at the source: {story.requester}" if story.requester else "",
        channel=channel, environment=environment, impact=made.impact, urgency=made.urgency, kind=made.kind, nature=made.nature, approach=made.approach,
        mode=made.mode, priority=made.priority, reasons=made.reasons, open_time=open_time, update_time=open_time,
        imported_from=f"{source.name}/{story.external_id}",
    )
    course = Course(ticket=ticket)
    course.note(
        TicketOpened(source_met_agreement=story.source_met_agreement, has_change=story.has_change),
        Act(actor=source.decided_by, time=open_time, history=True),
    )
    return course


def retell(course: Course, rows: Sequence[Row], last: Row | None, source: Source, matrix: Matrix) -> None:
    """
    Note what each of *rows*, new ones in their order, changed.

    They are told as following *last*, the latest row that is stored (None for the first rows of a ticket): a history that is spread over several chunks
    is sent in the order of its times.
    """
    for row in rows:
        act = Act(actor=source.decided_by, time=row.time, history=True)
        for fact, changes in _steps(course.ticket, row, last, source, matrix):
            course.note(fact, act, row_number=row.number, **changes)
        last = row
    course.ticket = replace(course.ticket, update_time=max(course.ticket.update_time, *(row.time for row in rows)) if rows else course.ticket.update_time)


def end(course: Course, stored_rows: int, last: Row, source: Source) -> None:
    """Note that all rows are in."""
    course.note(TicketHistoryEnded(rows=stored_rows), Act(actor=source.decided_by, time=last.time, history=True), row_number=last.number)


def resume(past: Past) -> Course:
    """Go on where an earlier chunk ended."""
    return Course(ticket=replace(past.ticket, version=past.ticket.version + 1))


def _steps(ticket: Ticket, row: Row, last: Row | None, source: Source, matrix: Matrix) -> Iterator[Step]:
    if changes := _reclassified(ticket, row, source, matrix):
        yield changes
    if row.holder != (last.holder if last else ("", None, "", "")):
        party, level, team, member = row.holder
        yield AssignmentRecorded(party=party, level=level, team=team, member=member), {}
    yield from _moves(ticket, row)


def _reclassified(ticket: Ticket, row: Row, source: Source, matrix: Matrix) -> Step | None:
    said = {name: value for name in ("impact", "urgency", "priority") if (value := getattr(row, name)) is not None and value != getattr(ticket, name)}
    if not said:
        return None
    reasons = [
        Reason(field=name, value=str(value), reason=f"Taken from the history of {source.name}.", decided_by=source.decided_by) for name, value in said.items()
    ]
    if row.priority is None and not _priority_is_the_sources(ticket):
        priority, reason = prioritise(said.get("impact", ticket.impact), said.get("urgency", ticket.urgency), matrix)
        said["priority"] = priority
        reasons.append(Reason(field="priority", value=priority, reason=reason, decided_by=RULE))
    return TicketReclassified(reasons=tuple(reasons)), {**said, "reasons": set_reasons(tuple(ticket.reasons), tuple(reasons))}


def _priority_is_the_sources(ticket: Ticket) -> bool:
    return any(reason.field == "priority" and reason.decided_by != RULE for reason in ticket.reasons)


def _moves(ticket: Ticket, row: Row) -> Iterator[Step]:
    """
    Tell how the ticket came from its state to the row's.

    Work that has begun is not unbegun: `new` after it counts as in progress. Closing implies resolving, at that instant at the latest.
    """
    state = ticket.state
    target = TicketState.IN_PROGRESS if row.state is TicketState.NEW and state is not TicketState.NEW else row.state
    if state is TicketState.NEW and target is not TicketState.NEW:
        state = TicketState.IN_PROGRESS
        yield WorkStarted(), {"state": state}
    if state in DONE and target not in DONE:
        state = TicketState.IN_PROGRESS
        yield TicketReopened(), {"state": state, "reopen_count": ticket.reopen_count + 1, "resolve_time": None, "close_time": None}
    if target in DONE:
        yield from _ends(state, target, row)
    elif target is TicketState.ON_HOLD and (state is not TicketState.ON_HOLD or ticket.awaiting is not row.awaiting):
        yield TicketHeld(awaiting=row.awaiting), {"state": TicketState.ON_HOLD, "awaiting": row.awaiting}
    elif target is TicketState.IN_PROGRESS and state is TicketState.ON_HOLD:
        yield TicketResumed(), {"state": TicketState.IN_PROGRESS, "awaiting": None}


def _ends(state: TicketState, target: TicketState, row: Row) -> Iterator[Step]:
    if state not in DONE:
        yield TicketResolved(), {"state": TicketState.RESOLVED, "awaiting": None, "resolve_time": row.time}
    if target is TicketState.CLOSED and state is not TicketState.CLOSED:
        yield TicketClosed(), {"state": TicketState.CLOSED, "close_time": row.time}
