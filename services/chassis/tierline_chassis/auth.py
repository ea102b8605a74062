"""
Who calls, and what that permits.

A *grant* gives a principal a role in a scope; a role is a set of permissions; an RPC names the one permission that it needs. Scopes are of two kinds:
tenants and providers. The only scope that is neither is `ANYWHERE`, which operators and the gateway hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

ANYWHERE = "*"
"""The scope of those who run the installation: every tenant and provider, one at a time and by name."""
EVERYTHING = "*"
"""The permission that stands for all."""
PUBLIC = "public"
"""The permission of an RPC that needs no caller."""
ANY = "any"
"""The permission of an RPC that takes any authenticated caller."""


class ScopeKind(StrEnum):
    """What a grant is held in."""

    TENANT = "tenant"
    PROVIDER = "provider"
    ANYWHERE = "anywhere"


class PrincipalKind(StrEnum):
    """What acts."""

    MEMBER = "member"
    KEY = "key"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in one scope; with a party, the holder sees only what that party of the tenant is given."""

    scope_id: str
    role: str
    party_id: str | None = None
    scope_kind: ScopeKind = ScopeKind.TENANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A caller whose identity is proven; `permissions` maps each of its roles to what the role permits."""

    id: str
    kind: PrincipalKind
    display_name: str
    grants: Sequence[Grant] = ()
    permissions: Mapping[str, frozenset[str]]

    def grants_with(self, permission: str) -> Sequence[Grant]:
        """Return the grants whose role gives *permission*; every grant for `ANY`."""
        if permission == ANY:
            return tuple(self.grants)
        giving = {role for role, permissions in self.permissions.items() if permission in permissions or EVERYTHING in permissions}
        return tuple(grant for grant in self.grants if grant.role in giving)


ANONYMOUS = Principal(id="anonymous", kind=PrincipalKind.ANONYMOUS, display_name="anonymous", permissions={})
"""The caller of a public RPC that brought nothing."""


class Authenticator(Protocol):
    """Tells who sent a call's metadata."""

    def authenticate(self, metadata: Mapping[str, str]) -> Principal | None:
        """
        Return the caller, or `None` where the metadata names none.

        Raises:
            Unauthenticated: What it names is unknown, expired, revoked or forged.
            Unavailable: It cannot be told now; never an answer in the caller's favour.

        """
        ...
