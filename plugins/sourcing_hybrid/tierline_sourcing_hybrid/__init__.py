"""The hybrid model (B4): in-house management with outsourced resources. Outside parties do the work, the tenant's own party answers for it."""

from collections.abc import Sequence

from tierline_sdk.hooks import hookimpl
from tierline_sdk.plugin import Plugin, PluginKind, Setting, Settings, SettingType
from tierline_sdk.sourcing import NobodyServes, Party, Place, Proposal, SourcingPlan, find_place
from tierline_sdk.tickets import Ticket
from tierline_sdk.values import Level, ProviderKind, SourcingModel

PLUGIN = Plugin(
    name="sourcing_hybrid",
    version="0.1.0",
    sdk=">=0.1,<0.2",
    title="Hybrid sourcing: own management, outsourced hands",
    kind=PluginKind.SOURCING,
    settings=(
        Setting(
            name="levels_kept",
            type=SettingType.TEXT_LIST,
            title="Levels that own people serve themselves wherever they can; the others go outside first.",
            choices=("L1", "L2", "L3", "L4"),
            default=(),
        ),
    ),
)

OUTSIDE = frozenset({ProviderKind.OUTSOURCER, ProviderKind.VENDOR})


@hookimpl
def propose_assignment(ticket: Ticket, plan: SourcingPlan, parties: Sequence[Party], floor: Level, settings: Settings) -> Proposal | None:
    """
    Propose an outside party for the ticket's level, under the management of an own one; own people take what they keep and what nobody outside serves.

    Raises:
        NobodyServes: The model is hybrid, and no party serves a level that would do.
    """
    if plan.model is not SourcingModel.HYBRID:
        return None
    place = find_place(ticket, plan, parties, set(ProviderKind), floor=floor)
    if place is None:
        raise NobodyServes(f"Hybrid: no party serves L{floor:d} or above; give one that level.")
    place = _hands(ticket, plan, parties, place, kept=f"L{place.level:d}" in _levels_kept(settings))
    return _proposal(place, _manager(parties))


def _hands(ticket: Ticket, plan: SourcingPlan, parties: Sequence[Party], place: Place, *, kept: bool) -> Place:
    """Choose, at the level of *place*, own people where the level is kept, else outside ones; where that kind does not serve it, the other does."""
    wanted = {ProviderKind.IN_HOUSE} if kept else OUTSIDE
    serving = [party for party in parties if place.level in party.levels]
    return find_place(ticket, plan, [party for party in serving if party.kind in wanted] or serving, set(ProviderKind), floor=place.level) or place


def _levels_kept(settings: Settings) -> Sequence[str]:
    kept = settings["levels_kept"]
    return kept if isinstance(kept, tuple) else ()


def _manager(parties: Sequence[Party]) -> Party | None:
    return min((party for party in parties if party.kind is ProviderKind.IN_HOUSE), key=lambda party: (party.name, party.id), default=None)


def _proposal(place: Place, manager: Party | None) -> Proposal:
    outside = place.party.kind is not ProviderKind.IN_HOUSE
    managed = f", managed by {manager.name}" if outside and manager else ""
    return Proposal(
        party_id=place.party.id,
        level=place.level,
        manager_party_id=manager.id if outside and manager else None,
        reason=f"Hybrid: {place.reason}, which {place.party.name} serves at L{place.level:d}{managed}.",
    )
