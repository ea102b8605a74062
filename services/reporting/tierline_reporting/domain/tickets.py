"""A ticket as the figures need it, folded from its facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

CHANGE_REQUEST = "change_request"
"""The kind of ticket that counts as a change; a change that was tied to an incident at its source does not."""


class What(StrEnum):
    """What a fact says of a ticket, as far as figures care."""

    CHANGED = "changed"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    RATED = "rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFact:
    """
    One fact of a ticket.

    Attributes:
        is_open: Whether the ticket is neither resolved nor closed after the fact.
        score: From 1 to 5, where the fact is a rating.
        cause: Position of the alarm's event that opened the ticket, where one did.

    """

    ticket_id: str
    key: str
    what: What
    at: datetime
    open_time: datetime
    kind: str
    priority: str
    urgent_change: bool
    is_open: bool
    score: int = 0
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket; instants are `None` where it has not happened, or was taken back by reopening."""

    id: str
    key: str
    kind: str
    priority: str
    urgent_change: bool
    opened_at: datetime
    responded_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    rated_at: datetime | None = None
    score: int = 0
    cause: str | None = None

    @property
    def done_at(self) -> datetime | None:
        """When it was solved: resolved, or closed where nobody had resolved it before."""
        return self.resolved_at or self.closed_at

    @property
    def is_change(self) -> bool:
        """Whether it is a change request."""
        return self.kind == CHANGE_REQUEST


def fold(ticket: Ticket | None, fact: TicketFact) -> Ticket:
    """Return *ticket* after *fact*; facts of one ticket come in their order, the first of them makes it."""
    after = ticket or Ticket(
        id=fact.ticket_id, key=fact.key, kind=fact.kind, priority=fact.priority, urgent_change=fact.urgent_change, opened_at=fact.open_time, cause=fact.cause,
    )
    after = replace(after, kind=fact.kind, priority=fact.priority, urgent_change=fact.urgent_change)
    if fact.is_open and (after.done_at or after.closed_at):
        after = replace(after, resolved_at=None, closed_at=None)
    change = _CHANGES.get(fact.what)
    return change(after, fact) if change else after


def _responded(ticket: Ticket, fact: TicketFact) -> Ticket:
    """The first response stays the first, whatever is folded later."""
    return ticket if ticket.responded_at and ticket.responded_at <= fact.at else replace(ticket, responded_at=fact.at)


def _resolved(ticket: Ticket, fact: TicketFact) -> Ticket:
    return replace(ticket, resolved_at=fact.at, closed_at=None)


def _closed(ticket: Ticket, fact: TicketFact) -> Ticket:
    return replace(ticket, closed_at=fact.at)


def _reopened(ticket: Ticket, _fact: TicketFact) -> Ticket:
    return replace(ticket, resolved_at=None, closed_at=None)


def _rated(ticket: Ticket, fact: TicketFact) -> Ticket:
    """The last rating is the one that counts."""
    return replace(ticket, rated_at=fact.at, score=fact.score)


_CHANGES: Mapping[What, Callable[[Ticket, TicketFact], Ticket]] = {
    What.RESPONDED: _responded, What.RESOLVED: _resolved, What.REOPENED: _reopened, What.CLOSED: _closed, What.RATED: _rated,
}
