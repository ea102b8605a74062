"""Makes a tenant that works at once, with a key of its administrator."""

from dataclasses import dataclass

from tierline_standalone.client import Client, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTenant:
    """A new tenant and the secret of its administrator's key."""

    tenant: Json
    key: str


def create_tenant(client: Client, name: str, *, prefix: str | None = None, zone: str | None = None, bare: bool = False) -> MadeTenant:
    """Create the tenant *name* and a key of its administrator."""
    wanted = {"displayName": name, "prefix": prefix, "zone": zone}
    tenant = client.post("/v1/tenants", {field: value for field, value in wanted.items() if value}, parameters={"bare": True} if bare else None)
    return MadeTenant(tenant=tenant, key=administrator_key(client, tenant, "Administrator"))


def administrator_key(client: Client, tenant: Json, name: str) -> str:
    """Create a key of an administrator of *tenant* and return its secret."""
    key = client.within(tenant["id"]).post("/v1/keys", {"scopeId": tenant["id"], "displayName": name, "role": "ROLE_ADMINISTRATOR"})
    return str(key["secret"])
