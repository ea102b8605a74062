"""Tables and look-ups. Every query names its scopes, beside what row-level security lets through."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb
from tierline_chassis.database import Row, Transaction
from tierline_chassis.log.events import NewEvent
from tierline_sdk.errors import AlreadyExists

from tierline_tenancy.domain.errors import PrefixTaken
from tierline_tenancy.domain.values import (
    Credential,
    Fact,
    Grant,
    Holding,
    Key,
    Member,
    Party,
    PluginSetting,
    Provider,
    Resource,
    Role,
    ScopeKind,
    Session,
    Tenant,
)
from tierline_tenancy.store import rows

ToEvent = Callable[[Fact], NewEvent]
Found = TypeVar("Found")

_CONSTRAINTS = {"provider_name": "provider", "party_name": "party", "member_email": "member", "access_grant_once": "grant"}


class Store:
    """What the handlers ask of the database, in one transaction."""

    def __init__(self, tx: Transaction, to_event: ToEvent) -> None:
        self._tx = tx
        self._to_event = to_event

    def narrow(self, *scopes: str) -> None:
        """Name the scopes to work in from here on; exactly one to write."""
        self._tx.scope(scopes)

    def record(self, facts: Sequence[Fact]) -> None:
        """Append what happened, with the commit."""
        self._tx.append([self._to_event(fact) for fact in facts])

    def tenants(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Tenant]:
        """Read tenants by their ids, a page of them."""
        query = "SELECT * FROM tenant WHERE tenant_id = ANY (%s) AND tenant_id::text > %s ORDER BY tenant_id LIMIT %s"
        return self._page(query, scopes, after, limit, rows.tenant)

    def providers(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Provider]:
        """Read providers by their ids, a page of them."""
        query = "SELECT * FROM provider WHERE tenant_id = ANY (%s) AND tenant_id::text > %s ORDER BY tenant_id LIMIT %s"
        return self._page(query, scopes, after, limit, rows.provider)

    def parties(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Party]:
        """Read the parties of tenants, a page of them."""
        return self._page("SELECT * FROM party WHERE tenant_id = ANY (%s) AND id::text > %s ORDER BY id LIMIT %s", scopes, after, limit, rows.party)

    def members(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Member]:
        """Read the members of scopes, a page of them."""
        return self._page("SELECT * FROM member WHERE tenant_id = ANY (%s) AND id::text > %s ORDER BY id LIMIT %s", scopes, after, limit, rows.member)

    def grants(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Grant]:
        """Read the grants in scopes, a page of them."""
        return self._page("SELECT * FROM access_grant WHERE tenant_id = ANY (%s) AND id::text > %s ORDER BY id LIMIT %s", scopes, after, limit, rows.grant)

    def keys(self, scopes: Sequence[str], *, after: str = "", limit: int = 1) -> Sequence[Key]:
        """Read the keys of scopes, a page of them."""
        return self._page("SELECT * FROM access_key WHERE tenant_id = ANY (%s) AND id::text > %s ORDER BY id LIMIT %s", scopes, after, limit, rows.key)

    def party(self, scopes: Sequence[str], party_id: str) -> Party | None:
        """Read one party."""
        return self._one("SELECT * FROM party WHERE tenant_id = ANY (%s) AND id = %s", [list(scopes), party_id], rows.party)

    def member(self, scopes: Sequence[str], member_id: str) -> Member | None:
        """Read one member."""
        return self._one("SELECT * FROM member WHERE tenant_id = ANY (%s) AND id = %s", [list(scopes), member_id], rows.member)

    def grant(self, scopes: Sequence[str], grant_id: str) -> Grant | None:
        """Read one grant."""
        return self._one("SELECT * FROM access_grant WHERE tenant_id = ANY (%s) AND id = %s", [list(scopes), grant_id], rows.grant)

    def key(self, scopes: Sequence[str], key_id: str) -> Key | None:
        """Read one key."""
        return self._one("SELECT * FROM access_key WHERE tenant_id = ANY (%s) AND id = %s", [list(scopes), key_id], rows.key)

    def plugin_settings(self, tenant_id: str) -> Sequence[PluginSetting]:
        """Read what a tenant has set of its plugins."""
        return [rows.plugin_setting(row) for row in self._tx.execute("SELECT * FROM plugin_setting WHERE tenant_id = %s ORDER BY plugin", [tenant_id])]

    def served_by(self, tenants: Sequence[str]) -> Sequence[str]:
        """Return the providers that have a party in *tenants*."""
        return [row["provider_id"] for row in self._tx.execute("SELECT DISTINCT provider_id FROM party WHERE tenant_id = ANY (%s)", [list(tenants)])]

    def every_scope(self, *kinds: ScopeKind) -> Sequence[str]:
        """Return the ids of all tenants or providers of the installation, for its operator."""
        return [row["scope_id"] for row in self._tx.execute("SELECT * FROM scopes()") if row["scope_kind"] in kinds]

    def kind_of(self, scope_id: str) -> ScopeKind | None:
        """Say what a scope is, where it exists."""
        return self._one("SELECT scope_kind FROM scopes() WHERE scope_id = %s", [scope_id], lambda row: ScopeKind(row["scope_kind"]))

    def is_principal(self, principal_id: str) -> bool:
        """Say whether a member, or a key that acts for itself, has this id."""
        return bool(self._one("SELECT is_principal(%s) AS found", [principal_id], lambda row: row["found"]))

    def taken_prefixes(self, candidates: Sequence[str]) -> frozenset[str]:
        """Return those of *candidates* that a tenant has."""
        return frozenset(row["taken"] for row in self._tx.execute("SELECT * FROM taken_prefixes(%s) AS taken", [list(candidates)]))

    def credential(self, digest: bytes) -> Credential | None:
        """Find what is stored of a secret, whose ever it is."""
        return self._one("SELECT * FROM find_secret(%s)", [digest], _credential)

    def holdings_of(self, principals: Sequence[str]) -> Sequence[Holding]:
        """Return the roles granted to members or keys, in whatever scope."""
        return [rows.holding(row) for row in self._tx.execute("SELECT * FROM grants_of(%s::uuid[])", [list(principals)])]

    def save(self, resource: Resource) -> None:
        """
        Insert *resource*, or put it in place of what is stored.

        Raises:
            AlreadyExists: Another one has its name, address or role.
            PrefixTaken: Another tenant has its prefix.
        """
        columns = _columns(resource)
        table, identity = _TABLES[type(resource)]
        changed = [column for column in columns if column not in identity]
        query = (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "
            f"ON CONFLICT ({', '.join(identity)}) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in changed)}"
        )
        try:
            self._tx.execute(query, list(columns.values()))
        except UniqueViolation as error:
            raise _taken(error, resource) from error

    def save_provider_unless_named(self, provider: Provider) -> bool:
        """Insert *provider* unless another has its name; say whether it was inserted."""
        columns = _columns(provider)
        query = f"INSERT INTO provider ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) ON CONFLICT DO NOTHING"
        return self._tx.execute(query, list(columns.values())).rowcount == 1

    def delete_grant(self, grant: Grant) -> None:
        """Remove a grant."""
        self._tx.execute("DELETE FROM access_grant WHERE tenant_id = %s AND id = %s", [grant.scope_id, grant.id])

    def save_session(self, session: Session) -> None:
        """Insert a session, and remove the key's sessions that are over."""
        self._tx.execute(
            "DELETE FROM session WHERE tenant_id = %s AND key_id = %s AND expire_time < %s", [session.scope_id, session.key_id, session.create_time],
        )
        self._tx.execute(
            "INSERT INTO session (tenant_id, id, key_id, digest, create_time, expire_time) VALUES (%s, %s, %s, %s, %s, %s)",
            [session.scope_id, session.id, session.key_id, session.digest, session.create_time, session.expire_time],
        )

    def delete_session(self, scope_id: str, session_id: str) -> None:
        """Remove a session."""
        self._tx.execute("DELETE FROM session WHERE tenant_id = %s AND id = %s", [scope_id, session_id])

    def _page(self, query: str, scopes: Sequence[str], after: str, limit: int, read: Callable[[Row], Found]) -> Sequence[Found]:
        return [read(row) for row in self._tx.execute(query, [list(scopes), after, limit])]

    def _one(self, query: str, params: Sequence[Any], read: Callable[[Row], Found]) -> Found | None:
        row = self._tx.execute(query, params).fetchone()
        return None if row is None else read(row)


