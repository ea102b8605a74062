"""A team that routing made itself steps aside for the teams that people make."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE team ADD COLUMN seeded boolean NOT NULL DEFAULT false")
