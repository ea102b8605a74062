"""The in-house model (B4): the tenant's own people serve every level; only a party that the plan fixes for a level comes from outside."""

from collections.abc import Sequence

from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind
from tierline_sdk.sourcing import NobodyServes, Party, Proposal, SourcingPlan, find_place
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Level, ProviderKind, SourcingModel

PLUGIN = Plugin(
    name="sourcing_in_house",
    version="0.1.0",
    sdk=">=0.1,<0.2",
    title="In-house sourcing: own people serve every level",
    kind=PluginKind.SOURCING,
)


@hookimpl
def propose_assignment(ticket: Ticket, plan: SourcingPlan, parties: Sequence[Party], floor: Level) -> Proposal | None:
    """
    Propose the own party that serves the ticket's level.

    Raises:
        NobodyServes: The model is in-house, and no own party serves a level that would do.
    """
    if plan.model is not SourcingModel.IN_HOUSE:
        return None
    place = find_place(ticket, plan, parties, {ProviderKind.IN_HOUSE}, floor=floor)
    if place is None:
        raise NobodyServes(f"In-house: no own party serves L{floor:d} or above; give one that level, or fix a party for it in the plan.")
    return Proposal(party_id=place.party.id, level=place.level, reason=f"In-house: {place.reason}, which {place.party.name} serves at L{place.level:d}.")
