"""The commands of tenancy: load, decide, save."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from tierline_sdk.errors import FieldViolation, InvalidFields, NotFound, Unauthenticated
from tierline_sdk.values import Level

from tierline_tenancy.domain.names import checked_zone, prefixes_from
from tierline_tenancy.domain.secrets import SESSION_LIFETIME, SESSION_PREFIX, digest, secret
from tierline_tenancy.domain.values import (
    INSTALLATION,
    Caller,
    Credential,
    Fact,
    FactType,
    Grant,
    Holding,
    Key,
    Member,
    Party,
    PluginSetting,
    Provider,
    ProviderKind,
    Resource,
    Role,
    ScopeKind,
    Session,
    Tenant,
)

ENABLED_AT_FIRST = frozenset({"sourcing_in_house", "sourcing_hybrid", "sourcing_outsourced", "regulatory_gdpr"})
"""Plugins that speak for a new tenant where they are installed: which sourcing model answers is the sourcing plan's choice."""
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""No date is later than this."""

NewId = Callable[[], str]
Made = TypeVar("Made", bound=Resource)
Changed = TypeVar("Changed", Tenant, Provider, Party, Member)


class Store(Protocol):
    """What is stored; see the adapter for each."""

    def narrow(self, *scopes: str) -> None: ...  # noqa: D102
    def record(self, facts: Sequence[Fact]) -> None: ...  # noqa: D102
    def save(self, resource: Resource) -> None: ...  # noqa: D102
    def save_provider_unless_named(self, provider: Provider) -> bool: ...  # noqa: D102
    def save_session(self, session: Session) -> None: ...  # noqa: D102
    def delete_session(self, scope_id: str, session_id: str) -> None: ...  # noqa: D102
    def delete_grant(self, grant: Grant) -> None: ...  # noqa: D102
    def providers(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Provider]: ...  # noqa: D102
    def party(self, scopes: Sequence[str], party_id: str) -> Party | None: ...  # noqa: D102
    def member(self, scopes: Sequence[str], member_id: str) -> Member | None: ...  # noqa: D102
    def kind_of(self, scope_id: str) -> ScopeKind | None: ...  # noqa: D102
    def is_principal(self, principal_id: str) -> bool: ...  # noqa: D102
    def taken_prefixes(self, candidates: Sequence[str]) -> frozenset[str]: ...  # noqa: D102
    def credential(self, digest: bytes) -> Credential | None: ...  # noqa: D102
    def holdings_of(self, principals: Sequence[str]) -> Sequence[Holding]: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Time and chance, as the handlers get them."""

    now: datetime
    new_id: NewId


def create_tenant(tenant: Tenant, *, bare: bool, plugins: Collection[str], store: Store, means: Means) -> Tenant:
    """
    Create a tenant and, unless *bare*, a provider of its own with a party that serves every level.

    Args:
        tenant: As it was asked for; prefix and zone may be empty.
        bare: Whether to leave the provider out.
        plugins: The installed ones.
        store: Where it is kept.
        means: Time and chance.

    Raises:
        PrefixTaken: Another tenant has the given prefix.
        InvalidFields: Zone or priority matrix are wrong.
    """
    zone = checked_zone(tenant.zone, field="tenant.zone")
    check_matrix(tenant)
    made = replace(tenant, prefix=tenant.prefix or _free_prefix(tenant.display_name, store), zone=zone)
    store.narrow(made.id)
    _create(made, FactType.TENANT_CREATED, store, means)
    for plugin in sorted(ENABLED_AT_FIRST & set(plugins)):
        setting = PluginSetting(tenant_id=made.id, plugin=plugin, enabled=True, settings={}, update_time=means.now, version=1)
        _create(setting, FactType.PLUGIN_SETTING_UPDATED, store, means)
    if not bare:
        _create_own_provider(made, store, means)
    return made


def _free_prefix(name: str, store: Store) -> str:
    candidates = prefixes_from(name)
    taken = store.taken_prefixes(candidates)
    return next((candidate for candidate in candidates if candidate not in taken), candidates[-1])


def _create_own_provider(tenant: Tenant, store: Store, means: Means) -> None:
    provider = Provider(
        id=means.new_id(), display_name=f"{tenant.display_name[:100]} support", kind=ProviderKind.IN_HOUSE, create_time=means.now, update_time=means.now,
    )
    store.narrow(provider.id)
    if not store.save_provider_unless_named(provider):
        provider = replace(provider, display_name=f"{provider.display_name} ({tenant.prefix})")
        store.save(provider)
    store.record([Fact(type=FactType.PROVIDER_CREATED, resource=provider, time=means.now)])
    store.narrow(tenant.id)
    party = Party(
        id=means.new_id(), tenant_id=tenant.id, provider_id=provider.id, display_name=provider.display_name, levels=tuple(Level),
        provider_kind=provider.kind, contract="", create_time=means.now, update_time=means.now,
    )
    _create(party, FactType.PARTY_CREATED, store, means)


