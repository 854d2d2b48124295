"""Deliveries that were ever in doubt are looked at once more."""

import sqlalchemy as sa
from alembic import op

revision = "8c41d7e2a9f3"
down_revision = "c41f7be02a95"
branch_labels = None
depends_on = None

_WAITING = sa.text("sweep_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_outbox_sweep",
        "outbox",
        ["sweep_at"],
        unique=False,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_sweep", table_name="outbox")
    op.drop_column("outbox", "sweep_at")
