"""Teams, work and assignments, as plain values."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tierline_sdk.sourcing import Party, Proposal, SourcingPlan
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Coverage, Level, TicketState


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    UNASSIGNED = "unassigned"
    """Nobody can take it: it stands in the visible queue."""
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DONE = "done"


class Cause(StrEnum):
    """What led to an assignment."""

    OPENED = "opened"
    ESCALATION = "escalation"
    CLOCK = "clock"
    PERSON = "person"
    HANDED_BACK = "handed_back"
    HISTORY = "history"
    CHANGED = "changed"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A member's place in a team."""

    member_id: str
    skills: Sequence[str] = ()
    max_open: int = 0
    """At most so many open tickets at a time; 0 for no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A group of members of a provider that takes work of certain levels."""

    id: str
    provider_id: str
    name: str
    levels: Sequence[Level]
    coverage: Coverage = Coverage.H24_7
    zone: str = "UTC"
    members: Sequence[TeamMember] = ()
    capacity_hours: int = 0
    tenant_ids: Sequence[str] = ()
    """The tenants that it works for; empty for all that its provider serves."""
    seeded: bool = False
    """Whether routing made it itself, and nobody has touched it: it steps aside for a team that somebody made."""
    version: int = 1
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A tenant's sourcing plan, with what keeps it."""

    id: str
    tenant_id: str
    sourcing: SourcingPlan
    seeded: bool
    """Whether it was made by routing itself, and nobody has touched it."""
    version: int = 1
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingParty:
    """A party, and the provider whose teams do its work."""

    party: Party
    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a plugin said when it was asked."""

    plugin: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A plugin's saying with what follows from it."""

    saying: Saying
    proposal: Proposal | None = None
    refuses: bool = False
    """Whether the plugin knows that nobody should have it: no fallback then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who has a ticket, and how it came to that. Names are kept as they were."""

    state: AssignmentState
    party_id: str = ""
    party_name: str = ""
    provider_id: str = ""
    level: Level | None = None
    team_id: str = ""
    team_name: str = ""
    member_id: str = ""
    member_name: str = ""
    reason: str
    sayings: Sequence[Saying] = ()
    assigned_at: datetime
    accepted_at: datetime | None = None
    escalations: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody has it and is not done."""
        return self.state in {AssignmentState.ASSIGNED, AssignmentState.ACCEPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A ticket as routing keeps it, with its assignment where it has one."""

    ticket: Ticket
    state: TicketState
    history: bool = False
    """Whether it was brought in from another desk, so that nobody is called by it."""
    assignment: Assignment | None = None
    due_at: datetime | None = None
    """The earliest due instant of its running clocks."""

    @property
    def is_over(self) -> bool:
        """Whether nobody needs to work on it."""
        return self.state in {TicketState.RESOLVED, TicketState.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is known of a tenant when its work is assigned: the plan, the parties, and their teams and people."""

    tenant_id: str
    plan: Plan | None
    parties: Sequence[ServingParty]
    teams: Sequence[Team] = ()
    members: Mapping[str, str] = field(default_factory=dict)
    """Active members of the providers: id to name."""
    enabled: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """The plugins that the tenant has enabled, with their settings (secrets left out)."""
    disabled: Set[str] = frozenset()
    """The plugins that the tenant has disabled."""

    def party(self, party_id: str) -> ServingParty | None:
        """Find a party by its id."""
        return next((serving for serving in self.parties if serving.party.id == party_id), None)

    def party_named(self, name: str) -> ServingParty | None:
        """Find a party by its name, whatever the case."""
        return next((serving for serving in self.parties if serving.party.name.casefold() == name.casefold()), None)


Loads = dict[str, int]
"""Open tickets by member and by team, over all tenants; decisions of one batch count in it as they are made."""
