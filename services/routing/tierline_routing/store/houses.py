"""Who is who: parties, people, plans, teams and their load, as the log tells it and as callers set it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tierline_chassis.database import Row
from tierline_sdk.sourcing import Party, SourcingPlan
from tierline_sdk.values import Coverage, Level, Nature, ProviderKind, SourcingModel

from tierline_routing.domain.values import House, Loads, Plan, ServingParty, Team, TeamMember
from tierline_routing.store.base import Base


class Houses(Base):
    """Reads and writes of who serves a tenant."""

    def house(self, tenant_id: str) -> House:
        """Load all that an assignment in a tenant needs; afterwards the transaction names the tenant alone."""
        self.tx.scope([tenant_id])
        with self.tx.pipeline():
            parties = self.tx.execute("SELECT * FROM party WHERE tenant_id = %s", [tenant_id])
            plan = self.tx.execute("SELECT * FROM sourcing_plan WHERE tenant_id = %s", [tenant_id])
            plugins = self.tx.execute("SELECT plugin, enabled, settings FROM plugin_setting WHERE tenant_id = %s", [tenant_id])
        serving = [_party(row) for row in parties]
        found = plan.fetchone()
        said = {row["plugin"]: row for row in plugins}
        providers = sorted({party.provider_id for party in serving})
        teams, members = self._people(providers)
        self.tx.scope([tenant_id])
        return House(
            tenant_id=tenant_id, plan=_plan(found) if found else None, parties=serving, teams=teams, members=members,
            enabled={name: row["settings"] for name, row in said.items() if row["enabled"]},
            disabled=frozenset(name for name, row in said.items() if not row["enabled"]),
        )

    def _people(self, providers: Sequence[str]) -> tuple[Sequence[Team], Mapping[str, str]]:
        if not providers:
            return [], {}
        self.tx.scope(providers)
        with self.tx.pipeline():
            teams = self.tx.execute("SELECT * FROM team WHERE tenant_id = ANY (%s)", [providers])
            members = self.tx.execute("SELECT id, name FROM member WHERE tenant_id = ANY (%s) AND active", [providers])
        return [_team(row) for row in teams], {row["id"]: row["name"] for row in members}

    def loads(self, house: House) -> Loads:
        """Load the open tickets of the house's teams and members; afterwards the transaction names the tenant alone."""
        providers = sorted({serving.provider_id for serving in house.parties})
        if not providers:
            return {}
        self.tx.scope(providers)
        rows = self.tx.execute("SELECT subject_id, open FROM load WHERE tenant_id = ANY (%s) AND open > 0", [providers]).fetchall()
        self.tx.scope([house.tenant_id])
        return {row["subject_id"]: row["open"] for row in rows}

    def change_loads(self, tenant_id: str, changes: Mapping[tuple[str, str], int]) -> None:
        """Add to the loads, by (provider, team or member); in one order for all writers. Afterwards the transaction names the tenant alone."""
        for provider in sorted({provider for provider, _ in changes}):
            mine = sorted((subject, by) for (owner, subject), by in changes.items() if owner == provider and by)
            self.tx.scope([provider])
            self.tx.execute(
                "INSERT INTO load AS l (tenant_id, subject_id, open) SELECT %s, s, greatest(0, n) FROM unnest(%s::uuid[], %s::int[]) AS u(s, n) "
                "ON CONFLICT (tenant_id, subject_id) DO UPDATE SET open = greatest(0, l.open + (SELECT n FROM unnest(%s::uuid[], %s::int[]) AS v(s, n) "
                "WHERE v.s = l.subject_id))",
                [provider, *([[subject for subject, _ in mine], [by for _, by in mine]] * 2)],
            )
        if changes:
            self.tx.scope([tenant_id])

    def save_party(self, tenant_id: str, serving: ServingParty) -> None:
        """Keep a party, and that its provider serves the tenant; afterwards the transaction names the tenant alone."""
        party = serving.party
        self.tx.execute(
            "INSERT INTO party (tenant_id, id, provider_id, name, kind, levels) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (tenant_id, id) DO UPDATE SET "
            "provider_id = excluded.provider_id, name = excluded.name, kind = excluded.kind, levels = excluded.levels",
            [tenant_id, party.id, serving.provider_id, party.name, party.kind, [int(level) for level in party.levels]],
        )
        self.tx.scope([serving.provider_id])
        self.tx.execute("INSERT INTO client (tenant_id, client_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", [serving.provider_id, tenant_id])
        self.tx.scope([tenant_id])

    def clients(self, provider_id: str) -> Sequence[str]:
        """List the tenants that a provider serves; the transaction names the provider."""
        rows = self.tx.execute("SELECT client_id FROM client WHERE tenant_id = %s ORDER BY client_id", [provider_id])
        return [row["client_id"] for row in rows]

    def save_member(self, scope_id: str, member_id: str, name: str, *, active: bool) -> None:
        """Keep a member."""
        self.tx.execute(
            "INSERT INTO member (tenant_id, id, name, active) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, active = excluded.active",
            [scope_id, member_id, name, active],
        )

    def save_plugin(self, tenant_id: str, plugin: str, *, enabled: bool, settings: Mapping[str, Any], sealed: bytes) -> None:
        """Keep a tenant's settings of a plugin; its secrets stay sealed."""
        self.tx.execute(
            "INSERT INTO plugin_setting (tenant_id, plugin, enabled, settings, sealed) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (tenant_id, plugin) "
            "DO UPDATE SET enabled = excluded.enabled, settings = excluded.settings, sealed = excluded.sealed",
            [tenant_id, plugin, enabled, json.dumps(dict(settings)), sealed],
        )

    def sealed(self, tenant_id: str) -> Mapping[str, tuple[Mapping[str, Any], bytes]]:
        """Return the enabled plugins of a tenant: their settings, and their secrets still sealed."""
        rows = self.tx.execute("SELECT plugin, settings, sealed FROM plugin_setting WHERE tenant_id = %s AND enabled", [tenant_id])
        return {row["plugin"]: (row["settings"], row["sealed"]) for row in rows}

    def plans(self, tenants: Sequence[str], plan_id: str | None = None) -> Sequence[Plan]:
        """List the plans of *tenants* in the order of their tenants, or the one of an id."""
        rows = self.tx.execute(
            "SELECT * FROM sourcing_plan WHERE tenant_id = ANY (%s) AND (%s::uuid IS NULL OR id = %s) ORDER BY tenant_id", [list(tenants), plan_id, plan_id],
        )
        return [_plan(row) for row in rows]

    def save_plan(self, plan: Plan) -> None:
        """Keep a plan; a tenant has one."""
        sourcing = plan.sourcing
        self.tx.execute(
            "INSERT INTO sourcing_plan (tenant_id, id, model, levels_by_nature, party_by_level, seeded, version, created_at, updated_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (tenant_id) DO UPDATE SET model = excluded.model, "
            "levels_by_nature = excluded.levels_by_nature, party_by_level = excluded.party_by_level, seeded = excluded.seeded, "
            "version = excluded.version, updated_at = excluded.updated_at",
            [
                plan.tenant_id, plan.id, sourcing.model,
                json.dumps({nature.value: [int(level) for level in levels] for nature, levels in sourcing.levels_by_nature.items()}),
                json.dumps({str(int(level)): party for level, party in sourcing.party_by_level.items()}),
                plan.seeded, plan.version, plan.created_at, plan.updated_at,
            ],
        )

    def team(self, scopes: Sequence[str], team_id: str) -> Team | None:
        """Find a team among the teams of *scopes*."""
        row = self.tx.execute("SELECT * FROM team WHERE tenant_id = ANY (%s) AND id = %s", [list(scopes), team_id]).fetchone()
        return _team(row) if row else None

    def teams(self, scopes: Sequence[str], *, after: tuple[str, str] | None, limit: int) -> Sequence[Team]:
        """List teams by name, after a (name, id)."""
        name, team_id = after or ("", "00000000-0000-0000-0000-000000000000")
        rows = self.tx.execute(
            "SELECT * FROM team WHERE tenant_id = ANY (%s) AND (name, id) > (%s, %s) ORDER BY name, id LIMIT %s", [list(scopes), name, team_id, limit],
        )
        return [_team(row) for row in rows]

    def team_exists(self, provider_id: str, name: str | None = None, *, besides: str | None = None) -> bool:
        """Tell whether the provider has a team (of that name), besides one."""
        row = self.tx.execute(
            "SELECT 1 FROM team WHERE tenant_id = %s AND (%s::text IS NULL OR name = %s) AND (%s::uuid IS NULL OR id <> %s) LIMIT 1",
            [provider_id, name, name, besides, besides],
        ).fetchone()
        return row is not None

    def team_named(self, provider_id: str, name: str) -> Team | None:
        """Find a provider's team by its name."""
        row = self.tx.execute("SELECT * FROM team WHERE tenant_id = %s AND name = %s", [provider_id, name]).fetchone()
        return _team(row) if row else None

    def providers(self, tenants: Sequence[str]) -> Sequence[str]:
        """List the providers that serve *tenants*."""
        rows = self.tx.execute("SELECT DISTINCT provider_id FROM party WHERE tenant_id = ANY (%s)", [list(tenants)])
        return sorted(row["provider_id"] for row in rows)

    def save_team(self, team: Team) -> None:
        """Keep a team; the transaction names its provider."""
        self.tx.execute(
            "INSERT INTO team (tenant_id, id, name, levels, coverage, zone, members, capacity_hours, tenant_ids, seeded, version, created_at, updated_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s, %s) ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, "
            "levels = excluded.levels, coverage = excluded.coverage, zone = excluded.zone, members = excluded.members, "
            "capacity_hours = excluded.capacity_hours, tenant_ids = excluded.tenant_ids, seeded = excluded.seeded, "
            "version = excluded.version, updated_at = excluded.updated_at",
            [
                team.provider_id, team.id, team.name, [int(level) for level in team.levels], team.coverage, team.zone,
                json.dumps([{"member_id": one.member_id, "skills": list(one.skills), "max_open": one.max_open} for one in team.members]),
                team.capacity_hours, list(team.tenant_ids), team.seeded, team.version, team.created_at, team.updated_at,
            ],
        )


