"""The permission map: what each role permits in the scope where it is held (B9)."""

from collections.abc import Mapping

from tierline_tenancy.domain.values import Role

_READS = frozenset({
    "tickets.read", "applications.read", "contacts.read", "teams.read", "sourcing.read", "agreements.read", "monitoring.read", "kpis.read",
    "tenants.read", "providers.read", "parties.read", "members.read", "plugins.read", "events.read",
})
"""What everybody sees who works in a tenant."""

_SUPPORT = _READS | {"tickets.create", "tickets.work", "tickets.assign", "contacts.manage"}
"""Takes requests and moves them on."""

_DEVELOPMENT = _READS | {"tickets.create", "tickets.work", "tickets.assign"}
"""Works on tickets that were handed over."""

_ADMINISTRATION = _SUPPORT | {
    "tickets.import", "applications.manage", "teams.manage", "sourcing.manage", "agreements.manage", "monitoring.manage", "monitoring.signal",
    "tenants.manage", "providers.manage", "parties.manage", "members.manage", "grants.read", "grants.manage", "keys.read", "keys.manage", "plugins.manage",
}
"""Sets up a scope. To create tenants and providers takes more: the installation's operator."""

PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.HELP_DESK_SPECIALIST: _SUPPORT,
    Role.APPLICATION_SUPPORT_ENGINEER: _SUPPORT | {"applications.manage"},
    Role.SOFTWARE_DEVELOPER: _DEVELOPMENT,
    Role.TEST_ENGINEER: _DEVELOPMENT,
    Role.DEVOPS_ENGINEER: _DEVELOPMENT | {"applications.manage", "monitoring.manage", "monitoring.signal"},
    Role.ADMINISTRATOR: _ADMINISTRATION,
    Role.VENDOR: frozenset({"work.read", "work.handle"}),
    Role.OPERATOR: frozenset({"*"}),
    Role.GATEWAY: frozenset({"events.read"}),
}
"""`*` is every permission. Who holds two roles in a scope holds what both permit."""
