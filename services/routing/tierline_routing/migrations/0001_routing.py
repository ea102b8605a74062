"""Routing's tables: copies of who is who, plans, teams, work with its assignment, clocks, hand-overs and deliveries."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision = "0001"
down_revision = None

WHO = """
CREATE TABLE party (
    tenant_id uuid NOT NULL, id uuid NOT NULL, provider_id uuid NOT NULL, name text NOT NULL, kind text NOT NULL, levels smallint[] NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE client (
    tenant_id uuid NOT NULL, client_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, client_id)
);
COMMENT ON TABLE client IS 'In a provider''s scope: the tenants that it serves';
CREATE TABLE member (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, active boolean NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE plugin_setting (
    tenant_id uuid NOT NULL, plugin text NOT NULL, enabled boolean NOT NULL, settings jsonb NOT NULL, sealed bytea NOT NULL,
    PRIMARY KEY (tenant_id, plugin)
);
"""

PLANS = """
CREATE TABLE sourcing_plan (
    tenant_id uuid NOT NULL, id uuid NOT NULL, model text NOT NULL, levels_by_nature jsonb NOT NULL, party_by_level jsonb NOT NULL,
    seeded boolean NOT NULL, version int NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id)
);
CREATE TABLE team (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, levels smallint[] NOT NULL, coverage text NOT NULL, zone text NOT NULL,
    members jsonb NOT NULL, capacity_hours int NOT NULL, tenant_ids uuid[] NOT NULL, version int NOT NULL,
    created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, name)
);
COMMENT ON COLUMN team.tenant_id IS 'The provider';
CREATE TABLE load (
    tenant_id uuid NOT NULL, subject_id uuid NOT NULL, open int NOT NULL,
    PRIMARY KEY (tenant_id, subject_id)
) WITH (fillfactor = 50);
COMMENT ON TABLE load IS 'In a provider''s scope: open tickets of a team or member over all tenants';
"""

WORK = """
CREATE TABLE work (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, ticket_key text NOT NULL, title text NOT NULL, description text NOT NULL,
    application_id text NOT NULL, application_name text NOT NULL, environment text NOT NULL, kind text NOT NULL, nature text NOT NULL,
    approach text NOT NULL, mode text NOT NULL, priority text NOT NULL, channel text NOT NULL, markings text[] NOT NULL,
    ticket_state text NOT NULL, opened_at timestamptz NOT NULL, history boolean NOT NULL,
    due_sort timestamptz NOT NULL DEFAULT 'infinity',
    state text, party_id text NOT NULL, party_name text NOT NULL, provider_id text NOT NULL, level smallint, team_id text NOT NULL, team_name text NOT NULL,
    member_id text NOT NULL, member_name text NOT NULL, reason text NOT NULL, sayings jsonb NOT NULL, assigned_at timestamptz, accepted_at timestamptz,
    escalations int NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
) WITH (fillfactor = 70);
CREATE INDEX work_key ON work (tenant_id, ticket_key);
CREATE INDEX work_open ON work (tenant_id, due_sort, priority, ticket_id) WHERE state <> 'done';
CREATE INDEX work_open_of_party ON work (tenant_id, party_id, due_sort, priority, ticket_id) WHERE state <> 'done';
CREATE INDEX work_unassigned ON work (tenant_id, opened_at) WHERE state = 'unassigned';
CREATE TABLE clock (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, clock_id uuid NOT NULL, due_at timestamptz, escalated boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, ticket_id, clock_id)
);
CREATE TABLE hand_over (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, party_id text NOT NULL, first_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, party_id)
);
COMMENT ON TABLE hand_over IS 'The parties that a ticket was ever handed to: who may still look at it';
CREATE TABLE delivery (
    tenant_id uuid NOT NULL, id uuid NOT NULL, ticket_id uuid NOT NULL, party_id text NOT NULL, level smallint NOT NULL, reason text NOT NULL,
    assigned_at timestamptz NOT NULL, state text NOT NULL, attempts int NOT NULL DEFAULT 0, detail text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
"""


def upgrade() -> None:
    chassis_tables(op, "routing")
    for statements in (WHO, PLANS, WORK):
        op.execute(statements)
    for table in ("party", "client", "member", "plugin_setting", "sourcing_plan", "team", "load", "work", "clock", "hand_over", "delivery"):
        protect(op, "routing", table)
