"""Sourcing: which party serves which level (B1 to B4). Values, and the pure functions that the three models share."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tierline_sdk.errors import Kind, TierlineError
from tierline_sdk.tickets import Ticket, check_reason
from tierline_sdk.values import Level, Nature, ProviderKind, SourcingModel, TicketKind

DEFAULT_LEVELS: Mapping[Nature, Sequence[Level]] = {
    Nature.CORRECTIVE: (Level.L1, Level.L2),
    Nature.ADAPTIVE: (Level.L2,),
    Nature.PERFECTIVE: (Level.L3, Level.L4),
    Nature.PREVENTIVE: (Level.L3, Level.L4),
    Nature.EMERGENCY: (Level.L1, Level.L2),
}
"""The levels of each nature where the tenant's plan says nothing (B2)."""

FIRST_LINE_KINDS = frozenset({TicketKind.USAGE_QUESTION, TicketKind.SIMPLE_REPEATING, TicketKind.HOW_TO_TRAINING})
"""What the first line solves itself, whatever the nature (B3)."""


class NobodyServes(TierlineError):
    """The model is this plugin's, and none of the tenant's parties serves a level that would do."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    reason: ClassVar[str] = "NOBODY_SERVES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A provider's place in the tenant: which levels it serves."""

    id: str
    name: str
    kind: ProviderKind
    levels: Sequence[Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingPlan:
    """What the tenant decided about who serves."""

    model: SourcingModel
    levels_by_nature: Mapping[Nature, Sequence[Level]] = field(default_factory=dict)
    """The levels of a nature in the order in which they are tried; a nature that is absent has the default (B2)."""
    party_by_level: Mapping[Level, str] = field(default_factory=dict)
    """The party that the tenant fixed for a level; it is preferred in every model, whatever its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who should have the ticket, at which level, and why."""

    party_id: str
    level: Level
    reason: str
    team_id: str | None = None
    """A team of that party, where the rule knows one; else routing chooses by coverage and load."""
    manager_party_id: str | None = None
    """The party that answers for the work where it is not the one that does it (hybrid)."""

    def __post_init__(self) -> None:
        check_reason(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A level of a ticket, with the party that serves it and the reason for the level."""

    party: Party
    level: Level
    reason: str


def levels_to_try(ticket: Ticket, plan: SourcingPlan, *, floor: Level) -> tuple[Sequence[Level], str]:
    """
    Order the levels in which a place for *ticket* is sought, and say why the first comes first.

    Args:
        ticket: Its nature and kind decide.
        plan: The tenant's levels by nature, where it has its own.
        floor: The lowest level that may have it; an escalation raises it.

    Returns:
        Levels from *floor* up, each once, those of the plan first and then the higher ones (B3: what is not solved goes up).
    """
    planned = plan.levels_by_nature.get(ticket.nature) or DEFAULT_LEVELS[ticket.nature]
    reason = f"{ticket.nature} work starts at L{planned[0]:d}"
    if ticket.kind is TicketKind.SECURITY_VULNERABILITY:
        planned, reason = [level for level in planned if level >= Level.L2] or [Level.L2], "a security vulnerability takes the fast lane past L1 (B7)"
    elif ticket.kind in FIRST_LINE_KINDS:
        planned, reason = (Level.L1, *planned), f"L1 solves a {ticket.kind.replace('_', ' ')} itself (B3)"
    elif ticket.nature is Nature.EMERGENCY:
        planned, reason = sorted(planned, reverse=True), f"an emergency calls {_named(planned)} at once (B2)"
    levels = [level for level in planned if level >= floor]
    levels += [level for level in Level if level >= floor and (not levels or level > max(levels))]
    if floor > Level.L1:
        reason = f"it was escalated to L{floor:d} or above"
    return tuple(dict.fromkeys(levels)), reason


def find_place(ticket: Ticket, plan: SourcingPlan, parties: Sequence[Party], kinds: Collection[ProviderKind], *, floor: Level) -> Place | None:
    """
    Find the first level that a party of one of the *kinds* serves, or the party that the plan fixes for it.

    Returns:
        None when no level from *floor* up is served so.
    """
    levels, reason = levels_to_try(ticket, plan, floor=floor)
    skipped: list[Level] = []
    for level in levels:
        for party in _candidates(level, plan, parties, kinds):
            gap = f"; nobody serves {_named(skipped)}" if skipped else ""
            return Place(party=party, level=level, reason=f"{reason}{gap}")
        skipped.append(level)
    return None


def _candidates(level: Level, plan: SourcingPlan, parties: Sequence[Party], kinds: Collection[ProviderKind]) -> Iterator[Party]:
    """Order who may serve *level*: the party fixed by the plan, then the most specialised, then by name, so that no order of input matters."""
    fixed = plan.party_by_level.get(level)
    serving = [party for party in parties if level in party.levels and (party.kind in kinds or party.id == fixed)]
    yield from sorted(serving, key=lambda party: (party.id != fixed, len(party.levels), party.name, party.id))


def _named(levels: Sequence[Level]) -> str:
    return ", ".join(f"L{level:d}" for level in levels)