_OWN, _SHARED = ("tenant_id",), ("tenant_id", "id")
_TABLES: dict[type[Resource], tuple[str, Sequence[str]]] = {
    Tenant: ("tenant", _OWN), Provider: ("provider", _OWN), Party: ("party", _SHARED), Member: ("member", _SHARED),
    Grant: ("access_grant", _SHARED), Key: ("access_key", _SHARED), PluginSetting: ("plugin_setting", ("tenant_id", "plugin")),
}


def _columns(resource: Resource) -> dict[str, Any]:
    """Give the columns of a resource's row."""
    named = {name: getattr(resource, name) for name in type(resource).__slots__}
    columns = {"tenant_id": resource.scope_id, **{name: value for name, value in named.items() if name not in ("scope_id", "tenant_id")}}
    if isinstance(resource, Tenant | Provider):
        del columns["id"]
    if isinstance(resource, Tenant):
        columns["priority_matrix"] = Jsonb([[rule.impact, rule.urgency, rule.priority] for rule in resource.priority_matrix])
    if isinstance(resource, PluginSetting):
        columns["settings"] = Jsonb(dict(resource.settings))
    with suppress(KeyError):
        columns["levels"] = [int(level) for level in columns["levels"]]
    return columns


def _taken(error: UniqueViolation, resource: Resource) -> Exception:
    constraint = error.diag.constraint_name or ""
    if constraint == "tenant_prefix" and isinstance(resource, Tenant):
        return PrefixTaken(resource.prefix)
    if constraint not in _CONSTRAINTS:
        return error
    name = getattr(resource, "email", "") if constraint == "member_email" else getattr(resource, "display_name", getattr(resource, "role", ""))
    return AlreadyExists(_CONSTRAINTS[constraint], str(name))


def _credential(row: Row) -> Credential:
    key = Key(
        id=row["key_id"], scope_id=row["key_scope"], scope_kind=ScopeKind(row["scope_kind"]), display_name=row["key_name"], member_id=row["member_id"],
        role=Role(row["key_role"]) if row["key_role"] else None, party_id=row["party_id"], digest=bytes(row["key_digest"]),
        create_time=row["key_create_time"], expire_time=row["key_expire_time"], revoke_time=row["revoke_time"],
    )
    member = None if row["member_id"] is None else Member(
        id=row["member_id"], scope_id=row["key_scope"], display_name=row["member_name"], email="", zone="UTC", active=row["member_active"],
        create_time=row["key_create_time"], update_time=row["key_create_time"],
    )
    return Credential(key=key, member=member, session_id=row["session_id"], session_expire_time=row["session_expire_time"])
