"""Who is who: tenants, providers, parties, members, grants, keys, sessions and plugin settings."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE tenancy.tenant (
    tenant_id uuid PRIMARY KEY, display_name text NOT NULL, prefix text NOT NULL, zone text NOT NULL, priority_matrix jsonb NOT NULL,
    create_time timestamptz NOT NULL, update_time timestamptz NOT NULL, version int NOT NULL
);
CREATE UNIQUE INDEX tenant_prefix ON tenancy.tenant (prefix);
CREATE TABLE tenancy.provider (
    tenant_id uuid PRIMARY KEY, display_name text NOT NULL, kind text NOT NULL,
    create_time timestamptz NOT NULL, update_time timestamptz NOT NULL, version int NOT NULL
);
CREATE UNIQUE INDEX provider_name ON tenancy.provider (lower(display_name));
CREATE TABLE tenancy.party (
    tenant_id uuid NOT NULL REFERENCES tenancy.tenant, id uuid NOT NULL, provider_id uuid NOT NULL, display_name text NOT NULL,
    levels smallint[] NOT NULL, provider_kind text NOT NULL, contract text NOT NULL,
    create_time timestamptz NOT NULL, update_time timestamptz NOT NULL, version int NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX party_name ON tenancy.party (tenant_id, lower(display_name));
CREATE TABLE tenancy.member (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL, email text NOT NULL, zone text NOT NULL, active boolean NOT NULL,
    create_time timestamptz NOT NULL, update_time timestamptz NOT NULL, version int NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX member_id ON tenancy.member (id);
CREATE UNIQUE INDEX member_email ON tenancy.member (tenant_id, lower(email)) WHERE email <> '';
CREATE TABLE tenancy.access_grant (
    tenant_id uuid NOT NULL, id uuid NOT NULL, principal_id uuid NOT NULL, scope_kind text NOT NULL, role text NOT NULL, party_id uuid,
    create_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, party_id) REFERENCES tenancy.party
);
CREATE UNIQUE INDEX access_grant_once ON tenancy.access_grant (principal_id, tenant_id, role, party_id) NULLS NOT DISTINCT;
CREATE TABLE tenancy.access_key (
    tenant_id uuid NOT NULL, id uuid NOT NULL, scope_kind text NOT NULL, display_name text NOT NULL, member_id uuid, role text, party_id uuid,
    digest bytea NOT NULL, create_time timestamptz NOT NULL, expire_time timestamptz, revoke_time timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.member, FOREIGN KEY (tenant_id, party_id) REFERENCES tenancy.party,
    CHECK ((member_id IS NULL) <> (role IS NULL))
);
CREATE UNIQUE INDEX access_key_digest ON tenancy.access_key (digest);
CREATE UNIQUE INDEX access_key_id ON tenancy.access_key (id);
CREATE TABLE tenancy.session (
    tenant_id uuid NOT NULL, id uuid NOT NULL, key_id uuid NOT NULL, digest bytea NOT NULL,
    create_time timestamptz NOT NULL, expire_time timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, key_id) REFERENCES tenancy.access_key
);
CREATE UNIQUE INDEX session_digest ON tenancy.session (digest);
CREATE TABLE tenancy.plugin_setting (
    tenant_id uuid NOT NULL REFERENCES tenancy.tenant, plugin text NOT NULL, enabled boolean NOT NULL, settings jsonb NOT NULL, sealed bytea NOT NULL,
    update_time timestamptz NOT NULL, version int NOT NULL,
    PRIMARY KEY (tenant_id, plugin)
);
"""

SEALED = ("tenant", "provider", "party", "member", "access_grant", "access_key", "session", "plugin_setting")

# Whose secret it is has to be found before any tenant is known, and an operator's lists span the installation. The owner of the schema may read these
# tables for all tenants; the service reaches them through these functions alone, each of which answers one narrow question.
LOOKUPS = """
CREATE POLICY owner_lookup ON tenancy.tenant FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_lookup ON tenancy.provider FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_lookup ON tenancy.member FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_lookup ON tenancy.access_grant FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_lookup ON tenancy.access_key FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_lookup ON tenancy.session FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION tenancy.find_secret(wanted bytea) RETURNS TABLE (
    key_scope uuid, key_id uuid, scope_kind text, key_name text, key_role text, party_id uuid, key_digest bytea, key_create_time timestamptz,
    key_expire_time timestamptz, revoke_time timestamptz, member_id uuid, member_name text, member_active boolean,
    session_id uuid, session_expire_time timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.tenant_id, k.id, k.scope_kind, k.display_name, k.role, k.party_id, k.digest, k.create_time, k.expire_time, k.revoke_time,
        m.id, m.display_name, m.active, s.id, s.expire_time
    FROM (
        SELECT id AS found, NULL::uuid AS session FROM tenancy.access_key WHERE digest = wanted
        UNION ALL SELECT key_id, id FROM tenancy.session WHERE digest = wanted
    ) AS f
    JOIN tenancy.access_key k ON k.id = f.found
    LEFT JOIN tenancy.session s ON s.id = f.session
    LEFT JOIN tenancy.member m ON m.id = k.member_id
$$;
CREATE FUNCTION tenancy.grants_of(principals uuid[]) RETURNS TABLE (scope_id uuid, scope_kind text, role text, party_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT tenant_id, scope_kind, role, party_id FROM tenancy.access_grant WHERE principal_id = ANY (principals) ORDER BY tenant_id, role
$$;
CREATE FUNCTION tenancy.scopes() RETURNS TABLE (scope_id uuid, scope_kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT tenant_id, 'tenant' FROM tenancy.tenant UNION ALL SELECT tenant_id, 'provider' FROM tenancy.provider
$$;
CREATE FUNCTION tenancy.is_principal(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM tenancy.member WHERE id = wanted)
        OR EXISTS (SELECT FROM tenancy.access_key WHERE id = wanted AND member_id IS NULL AND role NOT IN ('operator', 'gateway'))
$$;
CREATE FUNCTION tenancy.taken_prefixes(candidates text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT prefix FROM tenancy.tenant WHERE prefix = ANY (candidates)
$$;
REVOKE ALL ON FUNCTION tenancy.find_secret(bytea), tenancy.grants_of(uuid[]), tenancy.scopes(), tenancy.is_principal(uuid), tenancy.taken_prefixes(text[])
    FROM PUBLIC;
"""


def upgrade() -> None:
    """Create the tables, seal them, and make the look-ups."""
    op.execute(TABLES)
    chassis_tables(op, "tenancy")
    for table in SEALED:
        protect(op, "tenancy", table)
    op.execute(LOOKUPS)
