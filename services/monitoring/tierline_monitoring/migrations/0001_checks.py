"""Checks, alarms, outages, maintenance windows, and what is known of applications."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE application (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX application_name ON application (tenant_id, display_name);
CREATE TABLE health_check (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL, application_id uuid, environment text NOT NULL,
    probe jsonb NOT NULL, probe_interval interval NOT NULL, failures_to_alarm int NOT NULL, paused boolean NOT NULL, impact text NOT NULL,
    state text NOT NULL, failures int NOT NULL, failing_since timestamptz, last_result text NOT NULL, last_probe_time timestamptz, due_at timestamptz,
    create_time timestamptz NOT NULL, update_time timestamptz NOT NULL, version int NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, display_name)
) WITH (fillfactor = 70);
COMMENT ON COLUMN health_check.due_at IS 'When the next probe is due or a sign of life is overdue; the timer of the check says when to look';
CREATE TABLE alarm (
    tenant_id uuid NOT NULL, id uuid NOT NULL, check_id uuid NOT NULL, check_name text NOT NULL, application_id uuid, environment text NOT NULL,
    summary text NOT NULL, impact text NOT NULL, start_time timestamptz NOT NULL, end_time timestamptz, muted boolean NOT NULL,
    ticket_id uuid, raised_at_position text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, check_id) REFERENCES health_check
);
CREATE UNIQUE INDEX alarm_standing ON alarm (tenant_id, check_id) WHERE end_time IS NULL;
CREATE INDEX alarm_position ON alarm (tenant_id, raised_at_position);
COMMENT ON COLUMN alarm.raised_at_position IS 'Where in the log its unmuted AlarmRaised stands: the cause that its ticket names';
CREATE TABLE outage (
    tenant_id uuid NOT NULL, id uuid NOT NULL, check_id uuid NOT NULL, alarm_id uuid NOT NULL, application_id uuid, environment text NOT NULL,
    start_time timestamptz NOT NULL, end_time timestamptz, planned boolean NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, alarm_id) REFERENCES alarm
);
CREATE UNIQUE INDEX outage_standing ON outage (tenant_id, alarm_id) WHERE end_time IS NULL;
CREATE TABLE maintenance_window (
    tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text NOT NULL, application_id uuid, environment text NOT NULL,
    start_time timestamptz NOT NULL, end_time timestamptz NOT NULL, recurrence text NOT NULL, zone text NOT NULL, cancelled boolean NOT NULL,
    create_time timestamptz NOT NULL, update_time timestamptz NOT NULL, version int NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX maintenance_window_active ON maintenance_window (tenant_id, end_time) WHERE NOT cancelled;
"""


def upgrade() -> None:
    chassis_tables(op, "monitoring")
    op.execute(TABLES)
    for table in ("application", "health_check", "alarm", "outage", "maintenance_window"):
        protect(op, "monitoring", table)
