"""Rows to values; the columns of each table, in the order in which they are written."""

from collections.abc import Mapping
from typing import Any

from tierline_sdk.values import Impact, Level, Priority, Urgency

from tierline_tenancy.domain.values import Grant, Holding, Key, Member, Party, PluginSetting, PriorityRule, Provider, ProviderKind, Role, ScopeKind, Tenant

Row = Mapping[str, Any]


def tenant(row: Row) -> Tenant:
    """Read a tenant."""
    matrix = [PriorityRule(impact=Impact(i), urgency=Urgency(u), priority=Priority(p)) for i, u, p in row["priority_matrix"]]
    return Tenant(
        id=row["tenant_id"], display_name=row["display_name"], prefix=row["prefix"], zone=row["zone"], priority_matrix=matrix,
        create_time=row["create_time"], update_time=row["update_time"], version=row["version"],
    )


def provider(row: Row) -> Provider:
    """Read a provider."""
    return Provider(
        id=row["tenant_id"], display_name=row["display_name"], kind=ProviderKind(row["kind"]), create_time=row["create_time"],
        update_time=row["update_time"], version=row["version"],
    )


def party(row: Row) -> Party:
    """Read a party."""
    return Party(
        id=row["id"], tenant_id=row["tenant_id"], provider_id=row["provider_id"], display_name=row["display_name"],
        levels=[Level(level) for level in row["levels"]], provider_kind=ProviderKind(row["provider_kind"]), contract=row["contract"],
        create_time=row["create_time"], update_time=row["update_time"], version=row["version"],
    )


def member(row: Row) -> Member:
    """Read a member."""
    return Member(
        id=row["id"], scope_id=row["tenant_id"], display_name=row["display_name"], email=row["email"], zone=row["zone"], active=row["active"],
        create_time=row["create_time"], update_time=row["update_time"], version=row["version"],
    )


def grant(row: Row) -> Grant:
    """Read a grant."""
    return Grant(
        id=row["id"], principal_id=row["principal_id"], scope_id=row["tenant_id"], scope_kind=ScopeKind(row["scope_kind"]), role=Role(row["role"]),
        party_id=row["party_id"], create_time=row["create_time"],
    )


def key(row: Row) -> Key:
    """Read a key."""
    return Key(
        id=row["id"], scope_id=row["tenant_id"], scope_kind=ScopeKind(row["scope_kind"]), display_name=row["display_name"], member_id=row["member_id"],
        role=Role(row["role"]) if row["role"] else None, party_id=row["party_id"], digest=row["digest"], create_time=row["create_time"],
        expire_time=row["expire_time"], revoke_time=row["revoke_time"],
    )


def plugin_setting(row: Row) -> PluginSetting:
    """Read a plugin setting."""
    return PluginSetting(
        tenant_id=row["tenant_id"], plugin=row["plugin"], enabled=row["enabled"], settings=row["settings"], sealed=bytes(row["sealed"]),
        update_time=row["update_time"], version=row["version"],
    )


def holding(row: Row) -> Holding:
    """Read a role in a scope."""
    return Holding(scope_id=row["scope_id"], scope_kind=ScopeKind(row["scope_kind"]), role=Role(row["role"]), party_id=row["party_id"])
