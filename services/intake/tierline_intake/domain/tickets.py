"""Tickets, applications and contacts as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_sdk.values import (
    Approach,
    Awaiting,
    Channel,
    Environment,
    Impact,
    Level,
    Mode,
    Nature,
    Priority,
    TicketKind,
    TicketState,
    Urgency,
)


class LinkKind(StrEnum):
    """What a linked ticket is to this one."""

    RELATED = "related"
    DUPLICATE_OF = "duplicate_of"
    ROOT_CAUSE_FOLLOW_UP = "root_cause_follow_up"
    QUICK_FIX = "quick_fix"


class ReplyAuthor(StrEnum):
    """Whose words a reply is."""

    SUPPORT = "support"
    REQUESTER = "requester"
    VENDOR = "vendor"


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A piece of software of a tenant that is kept alive."""

    tenant_id: str
    id: str
    display_name: str
    description: str = ""
    criticality: Impact | None = None
    regulations: Sequence[str] = ()
    default: bool = False
    """Whether tickets that name no application concern this one."""
    create_time: datetime
    update_time: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person who asks for support."""

    tenant_id: str
    id: str
    display_name: str
    email: str = ""
    phone: str = ""
    preferred_channel: Channel | None = None
    zone: str = ""
    create_time: datetime
    update_time: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one field of a ticket has its value (A11)."""

    field: str
    value: str
    reason: str
    decided_by: str
    """`requester`, `rule`, `plugin:NAME`, `person:ID`, or `source:NAME` for what another desk had decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who has a ticket, as routing said; ids and names are empty where there is nobody."""

    party_id: str = ""
    party_name: str = ""
    level: Level | None = None
    team_id: str = ""
    team_name: str = ""
    member_id: str = ""
    member_name: str = ""
    reason: str = ""
    unassigned: bool = False
    assign_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One service target on a ticket, as sla said."""

    id: str
    metric: str
    agreement_name: str
    state: ClockState
    due_time: datetime | None = None
    at_risk_time: datetime | None = None
    breach_time: datetime | None = None
    stop_time: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tie to another ticket of the tenant."""

    kind: LinkKind
    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A request that is registered, answered and tracked (A1), with what is folded into its card."""

    tenant_id: str
    id: str
    key: str
    application_id: str
    application_name: str
    regulations: Sequence[str] = ()
    requester_id: str | None = None
    title: str
    description: str = ""
    channel: Channel
    environment: Environment
    impact: Impact
    urgency: Urgency
    kind: TicketKind
    nature: Nature
    approach: Approach
    mode: Mode
    priority: Priority
    urgent_change: bool = False
    breach_aware_time: datetime | None = None
    """When the controller became aware of a possible breach of personal data; set where the ticket is marked as one."""
    state: TicketState = TicketState.NEW
    awaiting: Awaiting | None = None
    reasons: Sequence[Reason] = ()
    resolution: str = ""
    open_time: datetime
    first_response_time: datetime | None = None
    resolve_time: datetime | None = None
    close_time: datetime | None = None
    update_time: datetime
    reopen_count: int = 0
    imported_from: str = ""
    satisfaction_score: int = 0
    repeat_hash: int | None = None
    """What it shares with its repeats (A10); absent where repeats are not looked for."""
    version: int = 1
    """Counts the commands."""
    entries: int = 0
    """Counts the entries of its history."""
    assignment: Assignment | None = None
    clocks: Sequence[Clock] = ()
    links: Sequence[Link] = ()

    @property
    def next_due_time(self) -> datetime | None:
        """The earliest due instant of its running clocks."""
        return next_due(self.clocks)


def next_due(clocks: Sequence[Clock]) -> datetime | None:
    """Find the earliest due instant among the *clocks* that run."""
    return min((clock.due_time for clock in clocks if clock.state is ClockState.RUNNING and clock.due_time is not None), default=None)