def check_matrix(tenant: Tenant) -> None:
    """
    Refuse a priority matrix that says two things of one cell.

    Raises:
        InvalidFields: It does.
    """
    cells = [(rule.impact, rule.urgency) for rule in tenant.priority_matrix]
    if len(cells) != len(set(cells)):
        raise _wrong("tenant.priority_matrix", "names the same impact and urgency twice")


def update_tenant(tenant: Tenant, *, store: Store, means: Means) -> Tenant:
    """Put a changed tenant in place."""
    check_matrix(tenant)
    return _change(replace(tenant, zone=checked_zone(tenant.zone, field="tenant.zone")), FactType.TENANT_UPDATED, store, means)


def create_provider(provider: Provider, *, store: Store, means: Means) -> Provider:
    """Create a provider."""
    store.narrow(provider.id)
    return _create(provider, FactType.PROVIDER_CREATED, store, means)


def update_provider(provider: Provider, *, store: Store, means: Means) -> Provider:
    """Put a changed provider in place."""
    return _change(provider, FactType.PROVIDER_UPDATED, store, means)


def create_party(party: Party, *, store: Store, means: Means) -> Party:
    """
    Give a provider its place in a tenant.

    Raises:
        NotFound: There is no such provider.
    """
    store.narrow(party.provider_id)
    provider = next(iter(store.providers([party.provider_id])), None)
    store.narrow(party.tenant_id)
    if provider is None:
        raise NotFound("provider", party.provider_id)
    made = replace(party, provider_kind=provider.kind, display_name=party.display_name or provider.display_name)
    return _create(made, FactType.PARTY_CREATED, store, means)


def update_party(party: Party, *, store: Store, means: Means) -> Party:
    """Put a changed party in place."""
    return _change(party, FactType.PARTY_UPDATED, store, means)


def create_member(member: Member, *, store: Store, means: Means) -> Member:
    """
    Create a member of a tenant or a provider.

    Raises:
        NotFound: There is no such scope.
        InvalidFields: The zone is none.
    """
    _kind(member.scope_id, store)
    return _create(replace(member, zone=checked_zone(member.zone, field="member.zone")), FactType.MEMBER_CREATED, store, means)


def update_member(member: Member, *, store: Store, means: Means) -> Member:
    """Put a changed member in place."""
    return _change(replace(member, zone=checked_zone(member.zone, field="member.zone")), FactType.MEMBER_UPDATED, store, means)


def create_grant(grant: Grant, *, store: Store, means: Means) -> Grant:
    """
    Give a role in a scope.

    Raises:
        NotFound: There is no such scope, principal or party.
        InvalidFields: A vendor's role names no party.
    """
    made = replace(grant, scope_kind=_kind(grant.scope_id, store))
    if not store.is_principal(grant.principal_id):
        raise NotFound("principal", grant.principal_id)
    _check_party(made.role, made.party_id, made.scope_id, store, resource="grant")
    return _create(made, FactType.GRANT_CREATED, store, means)


def delete_grant(grant: Grant, *, store: Store, means: Means) -> None:
    """Take a role away."""
    store.delete_grant(grant)
    store.record([Fact(type=FactType.GRANT_DELETED, resource=grant, time=means.now)])


def create_key(key: Key, *, store: Store, means: Means) -> Key:
    """
    Create a key that acts for itself with a role, or in a member's name with the member's roles.

    Raises:
        InvalidFields: It has both or neither, a vendor's role names no party, or it would end before it begins.
        NotFound: There is no such scope, member or party in the scope.
    """
    if (key.role is None) == (key.member_id is None):
        raise _wrong("key.role", "give the key a role, or a member in whose name it acts, and not both")
    if key.expire_time is not None and not means.now < key.expire_time < LATEST:
        raise _wrong("key.expire_time", "has to be in the future, and before the year 2200")
    made = replace(key, scope_kind=_kind(key.scope_id, store))
    if key.member_id is not None and store.member([key.scope_id], key.member_id) is None:
        raise NotFound("member", key.member_id)
    if key.member_id is not None and key.party_id is not None:
        raise _wrong("key.party_id", "belongs to the member's grants")
    _check_party(made.role, made.party_id, made.scope_id, store, resource="key")
    return _create(made, FactType.KEY_CREATED, store, means)


