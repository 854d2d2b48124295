"""silences: what people do not want to be sent, in one place.

The two mutes there were become rows of it. Both old homes are small (a row a person).
"""

import sqlalchemy as sa
from alembic import op

revision = "5c1e0b7f4a21"
down_revision = "8c2e47d1f0b6"
branch_labels = None
depends_on = None

FOREVER = "'9999-01-01 00:00:00.000000'"


def upgrade() -> None:
    forever = FOREVER if op.get_bind().dialect.name == "sqlite" else "'9999-01-01T00:00:00Z'"
    op.add_column("outbox", sa.Column("unasked", sa.String(length=32), nullable=True))
    op.create_table(
        "silences",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "kind", name=op.f("pk_silences")),
    )
    op.execute(
        "INSERT INTO silences (team_id, user_id, kind, until) "  # noqa: S608 - our own words
        f"SELECT team_id, user_id, 'credited', {forever} FROM preferences WHERE mute_notices",
    )
    op.execute(
        "INSERT INTO silences (team_id, user_id, kind, until) "  # noqa: S608 - our own words
        f"SELECT team_id, user_id, 'quarterly', {forever} FROM quarterly_mutes",
    )
    op.drop_column("preferences", "mute_notices")
    op.drop_table("quarterly_mutes")


def downgrade() -> None:
    op.create_table(
        "quarterly_mutes",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_quarterly_mutes")),
    )
    op.add_column(
        "preferences",
        sa.Column("mute_notices", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        "INSERT INTO quarterly_mutes (team_id, user_id) "
        "SELECT team_id, user_id FROM silences WHERE kind = 'quarterly'",
    )
    op.execute(
        "INSERT INTO preferences (team_id, user_id, ask_first, mute_notices) "
        "SELECT team_id, user_id, false, true FROM silences WHERE kind = 'credited' "
        "AND NOT EXISTS (SELECT 1 FROM preferences WHERE preferences.team_id = silences.team_id "
        "AND preferences.user_id = silences.user_id)",
    )
    op.execute(
        "UPDATE preferences SET mute_notices = true WHERE EXISTS (SELECT 1 FROM silences "
        "WHERE kind = 'credited' AND silences.team_id = preferences.team_id "
        "AND silences.user_id = preferences.user_id)",
    )
    op.drop_table("silences")
    op.drop_column("outbox", "unasked")
