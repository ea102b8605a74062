"""Between the contract's messages and our values; shared by the gRPC door and the events."""

from datetime import datetime
from typing import Any

from google.protobuf import json_format, struct_pb2
from tierline.common.v1 import values_pb2
from tierline.tenancy.v1 import authentication_pb2, tenancy_pb2
from tierline_chassis.codec import from_datetime, from_enum, to_datetime, to_enum
from tierline_sdk.errors import FieldViolation, InvalidFields
from tierline_sdk.values import Impact, Level, Priority, Urgency

from tierline_tenancy.domain.roles import PERMISSIONS
from tierline_tenancy.domain.values import (
    Caller,
    Grant,
    Key,
    Member,
    Party,
    PluginSetting,
    PriorityRule,
    Provider,
    ProviderKind,
    Role,
    ScopeKind,
    Tenant,
)


def from_tenant(tenant: Tenant) -> tenancy_pb2.Tenant:
    """Write a tenant."""
    matrix = [
        tenancy_pb2.PriorityRule(
            impact=from_enum(values_pb2.Impact, rule.impact), urgency=from_enum(values_pb2.Urgency, rule.urgency),
            priority=from_enum(values_pb2.Priority, rule.priority),
        ) for rule in tenant.priority_matrix
    ]
    return tenancy_pb2.Tenant(
        id=tenant.id, display_name=tenant.display_name, prefix=tenant.prefix, zone=tenant.zone, priority_matrix=matrix,
        create_time=from_datetime(tenant.create_time), update_time=from_datetime(tenant.update_time), etag=str(tenant.version),
    )


def to_tenant(message: tenancy_pb2.Tenant, *, tenant_id: str, created: datetime, updated: datetime, version: int = 1) -> Tenant:
    """Read a tenant."""
    matrix = [
        PriorityRule(
            impact=to_enum(Impact, values_pb2.Impact, rule.impact) or Impact.LOW, urgency=to_enum(Urgency, values_pb2.Urgency, rule.urgency) or Urgency.LOW,
            priority=to_enum(Priority, values_pb2.Priority, rule.priority) or Priority.P4,
        ) for rule in message.priority_matrix
    ]
    return Tenant(
        id=tenant_id, display_name=message.display_name, prefix=message.prefix, zone=message.zone, priority_matrix=matrix, create_time=created,
        update_time=updated, version=version,
    )


def from_provider(provider: Provider) -> tenancy_pb2.Provider:
    """Write a provider."""
    return tenancy_pb2.Provider(
        id=provider.id, display_name=provider.display_name, kind=from_enum(tenancy_pb2.ProviderKind, provider.kind),
        create_time=from_datetime(provider.create_time), update_time=from_datetime(provider.update_time), etag=str(provider.version),
    )


def to_provider(message: tenancy_pb2.Provider, *, provider_id: str, created: datetime, updated: datetime, version: int = 1) -> Provider:
    """Read a provider."""
    kind = to_enum(ProviderKind, tenancy_pb2.ProviderKind, message.kind) or ProviderKind.VENDOR
    return Provider(id=provider_id, display_name=message.display_name, kind=kind, create_time=created, update_time=updated, version=version)


def from_party(party: Party) -> tenancy_pb2.Party:
    """Write a party."""
    return tenancy_pb2.Party(
        id=party.id, tenant_id=party.tenant_id, provider_id=party.provider_id, display_name=party.display_name,
        levels=[from_enum(values_pb2.Level, level) for level in party.levels], provider_kind=from_enum(tenancy_pb2.ProviderKind, party.provider_kind),
        contract=party.contract, create_time=from_datetime(party.create_time), update_time=from_datetime(party.update_time), etag=str(party.version),
    )


def to_party(
    message: tenancy_pb2.Party, *, party_id: str, tenant_id: str, created: datetime, updated: datetime, version: int = 1,
) -> Party:
    """Read a party."""
    levels = [level for number in message.levels if (level := to_enum(Level, values_pb2.Level, number))]
    kind = to_enum(ProviderKind, tenancy_pb2.ProviderKind, message.provider_kind) or ProviderKind.IN_HOUSE
    return Party(
        id=party_id, tenant_id=tenant_id, provider_id=message.provider_id, display_name=message.display_name, levels=sorted(levels), provider_kind=kind,
        contract=message.contract, create_time=created, update_time=updated, version=version,
    )


