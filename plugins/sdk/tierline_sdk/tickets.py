"""Tickets as rules see them, and what a rule may propose about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tierline_sdk.errors import FieldViolation, InvalidFields
from tierline_sdk.values import Approach, Channel, Environment, Impact, Marking, Mode, Nature, Priority, TicketKind, Urgency

REASON_LIMIT = 500
"""The longest reason, in characters: people read it on the ticket's card."""


def check_reason(reason: str) -> None:
    """
    Refuse a proposal without a reason that people can read (A11, B8).

    Raises:
        InvalidFields: The reason is empty or too long.
    """
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise InvalidFields([FieldViolation(field="reason", description=f"must say why, in 1 to {REASON_LIMIT} characters")])


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDraft:
    """A ticket that is about to be registered: what the requester said, and what the tenant's own rules made of it."""

    tenant_id: str
    title: str
    description: str
    channel: Channel
    environment: Environment
    application_id: str
    application: str
    """The application's name; empty when the ticket names none."""
    impact: Impact
    urgency: Urgency
    kind: TicketKind | None = None
    nature: Nature | None = None
    approach: Approach | None = None
    priority: Priority | None = None
    reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a rule proposes for a draft; what is `None` or empty it leaves as it is."""

    kind: TicketKind | None = None
    nature: Nature | None = None
    approach: Approach | None = None
    priority: Priority | None = None
    markings: Sequence[Marking] = ()
    """Added to the ticket's markings."""
    reason: str

    def __post_init__(self) -> None:
        check_reason(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A registered ticket."""

    tenant_id: str
    id: str
    key: str
    """What people call it, such as `ACME-1042`."""
    title: str
    description: str
    kind: TicketKind
    nature: Nature
    approach: Approach
    mode: Mode
    priority: Priority
    channel: Channel
    environment: Environment
    application_id: str
    application: str
    """The application's name; empty when the ticket names none."""
    markings: Sequence[Marking] = ()
    opened_at: datetime
