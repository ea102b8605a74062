"""What each command does to a ticket: facts in order, and the ticket as it stands after them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

from tierline_sdk.errors import EtagMismatch
from tierline_sdk.values import Impact, Priority, TicketState, Urgency

from tierline_intake.domain.classification import RULE, prioritise, set_reasons
from tierline_intake.domain.commands import (
    Close,
    Command,
    Escalate,
    Hold,
    LinkTo,
    LogWork,
    Rate,
    Reclassify,
    Reopen,
    Reply,
    Resolve,
    Resume,
)
from tierline_intake.domain.errors import AlreadyLinked
from tierline_intake.domain.facts import (
    Act,
    Course,
    EscalationRequested,
    TicketClosed,
    TicketHeld,
    TicketLinked,
    TicketRated,
    TicketReclassified,
    TicketReopened,
    TicketReplied,
    TicketResolved,
    TicketResumed,
    WorkLogged,
    WorkStarted,
)
from tierline_intake.domain.priorities import Matrix
from tierline_intake.domain.states import Move, after
from tierline_intake.domain.tickets import Reason, ReplyAuthor, Ticket


def carry_out(ticket: Ticket, command: Command, act: Act, matrix: Matrix, *, etag: str = "") -> Course:
    """
    Carry *command* out on *ticket*.

    Args:
        etag: The version that the caller has read; empty where it does not care.

    Raises:
        EtagMismatch: The ticket has another version.
        IllegalTransition: Its state does not take the command.
        AlreadyLinked: The tie exists.
    """
    if etag and etag != str(ticket.version):
        raise EtagMismatch("ticket", ticket.key)
    target = after(ticket.state, MOVE_OF[type(command)], ticket=ticket.key)
    course = Course(ticket=replace(ticket, version=ticket.version + 1, update_time=max(act.time, ticket.update_time)))
    if ticket.state is TicketState.NEW and target is not TicketState.NEW and _begins_work(command):
        course.note(WorkStarted(), act, state=TicketState.IN_PROGRESS)
    _note(command, course, act, matrix)
    return course


MOVE_OF: Mapping[type, Move] = {
    Reply: Move.REPLY, LogWork: Move.LOG_WORK, Hold: Move.HOLD, Resume: Move.RESUME, Escalate: Move.ESCALATE, Resolve: Move.RESOLVE,
    Reopen: Move.REOPEN, Close: Move.CLOSE, Reclassify: Move.RECLASSIFY, LinkTo: Move.LINK, Rate: Move.RATE,
}
"""The row of the state table that each command is judged by."""


def _begins_work(command: Command) -> bool:
    """Tell whether the command is work on the ticket; the requester's own words are not."""
    return not (isinstance(command, Reply) and command.author is ReplyAuthor.REQUESTER)


@singledispatch
def _note(command: Any, course: Course, act: Act, matrix: Matrix) -> None:
    raise TypeError(f"{type(command).__name__} is no command on a ticket")


@_note.register
def _(command: Reply, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - one signature for all commands
    first = command.author is not ReplyAuthor.REQUESTER and course.ticket.first_response_time is None
    fact = TicketReplied(author=command.author, body=command.body, first_response=first)
    course.note(fact, act, first_response_time=act.time if first else course.ticket.first_response_time)


@_note.register
def _(command: LogWork, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    course.note(WorkLogged(minutes=command.minutes, note=command.note), act)


@_note.register
def _(command: Hold, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    course.note(TicketHeld(awaiting=command.awaiting, note=command.note), act, state=TicketState.ON_HOLD, awaiting=command.awaiting)


@_note.register
def _(command: Resume, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    course.note(TicketResumed(note=command.note), act, state=TicketState.IN_PROGRESS, awaiting=None)


@_note.register
def _(command: Escalate, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    course.note(EscalationRequested(level=command.level, reason=command.reason), act)


@_note.register
def _(command: Resolve, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    fact = TicketResolved(resolution=command.resolution)
    course.note(fact, act, state=TicketState.RESOLVED, awaiting=None, resolution=command.resolution, resolve_time=act.time)


@_note.register
def _(command: Reopen, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    count = course.ticket.reopen_count + 1
    course.note(TicketReopened(reason=command.reason), act, state=TicketState.IN_PROGRESS, reopen_count=count, resolve_time=None, resolution="")


@_note.register
def _(command: Close, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    course.note(TicketClosed(note=command.note), act, state=TicketState.CLOSED, close_time=act.time)


@_note.register
def _(command: LinkTo, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    if command.link in course.ticket.links:
        raise AlreadyLinked(course.ticket.key, command.link.ticket_id)
    course.note(TicketLinked(link=command.link, reason=command.reason), act, links=(*course.ticket.links, command.link))


@_note.register
def _(command: Rate, course: Course, act: Act, matrix: Matrix) -> None:  # noqa: ARG001 - as above
    course.note(TicketRated(score=command.score, comment=command.comment), act, satisfaction_score=command.score)


@_note.register
def _(command: Reclassify, course: Course, act: Act, matrix: Matrix) -> None:
    changes = _overruled(course.ticket, command)
    reasons = [Reason(field=name, value=str(value), reason=command.reason, decided_by=f"person:{command.person}") for name, value in changes.items()]
    if follows := _priority_that_follows(course.ticket, command, matrix):
        priority, reason = follows
        changes["priority"] = priority
        reasons.append(Reason(field="priority", value=priority, reason=reason, decided_by=RULE))
    if command.breach:
        aware = command.breach_aware_time or course.ticket.breach_aware_time or course.ticket.open_time
        changes["breach_aware_time"] = aware
        reasons.append(Reason(field="markings", value="personal_data_breach", reason=command.reason, decided_by=f"person:{command.person}"))
    course.note(TicketReclassified(reasons=tuple(reasons)), act, **changes, reasons=set_reasons(tuple(course.ticket.reasons), tuple(reasons)))


def _overruled(ticket: Ticket, command: Reclassify) -> dict[str, Any]:
    """Return what the person said, field by field; saying what stands already makes it a person's word."""
    fields = ("kind", "nature", "approach", "impact", "urgency", "priority")
    return {name: value for name in fields if (value := getattr(command, name)) is not None}


def _priority_that_follows(ticket: Ticket, command: Reclassify, matrix: Matrix) -> tuple[Priority, str] | None:
    """Ask the matrix where impact or urgency is set and no priority."""
    if command.priority is not None or (command.impact is None and command.urgency is None):
        return None
    impact: Impact = command.impact or ticket.impact
    urgency: Urgency = command.urgency or ticket.urgency
    return prioritise(impact, urgency, matrix)


