"""What happened in routing, as values; the codec makes events of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tierline_sdk.values import Level

from tierline_routing.domain.values import Cause, Plan, Team, Work

SERVICE = "routing"
"""The actor where no person decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact says; `because` is the event from which it follows, opaque here."""

    tenant_id: str
    time: datetime
    actor: str = SERVICE
    because: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAssigned(Fact):
    """A ticket was assigned, or put into the queue."""

    work: Work
    cause: Cause
    earlier_party_id: str = ""
    """The party that had it before, which hears of it too."""
    history: bool = False
    row_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFact(Fact):
    """Something that a party said or did about a ticket."""

    ticket_id: str
    party_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAccepted(PartyFact):
    """The party accepted the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkHandedBack(PartyFact):
    """The party handed the work back."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorReplied(PartyFact):
    """A vendor replied; intake applies it."""

    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorWorkLogged(PartyFact):
    """A vendor logged work; intake applies it."""

    minutes: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorResolved(PartyFact):
    """A vendor resolved the work; intake applies it."""

    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceMissed(PartyFact):
    """Nobody accepted a critical ticket in time; it is to go up a level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPushed(PartyFact):
    """The work was pushed to a vendor's own system, or could not be."""

    plugin: str
    delivered: bool
    detail: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSaved(Fact):
    """A team was created or changed; `tenant_id` is its provider."""

    team: Team


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSaved(Fact):
    """A sourcing plan was created or changed."""

    plan: Plan


Facts = Sequence[Fact]
