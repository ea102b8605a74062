"""Sets the stage of the demo by the public HTTP interface; what is there already stays."""

import time
from collections.abc import Callable, Iterable, Mapping

from tierline_standalone.client import Client, Json, first
from tierline_standalone.demo.cast import Actor, Place
from tierline_standalone.errors import PartFailed

SEED_SECONDS = 30.0
"""How long a new tenant's calendars, plan and teams may take to follow by events."""

AGREEMENT = "Demo agreement (assumed)"


def set_up(client: Client, actor: Actor) -> Json:
    """Make the tenant of *actor* with everything that serves it, and return it."""
    tenant = first(list(client.pages("/v1/tenants", "tenants")), prefix=actor.prefix)
    if tenant is None:
        tenant = client.post("/v1/tenants", {"displayName": actor.name, "prefix": actor.prefix}, parameters={"bare": True})
    within = client.within(tenant["id"])
    parties = [_place(client, tenant, place, actor) for place in actor.places]
    _plan(within, tenant, actor, parties)
    _agree(within, tenant, actor)
    return tenant


def _place(client: Client, tenant: Json, place: Place, actor: Actor) -> Json:
    """Make the provider, its party in the tenant, its members and its team."""
    provider = _ensured(client, "/v1/providers", "providers", {"displayName": place.provider, "kind": f"PROVIDER_KIND_{place.kind}"})
    levels = [f"LEVEL_L{level}" for level in place.levels]
    wanted = {"tenantId": tenant["id"], "providerId": provider["id"], "displayName": place.party, "levels": levels}
    party = _ensured(client.within(tenant["id"]), "/v1/parties", "parties", wanted, tenantId=tenant["id"])
    members = [_member(client, provider, name) for name in place.members]
    _team(client, provider, levels, members, actor)
    return party


def _member(client: Client, provider: Json, name: str) -> Json:
    return _ensured(client.within(provider["id"]), "/v1/members", "members", {"scopeId": provider["id"], "displayName": name}, scopeId=provider["id"])


def _team(client: Client, provider: Json, levels: list[str], members: Iterable[Json], actor: Actor) -> None:
    """Give the provider's team its members and hours; routing seeds one for each provider, by events."""
    wanted = {"levels": levels, "coverage": f"COVERAGE_{actor.coverage}", "members": [{"memberId": member["id"]} for member in members]}

    within = client.within(provider["id"])

    def find() -> Json | None:
        return first(list(within.pages("/v1/teams", "teams")), providerId=provider["id"])

    team = _awaited(find, f"the team of {provider['displayName']}")
    if len(team.get("members", ())) < len(wanted["members"]):
        within.patch(f"/v1/teams/{team['id']}", wanted, updateMask="levels,coverage,members")


def _plan(client: Client, tenant: Json, actor: Actor, parties: Iterable[Json]) -> None:
    """State the sourcing model, and which party has which level."""
    def find() -> Json | None:
        return next(client.pages("/v1/sourcingPlans", "sourcingPlans", tenantId=tenant["id"]), None)

    plan = _awaited(find, f"the sourcing plan of {tenant['displayName']}")
    levels = [{"level": level, "partyId": party["id"]} for party in parties for level in party["levels"]]
    if plan["model"] != f"SOURCING_MODEL_{actor.model}" or len(plan.get("levels", ())) != len(levels):
        client.patch(f"/v1/sourcingPlans/{plan['id']}", {"model": f"SOURCING_MODEL_{actor.model}", "levels": levels}, updateMask="model,levels")


def _agree(client: Client, tenant: Json, actor: Actor) -> None:
    """Turn the agreement that sla has seeded into the demo's, marked as assumed."""
    calendar = _awaited(
        lambda: first(list(client.pages("/v1/calendars", "calendars", tenantId=tenant["id"])), displayName=actor.calendar), f"the calendar {actor.calendar}")
    agreement = _awaited(lambda: next(client.pages("/v1/agreements", "agreements", tenantId=tenant["id"]), None), "the first agreement")
    if agreement["displayName"] == AGREEMENT:
        return
    targets = [
        {"metric": f"METRIC_{metric}", "priority": f"PRIORITY_P{priority}", "duration": f"{seconds}s"}
        for priority, both in actor.targets.items() for metric, seconds in zip(("FIRST_RESPONSE", "RESOLUTION"), both, strict=True)
    ]
    wanted = {
        "displayName": AGREEMENT, "calendarId": calendar["id"], "targets": targets, "assumed": True, "pauses": [f"AWAITING_{word}" for word in actor.pauses],
    }
    client.patch(f"/v1/agreements/{agreement['id']}", wanted, updateMask="displayName,calendarId,targets,assumed,pauses")


def _ensured(client: Client, path: str, items: str, wanted: Mapping[str, object], **parameters: object) -> Json:
    found = first(list(client.pages(path, items, **parameters)), displayName=wanted["displayName"])
    return found if found is not None else client.post(path, wanted)


def _awaited(find: Callable[[], Json | None], what: str) -> Json:
    """Look for what follows by events until it is there."""
    deadline = time.monotonic() + SEED_SECONDS
    while (found := find()) is None:
        if time.monotonic() > deadline:
            raise PartFailed(f"{what[0].upper()}{what[1:]} did not come within {SEED_SECONDS:.0f} s.", cure="tierline status names the part that is behind.")
        time.sleep(0.1)  # A client of HTTP can only look again.
    return found
