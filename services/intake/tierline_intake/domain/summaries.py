"""The sentences of a ticket's history."""

from collections.abc import Callable, Mapping
from typing import Any

from tierline_intake.domain import facts
from tierline_intake.domain.cards import Entry
from tierline_intake.domain.tickets import Ticket


def entry_of(fact: facts.TicketFact, ticket: Ticket) -> Entry:
    """Tell a fact in a sentence, with the text that came with it."""
    summary, body = _SENTENCES[type(fact)](fact, ticket)
    return Entry(type=type(fact).__name__, summary=summary, body=body, minutes=fact.minutes if isinstance(fact, facts.WorkLogged) else 0)


def _opened(_fact: facts.TicketOpened, ticket: Ticket) -> tuple[str, str]:
    where = f" (imported from {ticket.imported_from})" if ticket.imported_from else ""
    return f"Opened as {_label(ticket.kind)}, {ticket.nature}, priority {ticket.priority}{where}.", ""


def _reclassified(fact: facts.TicketReclassified, _ticket: Ticket) -> tuple[str, str]:
    changes = ", ".join(f"{reason.field} {_label(reason.value)}" for reason in fact.reasons)
    return f"Reclassified: {changes or 'nothing changed'}.", "\n".join(dict.fromkeys(reason.reason for reason in fact.reasons))


def _recorded(fact: facts.AssignmentRecorded, _ticket: Ticket) -> tuple[str, str]:
    level = f"L{int(fact.level)}" if fact.level else ""
    return f"Assigned at the source to {', '.join(filter(None, (fact.party, level, fact.team, fact.member))) or 'nobody'}.", ""


def _label(value: str) -> str:
    return value.replace("_", " ")


_SENTENCES: Mapping[type, Callable[[Any, Ticket], tuple[str, str]]] = {
    facts.TicketOpened: _opened,
    facts.TicketReclassified: _reclassified,
    facts.TicketReplied: lambda fact, _: (f"Reply of the {fact.author}{', the first response' if fact.first_response else ''}.", fact.body),
    facts.WorkLogged: lambda fact, _: (f"Worked {fact.minutes} min.", fact.note),
    facts.WorkStarted: lambda _fact, _: ("Work began.", ""),
    facts.TicketHeld: lambda fact, _: (f"On hold, awaiting {fact.awaiting or 'something that the source does not say'}.", fact.note),
    facts.TicketResumed: lambda fact, _: ("Off hold.", fact.note),
    facts.EscalationRequested: lambda fact, _: (f"Escalation to {f'L{int(fact.level)}' if fact.level else 'the next level'} asked for.", fact.reason),
    facts.TicketResolved: lambda fact, _: ("Resolved.", fact.resolution),
    facts.TicketReopened: lambda fact, ticket: (f"Reopened (time {ticket.reopen_count}).", fact.reason),
    facts.TicketClosed: lambda fact, _: ("Closed.", fact.note),
    facts.TicketLinked: lambda fact, _: (f"Tied to another ticket: {_label(fact.link.kind)}.", fact.reason),
    facts.TicketRated: lambda fact, _: (f"Rated {fact.score} of 5.", fact.comment),
    facts.AssignmentRecorded: _recorded,
    facts.TicketHistoryEnded: lambda fact, _: (f"All {fact.rows} rows of its history are in.", ""),
}
"""A sentence and the text that came with it, by the fact."""
