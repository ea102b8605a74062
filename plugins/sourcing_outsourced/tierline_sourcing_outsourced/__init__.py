"""The fully outsourced model (B4): outsourcers and vendors serve every level; one may take L1 and L2, another L3 and L4, or one all four."""

from collections.abc import Sequence

from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind
from tierline_sdk.sourcing import NobodyServes, Party, Proposal, SourcingPlan, find_place
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Level, ProviderKind, SourcingModel

PLUGIN = Plugin(
    name="sourcing_outsourced",
    version="0.1.0",
    sdk=">=0.1,<0.2",
    title="Outsourced sourcing: outsourcers and vendors serve every level",
    kind=PluginKind.SOURCING,
)


@hookimpl
def propose_assignment(ticket: Ticket, plan: SourcingPlan, parties: Sequence[Party], floor: Level) -> Proposal | None:
    """
    Propose the outside party that serves the ticket's level, the most specialised first.

    Raises:
        NobodyServes: The model is outsourced, and no outside party serves a level that would do.
    """
    if plan.model is not SourcingModel.OUTSOURCED:
        return None
    place = find_place(ticket, plan, parties, {ProviderKind.OUTSOURCER, ProviderKind.VENDOR}, floor=floor)
    if place is None:
        raise NobodyServes(f"Outsourced: no outsourcer or vendor serves L{floor:d} or above; contract one, or fix a party for it in the plan.")
    return Proposal(party_id=place.party.id, level=place.level, reason=f"Outsourced: {place.reason}, which {place.party.name} serves at L{place.level:d}.")
