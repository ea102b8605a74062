"""What happens in intake, in the past tense: each becomes one event and, where it is about a ticket, one entry of the ticket's history."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tierline_sdk.values import Awaiting, Level

from tierline_intake.domain.tickets import Application, Contact, Link, Reason, ReplyAuthor, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened:
    """A ticket was opened."""

    source_met_agreement: bool | None = None
    has_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReclassified:
    """A ticket's classification was changed; one reason a field that changed."""

    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReplied:
    """Somebody replied."""

    author: ReplyAuthor
    body: str
    first_response: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLogged:
    """Work was logged."""

    minutes: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStarted:
    """Somebody began to work on a new ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHeld:
    """A ticket was put on hold, or waits for something else now."""

    awaiting: Awaiting | None
    """Absent only in histories that do not say."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketResumed:
    """A ticket was taken off hold."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRequested:
    """A higher level was asked for; the next one where none is named."""

    level: Level | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketResolved:
    """A ticket was resolved."""

    resolution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReopened:
    """A ticket was reopened."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed:
    """A ticket was closed."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLinked:
    """A ticket was tied to another; the reason is kept in its history."""

    link: Link
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRated:
    """A requester rated the work."""

    score: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRecorded:
    """Another desk had assigned the ticket: labels, taken as they are."""

    party: str
    level: Level | None
    team: str
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHistoryEnded:
    """All rows of a ticket's history are in."""

    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSaved:
    """An application was created or changed."""

    application: Application


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSaved:
    """A contact was created or changed."""

    contact: Contact


TicketFact = (
    TicketOpened | TicketReclassified | TicketReplied | WorkLogged | WorkStarted | TicketHeld | TicketResumed | EscalationRequested | TicketResolved
    | TicketReopened | TicketClosed | TicketLinked | TicketRated | AssignmentRecorded | TicketHistoryEnded
)
"""What happens to a ticket."""

Cause = object
"""Where in the log that event stands from which a fact follows; the domain only passes it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A fact, and the ticket as it is after it."""

    ticket: Ticket
    fact: TicketFact
    time: datetime
    actor: str
    number: int
    """Its number in the ticket's history, from 1."""
    cause: Cause | None = None
    history: bool = False
    row_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An application or a contact as it is now, and who made it so."""

    fact: ApplicationSaved | ContactSaved
    time: datetime
    actor: str
    cause: Cause | None = None
    history: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does something, when, and because of which event."""

    actor: str
    time: datetime
    cause: Cause | None = None
    history: bool = False


@dataclass(slots=True, kw_only=True)
class Course:
    """A ticket in motion: facts are noted in the order in which they happen, each with the ticket as it stands after it."""

    ticket: Ticket
    happenings: list[Happening] = field(default_factory=list)

    def note(self, fact: TicketFact, act: Act, *, row_number: int = 0, **changes: Any) -> None:
        """Note that *fact* happened and changed the ticket so."""
        self.ticket = replace(self.ticket, entries=self.ticket.entries + 1, **changes)
        self.happenings.append(Happening(
            ticket=self.ticket, fact=fact, time=act.time, actor=act.actor, number=self.ticket.entries,
            cause=act.cause, history=act.history, row_number=row_number,
        ))