def from_member(member: Member) -> tenancy_pb2.Member:
    """Write a member."""
    return tenancy_pb2.Member(
        id=member.id, scope_id=member.scope_id, display_name=member.display_name, email=member.email, zone=member.zone, active=member.active,
        create_time=from_datetime(member.create_time), update_time=from_datetime(member.update_time), etag=str(member.version),
    )


def to_member(message: tenancy_pb2.Member, *, member_id: str, created: datetime, updated: datetime, active: bool = True, version: int = 1) -> Member:
    """Read a member."""
    return Member(
        id=member_id, scope_id=message.scope_id, display_name=message.display_name, email=message.email, zone=message.zone, active=active,
        create_time=created, update_time=updated, version=version,
    )


def from_grant(grant: Grant) -> tenancy_pb2.Grant:
    """Write a grant."""
    return tenancy_pb2.Grant(
        id=grant.id, principal_id=grant.principal_id, scope_id=grant.scope_id, role=from_enum(tenancy_pb2.Role, grant.role),
        party_id=grant.party_id or "", create_time=from_datetime(grant.create_time),
    )


def to_grant(message: tenancy_pb2.Grant, *, grant_id: str, created: datetime) -> Grant:
    """Read a grant; what kind its scope is, the handler finds out."""
    return Grant(
        id=grant_id, principal_id=message.principal_id, scope_id=message.scope_id, scope_kind=ScopeKind.TENANT,
        role=to_role(message.role) or Role.HELP_DESK_SPECIALIST, party_id=message.party_id or None, create_time=created,
    )


def to_role(number: int) -> Role | None:
    """Read a role."""
    return to_enum(Role, tenancy_pb2.Role, number)


def from_key(key: Key, *, secret: str = "") -> tenancy_pb2.Key:
    """Write a key, with its secret in the one answer that shows it."""
    return tenancy_pb2.Key(
        id=key.id, scope_id=key.scope_id, display_name=key.display_name, member_id=key.member_id or "", role=from_enum(tenancy_pb2.Role, key.role),
        party_id=key.party_id or "", secret=secret, create_time=from_datetime(key.create_time),
        expire_time=from_datetime(key.expire_time) if key.expire_time else None, revoke_time=from_datetime(key.revoke_time) if key.revoke_time else None,
    )


def to_key(message: tenancy_pb2.Key, *, key_id: str, digest: bytes, created: datetime) -> Key:
    """
    Read a key.

    Raises:
        InvalidFields: It ends at an absurd instant.
    """
    return Key(
        id=key_id, scope_id=message.scope_id, scope_kind=ScopeKind.TENANT, display_name=message.display_name, member_id=message.member_id or None,
        role=to_role(message.role), party_id=message.party_id or None, digest=digest, create_time=created,
        expire_time=_expiry(message) if message.HasField("expire_time") else None,
    )


def _expiry(message: tenancy_pb2.Key) -> datetime:
    try:
        return to_datetime(message.expire_time)
    except (OverflowError, ValueError) as error:
        raise InvalidFields([FieldViolation(field="key.expire_time", description="is no date between 1970 and 2200")]) from error


def from_plugin_setting(setting: PluginSetting) -> tenancy_pb2.PluginSetting:
    """Write a plugin setting; *settings* are as people may see them."""
    settings = struct_pb2.Struct()
    shown: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in setting.settings.items()}
    settings.update(shown)
    return tenancy_pb2.PluginSetting(
        tenant_id=setting.tenant_id, plugin=setting.plugin, enabled=setting.enabled, settings=settings,
        update_time=from_datetime(setting.update_time) if setting.update_time else None, etag=str(setting.version) if setting.version else "",
    )


def settings_in(message: tenancy_pb2.PluginSetting) -> dict[str, object]:
    """Read the settings; JSON has one kind of number, so whole ones become integers."""
    read: dict[str, object] = json_format.MessageToDict(message.settings)
    return {name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in read.items()}


def from_caller(caller: Caller) -> authentication_pb2.Caller:
    """Write a caller with its grants and what its roles permit."""
    roles = dict.fromkeys(holding.role for holding in caller.holdings)
    return authentication_pb2.Caller(
        id=caller.id, display_name=caller.display_name,
        grants=[
            tenancy_pb2.Grant(principal_id=caller.id, scope_id=held.scope_id, role=from_enum(tenancy_pb2.Role, held.role), party_id=held.party_id or "")
            for held in caller.holdings
        ],
        roles=[
            authentication_pb2.RolePermissions(role=from_enum(tenancy_pb2.Role, role), permissions=sorted(PERMISSIONS[role])) for role in roles
        ],
    )
