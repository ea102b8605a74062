"""Which events a caller sees: the one function that every way to watch goes through, the gateway's included."""

from collections.abc import Callable, Collection

from tierline_chassis.auth import ANYWHERE, Principal
from tierline_chassis.call import Reach, reach

PERMISSION = "events.read"
"""What a caller needs in a tenant to see its events."""
PARTIES = "tierline-parties"
"""Header of an event that names the parties whose work it concerns, separated by commas."""

Sees = Callable[[str, Collection[str]], bool]
"""Takes an event's tenant and parties."""


def sees(reached: Reach) -> Sees:
    """
    Return what decides whether a caller sees an event.

    A caller sees the events of the tenants (and providers) in which it holds the permission. One that is confined to parties there sees the events
    that name one of them, so an event that names none is hidden from it. Who runs the installation and has named no tenant sees all.
    """
    whole = {grant.scope_id for grant in reached.grants if grant.party_id is None}
    confined = {(grant.scope_id, grant.party_id) for grant in reached.grants if grant.party_id is not None}

    def decide(tenant_id: str, parties: Collection[str]) -> bool:
        if tenant_id in whole or (reached.everywhere and ANYWHERE in whole):
            return True
        return any((tenant_id, party) in confined for party in parties)

    return decide


def audience_of(principal: Principal, *, tenant_id: str = "") -> Sees:
    """
    Return what *principal* sees, narrowed to a tenant where one is named.

    Raises:
        PermissionDenied: Nothing.
        NotFound: The named tenant is none of its own.
    """
    return sees(reach(principal, PERMISSION, named=tenant_id))


def parties_in(header: str) -> Collection[str]:
    """Read the header of the parties."""
    return tuple(party for party in header.split(",") if party)