def revoke_key(key: Key, *, store: Store, means: Means) -> Key:
    """End a key for good; one that has been revoked stays as it is."""
    if key.revoke_time is not None:
        return key
    revoked = replace(key, revoke_time=means.now)
    store.save(revoked)
    if key.scope_id != INSTALLATION:
        store.record([Fact(type=FactType.KEY_REVOKED, resource=revoked, time=means.now)])
    return revoked


def set_plugin(setting: PluginSetting, *, store: Store, means: Means) -> PluginSetting:
    """Put a checked setting in place."""
    made = replace(setting, update_time=means.now, version=setting.version + 1)
    return _create(made, FactType.PLUGIN_SETTING_UPDATED, store, means)


def authenticate(text: str, *, store: Store, now: datetime) -> tuple[Credential, Caller]:
    """
    Find whom a secret stands for.

    Raises:
        Unauthenticated: Nobody, or no more; the answer does not say which.
    """
    credential = store.credential(digest(text))
    if credential is None or not _is_valid(credential, now):
        raise Unauthenticated("The key is unknown, has expired or was revoked.")
    return credential, _caller(credential, store)


def create_session(text: str, *, store: Store, means: Means, chance: str) -> tuple[str, Session, Caller]:
    """
    Begin a browser's stay; returns its secret, the session and the caller.

    Raises:
        Unauthenticated: The secret is no valid key's.
    """
    credential, caller = authenticate(text, store=store, now=means.now)
    if credential.session_id is not None:
        raise Unauthenticated("A session begins with a key.")
    session_id = means.new_id()
    made = secret(SESSION_PREFIX, session_id, chance)
    ends = [means.now + SESSION_LIFETIME, *([credential.key.expire_time] if credential.key.expire_time else [])]
    session = Session(
        id=session_id, scope_id=credential.key.scope_id, key_id=credential.key.id, digest=digest(made), create_time=means.now, expire_time=min(ends),
    )
    store.narrow(session.scope_id)
    store.save_session(session)
    return made, session, caller


def delete_session(text: str, *, store: Store) -> None:
    """End a session; one that there is no more has ended already."""
    credential = store.credential(digest(text))
    if credential is not None and credential.session_id is not None:
        store.narrow(credential.key.scope_id)
        store.delete_session(credential.key.scope_id, credential.session_id)


def _is_valid(credential: Credential, now: datetime) -> bool:
    key, member = credential.key, credential.member
    ends = [end for end in (key.expire_time, credential.session_expire_time) if end is not None]
    return key.revoke_time is None and all(now < end for end in ends) and (member is None or member.active)


def _caller(credential: Credential, store: Store) -> Caller:
    key, member = credential.key, credential.member
    own = [] if key.role is None else [_own_holding(key, key.role)]
    granted = store.holdings_of([key.id, *([member.id] if member else [])])
    return Caller(
        id=member.id if member else key.id, is_member=member is not None, display_name=member.display_name if member else key.display_name,
        holdings=[*own, *granted],
    )


def _own_holding(key: Key, role: Role) -> Holding:
    anywhere = key.scope_id == INSTALLATION
    return Holding(
        scope_id="*" if anywhere else key.scope_id, scope_kind=ScopeKind.ANYWHERE if anywhere else key.scope_kind, role=role, party_id=key.party_id,
    )


def _kind(scope_id: str, store: Store) -> ScopeKind:
    kind = store.kind_of(scope_id)
    if kind is None:
        raise NotFound("scope", scope_id)
    return kind


def _check_party(role: Role | None, party_id: str | None, scope_id: str, store: Store, *, resource: str) -> None:
    if role is Role.VENDOR and party_id is None:
        raise _wrong(f"{resource}.party_id", "a vendor's role is held on behalf of a party of the tenant")
    if party_id is not None and store.party([scope_id], party_id) is None:
        raise NotFound("party", party_id)


def _change(resource: Changed, fact: FactType, store: Store, means: Means) -> Changed:
    return _create(replace(resource, update_time=means.now, version=resource.version + 1), fact, store, means)


def _create(resource: Made, fact: FactType, store: Store, means: Means) -> Made:
    store.save(resource)
    store.record([Fact(type=fact, resource=resource, time=means.now)])
    return resource


def _wrong(field: str, description: str) -> InvalidFields:
    return InvalidFields([FieldViolation(field=field, description=description)])
