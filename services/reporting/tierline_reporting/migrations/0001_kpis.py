"""Tickets with their shares in the figures, the aggregates by hour and day, and what availability is computed from."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE ticket (
    tenant_id uuid NOT NULL, id uuid NOT NULL, key text NOT NULL, kind text NOT NULL, priority text NOT NULL, urgent_change boolean NOT NULL,
    opened_at timestamptz NOT NULL, responded_at timestamptz, resolved_at timestamptz, closed_at timestamptz, rated_at timestamptz, score int NOT NULL,
    cause text,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ticket_change ON ticket (tenant_id, opened_at) WHERE kind = 'change_request';
CREATE INDEX ticket_cause ON ticket (tenant_id, cause) WHERE cause IS NOT NULL;
CREATE TABLE share (
    tenant_id uuid NOT NULL, ticket_id uuid NOT NULL, measure text NOT NULL, at timestamptz NOT NULL, group_name text NOT NULL, value bigint NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, measure),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket
);
CREATE INDEX share_time ON share (tenant_id, measure, at, ticket_id);
CREATE TABLE bucket (
    tenant_id uuid NOT NULL, measure text NOT NULL, grain text NOT NULL, start_time timestamptz NOT NULL, group_name text NOT NULL,
    number bigint NOT NULL, total bigint NOT NULL,
    PRIMARY KEY (tenant_id, measure, grain, start_time, group_name)
) WITH (fillfactor = 70);
CREATE TABLE application (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE TABLE watched (
    tenant_id uuid NOT NULL, check_id uuid NOT NULL, start_time timestamptz NOT NULL, application_id uuid, end_time timestamptz,
    PRIMARY KEY (tenant_id, check_id, start_time)
);
CREATE TABLE outage (
    tenant_id uuid NOT NULL, id uuid NOT NULL, application_id uuid, alarm_id uuid NOT NULL, start_time timestamptz NOT NULL, end_time timestamptz,
    planned boolean NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX outage_time ON outage (tenant_id, start_time);
CREATE TABLE alarm (
    tenant_id uuid NOT NULL, id uuid NOT NULL, position text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE share IS 'What a ticket adds to which measure; the buckets are the sums of these rows';
COMMENT ON TABLE watched IS 'Times in which a check of production ran';
COMMENT ON COLUMN ticket.cause IS 'Where in the log the alarm stands that opened it';
"""


def upgrade() -> None:
    chassis_tables(op, "reporting")
    op.execute(TABLES)
    for table in ("ticket", "share", "bucket", "application", "watched", "outage", "alarm"):
        protect(op, "reporting", table)
