"""Tenants, providers, parties, members, grants, keys and plugin settings as values, and the facts about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tierline_sdk.values import Impact, Level, Priority, Urgency

INSTALLATION = "00000000-0000-0000-0000-000000000000"
"""The scope of the keys that run the installation; no tenant and no provider has this id."""


class ScopeKind(StrEnum):
    """What a role is held in."""

    TENANT = "tenant"
    PROVIDER = "provider"
    ANYWHERE = "anywhere"


class ProviderKind(StrEnum):
    """What a provider is to the tenants that it serves."""

    IN_HOUSE = "in_house"
    OUTSOURCER = "outsourcer"
    VENDOR = "vendor"


class Role(StrEnum):
    """What a principal may do in a scope: the five roles of B9 and those that run the platform."""

    HELP_DESK_SPECIALIST = "help_desk_specialist"
    APPLICATION_SUPPORT_ENGINEER = "application_support_engineer"
    SOFTWARE_DEVELOPER = "software_developer"
    TEST_ENGINEER = "test_engineer"
    DEVOPS_ENGINEER = "devops_engineer"
    ADMINISTRATOR = "administrator"
    VENDOR = "vendor"
    OPERATOR = "operator"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityRule:
    """One cell of a priority matrix."""

    impact: Impact
    urgency: Urgency
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A client whose software is kept alive; `version` counts its changes."""

    id: str
    display_name: str
    prefix: str
    zone: str
    priority_matrix: Sequence[PriorityRule]
    create_time: datetime
    update_time: datetime
    version: int = 1

    @property
    def scope_id(self) -> str:
        """Whose row it is: its own."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An organisation that does the keeping; it stands above tenants."""

    id: str
    display_name: str
    kind: ProviderKind
    create_time: datetime
    update_time: datetime
    version: int = 1

    @property
    def scope_id(self) -> str:
        """Whose row it is: its own."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A provider's place in one tenant; `provider_kind` is copied from the provider."""

    id: str
    tenant_id: str
    provider_id: str
    display_name: str
    levels: Sequence[Level]
    provider_kind: ProviderKind
    contract: str
    create_time: datetime
    update_time: datetime
    version: int = 1

    @property
    def scope_id(self) -> str:
        """Whose row it is: the tenant's."""
        return self.tenant_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who works on tickets; `email` is "" where it is not known."""

    id: str
    scope_id: str
    display_name: str
    email: str
    zone: str
    active: bool
    create_time: datetime
    update_time: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role of a member or a key in a scope."""

    id: str
    principal_id: str
    scope_id: str
    scope_kind: ScopeKind
    role: Role
    party_id: str | None
    create_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A secret that authenticates, by its digest: in the name of a member, or for itself with a role in its scope."""

    id: str
    scope_id: str
    scope_kind: ScopeKind
    display_name: str
    member_id: str | None
    role: Role | None
    party_id: str | None
    digest: bytes
    create_time: datetime
    expire_time: datetime | None = None
    revoke_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser's stay, on the strength of a key."""

    id: str
    scope_id: str
    key_id: str
    digest: bytes
    create_time: datetime
    expire_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginSetting:
    """A plugin as a tenant has set it: `settings` without secrets, `sealed` the secrets as they are stored; no version where it was never set."""

    tenant_id: str
    plugin: str
    enabled: bool
    settings: Mapping[str, object]
    sealed: bytes = b""
    update_time: datetime | None = None
    version: int = 0

    @property
    def scope_id(self) -> str:
        """Whose row it is: the tenant's."""
        return self.tenant_id


Resource = Tenant | Provider | Party | Member | Grant | Key | PluginSetting


class FactType(StrEnum):
    """What may happen; the value is the event's type."""

    TENANT_CREATED = "TenantCreated"
    TENANT_UPDATED = "TenantUpdated"
    PROVIDER_CREATED = "ProviderCreated"
    PROVIDER_UPDATED = "ProviderUpdated"
    PARTY_CREATED = "PartyCreated"
    PARTY_UPDATED = "PartyUpdated"
    MEMBER_CREATED = "MemberCreated"
    MEMBER_UPDATED = "MemberUpdated"
    GRANT_CREATED = "GrantCreated"
    GRANT_DELETED = "GrantDeleted"
    PLUGIN_SETTING_UPDATED = "PluginSettingUpdated"
    KEY_CREATED = "KeyCreated"
    KEY_REVOKED = "KeyRevoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened to *resource*, which is shown as it is now."""

    type: FactType
    resource: Resource
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A role in a scope, as a caller holds it; the scope is `*` for those who run the installation."""

    scope_id: str
    scope_kind: ScopeKind
    role: Role
    party_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whom a secret stands for: a member, or a key that acts for itself."""

    id: str
    is_member: bool
    display_name: str
    holdings: Sequence[Holding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What is stored of a secret: its key, the member it acts for, and the session where the secret is a session's."""

    key: Key
    member: Member | None
    session_id: str | None = None
    session_expire_time: datetime | None = None
