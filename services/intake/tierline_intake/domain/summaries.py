"""The sentences of a ticket's history."""

from functools import singledispatch
from typing import Any

from tierline_intake.domain import facts
from tierline_intake.domain.cards import Entry
from tierline_intake.domain.tickets import Ticket


def entry_of(fact: facts.TicketFact, ticket: Ticket) -> Entry:
    """Tell a fact in a sentence, with the text that came with it."""
    summary, body, minutes = _told(fact, ticket)
    return Entry(type=type(fact).__name__, summary=summary, body=body, minutes=minutes)


Told = tuple[str, str, int]


@singledispatch
def _told(fact: Any, ticket: Ticket) -> Told:
    raise TypeError(f"{type(fact).__name__} is no fact of a ticket")


@_told.register
def _(fact: facts.TicketOpened, ticket: Ticket) -> Told:  # noqa: ARG001 - one signature for all facts
    where = f" (imported from {ticket.imported_from})" if ticket.imported_from else ""
    return f"Opened as {_label(ticket.kind)}, {ticket.nature}, priority {ticket.priority}{where}.", "", 0


@_told.register
def _(fact: facts.TicketReclassified, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    changes = ", ".join(f"{reason.field} {_label(reason.value)}" for reason in fact.reasons)
    return f"Reclassified: {changes or 'nothing changed'}.", "\n".join(dict.fromkeys(reason.reason for reason in fact.reasons)), 0


@_told.register
def _(fact: facts.TicketReplied, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"Reply of the {fact.author}{', the first response' if fact.first_response else ''}.", fact.body, 0


@_told.register
def _(fact: facts.WorkLogged, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"Worked {fact.minutes} min.", fact.note, fact.minutes


@_told.register
def _(fact: facts.WorkStarted, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return "Work began.", "", 0


@_told.register
def _(fact: facts.TicketHeld, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"On hold, awaiting {fact.awaiting or 'something that the source does not say'}.", fact.note, 0


@_told.register
def _(fact: facts.TicketResumed, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return "Off hold.", fact.note, 0


@_told.register
def _(fact: facts.EscalationRequested, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"Escalation to {f'L{int(fact.level)}' if fact.level else 'the next level'} asked for.", fact.reason, 0


@_told.register
def _(fact: facts.TicketResolved, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return "Resolved.", fact.resolution, 0


@_told.register
def _(fact: facts.TicketReopened, ticket: Ticket) -> Told:
    return f"Reopened (time {ticket.reopen_count}).", fact.reason, 0


@_told.register
def _(fact: facts.TicketClosed, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return "Closed.", fact.note, 0


@_told.register
def _(fact: facts.TicketLinked, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"Tied to another ticket: {_label(fact.link.kind)}.", fact.reason, 0


@_told.register
def _(fact: facts.TicketRated, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"Rated {fact.score} of 5.", fact.comment, 0


@_told.register
def _(fact: facts.AssignmentRecorded, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    level = f"L{int(fact.level)}" if fact.level else ""
    return f"Assigned at the source to {', '.join(filter(None, (fact.party, level, fact.team, fact.member))) or 'nobody'}.", "", 0


@_told.register
def _(fact: facts.TicketHistoryEnded, ticket: Ticket) -> Told:  # noqa: ARG001 - as above
    return f"All {fact.rows} rows of its history are in.", "", 0


def _label(value: str) -> str:
    return value.replace("_", " ")
