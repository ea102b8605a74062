"""Which party has the work, at which level: by what the plugins proposed, else by the plan's own map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tierline_sdk.sourcing import SourcingPlan, find_place
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Level, ProviderKind, SourcingModel

from tierline_routing.domain.values import Cause, House, Said, Saying, ServingParty

INVALID = "invalid"
"""The verdict on a proposal that names what the tenant does not have."""

KINDS: Mapping[SourcingModel, frozenset[ProviderKind]] = {
    SourcingModel.IN_HOUSE: frozenset({ProviderKind.IN_HOUSE}),
    SourcingModel.HYBRID: frozenset(ProviderKind),
    SourcingModel.OUTSOURCED: frozenset({ProviderKind.OUTSOURCER, ProviderKind.VENDOR}),
}
"""Which parties a model's plan takes, where no plugin speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Why a ticket has to be assigned, and within which bounds."""

    cause: Cause
    floor: Level = Level.L1
    """The lowest level that may have it."""
    excluded_party_id: str = ""
    """A party that may not have it, because it has handed it back."""
    note: str = ""
    """What led to it, in words that stand before the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The party and level, or none with what is missing; and what every plugin said."""

    serving: ServingParty | None
    level: Level | None = None
    reason: str
    sayings: Sequence[Saying]


def parties_open_to(house: House, need: Need) -> Sequence[ServingParty]:
    """List the parties that may have it."""
    return [serving for serving in house.parties if serving.party.id != need.excluded_party_id]


def choose_party(ticket: Ticket, need: Need, house: House, said: Sequence[Said]) -> Choice:
    """
    Take the first proposal, by plugin name, that names a party of this tenant and a level that it serves.

    Where a plugin says that nobody should have it, nobody has it; where none speaks, the plan's own map decides.
    """
    checked = [_checked(one, need, house) for one in sorted(said, key=lambda one: one.saying.plugin)]
    sayings = [one.saying for one in checked]
    for one in checked:
        if one.proposal is not None:
            serving = house.party(one.proposal.party_id)
            return Choice(serving=serving, level=one.proposal.level, reason=f"{one.saying.plugin}: {one.proposal.reason}", sayings=sayings)
    if refusal := next((one for one in checked if one.refuses), None):
        return Choice(serving=None, reason=f"{refusal.saying.plugin}: {refusal.saying.reason}", sayings=sayings)
    return _by_plan(ticket, need, house, sayings)


def _checked(one: Said, need: Need, house: House) -> Said:
    """Refuse a proposal of a party, level or floor that is not there, and say so."""
    if one.proposal is None:
        return one
    serving = next((serving for serving in parties_open_to(house, need) if serving.party.id == one.proposal.party_id), None)
    if serving is None:
        return _invalid(one, f"it proposes the party {one.proposal.party_id!r}, which this tenant does not have or which handed the work back")
    if one.proposal.level not in serving.party.levels or one.proposal.level < need.floor:
        return _invalid(one, f"it proposes {serving.party.name} at L{one.proposal.level:d}, which it does not serve or which is too low")
    return one


def _invalid(one: Said, why: str) -> Said:
    return replace(one, proposal=None, saying=Saying(plugin=one.saying.plugin, verdict=INVALID, reason=why))


def _by_plan(ticket: Ticket, need: Need, house: House, sayings: Sequence[Saying]) -> Choice:
    if not house.parties:
        return Choice(serving=None, reason="this tenant has no party: give a provider a place in it", sayings=sayings)
    plan = house.plan.sourcing if house.plan else SourcingPlan(model=SourcingModel.HYBRID)
    parties = [serving.party for serving in parties_open_to(house, need)]
    place = find_place(ticket, plan, parties, KINDS[plan.model], floor=need.floor)
    if place is None:
        missing = f"no party of the {plan.model.replace('_', '-')} plan serves L{need.floor:d} or above: give one that level"
        return Choice(serving=None, reason=missing, sayings=sayings)
    silent = f" ({', '.join(saying.plugin for saying in sayings)} did not say)" if sayings else ""
    reason = f"the plan itself{silent}: {place.reason}, which {place.party.name} serves at L{place.level:d}."
    return Choice(serving=house.party(place.party.id), level=place.level, reason=reason, sayings=sayings)
