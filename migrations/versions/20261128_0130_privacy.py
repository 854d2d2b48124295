"""Erased credits, and what the purge job did last."""

import sqlalchemy as sa
from alembic import op

revision = "5e1f0c9a7b21"
down_revision = "2ccf8657ff81"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "kudos",
        sa.Column("credits_erased", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "purge_runs",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "kind", name=op.f("pk_purge_runs")),
    )


def downgrade() -> None:
    op.drop_table("purge_runs")
    op.drop_column("kudos", "credits_erased")
