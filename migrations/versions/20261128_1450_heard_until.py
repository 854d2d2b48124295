"""Until when everything that was written in the intake channels was heard or read back."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "f18d4b06e52c"
down_revision = "e07a3c95d41b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("heard_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspaces") as table:
        table.drop_column("heard_until")
