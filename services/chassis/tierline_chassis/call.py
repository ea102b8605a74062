"""The call in hand, as a servicer's method sees it: who calls, where it may act, and how much time is left."""

import re
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

from tierline_sdk.errors import FieldViolation, InvalidFields, NotFound, PermissionDenied

from tierline_chassis.auth import ANY, ANYWHERE, PUBLIC, Grant, Principal, ScopeKind

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

current: ContextVar["Call | None"] = ContextVar("tierline_call", default=None)
"""The call that this thread serves, so that a call onward inherits its deadline."""


class Written(Protocol):
    """A transaction that has committed, or anything else with positions in the log."""

    @property
    def positions(self) -> Sequence[object]:
        """Positions whose text is `topic/partition/position`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    Where a caller may do what an RPC does.

    Attributes:
        grants: Those that give the RPC's permission, narrowed to the scope that the caller named.
        everywhere: Whether the caller runs the installation and has named no scope.

    """

    grants: Sequence[Grant]
    everywhere: bool


def reach(principal: Principal, permission: str, *, named: str = "") -> Reach:
    """
    Find where *principal* holds *permission*, narrowed to the tenant or provider *named*, where one is.

    Raises:
        PermissionDenied: Nowhere, or not in the named scope although the principal holds a role there.
        NotFound: The named scope is no business of the caller's, or does not exist: the two look the same.

    """
    if permission == PUBLIC:
        return Reach(grants=(), everywhere=False)
    holding = principal.grants_with(permission)
    if not holding and permission != ANY:
        raise PermissionDenied(permission)
    if not named:
        return Reach(grants=holding, everywhere=any(grant.scope_kind is ScopeKind.ANYWHERE for grant in holding))
    return Reach(grants=_within(principal, permission, holding, named), everywhere=False)


def _within(principal: Principal, permission: str, holding: Sequence[Grant], named: str) -> Sequence[Grant]:
    if here := tuple(grant for grant in holding if grant.scope_id == named):
        return here
    if anywhere := [grant for grant in holding if grant.scope_kind is ScopeKind.ANYWHERE and _UUID.fullmatch(named)]:
        return tuple(Grant(scope_id=named, role=grant.role) for grant in anywhere)
    if any(grant.scope_id == named for grant in principal.grants):
        raise PermissionDenied(permission)
    raise NotFound("tenant", named)


@dataclass(slots=True, kw_only=True)
class Call:
    """
    One call, handed to a servicer's method in place of gRPC's context.

    Scopes come in two kinds. `tenants` are clients whose tickets, agreements and teams the RPC concerns: most methods want these. `providers` are
    organisations above tenants whose own rows (members, teams, on-call) the RPC concerns. `scopes` are both, for the RPCs of tenancy and routing
    that manage either. A grant in a provider gives nothing in the tenants that it serves, and the other way round.
    """

    principal: Principal
    permission: str
    request_method: str
    now: datetime
    reach: Reach
    ends: float | None = None
    """The monotonic instant at which the answer is no longer wanted."""
    on_end: Callable[[Callable[[], None]], bool] = lambda _hook: False
    """Register what to do when the caller has gone or was answered; false where that has happened already."""
    is_active: Callable[[], bool] = lambda: True
    """Tell whether anybody still waits for the answer; a stream that waits for news looks at it each time it wakes."""
    positions: list[str] = field(default_factory=list)

    @property
    def remaining(self) -> timedelta | None:
        """The time left, never negative; `None` on a stream without an end. Hand it to `Database.transaction(timeout=)` and to calls onward."""
        return None if self.ends is None else timedelta(seconds=max(0.0, self.ends - monotonic()))

    @property
    def everywhere(self) -> bool:
        """Whether the caller runs the installation and has named no tenant: for the RPCs that concern the installation as a whole."""
        return self.reach.everywhere

    @property
    def tenants(self) -> Sequence[str]:
        """
        The tenants in which the caller holds this RPC's permission, narrowed to the named one.

        Raises:
            InvalidFields: An operator named none.

        """
        self._demand_name("tenant_id")
        return self._scopes(ScopeKind.TENANT)

    @property
    def providers(self) -> Sequence[str]:
        """The providers in which the caller holds this RPC's permission (see the class for what that means)."""
        self._demand_name("scope_id")
        return self._scopes(ScopeKind.PROVIDER)

    @property
    def scopes(self) -> Sequence[str]:
        """Tenants and providers alike."""
        self._demand_name("scope_id")
        return self._scopes(ScopeKind.TENANT, ScopeKind.PROVIDER)

    def tenant(self, named: str = "") -> str:
        """
        Return the one tenant that a write concerns.

        Args:
            named: What the item names, where a request carries several; a request's own `tenant_id` is already taken into account.

        Raises:
            NotFound: The named tenant is none of the caller's.
            InvalidFields: The caller has several and named none.

        """
        if named:
            return self._one(named, "tenant", self._scopes(ScopeKind.TENANT))
        tenants = self.tenants
        if len(tenants) != 1:
            raise _field("tenant_id", f"name one of your {len(tenants)} tenants" if tenants else "you have no tenant in which you may do this")
        return tenants[0]

    def scope(self, named: str) -> str:
        """
        Return *named* where the caller may do this in that tenant or provider.

        Raises:
            NotFound: It is none of the caller's.

        """
        return self._one(named, "scope", self._scopes(ScopeKind.TENANT, ScopeKind.PROVIDER))

    def parties(self, tenant_id: str) -> frozenset[str] | None:
        """Return the parties to whose work the caller is confined in a tenant; `None` where it sees the whole tenant, empty where nothing."""
        grants = [grant for grant in self.reach.grants if grant.scope_id in (tenant_id, ANYWHERE)]
        if any(grant.party_id is None for grant in grants):
            return None
        return frozenset(grant.party_id for grant in grants if grant.party_id is not None)

    def wrote(self, written: Written | Sequence[object]) -> None:
        """Tell the caller, in `tierline-position`, where in the log its write stands; after the commit."""
        positions = written if isinstance(written, Sequence) else written.positions
        self.positions += [str(position) for position in positions]

    def _demand_name(self, name: str) -> None:
        if self.reach.everywhere:
            raise _field(name, "an operator names the tenant to work in: set this field or the metadata `tierline-tenant`")

    def _scopes(self, *kinds: ScopeKind) -> Sequence[str]:
        return tuple(dict.fromkeys(grant.scope_id for grant in self.reach.grants if grant.scope_kind in kinds))

    def _one(self, named: str, resource: str, mine: Sequence[str]) -> str:
        if named in mine or (self.reach.everywhere and _UUID.fullmatch(named)):
            return named
        raise NotFound(resource, named)


def _field(name: str, description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field=name, description=description)])
