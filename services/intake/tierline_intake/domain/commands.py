"""What may be asked of a ticket, as values: one class a command of the state machine."""

from dataclasses import dataclass
from datetime import datetime

from tierline_sdk.values import Approach, Awaiting, Impact, Level, Nature, Priority, TicketKind, Urgency

from tierline_intake.domain.tickets import Link, ReplyAuthor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Reply; the first one of the support side is the first response."""

    body: str
    author: ReplyAuthor = ReplyAuthor.SUPPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWork:
    """Log work that was done."""

    minutes: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Put on hold, or say that something else is awaited now."""

    awaiting: Awaiting
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Take off hold."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Ask for a higher level (B3); the next one where none is named."""

    level: Level | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    """Resolve."""

    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Reopen what was resolved."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Close for good."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclassify:
    """Overrule the classification (A11); None leaves a field as it is."""

    reason: str
    person: str
    """Identifier of who overrules."""
    kind: TicketKind | None = None
    nature: Nature | None = None
    approach: Approach | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    priority: Priority | None = None
    breach: bool = False
    """Whether it is marked as a possible breach of personal data."""
    breach_aware_time: datetime | None = None
    """When the controller became aware; the opening of the ticket where absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTo:
    """Tie to another ticket of the tenant."""

    link: Link
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Record what the requester says of the work (C2), from 1 to 5."""

    score: int
    comment: str = ""


Command = Reply | LogWork | Hold | Resume | Escalate | Resolve | Reopen | Close | Reclassify | LinkTo | Rate
