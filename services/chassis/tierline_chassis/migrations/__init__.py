"""What every service's migrations begin with: the chassis's own tables in its schema, and the protection of its rows by tenant."""

from alembic.operations import Operations

TABLES = """
CREATE TABLE {schema}.cursor (
    consumer text NOT NULL, topic text NOT NULL, partition int NOT NULL, position bigint NOT NULL,
    PRIMARY KEY (consumer, topic, partition)
) WITH (fillfactor = 20);
CREATE TABLE {schema}.parked_event (
    consumer text NOT NULL, topic text NOT NULL, partition int NOT NULL, position bigint NOT NULL,
    key text NOT NULL, tenant_id uuid NOT NULL, event_id uuid NOT NULL, type text NOT NULL, event_time timestamptz NOT NULL,
    cause text, headers jsonb NOT NULL, payload bytea NOT NULL, reason text NOT NULL,
    released boolean NOT NULL DEFAULT false, parked_at timestamptz NOT NULL DEFAULT now(),
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (consumer, topic, partition, position)
);
CREATE INDEX parked_event_key ON {schema}.parked_event (consumer, key, sequence);
CREATE TABLE {schema}.timer (
    tenant_id uuid NOT NULL, subject_id text NOT NULL, kind text NOT NULL, name text NOT NULL,
    fire_at timestamptz NOT NULL, key text NOT NULL, data jsonb NOT NULL,
    PRIMARY KEY (tenant_id, subject_id, kind, name)
);
CREATE INDEX timer_due ON {schema}.timer (fire_at);
CREATE TABLE {schema}.request (
    tenant_id uuid NOT NULL, principal_id text NOT NULL, method text NOT NULL, request_id text NOT NULL,
    fingerprint bytea NOT NULL, response bytea NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, principal_id, method, request_id)
);
CREATE INDEX request_age ON {schema}.request (created_at);
COMMENT ON COLUMN {schema}.parked_event.released IS 'An operator asked to handle it again';
"""

# Repeats are answered for at least a day; the owner may see and remove what is older, and nothing else of any tenant.
SWEEP = """
CREATE POLICY tenant_sweep_select ON {schema}.request FOR SELECT TO CURRENT_USER USING (created_at < now() - interval '24 hours');
CREATE POLICY tenant_sweep_delete ON {schema}.request FOR DELETE TO CURRENT_USER USING (created_at < now() - interval '24 hours');
CREATE FUNCTION {schema}.sweep_requests(max_rows int) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (
        DELETE FROM {schema}.request WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM {schema}.request WHERE created_at < now() - interval '24 hours' ORDER BY created_at LIMIT max_rows))
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION {schema}.sweep_requests(int) FROM PUBLIC;
"""

# Reads may span tenants, a write has exactly one: a setting with two ids equals no tenant's id. The inner select is evaluated once a statement.
POLICIES = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_select ON {table} FOR SELECT
    USING (tenant_id = any ((select string_to_array(nullif(current_setting('tierline.tenants', true), ''), ',')::uuid[])::uuid[]));
CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK (tenant_id::text = (select current_setting('tierline.tenants', true)));
CREATE POLICY tenant_update ON {table} FOR UPDATE
    USING (tenant_id::text = (select current_setting('tierline.tenants', true)))
    WITH CHECK (tenant_id::text = (select current_setting('tierline.tenants', true)));
CREATE POLICY tenant_delete ON {table} FOR DELETE USING (tenant_id::text = (select current_setting('tierline.tenants', true)));
"""


def chassis_tables(op: Operations, schema: str) -> None:
    """Create cursors, parked events, timers and answered requests in *schema*."""
    op.execute(TABLES.format(schema=schema))
    protect(op, schema, "request")
    op.execute(SWEEP.format(schema=schema))


def protect(op: Operations, schema: str, table: str) -> None:
    """
    Seal the rows of *table*: seen only by transactions that name their tenant, written only by those that name exactly that one.

    The table has a `tenant_id uuid`, first in its primary key. The owner is bound too. `SELECT … FOR UPDATE` counts as a write.
    """
    op.execute(POLICIES.format(table=f"{schema}.{table}"))
