"""${message}.

Before merging: does a big table stay locked? Add an index on PostgreSQL concurrently, fill
columns in batches, and make `downgrade` take back exactly what `upgrade` did.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