def _party(row: Row) -> ServingParty:
    levels = [Level(level) for level in row["levels"]]
    return ServingParty(party=Party(id=row["id"], name=row["name"], kind=ProviderKind(row["kind"]), levels=levels), provider_id=row["provider_id"])


def _plan(row: Row) -> Plan:
    sourcing = SourcingPlan(
        model=SourcingModel(row["model"]),
        levels_by_nature={Nature(nature): tuple(Level(level) for level in levels) for nature, levels in row["levels_by_nature"].items()},
        party_by_level={Level(int(level)): party for level, party in row["party_by_level"].items()},
    )
    return Plan(
        id=row["id"], tenant_id=row["tenant_id"], sourcing=sourcing, seeded=row["seeded"], version=row["version"],
        created_at=row["created_at"], updated_at=row["updated_at"],
    )


def _team(row: Row) -> Team:
    return Team(
        id=row["id"], provider_id=row["tenant_id"], name=row["name"], levels=[Level(level) for level in row["levels"]],
        coverage=Coverage(row["coverage"]), zone=row["zone"], members=[TeamMember(**member) for member in row["members"]],
        capacity_hours=row["capacity_hours"], tenant_ids=row["tenant_ids"], seeded=row["seeded"], version=row["version"],
        created_at=row["created_at"], updated_at=row["updated_at"],
    )
