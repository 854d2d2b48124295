"""Looking back: digests, reports, the archive.

Before merging: does a big table stay locked? Add an index on PostgreSQL concurrently, fill
columns in batches, and make `downgrade` take back exactly what `upgrade` did.
"""

import sqlalchemy as sa
from alembic import op

revision = "7d484aa084cb"
down_revision = "7d6de54c2481"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_settings",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute_of_day", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("editor", sa.String(length=32), nullable=True),
        sa.Column("deputy", sa.String(length=32), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_digest_settings")),
    )
    op.create_table(
        "digest_watch",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(length=32), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_digest_watch")),
    )
    op.create_index(op.f("ix_digest_watch_look_at"), "digest_watch", ["look_at"], unique=False)
    op.create_table(
        "digests",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("empty", sa.Boolean(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "kind", "recipient", "period", name=op.f("pk_digests")),
    )
    op.create_index(op.f("ix_digests_team_id_key"), "digests", ["team_id", "key"], unique=False)
    op.create_index(
        op.f("ix_digests_team_id_kind_recipient_slot_at"),
        "digests",
        ["team_id", "kind", "recipient", "slot_at"],
        unique=False,
    )
    op.create_table(
        "lookers",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.Column("last_shown", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_lookers")),
    )
    op.create_index(op.f("ix_lookers_team_id_copy"), "lookers", ["team_id", "copy"], unique=False)
    op.create_table(
        "reports",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("editor", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stops_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("intro", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "period", name=op.f("pk_reports")),
    )
    op.create_table(
        "digest_items",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("kudos_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kudos_id"],
            ["kudos.id"],
            name=op.f("fk_digest_items_kudos_id_kudos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "team_id", "kind", "period", "kudos_id", name=op.f("pk_digest_items")
        ),
    )
    op.create_index(op.f("ix_digest_items_stale"), "digest_items", ["stale"], unique=False)
    op.create_index(
        op.f("ix_digest_items_team_id_kudos_id"),
        "digest_items",
        ["team_id", "kudos_id"],
        unique=False,
    )
    op.create_table(
        "hidden_kudos",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kudos_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["kudos_id"],
            ["kudos.id"],
            name=op.f("fk_hidden_kudos_kudos_id_kudos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("team_id", "kudos_id", "user_id", name=op.f("pk_hidden_kudos")),
    )
    op.add_column("kudos", sa.Column("words", sa.Text(), nullable=True))
    op.execute("UPDATE kudos SET words = lower(text)")


def downgrade() -> None:
    op.drop_column("kudos", "words")
    op.drop_table("hidden_kudos")
    op.drop_index(op.f("ix_digest_items_team_id_kudos_id"), table_name="digest_items")
    op.drop_index(op.f("ix_digest_items_stale"), table_name="digest_items")
    op.drop_table("digest_items")
    op.drop_table("reports")
    op.drop_index(op.f("ix_lookers_team_id_copy"), table_name="lookers")
    op.drop_table("lookers")
    op.drop_index(op.f("ix_digests_team_id_kind_recipient_slot_at"), table_name="digests")
    op.drop_index(op.f("ix_digests_team_id_key"), table_name="digests")
    op.drop_table("digests")
    op.drop_index(op.f("ix_digest_watch_look_at"), table_name="digest_watch")
    op.drop_table("digest_watch")
    op.drop_table("digest_settings")
