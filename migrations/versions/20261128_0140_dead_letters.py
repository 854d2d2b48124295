"""Deliveries that wait for a human: found by an index, and who was told of them."""

import sqlalchemy as sa
from alembic import op

revision = "5b1d0a6c93e7"
down_revision = "5e1f0c9a7b21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_letter_watch",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_dead_letter_watch")),
    )
    op.create_table(
        "dead_letter_mutes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_dead_letter_mutes")),
    )
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["team_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_dead", table_name="outbox")
    op.drop_table("dead_letter_mutes")
    op.drop_table("dead_letter_watch")
