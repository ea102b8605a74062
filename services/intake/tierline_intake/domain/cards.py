"""What other services tell of a ticket, folded into its card."""

from dataclasses import dataclass, replace
from datetime import datetime

from tierline_intake.domain.tickets import Assignment, Clock, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Routing assigned the ticket, or put it into the queue of unassigned work."""

    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The assigned side accepted the work."""

    member_id: str
    """Empty where the party does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChanged:
    """Sla moved a clock."""

    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something for the history alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a ticket's history, as people read it."""

    type: str
    summary: str
    body: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """One thing that another service tells of a ticket."""

    ticket_id: str
    time: datetime
    actor: str
    change: Assigned | Accepted | ClockChanged | Noted
    entry: Entry | None
    """Absent where the ticket's history has it already, or nobody would miss it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedEntry:
    """An entry in its place."""

    ticket_id: str
    number: int
    time: datetime
    actor: str
    entry: Entry


def fold(ticket: Ticket, folding: Folding) -> tuple[Ticket, NumberedEntry | None]:
    """Fold one thing into the card; its etag stays, since no command was given."""
    changed = _changed(ticket, folding)
    if folding.entry is None:
        return changed, None
    number = ticket.entries + 1
    entry = NumberedEntry(ticket_id=ticket.id, number=number, time=folding.time, actor=folding.actor, entry=folding.entry)
    return replace(changed, entries=number), entry


def _changed(ticket: Ticket, folding: Folding) -> Ticket:
    match folding.change:
        case Assigned(assignment=assignment):
            return replace(ticket, assignment=assignment)
        case Accepted(member_id=member) if member and ticket.assignment is not None and ticket.assignment.member_id != member:
            return replace(ticket, assignment=replace(ticket.assignment, member_id=member, member_name=""))
        case ClockChanged(clock=clock):
            return replace(ticket, clocks=(*(kept for kept in ticket.clocks if kept.id != clock.id), clock))
        case _:
            return ticket
