"""Calendars, agreements and their terms; tickets with facts, clocks and used time."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision, down_revision = "0001", None

TABLES = """
CREATE TABLE sla.calendar (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL, version int NOT NULL,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, document jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, display_name)
);
CREATE TABLE sla.agreement (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL, calendar_id uuid NOT NULL, version int NOT NULL,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, document jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, display_name), FOREIGN KEY (tenant_id, calendar_id) REFERENCES sla.calendar (tenant_id, id)
);
CREATE INDEX agreement_calendar ON sla.agreement (tenant_id, calendar_id);
CREATE TABLE sla.terms (
    tenant_id uuid NOT NULL, id uuid NOT NULL, agreement_id uuid NOT NULL, is_current boolean NOT NULL, saved_at timestamptz NOT NULL DEFAULT now(),
    agreement jsonb NOT NULL, calendar jsonb NOT NULL, PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX terms_current ON sla.terms (tenant_id, agreement_id) WHERE is_current;
CREATE TABLE sla.party (tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE sla.plugin (
    tenant_id uuid NOT NULL, name text NOT NULL, enabled boolean NOT NULL, settings jsonb NOT NULL, sealed bytea NOT NULL, PRIMARY KEY (tenant_id, name)
);
CREATE TABLE sla.maintenance_window (tenant_id uuid NOT NULL, id uuid NOT NULL, document jsonb NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE sla.ticket (
    tenant_id uuid NOT NULL, id uuid NOT NULL, key text NOT NULL, opened_at timestamptz, priority text, imported_from text NOT NULL,
    source_met_agreement boolean, history_pending boolean NOT NULL, terms uuid[], read_at timestamptz, done boolean NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ticket_key ON sla.ticket (tenant_id, key);
CREATE INDEX ticket_opened ON sla.ticket (tenant_id, opened_at);
CREATE TABLE sla.fact (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, at timestamptz NOT NULL, row_number bigint NOT NULL, origin smallint NOT NULL,
    position bigint NOT NULL, kind text NOT NULL, document jsonb NOT NULL, PRIMARY KEY (tenant_id, ticket_id, at, row_number, origin, position)
);
CREATE TABLE sla.statute (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, plugin text NOT NULL, name text NOT NULL, title text NOT NULL, source text NOT NULL,
    starts_at timestamptz NOT NULL, due_at timestamptz NOT NULL, PRIMARY KEY (tenant_id, ticket_id, plugin, name)
);
CREATE TABLE sla.clock (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, agreement_id text NOT NULL, metric text NOT NULL, cycle int NOT NULL, id uuid NOT NULL,
    agreement_name text NOT NULL, agreement_kind text, assumed boolean NOT NULL, target_id text NOT NULL, duration interval NOT NULL,
    state text NOT NULL, started_at timestamptz NOT NULL, due_at timestamptz, at_risk_at timestamptz, risked_at timestamptz,
    breached_at timestamptz, stopped_at timestamptz, elapsed interval NOT NULL, pauses jsonb NOT NULL, reason text NOT NULL, priority text,
    PRIMARY KEY (tenant_id, ticket_id, agreement_id, metric, cycle)
);
CREATE TABLE sla.used_time (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, use text NOT NULL, party_name text NOT NULL, level smallint NOT NULL, awaiting text NOT NULL,
    time interval NOT NULL, PRIMARY KEY (tenant_id, ticket_id, use, party_name, level, awaiting)
);
"""

SEALED = ("calendar", "agreement", "terms", "party", "plugin", "maintenance_window", "ticket", "fact", "statute", "clock", "used_time")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    chassis_tables(op, "sla")
    op.execute(TABLES)
    for table in SEALED:
        protect(op, "sla", table)
