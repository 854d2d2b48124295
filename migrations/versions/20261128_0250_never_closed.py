"""Handoffs that somebody has and never closed are found by an index."""

from alembic import op

revision = "c41f7be02a95"
down_revision = "5c1e0b7f4a21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_handoffs_state_claimed_at"), "handoffs", ["state", "claimed_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_handoffs_state_claimed_at"), table_name="handoffs")
