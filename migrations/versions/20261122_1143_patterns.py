"""Frozen windows and who saw them, decisions that wait, and answers without names."""

import sqlalchemy as sa
from alembic import op

revision = "2ccf8657ff81"
down_revision = "7d484aa084cb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "handoff_events",
        sa.Column("waited_s", sa.Integer(), server_default="0", nullable=False),
    )
    op.create_table(
        "frozen_windows",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "window_start", name=op.f("pk_frozen_windows")),
    )
    op.create_table(
        "lead_decisions",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("handoff_id", sa.String(length=32), nullable=False),
        sa.Column("brought_by", sa.String(length=32), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "handoff_id", name=op.f("pk_lead_decisions")),
    )
    op.create_index(
        op.f("ix_lead_decisions_team_id_settled_at"),
        "lead_decisions",
        ["team_id", "settled_at"],
        unique=False,
    )
    op.create_table(
        "pattern_displays",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=True),
        sa.Column("surface", sa.String(length=8), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_displays")),
    )
    op.create_index(
        op.f("ix_pattern_displays_team_id_id"), "pattern_displays", ["team_id", "id"], unique=False
    )
    op.create_table(
        "pattern_settings",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("leads_channel", sa.String(length=32), nullable=True),
        sa.Column("sibling_groups", sa.JSON(), nullable=False),
        sa.Column("questions", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_pattern_settings")),
    )
    op.create_table(
        "pattern_standing",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_pattern_standing")),
    )
    op.create_table(
        "quarterly_marks",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("quarter", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "quarter", "mark", name=op.f("pk_quarterly_marks")),
    )
    op.create_table(
        "quarterly_mutes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_quarterly_mutes")),
    )
    op.create_table(
        "quarterly_rounds",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("quarter", sa.String(length=8), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "quarter", name=op.f("pk_quarterly_rounds")),
    )
    op.create_table(
        "quarterly_tallies",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("quarter", sa.String(length=8), nullable=False),
        sa.Column("question", sa.String(length=8), nullable=False),
        sa.Column("reply", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id", "quarter", "question", "reply", name=op.f("pk_quarterly_tallies")
        ),
    )
    op.drop_index(op.f("ix_handoff_events_team_id_window_start_drill"), "handoff_events")
    op.create_index(
        "ix_handoff_events_window",
        "handoff_events",
        [
            "team_id",
            "window_start",
            "kind",
            "drill",
            "requester_mark",
            "ground",
            "step",
            "waited_s",
            "handoff_id",
        ],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_handoff_events_window", "handoff_events")
    op.create_index(
        op.f("ix_handoff_events_team_id_window_start_drill"),
        "handoff_events",
        ["team_id", "window_start", "drill"],
        unique=False,
    )
    op.drop_table("quarterly_tallies")
    op.drop_table("quarterly_rounds")
    op.drop_table("quarterly_mutes")
    op.drop_table("quarterly_marks")
    op.drop_table("pattern_standing")
    op.drop_table("pattern_settings")
    op.drop_index(op.f("ix_pattern_displays_team_id_id"), table_name="pattern_displays")
    op.drop_table("pattern_displays")
    op.drop_index(op.f("ix_lead_decisions_team_id_settled_at"), table_name="lead_decisions")
    op.drop_table("lead_decisions")
    op.drop_table("frozen_windows")
    op.drop_column("handoff_events", "waited_s")
