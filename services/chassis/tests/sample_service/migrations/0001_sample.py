"""The chassis's tables and one of our own."""

from alembic import op
from tierline_chassis.migrations import chassis_tables, protect

revision = "0001"
down_revision = None


def upgrade() -> None:
    chassis_tables(op, "sla")
    op.execute("CREATE TABLE sla.seen (tenant_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, subject text NOT NULL, PRIMARY KEY (tenant_id, id))")
    protect(op, "sla", "seen")
