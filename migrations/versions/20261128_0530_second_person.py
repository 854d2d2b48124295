"""What the second person said about parting ways, and who hears it."""

import sqlalchemy as sa
from alembic import op

revision = "e07a3c95d41b"
down_revision = "d9b2f6a1c870"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("second_answer", sa.String(length=16), nullable=True))
    op.add_column("handoffs", sa.Column("written_by", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "written_by")
    op.drop_column("handoffs", "second_answer")
