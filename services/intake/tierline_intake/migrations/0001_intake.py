"""Intake's tables: who is who, applications, contacts, tickets with their history, and where imported ones come from."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision = "0001"
down_revision = None

WHO = """
CREATE TABLE tenant (
    tenant_id uuid NOT NULL PRIMARY KEY, prefix text NOT NULL, matrix jsonb NOT NULL
);
CREATE TABLE plugin_setting (
    tenant_id uuid NOT NULL, plugin text NOT NULL, settings jsonb NOT NULL,
    PRIMARY KEY (tenant_id, plugin)
);
CREATE TABLE application (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, description text NOT NULL, criticality text, regulations text[] NOT NULL,
    is_default boolean NOT NULL, version int NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name)
);
CREATE UNIQUE INDEX application_default ON application (tenant_id) WHERE is_default;
CREATE TABLE contact (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, email text NOT NULL, phone text NOT NULL, preferred_channel text, zone text NOT NULL,
    version int NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX contact_email ON contact (tenant_id, lower(email)) WHERE email <> '';
"""

TICKETS = """
CREATE TABLE ticket (
    tenant_id uuid NOT NULL, id uuid NOT NULL, key text NOT NULL, version int NOT NULL, entries int NOT NULL, repeat_hash bigint,
    application_id uuid NOT NULL, application_name text NOT NULL, regulations text[] NOT NULL, requester_id uuid, state text NOT NULL, awaiting text,
    priority text NOT NULL, kind text NOT NULL, nature text NOT NULL, channel text NOT NULL, environment text NOT NULL,
    level smallint, party_id text NOT NULL, team_id text NOT NULL, member_id text NOT NULL, unassigned boolean NOT NULL, imported_from text NOT NULL,
    open_time timestamptz NOT NULL, update_time timestamptz NOT NULL, next_due_time timestamptz NOT NULL, card bytea NOT NULL,
    PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN ticket.card IS 'The ticket as tierline.intake.v1.Ticket; the other columns are what lists and rules ask by';
CREATE UNIQUE INDEX ticket_key ON ticket (tenant_id, key);
CREATE INDEX ticket_open_time ON ticket (tenant_id, open_time, id);
CREATE INDEX ticket_update_time ON ticket (tenant_id, update_time, id);
CREATE INDEX ticket_next_due_time ON ticket (tenant_id, next_due_time, id);
CREATE INDEX ticket_priority ON ticket (tenant_id, priority, id);
CREATE INDEX ticket_repeat ON ticket (tenant_id, repeat_hash, open_time) WHERE repeat_hash IS NOT NULL;
CREATE TABLE ticket_history (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, number int NOT NULL, happened_at timestamptz NOT NULL, type text NOT NULL, actor text NOT NULL,
    summary text NOT NULL, body text NOT NULL, minutes int NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, number)
);
CREATE TABLE alarm_ticket (
    tenant_id uuid NOT NULL, alarm_id uuid NOT NULL, ticket_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, alarm_id)
);
CREATE TABLE imported_ticket (
    tenant_id uuid NOT NULL, source text NOT NULL, external_id text NOT NULL, ticket_id uuid NOT NULL, row_count int NOT NULL, last jsonb NOT NULL,
    ended boolean NOT NULL,
    PRIMARY KEY (tenant_id, source, external_id)
);
CREATE TABLE imported_row (
    tenant_id uuid NOT NULL, source text NOT NULL, external_id text NOT NULL, number bigint NOT NULL,
    PRIMARY KEY (tenant_id, source, external_id, number)
);
"""

# Numbers come from one sequence a tenant: a gap does no harm, and no two writers wait for each other.
NUMBERS = """
CREATE FUNCTION {schema}.open_numbers(tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS {schema}.%I', 'number_' || replace(tenant::text, '-', ''));
END $$;
CREATE FUNCTION {schema}.next_numbers(tenant uuid, how_many int) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT nextval(%L) FROM generate_series(1, $1)', '{schema}.number_' || replace(tenant::text, '-', '')) USING how_many;
END $$;
REVOKE ALL ON FUNCTION {schema}.open_numbers(uuid), {schema}.next_numbers(uuid, int) FROM PUBLIC;
"""

SEALED = ("tenant", "plugin_setting", "application", "contact", "ticket", "ticket_history", "alarm_ticket", "imported_ticket", "imported_row")


def upgrade() -> None:
    """Create everything."""
    chassis_tables(op, "intake")
    op.execute("SET search_path TO intake")
    for statements in (WHO, TICKETS):
        op.execute(statements)
    op.execute(NUMBERS.format(schema="intake"))
    for table in SEALED:
        protect(op, "intake", table)
