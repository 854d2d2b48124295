"""Installations of many workspaces, and when one was removed."""

import sqlalchemy as sa
from alembic import op

revision = "d9b2f6a1c870"
down_revision = "8c41d7e2a9f3"
branch_labels = None
depends_on = None

_REMOVED = sa.text("removed_at IS NOT NULL")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("installed_by", sa.String(length=32), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=True),
        sa.Column("refresh_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_installations")),
    )
    op.create_index(op.f("ix_installations_refresh_at"), "installations", ["refresh_at"])
    op.create_table(
        "install_states",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_install_states")),
    )
    op.create_index(op.f("ix_install_states_expires_at"), "install_states", ["expires_at"])
    op.add_column("workspaces", sa.Column("installed_at", _MOMENT, nullable=True))
    op.add_column("workspaces", sa.Column("removed_at", _MOMENT, nullable=True))
    op.create_index(
        "ix_workspaces_removed",
        "workspaces",
        ["team_id"],
        sqlite_where=_REMOVED,
        postgresql_where=_REMOVED,
    )


def downgrade() -> None:
    op.drop_index("ix_workspaces_removed", table_name="workspaces")
    op.drop_column("workspaces", "removed_at")
    op.drop_column("workspaces", "installed_at")
    op.drop_table("install_states")
    op.drop_table("installations")
