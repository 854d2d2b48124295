"""A copy of the database knows that what came after it is lost."""

import sqlalchemy as sa
from alembic import op

revision = "8c2e47d1f0b6"
down_revision = "5b1d0a6c93e7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    when = sa.DateTime(timezone=True)
    op.add_column("workspaces", sa.Column("lost_since", when, nullable=True))
    op.add_column("workspaces", sa.Column("restored_at", when, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspaces") as table:
        table.drop_column("restored_at")
        table.drop_column("lost_since")
