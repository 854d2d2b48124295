"""What waits for a channel is found without walking along what waits for others."""

import sqlalchemy as sa
from alembic import op

revision = "5b90c6d3f1e8"
down_revision = "f18d4b06e52c"
branch_labels = None
depends_on = None

_WAITING = sa.text("state IN ('ready', 'sending')")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_lane",
        "outbox",
        ["team_id", "channel", "id"],
        unique=False,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_lane", table_name="outbox")
