"""What each command does to a ticket: facts in order, and the ticket as it stands after them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    TicketFact,
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
    Carry *command* out on *ticket*; *etag* is the version that the caller has read, empty where it does not care.

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
    _note(command, _Stage(course=course, act=act, matrix=matrix))
    return course


MOVE_OF: Mapping[type, Move] = {
    Reply: Move.REPLY, LogWork: Move.LOG_WORK, Hold: Move.HOLD, Resume: Move.RESUME, Escalate: Move.ESCALATE, Resolve: Move.RESOLVE,
    Reopen: Move.REOPEN, Close: Move.CLOSE, Reclassify: Move.RECLASSIFY, LinkTo: Move.LINK, Rate: Move.RATE,
}
"""The row of the state table that each command is judged by."""


def _begins_work(command: Command) -> bool:
    """Tell whether the command is work on the ticket; the requester's own words are not."""
    return not (isinstance(command, Reply) and command.author is ReplyAuthor.REQUESTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Where a command is carried out."""

    course: Course
    act: Act
    matrix: Matrix

    @property
    def ticket(self) -> Ticket:
        """The ticket as it stands."""
        return self.course.ticket

    def note(self, fact: TicketFact, **changes: Any) -> None:
        """Note that *fact* happened and changed the ticket so."""
        self.course.note(fact, self.act, **changes)


@singledispatch
def _note(command: Any, _stage: _Stage) -> None:
    raise TypeError(f"{type(command).__name__} is no command on a ticket")


@_note.register
def _(command: Reply, stage: _Stage) -> None:
    first = command.author is not ReplyAuthor.REQUESTER and stage.ticket.first_response_time is None
    fact = TicketReplied(author=command.author, body=command.body, first_response=first)
    stage.note(fact, first_response_time=stage.act.time if first else stage.ticket.first_response_time)


@_note.register
def _(command: LogWork, stage: _Stage) -> None:
    stage.note(WorkLogged(minutes=command.minutes, note=command.note))


@_note.register
def _(command: Hold, stage: _Stage) -> None:
    stage.note(TicketHeld(awaiting=command.awaiting, note=command.note), state=TicketState.ON_HOLD, awaiting=command.awaiting)


@_note.register
def _(command: Resume, stage: _Stage) -> None:
    stage.note(TicketResumed(note=command.note), state=TicketState.IN_PROGRESS, awaiting=None)


@_note.register
def _(command: Escalate, stage: _Stage) -> None:
    stage.note(EscalationRequested(level=command.level, reason=command.reason))


@_note.register
def _(command: Resolve, stage: _Stage) -> None:
    fact = TicketResolved(resolution=command.resolution)
    stage.note(fact, state=TicketState.RESOLVED, awaiting=None, resolution=command.resolution, resolve_time=stage.act.time)


@_note.register
def _(command: Reopen, stage: _Stage) -> None:
    count = stage.ticket.reopen_count + 1
    stage.note(TicketReopened(reason=command.reason), state=TicketState.IN_PROGRESS, reopen_count=count, resolve_time=None, resolution="")


@_note.register
def _(command: Close, stage: _Stage) -> None:
    stage.note(TicketClosed(note=command.note), state=TicketState.CLOSED, close_time=stage.act.time)


@_note.register
def _(command: LinkTo, stage: _Stage) -> None:
    if command.link in stage.ticket.links:
        raise AlreadyLinked(stage.ticket.key, command.link.ticket_id)
    stage.note(TicketLinked(link=command.link, reason=command.reason), links=(*stage.ticket.links, command.link))


@_note.register
def _(command: Rate, stage: _Stage) -> None:
    stage.note(TicketRated(score=command.score, comment=command.comment), satisfaction_score=command.score)


@_note.register
def _(command: Reclassify, stage: _Stage) -> None:
    changes = _overruled(command)
    reasons = [Reason(field=name, value=str(value), reason=command.reason, decided_by=f"person:{command.person}") for name, value in changes.items()]
    if follows := _priority_that_follows(stage.ticket, command, stage.matrix):
        priority, reason = follows
        changes["priority"] = priority
        reasons.append(Reason(field="priority", value=priority, reason=reason, decided_by=RULE))
    if command.breach:
        aware = command.breach_aware_time or stage.ticket.breach_aware_time or stage.ticket.open_time
        changes["breach_aware_time"] = aware
        reasons.append(Reason(field="markings", value="personal_data_breach", reason=command.reason, decided_by=f"person:{command.person}"))
    stage.note(TicketReclassified(reasons=tuple(reasons)), **changes, reasons=set_reasons(tuple(stage.ticket.reasons), tuple(reasons)))


def _overruled(command: Reclassify) -> dict[str, Any]:
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


